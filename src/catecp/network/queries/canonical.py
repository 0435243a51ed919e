"""Following merges: a merged row points at the one kept, so whoever counts or asks for rights looks through the pointer."""

from collections.abc import Iterable

from django.db.models.functions import Coalesce

from catecp.accounts.models import Scope
from catecp.accounts.queries import Actor, holds, scope_ids
from catecp.accounts.roles import Permission
from catecp.network.models import Institution


def canonical(field: str = "institution") -> Coalesce:
    """The id to count institutions by, for a foreign key called `field`; use `canonical("")` on institutions themselves.

    `Registration.objects.values(who=canonical("institution")).distinct()` counts a merged institution once.
    """
    prefix = f"{field}__" if field else ""
    return Coalesce(f"{prefix}merged_into_id", f"{field}_id" if field else "id")


def canonical_of(institution: Institution) -> Institution:
    """The institution itself, or the one it was merged into."""
    return institution.merged_into or institution


def canonical_ids(ids: Iterable[int]) -> set[int]:
    """The same institutions with merges followed; ids that do not exist fall away."""
    return set(Institution.objects.filter(pk__in=set(ids)).values_list(canonical(""), flat=True))


def family_ids(institution: Institution | int) -> set[int]:
    """Every row id that means this institution: the one kept and all that were merged into it."""
    pk = institution if isinstance(institution, int) else institution.pk
    kept = Institution.objects.filter(pk=pk).values_list(canonical(""), flat=True)
    return {*kept, *Institution.objects.filter(merged_into__in=list(kept)).values_list("pk", flat=True)}


def holds_for(actor: Actor, permission: Permission, institution: Institution | int) -> bool:
    """Whether `actor` holds `permission` for this institution, by a grant on any row that means it.

    Merging moves no grants: one on an absorbed row works for the one kept, and undoing the merge gives back exactly what was.
    """
    if holds(actor, permission):
        return True
    granted = scope_ids(actor, permission, Scope.INSTITUTION)
    return granted is None or (bool(granted) and not granted.isdisjoint(family_ids(institution)))


def institutions_held(actor: Actor, permission: Permission) -> set[int] | None:
    """Ids of the kept institutions where `actor` holds `permission`; None means all of them."""
    granted = scope_ids(actor, permission, Scope.INSTITUTION)
    return granted if granted is None or not granted else canonical_ids(granted)
