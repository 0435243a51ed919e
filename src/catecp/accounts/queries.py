"""Who holds which permission where. One query per request: the grants are read once and kept on the user object."""

from typing import Any

from django.db.models import Q, QuerySet

from catecp.accounts.models import Consent, Grant, Person, Scope, User
from catecp.accounts.roles import ROLES, Permission

Actor = Any  # a User or AnonymousUser


def grants_of(actor: Actor) -> list[Grant]:
    if not getattr(actor, "is_authenticated", False):
        return []
    if not hasattr(actor, "_grants"):
        actor._grants = list(Grant.objects.filter(user_id=actor.pk).order_by("pk"))
    return actor._grants


def holds(actor: Actor, permission: Permission, *, institution: int | None = None, event: int | None = None) -> bool:
    """Whether `actor` holds `permission` network-wide, or in the institution or event of that id."""
    for grant in grants_of(actor):
        if grant.role not in ROLES or permission not in ROLES[grant.role].may:
            continue
        if grant.scope == Scope.NETWORK:
            return True
        if grant.scope == Scope.INSTITUTION and grant.scope_id == institution:
            return True
        if grant.scope == Scope.EVENT and grant.scope_id == event:
            return True
    return False


def scope_ids(actor: Actor, permission: Permission, scope: Scope) -> set[int] | None:
    """Ids of the institutions or events where `actor` holds `permission`; None means everywhere."""
    found: set[int] = set()
    for grant in grants_of(actor):
        if grant.role in ROLES and permission in ROLES[grant.role].may:
            if grant.scope == Scope.NETWORK:
                return None
            if grant.scope == scope:
                found.add(grant.scope_id)
    return found


def holds_anywhere(actor: Actor, permission: Permission) -> bool:
    return any(grant.role in ROLES and permission in ROLES[grant.role].may for grant in grants_of(actor))


def person_of(actor: Actor) -> Person | None:
    return actor.person if getattr(actor, "is_authenticated", False) else None


def person_by_email(email: str) -> Person | None:
    """The person of that address, following merges. Addresses are compared without case."""
    if not email:
        return None
    person = Person.objects.filter(email__iexact=email.strip()).order_by("merged_into", "pk").first()
    while person is not None and person.merged_into is not None:
        person = person.merged_into
    return person


def users_with_role(role: str, *, scope: Scope = Scope.NETWORK, scope_id: int = 0) -> QuerySet[User]:
    return User.objects.filter(grants__role=role, grants__scope=scope, grants__scope_id=scope_id).distinct().order_by("pk")


def consents_of(person: Person) -> QuerySet[Consent]:
    return Consent.objects.filter(Q(person=person), withdrawn_at__isnull=True).order_by("given_at", "pk")
