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


def families(ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """{row id: every row id that means the same institution}, for the given ids. One query."""
    wanted = set(ids)
    kept = Institution.objects.filter(pk__in=wanted).values(kept=canonical(""))
    family: dict[int, set[int]] = {}
    root_of: dict[int, int] = {}
    for pk, root in Institution.objects.annotate(kept=canonical("")).filter(kept__in=kept).values_list("pk", "kept"):
        family.setdefault(root, set()).add(pk)
        root_of[pk] = root
    return {pk: frozenset(family[root_of[pk]]) for pk in wanted if pk in root_of}


def family_ids(institution: Institution | int) -> frozenset[int]:
    """Every row id that means this institution: the one kept and all that were merged into it."""
    pk = _pk(institution)
    return families([pk]).get(pk, frozenset())


def holds_for(actor: Actor, permission: Permission, institution: Institution | int) -> bool:
    """Whether `actor` holds `permission` for this institution, by a grant on any row that means it.

    Merging moves no grants: accounts asks `families` what a grant's id means (see apps.py).
    """
    return holds(actor, permission, institution=_pk(institution))


def institutions_held(actor: Actor, permission: Permission) -> set[int] | None:
    """Every row id of the institutions where `actor` holds `permission`, merged rows included; None means everywhere."""
    return scope_ids(actor, permission, Scope.INSTITUTION)


def _pk(institution: Institution | int) -> int:
    return institution if isinstance(institution, int) else institution.pk
