"""The demo's way to send a mail: it stays here and is shown on a page."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.translation import get_language

from catecp.notices.models import Message, MessageState
from catecp.notices.services.delivery import MESSAGE_HEADER


class ShownBackend(BaseEmailBackend):
    """Mails of the outbox are rows already; the mails of the sign-in pages become rows here."""

    def open(self) -> bool:
        if not settings.IS_DEMO:
            raise ConnectionError("No mail server is set: give CATECP_EMAIL_HOST, and this is sent.")
        return True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.open()
        for mail in email_messages:
            if MESSAGE_HEADER not in mail.extra_headers:
                self._keep(mail)
        return len(email_messages)

    def _keep(self, mail: EmailMessage) -> None:
        now = timezone.now()
        for address in mail.recipients():
            Message.objects.create(
                kind="accounts.sign_in",
                to_address=address,
                language=get_language() or "en",
                subject=str(mail.subject)[:300],
                body=str(mail.body),
                state=MessageState.SENT,
                tries=1,
                created_at=now,
                sent_at=now,
            )
