"""Delegations: one link for an institution, its contact fills in the people, the director approves, substitution until the night before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import Scope, User
from catecp.events import rules
from catecp.events.enums import DelegationState, RegistrationChannel, RegistrationState
from catecp.events.facts import (
    DelegationChanged,
    DelegationCreated,
    RegistrationReplaced,
)
from catecp.events.models import Delegation, Event, Registration
from catecp.events.queries.people import STANDING, standing_people
from catecp.events.services.linking import grant_event_roles
from catecp.events.services.registration import (
    AlreadyRegistered,
    RegistrationDetails,
    add_registration,
    correct_person,
    withdraw_registration,
    write_details,
)
from catecp.events.services.visits import leave_all_visits
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.identifiers import code
from catecp.kernel.plaintext import clean_line
from catecp.network.models import Institution
from catecp.network.queries.canonical import canonical_of, family_ids
from catecp.network.queries.members import members_of

KEY_LENGTH = 26  # 130 bits
MOST_PLACES = 200


class DelegationExists(Refused):
    """One institution sends one delegation."""


class NotOpen(Refused):
    """The delegation is not being filled in."""


class QuotaFull(Refused):
    """Every place is taken."""


class TooLateToSubstitute(Refused):
    """The night before has passed."""


class NotADelegate(Refused):
    """The person cannot be changed here."""


@dataclass(frozen=True)
class DelegationDetails:
    places: int = 5
    contact_name: str = ""
    contact_email: str = ""
    director_name: str = ""
    director_email: str = ""


@transaction.atomic
def create_delegation(
    *, event: Event, institution: Institution, details: DelegationDetails, by: User | None, at: datetime
) -> Delegation:
    institution = canonical_of(institution)
    if Delegation.objects.filter(event=event, institution__in=[institution, *institution.absorbed.all()]).exists():
        raise DelegationExists(_("%(institution)s has a delegation at this event already.") % {"institution": institution})
    delegation = Delegation(event=event, institution=institution, created_at=at)
    _write(delegation, details)
    _give_keys(delegation)
    delegation.save()
    ledger.record(DelegationCreated(delegation_id=delegation.pk, event_id=event.pk), by=by, at=at)
    return delegation


@transaction.atomic
def create_delegations(
    *, event: Event, institutions: Sequence[Institution], places: int, by: User, at: datetime
) -> tuple[list[Delegation], list[Institution]]:
    """One for each institution without one. Returns those made, and the institutions that had one before."""
    made, had = [], []
    for institution in institutions:
        try:
            details = details_from_directory(institution, places=places)
            made.append(create_delegation(event=event, institution=institution, details=details, by=by, at=at))
        except DelegationExists:
            had.append(institution)
    return made, had


def details_from_directory(institution: Institution, *, places: int) -> DelegationDetails:
    """The institution's public contact, and its head when that person has an account; empty where nobody is known."""
    contact = members_of(institution).filter(is_contact=True, ends_on__isnull=True).exclude(person__email="").first()
    heads = User.objects.filter(grants__role="institution_head", grants__scope=Scope.INSTITUTION)
    head = (
        heads.filter(grants__scope_id__in=family_ids(institution), is_active=True).select_related("person").order_by("pk").first()
    )
    return DelegationDetails(
        places=places,
        contact_name=contact.person.name if contact else "",
        contact_email=contact.person.email if contact else "",
        director_name=head.person.name if head and head.person else "",
        director_email=head.email if head else "",
    )


@transaction.atomic
def change_delegation(*, delegation: Delegation, details: DelegationDetails, by: User, at: datetime) -> Delegation:
    delegation = locked(delegation)
    taken = standing_people(delegation).count()
    if details.places < taken:
        raise QuotaFull(_("%(people)s people are on the list. Take somebody off before lowering the places.") % {"people": taken})
    _write(delegation, details)
    delegation.save()
    record_change(delegation, "details", by=by, at=at)
    return delegation


@transaction.atomic
def renew_links(*, delegation: Delegation, by: User, at: datetime) -> Delegation:
    """New keys; the links handed out before stop working at once."""
    delegation = locked(delegation)
    _give_keys(delegation)
    delegation.save(update_fields=["fill_key", "approve_key"])
    record_change(delegation, "links", by=by, at=at)
    return delegation


@transaction.atomic
def add_delegate(*, delegation: Delegation, details: RegistrationDetails, by: User | None, at: datetime) -> Registration:
    """A person on the list; nothing is registered before the director approves."""
    delegation = locked(delegation)
    require_open(delegation)
    _require_place(delegation, 1)
    return _add(delegation, details, state=RegistrationState.DRAFT, by=by, at=at)


@transaction.atomic
def add_delegates(
    *, delegation: Delegation, people: Sequence[RegistrationDetails], by: User | None, at: datetime
) -> list[Registration]:
    """A whole table or nothing: the first row that cannot be taken is named."""
    delegation = locked(delegation)
    require_open(delegation)
    _require_place(delegation, len(people))
    added = []
    for number, details in enumerate(people, start=1):
        try:
            added.append(_add(delegation, details, state=RegistrationState.DRAFT, by=by, at=at))
        except Refused as refusal:
            words = {"number": number, "reason": str(refusal)}
            raise NotADelegate(_("Row %(number)s: %(reason)s Nothing was added.") % words) from refusal
    return added


@transaction.atomic
def change_delegate(*, registration: Registration, details: RegistrationDetails, by: User | None, at: datetime) -> Registration:
    delegation = _delegation_of(registration)
    require_open(delegation)
    registration = _standing(registration)
    person = registration.person
    is_theirs = not User.objects.filter(person=person).exists() and person.merged_into_id is None
    if is_theirs and not Registration.objects.filter(person=person).exclude(pk=registration.pk).exists():
        correct_person(person, details.person)
    elif (clean_line(details.person.name), details.person.email.lower()) != (person.name, person.email.lower()):
        raise NotADelegate(
            _("%(name)s is known to the platform and changes name and address personally.") % {"name": person.name}
        )
    write_details(registration, details)
    _belong(registration, delegation)
    registration.save()
    record_change(delegation, "people", by=by, at=at)
    return registration


@transaction.atomic
def remove_delegate(*, registration: Registration, by: User | None, at: datetime) -> None:
    delegation = _delegation_of(registration)
    require_open(delegation)
    withdraw_registration(registration=registration, by=by, at=at)
    record_change(delegation, "people", by=by, at=at)


@transaction.atomic
def substitute(*, registration: Registration, details: RegistrationDetails, by: User | None, at: datetime) -> Registration:
    """Another person takes the seat, until the night before: a new badge code, the old one opens no door any more."""
    delegation = _delegation_of(registration)
    verdict = rules.may_substitute(delegation.event, at=at, actor=by)
    if not verdict:
        raise TooLateToSubstitute(str(verdict.reason))
    old = _standing(registration)
    if old.state != RegistrationState.CONFIRMED:
        raise NotADelegate(_("Only somebody who was approved is replaced; change the list instead."))
    leave_all_visits(registration=old, by=by, at=at)
    old.refresh_from_db()
    old.state = RegistrationState.REPLACED
    old.save(update_fields=["state"])
    new = _add(delegation, details, state=RegistrationState.CONFIRMED, by=by, at=at)
    new.replaces = old
    new.save(update_fields=["replaces"])
    grant_event_roles(person=old.person, event=delegation.event, at=at)
    fact = RegistrationReplaced(registration_id=old.pk, new_registration_id=new.pk, event_id=delegation.event_id)
    ledger.record(fact, by=by, at=at)
    return new


def _add(delegation: Delegation, details: RegistrationDetails, *, state: str, by: User | None, at: datetime) -> Registration:
    try:
        registration = add_registration(
            event=delegation.event, details=details, state=state, channel=RegistrationChannel.DELEGATION, by=by, at=at
        )
    except AlreadyRegistered as refusal:
        words = {"name": clean_line(details.person.name)}
        raise NotADelegate(_("%(name)s is on a list of this event already.") % words) from refusal
    _belong(registration, delegation)
    registration.save()
    return registration


def _belong(registration: Registration, delegation: Delegation) -> None:
    """People of a delegation come for its institution; what they wrote stays as their affiliation."""
    registration.delegation, registration.institution = delegation, delegation.institution
    registration.affiliation = registration.affiliation or str(delegation.institution.name)[:300]
    registration.is_affiliation_open = False


def _write(delegation: Delegation, details: DelegationDetails) -> None:
    if not 1 <= details.places <= MOST_PLACES:
        raise QuotaFull(_("A delegation has between 1 and %(most)s places.") % {"most": MOST_PLACES})
    delegation.places = details.places
    delegation.contact_name, delegation.director_name = clean_line(details.contact_name), clean_line(details.director_name)
    delegation.contact_email, delegation.director_email = details.contact_email.strip(), details.director_email.strip()


def _give_keys(delegation: Delegation) -> None:
    delegation.fill_key, delegation.approve_key = code(KEY_LENGTH).lower(), code(KEY_LENGTH).lower()


def locked(delegation: Delegation) -> Delegation:
    return Delegation.objects.select_for_update(of=("self",)).select_related("event", "institution").get(pk=delegation.pk)


def _delegation_of(registration: Registration) -> Delegation:
    if registration.delegation is None:
        raise NotADelegate(_("This person came by themselves, not with a delegation."))
    return locked(registration.delegation)


def _standing(registration: Registration) -> Registration:
    registration = Registration.objects.select_for_update(of=("self",)).select_related("person", "event").get(pk=registration.pk)
    if registration.state not in STANDING:
        raise NotADelegate(_("This person is no longer on the list."))
    return registration


def require_open(delegation: Delegation) -> None:
    if delegation.state in {DelegationState.OPEN, DelegationState.RETURNED}:
        return
    if delegation.state == DelegationState.WAITING:
        raise NotOpen(_("The list waits for the director. It can be changed once it comes back."))
    raise NotOpen(_("The list was approved. Replace a person, or ask the coordinator to open the list again."))


def _require_place(delegation: Delegation, more: int) -> None:
    free = delegation.places - standing_people(delegation).count()
    if more > free:
        words = {"places": delegation.places, "free": max(0, free)}
        raise QuotaFull(_("The delegation has %(places)s places; %(free)s are free. Ask the coordinator for more.") % words)


def record_change(delegation: Delegation, what: str, *, by: User | None, at: datetime) -> None:
    ledger.record(DelegationChanged(delegation_id=delegation.pk, event_id=delegation.event_id, what=what), by=by, at=at)
