"""How a text message leaves. No gateway comes with the program: an installation names a class of its own in CATECP_SMS_GATEWAY.

Such a class has `send(number, text)`; it raises OSError when the message did not leave. The demo shows the message on the page.
"""

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Gateway(Protocol):
    is_shown: bool  # the page shows the text, because it goes nowhere else

    def send(self, number: str, text: str) -> None: ...


class ShownGateway:
    """The demo's: nothing leaves, the page says what would have been sent."""

    is_shown = True

    def send(self, number: str, text: str) -> None:
        return None


def gateway() -> Gateway | None:
    """The one of this installation; None where text messages cannot be sent."""
    if settings.SMS_GATEWAY:
        return import_string(settings.SMS_GATEWAY)()
    return ShownGateway() if settings.IS_DEMO else None
