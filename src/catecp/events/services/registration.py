"""Single registrations: received, confirmed, changed, withdrawn. Delegations and workbooks come through their own services."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import Person, User
from catecp.events.enums import Category, RegistrationChannel, RegistrationState
from catecp.events.facts import (
    RegistrationChanged,
    RegistrationConfirmed,
    RegistrationReceived,
    RegistrationRepeated,
    RegistrationWithdrawn,
)
from catecp.events.models import Event, Registration
from catecp.events.queries.people import STANDING, is_person
from catecp.events.services.affiliations import institution_written
from catecp.events.services.linking import grant_event_roles
from catecp.events.services.visits import leave_all_visits
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line, clean_text
from catecp.languages.tags import LANGUAGES, language_by_script
from catecp.network.models import Institution
from catecp.network.person_names import NameLikeness, compare_names
from catecp.network.queries.canonical import canonical_of


class NotARegistration(Refused):
    """A name is the least it needs."""


class AlreadyRegistered(Refused):
    """One person has one registration that counts."""


class NotStanding(Refused):
    """The registration was withdrawn, replaced or merged before."""


@dataclass(frozen=True)
class PersonDetails:
    """Who comes. `name` is as in the passport, in Latin letters; `original_name` in the person's own script."""

    name: str
    title: str = ""
    original_name: str = ""
    email: str = ""
    phone: str = ""
    preferred_language: str = ""
    is_invented: bool = False


@dataclass(frozen=True)
class RegistrationDetails:
    """In which quality. `institution` when it was chosen; else `affiliation` as written waits in the queue."""

    person: PersonDetails
    institution: Institution | None = None
    affiliation: str = ""
    post: str = ""
    country_id: str | None = None
    category: str = Category.PARTICIPANT
    diet: str = ""
    joins_visit: str = ""
    languages: list[str] = field(default_factory=list)
    remark: str = ""
    shows_in_list: bool = True


@dataclass(frozen=True)
class Received:
    """What came of a public form: the registration, and whether that person was registered before."""

    registration: Registration
    is_repeated: bool


@transaction.atomic
def receive_registration(*, event: Event, details: RegistrationDetails, by: User | None, at: datetime) -> Received:
    """A single registration by the public form.

    An address registered before gives that registration, unchanged: the page answers the same in both cases and only the mail
    to that address says which it was, so nobody learns from the form who is registered.
    """
    Event.objects.select_for_update().get(pk=event.pk)
    known = registered_before(event, details.person)
    if known is not None:
        ledger.record(RegistrationRepeated(registration_id=known.pk, event_id=event.pk), by=by, at=at)
        return Received(registration=known, is_repeated=True)
    state = RegistrationState.WAITING if event.needs_approval else RegistrationState.CONFIRMED
    registration = add_registration(event=event, details=details, state=state, by=by, at=at)
    return Received(registration=registration, is_repeated=False)


@transaction.atomic
def add_registration(
    *,
    event: Event,
    details: RegistrationDetails,
    state: str = RegistrationState.CONFIRMED,
    channel: str = RegistrationChannel.SINGLE,
    person: Person | None = None,
    by: User | None,
    at: datetime,
) -> Registration:
    """A registration in the given state; `AlreadyRegistered` when the person has one that stands. `person` when it is known."""
    person = person or find_or_add_person(details.person, at=at)
    if Registration.objects.filter(is_person(person), event=event, state__in=STANDING).exists():
        raise AlreadyRegistered(_("%(name)s is registered for this event already.") % {"name": person.name})
    registration = Registration(event=event, person=person, state=state, channel=channel, submitted_at=at)
    write_details(registration, details)
    try:
        with transaction.atomic():
            registration.save()
    except IntegrityError as error:
        raise AlreadyRegistered(_("%(name)s is registered for this event already.") % {"name": person.name}) from error
    fact = RegistrationReceived(registration_id=registration.pk, event_id=event.pk, state=state, channel=channel)
    ledger.record(fact, by=by, at=at)
    if state == RegistrationState.CONFIRMED:
        grant_event_roles(person=person, event=event, at=at)
    return registration


@transaction.atomic
def change_registration(
    *, registration: Registration, details: RegistrationDetails, by: User | None, at: datetime
) -> Registration:
    """Correct what was written, by the person or the coordinator; the person's own row is corrected too."""
    registration = _standing(registration)
    correct_person(registration.person, details.person)
    write_details(registration, details)
    registration.save()
    ledger.record(RegistrationChanged(registration_id=registration.pk, event_id=registration.event_id), by=by, at=at)
    return registration


@transaction.atomic
def confirm_registration(*, registration: Registration, by: User, at: datetime) -> Registration:
    registration = _standing(registration)
    if registration.state != RegistrationState.CONFIRMED:
        registration.state = RegistrationState.CONFIRMED
        registration.save(update_fields=["state"])
        ledger.record(RegistrationConfirmed(registration_id=registration.pk, event_id=registration.event_id), by=by, at=at)
        grant_event_roles(person=registration.person, event=registration.event, at=at)
    return registration


@transaction.atomic
def withdraw_registration(*, registration: Registration, by: User | None, at: datetime) -> Registration:
    """The person does not come. Seats on visits go to those waiting; the badge code no longer opens a door."""
    registration = _standing(registration)
    leave_all_visits(registration=registration, by=by, at=at)
    registration.refresh_from_db()
    registration.state = RegistrationState.WITHDRAWN
    registration.save(update_fields=["state"])
    ledger.record(RegistrationWithdrawn(registration_id=registration.pk, event_id=registration.event_id), by=by, at=at)
    grant_event_roles(person=registration.person, event=registration.event, at=at)
    return registration


@transaction.atomic
def restore_registration(*, registration: Registration, by: User, at: datetime) -> Registration:
    """Undo a withdrawal: the same registration, the same badge code."""
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if registration.state != RegistrationState.WITHDRAWN:
        raise NotStanding(_("Only a withdrawn registration can be taken back."))
    if Registration.objects.filter(is_person(registration.person), event=registration.event, state__in=STANDING).exists():
        raise AlreadyRegistered(_("%(name)s is registered for this event already.") % {"name": registration.person.name})
    registration.state = RegistrationState.CONFIRMED
    registration.save(update_fields=["state"])
    ledger.record(RegistrationConfirmed(registration_id=registration.pk, event_id=registration.event_id), by=by, at=at)
    grant_event_roles(person=registration.person, event=registration.event, at=at)
    return registration


@transaction.atomic
def merge_registrations(*, kept: Registration, double: Registration, by: User, at: datetime) -> Registration:
    """Two registrations turned out to be one person: one counts, the other points at it and opens no door of its own."""
    if kept.pk == double.pk or kept.event_id != double.event_id:
        raise NotARegistration(_("Choose two different registrations of the same event."))
    kept, double = _standing(kept), _standing(double)
    leave_all_visits(registration=double, by=by, at=at)
    double.refresh_from_db()
    double.state, double.merged_into = RegistrationState.MERGED, kept
    double.save(update_fields=["state", "merged_into"])
    ledger.record(RegistrationChanged(registration_id=double.pk, event_id=kept.event_id), by=by, at=at)
    grant_event_roles(person=double.person, event=double.event, at=at)
    return kept


def kept_by_coordinator(details: RegistrationDetails, registration: Registration) -> RegistrationDetails:
    """What a person hands in by the private link, with what only the coordinator decides left as it stands."""
    return replace(details, category=registration.category, joins_visit=registration.joins_visit)


def registered_before(event: Event, details: PersonDetails) -> Registration | None:
    """The standing registration of the same address, if it is the same person: offices share addresses."""
    if not details.email:
        return None
    email = details.email.strip()
    standing = Registration.objects.filter(event=event, state__in=STANDING, person__email__iexact=email).select_related(
        "person", "event"
    )
    return next((each for each in standing.order_by("pk") if _is_same(each.person, details)), None)


def find_or_add_person(details: PersonDetails, *, at: datetime) -> Person:
    """The known person of that address and name, left as they are; else a new one."""
    email = details.email.strip().lower()
    if email:
        known = Person.objects.filter(email__iexact=email).select_related("merged_into").order_by("merged_into", "pk")
        person = next((each.merged_into or each for each in known if _is_same(each, details)), None)
        if person is not None:
            return person
    return add_person(details, at=at)


def add_person(details: PersonDetails, *, at: datetime) -> Person:
    """A person not known before."""
    values = _person_values(details)
    if not values["name"]:
        raise NotARegistration(_("Write the name as in the passport."))
    return Person.objects.create(created_at=at, **values)


def _is_same(person: Person, details: PersonDetails) -> bool:
    """For two names under one address. A slip of the pen is not enough: colleagues share an office's address and a family name."""
    original = clean_line(details.original_name)
    if original and original == person.original_name:
        return True
    return compare_names(person.name, clean_line(details.name)) in {NameLikeness.SAME, NameLikeness.PART}


def _person_values(details: PersonDetails) -> dict:
    original = clean_line(details.original_name)
    return {
        "title": clean_line(details.title, longest=40),
        "name": clean_line(details.name),
        "original_name": original,
        "original_language": language_by_script(original, otherwise=details.preferred_language or "en") if original else "",
        "email": details.email.strip().lower(),
        "phone": clean_line(details.phone, longest=100),
        "preferred_language": details.preferred_language if details.preferred_language in LANGUAGES else "",
        "is_invented": details.is_invented,
    }


def correct_person(person: Person, details: PersonDetails) -> None:
    """Write name and addresses anew. Callers make sure that whoever asks may speak for this person."""
    values = _person_values(details)
    del values["is_invented"]
    if not values["name"]:
        raise NotARegistration(_("Write the name as in the passport."))
    for name, value in values.items():
        setattr(person, name, value)
    person.sort_name = values["name"].casefold()[:300]
    person.save()


def write_details(registration: Registration, details: RegistrationDetails) -> None:
    """Set what the details say on the unsaved row; an affiliation nobody knows goes into the queue."""
    affiliation = clean_line(details.affiliation)
    institution = details.institution or institution_written(affiliation)
    registration.institution = canonical_of(institution) if institution else None
    registration.affiliation = affiliation or (str(institution.name)[:300] if institution else "")
    registration.is_affiliation_open = bool(affiliation) and institution is None
    registration.post = clean_line(details.post)
    registration.stated_country_id = details.country_id or None
    registration.category = details.category
    registration.diet = clean_line(details.diet, longest=100)
    registration.joins_visit = clean_line(details.joins_visit, longest=60)
    registration.languages = [tag for tag in details.languages if tag in LANGUAGES]
    registration.remark = clean_text(details.remark, longest=2000)
    registration.shows_in_list = details.shows_in_list


def _standing(registration: Registration) -> Registration:
    """Locked and read again; refused when it does not count any more."""
    locked = Registration.objects.select_for_update(of=("self",)).select_related("person", "event")
    registration = locked.get(pk=registration.pk)
    if registration.state not in STANDING:
        raise NotStanding(_("This registration no longer stands. Register anew, or ask the coordinator."))
    return registration
