from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.consents import PURPOSES
from catecp.accounts.facts import (
    AccountClosed,
    AccountInvited,
    AccountReopened,
    ConsentGiven,
    ConsentWithdrawn,
    PersonRenamed,
    RoleGranted,
    RoleWithdrawn,
)
from catecp.accounts.models import Consent, Grant, Person, Scope, User
from catecp.accounts.roles import ROLES
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line

_LONGEST = {"title": 40, "name": 300, "original_name": 300, "original_language": 10, "phone": 100, "preferred_language": 10}


class UnknownRole(Refused):
    """There is no role of that name."""


class LastCoordinator(Refused):
    """Somebody must be able to manage the network."""


class AddressTaken(Refused):
    """Somebody signs in with this address already."""


@transaction.atomic
def open_account(*, person: Person, email: str, password: str | None, at: datetime, is_verified: bool = False) -> User:
    """A way to sign in for `person`. Without a password they use a one-time link or a passkey."""
    user = User.objects.create_user(email, password, person=person)
    User.objects.filter(pk=user.pk).update(date_joined=at)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=is_verified)
    return user


@transaction.atomic
def ensure_person(*, user: User) -> Person:
    """Every user is somebody: a new account without a person gets one named after its address."""
    if user.person is None:
        user.person = Person.objects.create(name=clean_line(user.email.split("@")[0]), email=user.email)
        user.save(update_fields=["person"])
    return user.person


@transaction.atomic
def grant_role(*, user: User, role: str, scope: Scope, scope_id: int = 0, at: datetime, by: User | None) -> Grant:
    """Give a role; giving it again changes nothing."""
    if role not in ROLES:
        raise UnknownRole(_("There is no role “%(role)s”.") % {"role": role})
    grant, is_new = Grant.objects.get_or_create(
        user=user, role=role, scope=scope, scope_id=scope_id, defaults={"granted_at": at, "granted_by": by}
    )
    if is_new:
        ledger.record(RoleGranted(user_id=user.pk, role=role, scope=scope, scope_id=scope_id), by=by, at=at)
    return grant


@transaction.atomic
def withdraw_role(*, grant: Grant, at: datetime, by: User) -> None:
    if grant.role == "coordinator" and grant.scope == Scope.NETWORK:
        others = Grant.objects.select_for_update().filter(role="coordinator", scope=Scope.NETWORK).exclude(pk=grant.pk)
        if not others.exists():
            raise LastCoordinator(_("This is the last coordinator of the network. Name another one first."))
    fact = RoleWithdrawn(user_id=grant.user_id, role=grant.role, scope=grant.scope, scope_id=grant.scope_id)
    grant.delete()
    ledger.record(fact, by=by, at=at)


@transaction.atomic
def invite_account(*, name: str, email: str, language: str = "", at: datetime, by: User) -> User:
    """An account without a password for the person of that address; the invitation with a one-time link follows by itself."""
    email = clean_line(email, longest=254).lower()
    if User.objects.filter(email__iexact=email).exists():
        raise AddressTaken(_("Somebody signs in with this address already. Look for it in the list, and give the role there."))
    person = Person.objects.filter(email__iexact=email, user__isnull=True, merged_into__isnull=True).order_by("pk").first()
    if person is None:
        person = Person.objects.create(name=clean_line(name), email=email, preferred_language=language, created_at=at)
    user = open_account(person=person, email=email, password=None, at=at)
    ledger.record(AccountInvited(user_id=user.pk, invited_by=by.pk), by=by, at=at)
    return user


@transaction.atomic
def invite_again(*, user: User, at: datetime, by: User) -> None:
    """A fresh link for somebody who has not come yet."""
    ledger.record(AccountInvited(user_id=user.pk, invited_by=by.pk), by=by, at=at)


@transaction.atomic
def close_account(*, user: User, at: datetime, by: User) -> User:
    """The person can no longer sign in; what they did stays."""
    coordinators = Grant.objects.select_for_update().filter(role="coordinator", scope=Scope.NETWORK, user__is_active=True)
    if coordinators.filter(user=user).exists() and not coordinators.exclude(user=user).exists():
        raise LastCoordinator(_("This is the last coordinator of the network. Name another one first."))
    User.objects.filter(pk=user.pk).update(is_active=False)
    ledger.record(AccountClosed(user_id=user.pk), by=by, at=at)
    user.is_active = False
    return user


@transaction.atomic
def reopen_account(*, user: User, at: datetime, by: User) -> User:
    User.objects.filter(pk=user.pk).update(is_active=True)
    ledger.record(AccountReopened(user_id=user.pk), by=by, at=at)
    user.is_active = True
    return user


@transaction.atomic
def describe_person(*, person: Person, words: dict[str, str], at: datetime, by: User) -> Person:
    """How a person is called and written to. `words`: title, name, original_name, original_language, phone, preferred_language."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    for field, longest in _LONGEST.items():
        setattr(person, field, clean_line(words.get(field, ""), longest=longest))
    person.sort_name = person.name.casefold()[:300]
    person.save()
    ledger.record(PersonRenamed(person_id=person.pk), by=by, at=at)
    return person


@transaction.atomic
def set_consents(*, person: Person, given: set[str], at: datetime, by: User) -> None:
    """What the person agrees to from now on; what was withdrawn stays on record with its dates."""
    current = {
        consent.purpose: consent for consent in Consent.objects.select_for_update().filter(person=person, withdrawn_at=None)
    }
    for purpose in sorted(PURPOSES):
        if purpose in given and purpose not in current:
            Consent.objects.create(person=person, purpose=purpose, given_at=at)
            ledger.record(ConsentGiven(person_id=person.pk, purpose=purpose), by=by, at=at)
        elif purpose not in given and purpose in current:
            Consent.objects.filter(pk=current[purpose].pk).update(withdrawn_at=at)
            ledger.record(ConsentWithdrawn(person_id=person.pk, purpose=purpose), by=by, at=at)
