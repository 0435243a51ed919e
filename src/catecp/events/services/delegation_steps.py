"""The steps of a delegation: handed in, approved or returned by the director, opened again by the coordinator."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.events.enums import DelegationState, RegistrationState
from catecp.events.facts import DelegationApproved, DelegationReturned, DelegationSubmitted, RegistrationConfirmed
from catecp.events.models import Delegation
from catecp.events.queries.people import standing_people
from catecp.events.services.delegations import NotOpen, locked, record_change, require_open
from catecp.events.services.linking import grant_event_roles
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line, clean_text


class NotWaiting(Refused):
    """The delegation does not wait for its director."""


@transaction.atomic
def submit_delegation(*, delegation: Delegation, by: User | None, at: datetime) -> Delegation:
    delegation = locked(delegation)
    require_open(delegation)
    people = standing_people(delegation).filter(state=RegistrationState.DRAFT)
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
    people = list(standing_people(delegation).filter(state=RegistrationState.WAITING).select_related("person"))
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
    standing_people(delegation).filter(state=RegistrationState.WAITING).update(state=RegistrationState.DRAFT)
    ledger.record(DelegationReturned(delegation_id=delegation.pk, event_id=delegation.event_id), by=by, at=at)
    return delegation


@transaction.atomic
def reopen_delegation(*, delegation: Delegation, by: User, at: datetime) -> Delegation:
    """The coordinator lets an approved list be added to; who is confirmed stays confirmed."""
    delegation = locked(delegation)
    if delegation.state == DelegationState.OPEN:
        return delegation
    standing_people(delegation).filter(state=RegistrationState.WAITING).update(state=RegistrationState.DRAFT)
    delegation.state = DelegationState.OPEN
    delegation.save(update_fields=["state"])
    record_change(delegation, "reopened", by=by, at=at)
    return delegation


def _decide(delegation: Delegation, state: str, *, name: str, at: datetime) -> Delegation:
    name = clean_line(name)
    if not name:
        raise NotWaiting(_("Write your name: the decision is kept with it."))
    delegation = locked(delegation)
    if delegation.state != DelegationState.WAITING:
        raise NotWaiting(_("This list is not waiting for a decision."))
    delegation.state, delegation.decided_at, delegation.decided_by_name = state, at, name
    delegation.save(update_fields=["state", "decided_at", "decided_by_name"])
    return delegation
