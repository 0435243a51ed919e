"""Keys of private links: to a registration (to change or withdraw it) and to a person's own calendar. Signed, so they cannot be guessed."""

from typing import TYPE_CHECKING

from django.core.signing import BadSignature, Signer

if TYPE_CHECKING:
    from catecp.events.models import Registration

_REGISTRATION, _CALENDAR = Signer(salt="events.registration"), Signer(salt="events.calendar")


def registration_key(registration: "Registration") -> str:
    return _REGISTRATION.sign(registration.public_id).replace(":", "-", 1)


def registration_id_of(key: str) -> str | None:
    """The public id the key stands for; None when the key is wrong."""
    return _read(_REGISTRATION, key)


def calendar_key(registration: "Registration") -> str:
    """Only reads: it may be handed to a calendar service without giving away the registration."""
    return _CALENDAR.sign(registration.public_id).replace(":", "-", 1)


def calendar_id_of(key: str) -> str | None:
    return _read(_CALENDAR, key)


def _read(signer: Signer, key: str) -> str | None:
    try:
        return signer.unsign(key.replace("-", ":", 1))
    except BadSignature:
        return None
