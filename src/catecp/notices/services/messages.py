"""Messages before they leave: drafted, changed, queued, discarded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catecp.accounts.models import Person
from catecp.files.models import Document
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line, clean_text
from catecp.notices.catalogue import CATALOGUE, render
from catecp.notices.facts import DraftsQueued, MessageDiscarded, MessageDrafted, MessageEdited, MessageQueued, NoticesChosen
from catecp.notices.models import Message, MessageState, SwitchedOff
from catecp.notices.queries import is_switched_off


class NoAddress(Refused):
    """There is no address to write to."""


class AlreadyHandedOn(Refused):
    """The message is no longer in a state in which this can be done."""


class NothingToSend(Refused):
    """There are no drafts."""


@dataclass(frozen=True)
class Envelope:
    """What is written on the outside. `about` is what the message belongs to ("event:12"); `language` overrides the person's own.

    With a `once_key` the same occasion gives the same message however often it is asked for.
    """

    about: str = ""
    language: str = ""
    attachment: Document | None = None
    once_key: str | None = None


_PLAIN = Envelope()


@transaction.atomic
def draft_message(
    *, kind: str, to: Person | str, values: Mapping[str, Any], envelope: Envelope = _PLAIN, at: datetime, by: Any
) -> Message:
    """Write a message of a kind of the catalogue, to be looked at before it leaves.

    `to` is a person, or an address nobody is known at. `values` fill the kind's placeholders, all of them and no others.
    """
    found = Message.objects.filter(once_key=envelope.once_key).first() if envelope.once_key else None
    if found is not None:
        return found
    person = to if isinstance(to, Person) else None
    language = envelope.language or (person.preferred_language if person else "") or get_language() or "en"
    said = render(CATALOGUE[kind], values, language=language)
    row = {
        "kind": kind,
        "person": person,
        "to_address": _checked_address(person.email if person else str(to)),
        "language": language,
        "subject": said.subject,
        "body": said.body,
        "attachment": envelope.attachment,
        "about": envelope.about,
        "created_at": at,
        "created_by": getattr(by, "pk", None),
    }
    if envelope.once_key:
        message, is_new = Message.objects.get_or_create(once_key=envelope.once_key, defaults=row)
    else:
        message, is_new = Message.objects.create(**row), True
    if is_new:
        ledger.record(MessageDrafted(message_id=message.pk, notice=kind), by=by, at=at)
    return message


def _checked_address(address: str) -> str:
    address = clean_line(address, longest=254)
    try:
        validate_email(address)
    except ValidationError as error:
        raise NoAddress(_("There is no usable e-mail address to write to. Add one to the person first.")) from error
    return address


@transaction.atomic
def edit_message(*, message: Message, subject: str, body: str, at: datetime, by: Any) -> Message:
    message = _locked(message, MessageState.DRAFT)
    message.subject, message.body = clean_line(subject), clean_text(body)
    message.save(update_fields=["subject", "body"])
    ledger.record(MessageEdited(message_id=message.pk), by=by, at=at)
    return message


@transaction.atomic
def queue_message(*, message: Message, at: datetime, by: Any) -> Message:
    """A draft is on its way; queueing what is queued already changes nothing."""
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state == MessageState.QUEUED:
        return message
    return _queue(_locked(message, MessageState.DRAFT), at=at, by=by)


@transaction.atomic
def retry_message(*, message: Message, at: datetime, by: Any) -> Message:
    """Send a failed message again, with a fresh count of tries."""
    message = _locked(message, MessageState.FAILED)
    message.tries, message.was_lost = 0, False
    return _queue(message, at=at, by=by)


def _queue(message: Message, *, at: datetime, by: Any) -> Message:
    message.state, message.next_try_at, message.problem = MessageState.QUEUED, at, ""
    message.save(update_fields=["state", "next_try_at", "problem", "tries", "was_lost"])
    ledger.record(MessageQueued(message_id=message.pk), by=by, at=at)
    return message


@transaction.atomic
def queue_drafts(*, about: str, at: datetime, by: Any) -> int:
    """Every draft about this subject is on its way. Returns how many."""
    count = Message.objects.filter(about=about, state=MessageState.DRAFT).update(
        state=MessageState.QUEUED, next_try_at=at, problem=""
    )
    if not count:
        raise NothingToSend(_("There are no drafts to send here."))
    ledger.record(DraftsQueued(subject=about, count=count), by=by, at=at)
    return count


@transaction.atomic
def discard_message(*, message: Message, at: datetime, by: Any) -> None:
    message = _locked(message, MessageState.DRAFT, MessageState.QUEUED, MessageState.FAILED)
    fact = MessageDiscarded(message_id=message.pk, notice=message.kind)
    message.delete()
    ledger.record(fact, by=by, at=at)


@transaction.atomic
def tell(
    *, kind: str, to: Person | str, values: Mapping[str, Any], envelope: Envelope = _PLAIN, at: datetime, by: Any = None
) -> Message | None:
    """Draft and queue at once: for what the program says by itself. None when the person has no address or wants no such notices."""
    if isinstance(to, Person) and (not to.email or (CATALOGUE[kind].can_be_switched_off and is_switched_off(to, kind))):
        return None
    message = draft_message(kind=kind, to=to, values=values, envelope=envelope, at=at, by=by)
    return queue_message(message=message, at=at, by=by) if message.state == MessageState.DRAFT else message


@transaction.atomic
def choose_notices(*, person: Person, off: Iterable[str], at: datetime, by: Any) -> None:
    """The kinds this person does not want; what cannot be switched off stays on."""
    wanted_off = {name for name in off if name in CATALOGUE and CATALOGUE[name].can_be_switched_off}
    SwitchedOff.objects.filter(person=person).exclude(kind__in=wanted_off).delete()
    for name in sorted(wanted_off):
        SwitchedOff.objects.get_or_create(person=person, kind=name, defaults={"switched_off_at": at})
    ledger.record(NoticesChosen(person_id=person.pk, off=tuple(sorted(wanted_off))), by=by, at=at)


def _locked(message: Message, *states: MessageState) -> Message:
    """The row as it is now, locked, in one of these states."""
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state not in states:
        raise AlreadyHandedOn(_("This message has moved on meanwhile. Load the page again to see where it is."))
    return message
