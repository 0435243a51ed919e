"""Delegations: one link for an institution, its contact fills in the people, the director approves, substitution until the night before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.events import rules
from catecp.events.enums import DelegationState, RegistrationChannel, RegistrationState
from catecp.events.facts import (
    DelegationApproved,
    DelegationChanged,
    DelegationCreated,
    DelegationReturned,
    DelegationSubmitted,
    RegistrationConfirmed,
    RegistrationReplaced,
)
from catecp.events.models import Delegation, Event, Registration
from catecp.events.queries.people import STANDING
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
from catecp.kernel.plaintext import clean_line, clean_text
from catecp.network.models import Institution
from catecp.network.queries.canonical import canonical_of

KEY_LENGTH = 26  # 130 bits
MOST_PLACES = 200


class DelegationExists(Refused):
    """One institution sends one delegation."""


class NotOpen(Refused):
    """The delegation is not being filled in."""


class NotWaiting(Refused):
    """The delegation does not wait for its director."""


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
            made.append(
                create_delegation(event=event, institution=institution, details=DelegationDetails(places=places), by=by, at=at)
            )
        except DelegationExists:
            had.append(institution)
    return made, had


@transaction.atomic
def change_delegation(*, delegation: Delegation, details: DelegationDetails, by: User, at: datetime) -> Delegation:
    delegation = _locked(delegation)
    taken = _people(delegation).count()
    if details.places < taken:
        raise QuotaFull(_("%(people)s people are on the list. Take somebody off before lowering the places.") % {"people": taken})
    _write(delegation, details)
    delegation.save()
    _record_change(delegation, "details", by=by, at=at)
    return delegation


@transaction.atomic
def renew_links(*, delegation: Delegation, by: User, at: datetime) -> Delegation:
    """New keys; the links handed out before stop working at once."""
    delegation = _locked(delegation)
    _give_keys(delegation)
    delegation.save(update_fields=["fill_key", "approve_key"])
    _record_change(delegation, "links", by=by, at=at)
    return delegation


@transaction.atomic
def add_delegate(*, delegation: Delegation, details: RegistrationDetails, by: User | None, at: datetime) -> Registration:
    """A person on the list; nothing is registered before the director approves."""
    delegation = _locked(delegation)
    _require_open(delegation)
    _require_place(delegation, 1)
    return _add(delegation, details, state=RegistrationState.DRAFT, by=by, at=at)


@transaction.atomic
def add_delegates(
    *, delegation: Delegation, people: Sequence[RegistrationDetails], by: User | None, at: datetime
) -> list[Registration]:
    """A whole table or nothing: the first row that cannot be taken is named."""
    delegation = _locked(delegation)
    _require_open(delegation)
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
    _require_open(delegation)
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
    _record_change(delegation, "people", by=by, at=at)
    return registration


@transaction.atomic
def remove_delegate(*, registration: Registration, by: User | None, at: datetime) -> None:
    delegation = _delegation_of(registration)
    _require_open(delegation)
    withdraw_registration(registration=registration, by=by, at=at)
    _record_change(delegation, "people", by=by, at=at)


@transaction.atomic
def submit_delegation(*, delegation: Delegation, by: User | None, at: datetime) -> Delegation:
    delegation = _locked(delegation)
    _require_open(delegation)
    people = _people(delegation).filter(state=RegistrationState.DRAFT)
    if not people.exists():
        raise NotOpen(_("Add at least one person before handing the list to the director."))
    people.update(state=RegistrationState.WAITING)
    delegation.state, delegation.submitted_at, delegation.remark = DelegationState.WAITING, at, ""
    delegation.save(update_fields=["state", "submitted_at", "remark"])
    ledger.record(DelegationSubmitted(delegation_id=delegation.pk, event_id=delegation.event_id), by=by, at=at)
    return delegation


@transaction.atomic
def approve_delegation(*, delegation: Delegation, decided_by_name: str, by: User | None, at: datetime) -> Delegation:
    """The director's yes, with name and time: everybody on the list is registered."""
    delegation = _decide(delegation, DelegationState.APPROVED, name=decided_by_name, at=at)
    people = list(_people(delegation).filter(state=RegistrationState.WAITING).select_related("person"))
    for registration in people:
        registration.state = RegistrationState.CONFIRMED
        registration.save(update_fields=["state"])
        ledger.record(RegistrationConfirmed(registration_id=registration.pk, event_id=delegation.event_id), by=by, at=at)
        grant_event_roles(person=registration.person, event=delegation.event, at=at)
    fact = DelegationApproved(delegation_id=delegation.pk, event_id=delegation.event_id, people=len(people))
    ledger.record(fact, by=by, at=at)
    return delegation


@transaction.atomic
def return_delegation(*, delegation: Delegation, remark: str, decided_by_name: str, by: User | None, at: datetime) -> Delegation:
    """The director's not yet: the list is open again, with the remark on top."""
    remark = clean_text(remark, longest=2000)
    if not remark:
        raise NotWaiting(_("Write what should be changed."))
    delegation = _decide(delegation, DelegationState.RETURNED, name=decided_by_name, at=at)
    delegation.remark = remark
    delegation.save(update_fields=["remark"])
    _people(delegation).filter(state=RegistrationState.WAITING).update(state=RegistrationState.DRAFT)
    ledger.record(DelegationReturned(delegation_id=delegation.pk, event_id=delegation.event_id), by=by, at=at)
    return delegation


@transaction.atomic
def reopen_delegation(*, delegation: Delegation, by: User, at: datetime) -> Delegation:
    """The coordinator lets an approved list be added to; who is confirmed stays confirmed."""
    delegation = _locked(delegation)
    if delegation.state == DelegationState.OPEN:
        return delegation
    _people(delegation).filter(state=RegistrationState.WAITING).update(state=RegistrationState.DRAFT)
    delegation.state = DelegationState.OPEN
    delegation.save(update_fields=["state"])
    _record_change(delegation, "reopened", by=by, at=at)
    return delegation


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


def _locked(delegation: Delegation) -> Delegation:
    return Delegation.objects.select_for_update(of=("self",)).select_related("event", "institution").get(pk=delegation.pk)


def _delegation_of(registration: Registration) -> Delegation:
    if registration.delegation is None:
        raise NotADelegate(_("This person came by themselves, not with a delegation."))
    return _locked(registration.delegation)


def _standing(registration: Registration) -> Registration:
    registration = Registration.objects.select_for_update(of=("self",)).select_related("person", "event").get(pk=registration.pk)
    if registration.state not in STANDING:
        raise NotADelegate(_("This person is no longer on the list."))
    return registration


def _people(delegation: Delegation) -> QuerySet[Registration]:
    return Registration.objects.filter(delegation=delegation, state__in=STANDING).order_by("pk")


def _require_open(delegation: Delegation) -> None:
    if delegation.state in {DelegationState.OPEN, DelegationState.RETURNED}:
        return
    if delegation.state == DelegationState.WAITING:
        raise NotOpen(_("The list waits for the director. It can be changed once it comes back."))
    raise NotOpen(_("The list was approved. Replace a person, or ask the coordinator to open the list again."))


def _require_place(delegation: Delegation, more: int) -> None:
    free = delegation.places - _people(delegation).count()
    if more > free:
        words = {"places": delegation.places, "free": max(0, free)}
        raise QuotaFull(_("The delegation has %(places)s places; %(free)s are free. Ask the coordinator for more.") % words)


def _decide(delegation: Delegation, state: str, *, name: str, at: datetime) -> Delegation:
    name = clean_line(name)
    if not name:
        raise NotWaiting(_("Write your name: the decision is kept with it."))
    delegation = _locked(delegation)
    if delegation.state != DelegationState.WAITING:
        raise NotWaiting(_("This list is not waiting for a decision."))
    delegation.state, delegation.decided_at, delegation.decided_by_name = state, at, name
    delegation.save(update_fields=["state", "decided_at", "decided_by_name"])
    return delegation


def _record_change(delegation: Delegation, what: str, *, by: User | None, at: datetime) -> None:
    ledger.record(DelegationChanged(delegation_id=delegation.pk, event_id=delegation.event_id, what=what), by=by, at=at)
