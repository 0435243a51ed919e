"""Counting the people of an event by group of countries: exhaustive, without overlap, with an explicit "unclassified"."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SOUTH_EAST_ASIA = frozenset({"BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "TL", "VN"})


class Group(StrEnum):
    CHINA = "china"
    CAMBODIA = "cambodia"
    OTHER_SOUTH_EAST_ASIA = "other_south_east_asia"
    RUSSIAN_FEDERATION = "russian_federation"
    OTHER_COUNTRIES = "other_countries"
    UNCLASSIFIED = "unclassified"


GROUP_TITLES: dict[Group, str | Promise] = {
    Group.CHINA: _("China"),
    Group.CAMBODIA: _("Cambodia"),
    Group.OTHER_SOUTH_EAST_ASIA: _("Other South-East Asia"),
    Group.RUSSIAN_FEDERATION: _("Russian Federation"),
    Group.OTHER_COUNTRIES: _("Other countries"),
    Group.UNCLASSIFIED: _("Unclassified"),
}


@dataclass(frozen=True)
class Row:
    """One person: the registration's id, the institution after merging, the institution's country code."""

    registration: int
    institution: int | None
    country: str | None


@dataclass(frozen=True)
class Part:
    """One group with the ids it counts, so that every number can open its records. Ids are unique and sorted."""

    group: Group
    registrations: tuple[int, ...]
    institutions: tuple[int, ...]

    @property
    def people(self) -> int:
        return len(self.registrations)

    @property
    def title(self) -> str | Promise:
        return GROUP_TITLES[self.group]


def group_of(row: Row) -> Group:
    """Without a participating institution, or with one of unknown country, a person is unclassified: we do not guess."""
    if row.institution is None or row.country is None:
        return Group.UNCLASSIFIED
    named = {"CN": Group.CHINA, "KH": Group.CAMBODIA, "RU": Group.RUSSIAN_FEDERATION}
    if row.country in named:
        return named[row.country]
    return Group.OTHER_SOUTH_EAST_ASIA if row.country in SOUTH_EAST_ASIA else Group.OTHER_COUNTRIES


def partition(rows: Iterable[Row]) -> list[Part]:
    """All six groups, also the empty ones, in fixed order. Their people sum to the number of different registrations."""
    by_registration = {row.registration: row for row in rows}
    parts = []
    for group in Group:
        members = [row for row in by_registration.values() if group_of(row) == group]
        institutions = {row.institution for row in members if row.institution is not None}
        parts.append(Part(group, tuple(sorted(row.registration for row in members)), tuple(sorted(institutions))))
    return parts


def total_people(parts: Iterable[Part]) -> int:
    return sum(part.people for part in parts)


def total_institutions(parts: Iterable[Part]) -> int:
    """Institutions over all groups; one institution lies in one country, so nothing is counted twice."""
    return len({institution for part in parts for institution in part.institutions})
