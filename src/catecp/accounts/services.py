from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.facts import RoleGranted, RoleWithdrawn
from catecp.accounts.models import Grant, Person, Scope, User
from catecp.accounts.roles import ROLES
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line


class UnknownRole(Refused):
    """There is no role of that name."""


class LastCoordinator(Refused):
    """Somebody must be able to manage the network."""


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
