"""Who holds which permission where. One query per request: the grants are read once and kept on the user object."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from catecp.accounts.models import Consent, Grant, Person, Scope, User
from catecp.accounts.roles import ROLES, Permission

Actor = Any  # a User or AnonymousUser
Widening = Callable[[set[int]], Mapping[int, frozenset[int]]]
_widenings: dict[str, Widening] = {}


def widen_scope(scope: Scope, widening: Widening) -> None:
    """A higher module says which row ids mean the same thing ({granted id: all ids meant}): institutions that were merged.

    So a grant on any of them holds for all of them, merging moves no grants, and undoing a merge gives back exactly what was.
    """
    _widenings[scope] = widening


def grants_of(actor: Actor) -> list[Grant]:
    if not getattr(actor, "is_authenticated", False):
        return []
    if not hasattr(actor, "_grants"):
        actor._grants = _with_meant_ids(list(Grant.objects.filter(user_id=actor.pk).order_by("pk")))
    return actor._grants


def _with_meant_ids(grants: list[Grant]) -> list[Grant]:
    for grant in grants:
        grant.meant_ids = frozenset({grant.scope_id})
    for scope, widening in _widenings.items():
        widened = [grant for grant in grants if grant.scope == scope]
        meant = widening({grant.scope_id for grant in widened}) if widened else {}
        for grant in widened:
            grant.meant_ids |= meant.get(grant.scope_id, frozenset())
    return grants


def holds(actor: Actor, permission: Permission, *, institution: int | None = None, event: int | None = None) -> bool:
    """Whether `actor` holds `permission` network-wide, or in the institution or event of that id."""
    for grant in grants_of(actor):
        if grant.role not in ROLES or permission not in ROLES[grant.role].may:
            continue
        if grant.scope == Scope.NETWORK:
            return True
        if grant.scope == Scope.INSTITUTION and institution in grant.meant_ids:
            return True
        if grant.scope == Scope.EVENT and event in grant.meant_ids:
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
                found |= grant.meant_ids
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
