"""Messages that leave. A worker claims a message before it hands it on, so two workers never send the same one.

A worker that dies between sending and writing it down leaves a claim. Such a message is taken up again once, under the same
Message-ID; the second time a person has to look and decide.
"""

import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from catecp.files.storage import path_of
from catecp.kernel.plaintext import clean_line
from catecp.notices.models import Message, MessageState
from catecp.notices.queries import messages_due

TRY_AGAIN_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
LOST_AFTER = timedelta(minutes=10)
PER_RUN = 100
MESSAGE_HEADER = "X-CATECP-Message"
# ValueError: an address or a header that cannot be written down; it must not hold up the messages behind it.
_TROUBLE = (smtplib.SMTPException, OSError, ValueError)
_LOST = "The machine stopped while this was being sent, twice. It may have arrived: ask, then send it again."


def send_due(*, at: datetime) -> int:
    """Hand on what is due. Returns how many left. Safe to run twice, and beside another run."""
    take_up_lost(at=at)
    due = list(messages_due(at=at)[:PER_RUN])
    if not due:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except _TROUBLE as error:
        for message in due:
            if _claim(message, at=at):
                _note_failure(message, error, at=at)
        return 0
    try:
        return sum(_send(message, connection, at=at) for message in due)
    finally:
        connection.close()


def take_up_lost(*, at: datetime) -> None:
    lost = Message.objects.filter(state=MessageState.SENDING, claimed_at__lt=at - LOST_AFTER)
    lost.filter(was_lost=True).update(state=MessageState.FAILED, problem=_LOST, next_try_at=None)
    lost.filter(was_lost=False).update(state=MessageState.QUEUED, was_lost=True, next_try_at=at)


def _claim(message: Message, *, at: datetime) -> bool:
    return bool(
        Message.objects.filter(pk=message.pk, state=MessageState.QUEUED).update(
            state=MessageState.SENDING, claimed_at=at, tries=F("tries") + 1
        )
    )


def _send(message: Message, connection: BaseEmailBackend, *, at: datetime) -> bool:
    if not _claim(message, at=at):
        return False
    try:
        connection.send_messages([_mail(message)])
    except _TROUBLE as error:
        _note_failure(message, error, at=at)
        return False
    Message.objects.filter(pk=message.pk).update(state=MessageState.SENT, sent_at=at, problem="", next_try_at=None)
    return True


def _mail(message: Message) -> EmailMessage:
    host = settings.SITE_ADDRESS.partition("://")[2].partition("/")[0].partition(":")[0]
    headers = {
        "Message-ID": f"<{message.public_id}@{host}>",
        "Auto-Submitted": "auto-generated",
        MESSAGE_HEADER: message.public_id,
    }
    mail = EmailMessage(subject=message.subject, body=message.body, to=[message.to_address], headers=headers)
    if message.attachment is not None:
        mail.attach(message.attachment.name, path_of(message.attachment.sha256).read_bytes(), message.attachment.media_type)
    return mail


def _note_failure(message: Message, error: Exception, *, at: datetime) -> None:
    """Try again later, each time later; give up after the last try, or when the server says it never will."""
    tries = message.tries + 1
    problem = clean_line(_words_of(error), longest=300)
    if tries > len(TRY_AGAIN_AFTER) or _is_final(error):
        Message.objects.filter(pk=message.pk).update(state=MessageState.FAILED, problem=problem, next_try_at=None)
    else:
        after = at + TRY_AGAIN_AFTER[tries - 1]
        Message.objects.filter(pk=message.pk).update(state=MessageState.QUEUED, problem=problem, next_try_at=after)


def _is_final(error: Exception) -> bool:
    """A refused address stays refused; a closed line or a full queue does not."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in error.recipients.values())
    return isinstance(error, (FileNotFoundError, ValueError))


def _words_of(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {_decoded(said)}" for code, said in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_decoded(error.smtp_error)}"
    return str(error) or type(error).__name__


def _decoded(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
