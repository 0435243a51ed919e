"""What this module writes to people: which notice, to whom, with which link. The words stand in the catalogue of notices."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from catecp.accounts.models import Person, User
from catecp.events.enums import DelegationState, RegistrationState
from catecp.events.links import registration_key
from catecp.events.models import Delegation, Event, ProgrammeRelease, Registration, Visit
from catecp.events.programme import from_json
from catecp.events.programme_changes import speakers_concerned
from catecp.events.queries.people import standing_people
from catecp.notices.models import Message
from catecp.notices.services import Envelope, NoAddress, draft_message, tell

Said = dict[str, Any]


def _address(name: str, *parts: str) -> str:
    return settings.SITE_ADDRESS + reverse(name, args=parts)


def _about(event: Event, occasion: str) -> Envelope:
    return Envelope(about=f"event:{event.pk}", once_key=occasion)


def _name_of(event: Event, language: str) -> str:
    return event.name.best(language or translation.get_language() or "en")[0]


@transaction.atomic
def tell_about_registration(*, registration: Registration, occasion: str, at: datetime) -> Message | None:
    """The state of a registration, to the person: confirmed with the private link, waiting, or no longer standing."""
    person, event = registration.person, registration.event
    said: Said = {"name": person.name, "event": _name_of(event, person.preferred_language)}
    if registration.state == RegistrationState.CONFIRMED:
        kind = "events.registered"
        link = _address("events:mine", event.slug, registration_key(registration))
        said |= {"code": registration.badge_code, "address": link}
    elif registration.state == RegistrationState.WAITING:
        kind = "events.registration_waits"
    elif registration.state in {RegistrationState.WITHDRAWN, RegistrationState.REPLACED}:
        kind = "events.registration_withdrawn"
        said |= {"address": _address("events:event", event.slug)}
    else:
        return None
    return tell(kind=kind, to=person, values=said, envelope=_about(event, occasion), at=at)


@transaction.atomic
def tell_about_place(*, visit: Visit, registration: Registration, occasion: str, at: datetime) -> Message | None:
    """Somebody moved up from the waiting list."""
    person = registration.person
    language = person.preferred_language or "en"
    said = {
        "name": person.name,
        "visit": visit.destination.best(language)[0],
        "day": visit.starts_at,
        "address": _address("events:mine", registration.event.slug, registration_key(registration)),
    }
    return tell(kind="events.visit_place", to=person, values=said, envelope=_about(registration.event, occasion), at=at)


@transaction.atomic
def draft_delegation_mail(*, delegation: Delegation, at: datetime, by: User | None) -> Message | None:
    """The link for the contact, as a draft in the outbox; None without an address. New links give a new draft."""
    if not delegation.contact_email:
        return None
    said = {
        **_of_delegation(delegation, delegation.contact_name or delegation.contact_email),
        "places": delegation.places,
        "address": _address("events:delegation_fill", delegation.fill_key),
    }
    envelope = _about(delegation.event, f"events.delegation_open:{delegation.fill_key}")
    try:
        return draft_message(
            kind="events.delegation_open", to=delegation.contact_email, values=said, envelope=envelope, at=at, by=by
        )
    except NoAddress:
        return None


@transaction.atomic
def tell_director(*, delegation: Delegation, occasion: str, at: datetime) -> Message | None:
    """The list waits for the director."""
    if not delegation.director_email:
        return None
    said = {
        **_of_delegation(delegation, delegation.director_name or delegation.director_email),
        "contact": delegation.contact_name or delegation.contact_email or str(delegation.institution.name),
        "count": standing_people(delegation).count(),
        "address": _address("events:delegation_approve", delegation.approve_key),
    }
    return _tell_address("events.delegation_waits", delegation.director_email, said, _about(delegation.event, occasion), at)


@transaction.atomic
def tell_contact(*, delegation: Delegation, occasion: str, at: datetime) -> Message | None:
    """What the director decided."""
    if not delegation.contact_email or delegation.state not in {DelegationState.APPROVED, DelegationState.RETURNED}:
        return None
    said = {
        **_of_delegation(delegation, delegation.contact_name or delegation.contact_email),
        "director": delegation.decided_by_name,
        "decision": str(delegation.get_state_display()),
        "remark": delegation.remark,
        "address": _address("events:delegation_fill", delegation.fill_key),
    }
    return _tell_address("events.delegation_decided", delegation.contact_email, said, _about(delegation.event, occasion), at)


def _of_delegation(delegation: Delegation, name: str) -> Said:
    return {"name": name, "event": _name_of(delegation.event, ""), "institution": str(delegation.institution.name)}


def _tell_address(kind: str, to: str, said: Said, envelope: Envelope, at: datetime) -> Message | None:
    try:
        return tell(kind=kind, to=to, values=said, envelope=envelope, at=at)
    except NoAddress:
        return None


@transaction.atomic
def draft_release_mails(*, release: ProgrammeRelease, by: User, at: datetime) -> int:
    """A draft to every speaker whose own part changed with this version; with the first one, to every speaker. Returns how many."""
    before = ProgrammeRelease.objects.filter(event=release.event, number=release.number - 1).first()
    keys = speakers_concerned(from_json(before.content) if before else (), from_json(release.content))
    link = _address("events:compare", release.event.slug) + f"?to={release.number}"
    drafted = 0
    for person in Person.objects.filter(public_id__in=keys).exclude(email="").order_by("pk"):
        said = {"name": person.name, "event": _name_of(release.event, person.preferred_language), "address": link}
        envelope = _about(release.event, f"events.programme_changed:{release.pk}:{person.pk}")
        try:
            draft_message(kind="events.programme_changed", to=person, values=said, envelope=envelope, at=at, by=by)
        except NoAddress:
            continue
        drafted += 1
    return drafted
