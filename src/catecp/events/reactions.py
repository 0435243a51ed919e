"""What follows from a fact of an event: the mails people wait for. Each occasion is mailed once, however often a reaction runs."""

from allauth.account.signals import email_confirmed, user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from catecp.accounts.models import User
from catecp.events.enums import RegistrationChannel
from catecp.events.facts import (
    DelegationApproved,
    DelegationChanged,
    DelegationCreated,
    DelegationReturned,
    DelegationSubmitted,
    RegistrationConfirmed,
    RegistrationReceived,
    RegistrationRepeated,
    RegistrationReplaced,
    RegistrationWithdrawn,
    VisitLeft,
)
from catecp.events.models import Delegation, Registration, Visit
from catecp.events.services import mails
from catecp.events.services.linking import link_person_by_verified_email
from catecp.kernel.ledger import reacts_to
from catecp.kernel.models import LedgerEntry


@reacts_to(RegistrationReceived, RegistrationRepeated, RegistrationConfirmed, RegistrationWithdrawn)
def write_to_registered_person(entry: LedgerEntry) -> None:
    """Lists of delegations and workbooks are brought in by somebody else; their people hear once they are confirmed by a step."""
    if entry.kind == RegistrationReceived.kind and entry.body["channel"] != RegistrationChannel.SINGLE:
        return
    registration = _registration(entry.body["registration_id"])
    mails.tell_about_registration(registration=registration, occasion=_occasion(entry), at=entry.recorded_at)


def _occasion(entry: LedgerEntry) -> str:
    """Each fact is one occasion; the form filled in again and again for one address is one an hour: nobody's mailbox is flooded."""
    if entry.kind == RegistrationRepeated.kind:
        return f"{entry.kind}:{entry.subject}:{entry.recorded_at:%Y%m%d%H}"
    return f"{entry.kind}:{entry.pk}"


@reacts_to(RegistrationReplaced)
def write_to_both_when_replaced(entry: LedgerEntry) -> None:
    for name in ("registration_id", "new_registration_id"):
        registration = _registration(entry.body[name])
        mails.tell_about_registration(registration=registration, occasion=f"{entry.kind}:{entry.pk}:{name}", at=entry.recorded_at)


@reacts_to(VisitLeft)
def write_to_who_moved_up(entry: LedgerEntry) -> None:
    visit = Visit.objects.get(pk=entry.body["visit_id"])
    for pk in entry.body["promoted"]:
        occasion = f"{entry.kind}:{entry.pk}:{pk}"
        mails.tell_about_place(visit=visit, registration=_registration(pk), occasion=occasion, at=entry.recorded_at)


@reacts_to(DelegationCreated, DelegationChanged)
def draft_link_for_contact(entry: LedgerEntry) -> None:
    if entry.kind == DelegationChanged.kind and entry.body["what"] not in {"links", "details"}:
        return
    by = User.objects.filter(pk=entry.actor or 0).first()
    mails.draft_delegation_mail(delegation=_delegation(entry), at=entry.recorded_at, by=by)


@reacts_to(DelegationSubmitted)
def write_to_director(entry: LedgerEntry) -> None:
    mails.tell_director(delegation=_delegation(entry), occasion=f"{entry.kind}:{entry.pk}", at=entry.recorded_at)


@reacts_to(DelegationApproved, DelegationReturned)
def write_to_contact(entry: LedgerEntry) -> None:
    mails.tell_contact(delegation=_delegation(entry), occasion=f"{entry.kind}:{entry.pk}", at=entry.recorded_at)


def _registration(pk: int) -> Registration:
    return Registration.objects.select_related("person", "event").get(pk=pk)


def _delegation(entry: LedgerEntry) -> Delegation:
    return Delegation.objects.select_related("event", "institution").get(pk=entry.body["delegation_id"])


@receiver(user_logged_in)
def link_person_at_sign_in(user: User, **_rest: object) -> None:
    """Whoever proves an address finds what was registered under it."""
    link_person_by_verified_email(user=user, at=timezone.now())


@receiver(email_confirmed)
def link_person_at_confirmation(email_address: object, **_rest: object) -> None:
    link_person_by_verified_email(user=email_address.user, at=timezone.now())  # type: ignore[attr-defined]  # allauth's row
