"""Who is at the event on this phone, without an account.

A participant opens `/me/<key>/` once (from the page of their registration, or at the desk); the phone then carries a
signed cookie with that key for the days of the event. Whoever signed in instead is recognised by their own registration. See
docs/decisions/0006-participants-without-an-account.md.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from catecp.accounts.models import Person
from catecp.accounts.queries import person_of
from catecp.events.badge_codes import is_key_of, participant_key, public_id_in_key
from catecp.events.enums import RegistrationState
from catecp.events.models import Event, Registration

COOKIE = "catecp_participant"
_SALT = "catecp.events.participant_session"
DAYS = 30


def personal_address(registration: Registration) -> str:
    """The person's own link, to be given to nobody else: for the page of their registration, and at the desk.

    It is printed, so the form of the address is a promise; the page behind it belongs to a higher module.
    """
    return f"{settings.SITE_ADDRESS}/me/{key_of(registration)}/"


def key_of(registration: Registration) -> str:
    return participant_key(public_id=registration.public_id, badge_code=registration.badge_code)


def registration_of_key(key: str) -> Registration | None:
    """The confirmed registration of that key. A withdrawn registration and an old badge code open nothing."""
    public_id = public_id_in_key(key)
    if not public_id:
        return None
    found = Registration.objects.filter(public_id=public_id, state=RegistrationState.CONFIRMED)
    registration = found.select_related("event", "person", "institution").first()
    if registration is None or not is_key_of(key, public_id=registration.public_id, badge_code=registration.badge_code):
        return None
    return registration


def remember(response: HttpResponse, registration: Registration) -> None:
    response.set_signed_cookie(
        COOKIE,
        key_of(registration),
        salt=_SALT,
        max_age=DAYS * 86_400,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")


def registration_of(request: HttpRequest, event: Event | None = None) -> Registration | None:
    """The confirmed registration of whoever holds this phone: at `event`, or at the latest event. Asked once per request.

    The personal link goes before the account, because opening it was the later and more deliberate act.
    """
    by_link = _by_link(request)
    if by_link is not None and (event is None or by_link.event_id == event.pk):
        return by_link
    person = person_of(request.user)
    if person is None:
        return None
    own = Registration.objects.filter(person=person, state=RegistrationState.CONFIRMED).select_related(
        "event", "person", "institution"
    )
    if event is not None:
        own = own.filter(event=event)
    return own.order_by("-event__starts_on", "-pk").first()


def person_on(request: HttpRequest, event: Event | None = None) -> Person | None:
    """The person on this phone: registered (at `event`, when given), else signed in."""
    registration = registration_of(request, event)
    return registration.person if registration is not None else person_of(request.user)


def _by_link(request: HttpRequest) -> Registration | None:
    asked = vars(request)  # kept on the request, so that a page asks the database once
    if "participant" not in asked:
        key = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=DAYS * 86_400)
        asked["participant"] = registration_of_key(key) if key else None
    return asked["participant"]
