"""Accounts and people of events: who signs in with a proven address finds their registrations, talks and roles there."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from catecp.accounts.models import Grant, Person, Scope, User
from catecp.accounts.services import grant_role
from catecp.events.enums import RegistrationState
from catecp.events.models import Event, Registration, Talk


@transaction.atomic
def link_person_by_verified_email(*, user: User, at: datetime) -> Person | None:
    """Make the account and the registered person of the same proven address one, and give the roles that follow.

    Several people may share an office's address; then nobody is guessed and None is returned. An account that already belongs to
    a person keeps that person; the registered one is merged into it by pointer.
    """
    if not EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists():
        return user.person
    found = list(_candidates(user.email).exclude(pk=user.person_id or 0)[:2])
    if len(found) == 1:
        _make_one(user, found[0])
    if user.person is not None:
        for event in _events_of(user.person):
            grant_event_roles(person=user.person, event=event, at=at)
    return user.person


def _candidates(email: str) -> QuerySet[Person]:
    registered = Registration.objects.filter(
        person=OuterRef("pk"), state__in=[RegistrationState.CONFIRMED, RegistrationState.WAITING]
    )
    speaks = Talk.objects.filter(speaker=OuterRef("pk"))
    people = Person.objects.select_for_update(of=("self",)).filter(email__iexact=email, merged_into=None, user=None)
    return people.filter(Q(Exists(registered)) | Q(Exists(speaks))).order_by("pk")


def _make_one(user: User, person: Person) -> None:
    if user.person is None or _is_only_a_name(user.person):
        stub, user.person = user.person, person
        user.save(update_fields=["person"])
        if stub is not None:
            stub.merged_into = person
            stub.save(update_fields=["merged_into"])
    else:
        person.merged_into = user.person
        person.save(update_fields=["merged_into"])


def _is_only_a_name(person: Person) -> bool:
    """Made when the account was opened, named after its address, and nobody anywhere yet."""
    is_bare = person.name == person.email.split("@")[0] and not person.original_name
    return (
        is_bare and not Registration.objects.filter(person=person).exists() and not Talk.objects.filter(speaker=person).exists()
    )


def _events_of(person: Person) -> list[Event]:
    who = Q(person=person) | Q(person__merged_into=person)
    registered = Registration.objects.filter(who, event=OuterRef("pk"))
    speaks = Talk.objects.filter(Q(speaker=person) | Q(speaker__merged_into=person), session__event=OuterRef("pk"))
    return list(Event.objects.filter(Q(Exists(registered)) | Q(Exists(speaks))).order_by("pk"))


@transaction.atomic
def grant_event_roles(*, person: Person, event: Event, at: datetime) -> None:
    """Give and take back the roles `participant` and `speaker` as the registration and the talks now stand. Safe to repeat."""
    person = person.merged_into or person
    user = User.objects.filter(person=person).first()
    if user is None:
        return
    who = Q(person=person) | Q(person__merged_into=person)
    takes_part = Registration.objects.filter(who, event=event, state=RegistrationState.CONFIRMED).exists()
    speaks = Talk.objects.filter(Q(speaker=person) | Q(speaker__merged_into=person), session__event=event).exists()
    for role, holds_it in (("participant", takes_part), ("speaker", speaks)):
        if holds_it:
            grant_role(user=user, role=role, scope=Scope.EVENT, scope_id=event.pk, at=at, by=None)
        else:
            Grant.objects.filter(user=user, role=role, scope=Scope.EVENT, scope_id=event.pk).delete()
