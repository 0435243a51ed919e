"""The list of participants as PDF: A4 landscape, by country and institution, with a count that sums; pure, from plain values."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catecp.kernel.charts import Part, chart_drawing, partition_spec
from catecp.kernel.typeset import engine

TEMPLATE = "events/documents/participant_list.typ"
# More countries than the bar can tell apart are drawn as one part; the list itself names them all.
DRAWN_COUNTRIES = 7


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One line, in the list's language. `country` is empty for who has no participating institution: organisers' staff, guests, unsure."""

    name: str
    original_name: str = ""
    post: str = ""
    institution: str = ""
    country: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class ListHead:
    """What stands above the list."""

    event: str
    dates: str
    place: str
    as_of: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class InstitutionGroup:
    """The people of one institution; `institution` is empty for those without one."""

    institution: str
    people: tuple[ListedPerson, ...]


@dataclass(frozen=True, slots=True)
class CountryGroup:
    """One country with its institutions; `country` is empty for those without one, and such a group comes last."""

    country: str
    institutions: tuple[InstitutionGroup, ...]

    @property
    def people_count(self) -> int:
        """How many people the group holds."""
        return sum(len(group.people) for group in self.institutions)

    @property
    def institution_count(self) -> int:
        """How many institutions take part; who has no country has no participating institution either."""
        return sum(1 for group in self.institutions if group.institution) if self.country else 0


def grouped(people: Sequence[ListedPerson]) -> tuple[CountryGroup, ...]:
    """By country, the largest first, then by institution name; without a country or institution last. People keep their order."""
    sizes = Counter(person.country for person in people)
    countries = sorted(sizes, key=lambda country: (not country, -sizes[country], country))
    return tuple(CountryGroup(country, _by_institution([p for p in people if p.country == country])) for country in countries)


def _by_institution(people: Sequence[ListedPerson]) -> tuple[InstitutionGroup, ...]:
    names = sorted({person.institution for person in people}, key=lambda name: (not name, name.casefold()))
    return tuple(InstitutionGroup(name, tuple(p for p in people if p.institution == name)) for name in names)


def render_participant_list(people: Sequence[ListedPerson], *, head: ListHead, at: datetime) -> bytes:
    """The list as PDF, in the given head's language."""
    return engine.pdf(template=TEMPLATE, data=list_data(people, head=head), at=at)


def list_data(people: Sequence[ListedPerson], *, head: ListHead) -> dict[str, Any]:
    """What the template reads: the groups, their counts, the bar of countries and the fixed words."""
    groups = grouped(people)
    with translation.override(head.language):
        unclassified = _("Unclassified")
        return {
            "language": head.language,
            "title": _("Participants"),
            "event": head.event,
            "subtitle": " · ".join(part for part in (head.dates, head.place) if part),
            "as_of": head.as_of,
            "total": _people(len(people)),
            "institutions": _institutions(sum(group.institution_count for group in groups)),
            "columns": [_("No."), _("Name"), _("In original script"), _("Post"), _("Role")],
            "groups": [_group_data(group) for group in groups],
            "picture": _bar(groups, unclassified, of=_people(len(people))),
            "no_institution": _("No institution"),
            "empty": _("Nobody is registered yet."),
        }


def _people(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def _institutions(count: int) -> str:
    return ngettext("%(count)s institution", "%(count)s institutions", count) % {"count": count}


def _group_data(group: CountryGroup) -> dict[str, Any]:
    return {
        "country": group.country or _("Unclassified: no participating institution"),
        "people": _people(group.people_count),
        "institutions": _institutions(group.institution_count) if group.institution_count else "",
        "members": [
            {
                "institution": part.institution,
                "people": [
                    {
                        "name": person.name,
                        "original_name": "" if person.original_name == person.name else person.original_name,
                        "post": person.post,
                        "role": person.role,
                    }
                    for person in part.people
                ],
            }
            for part in group.institutions
        ],
    }


def _bar(groups: Sequence[CountryGroup], unclassified: str, *, of: str) -> dict[str, Any] | None:
    named = [group for group in groups if group.country]
    parts = [Part(group.country, group.people_count, str(group.people_count)) for group in named[:DRAWN_COUNTRIES]]
    rest = sum(group.people_count for group in named[DRAWN_COUNTRIES:])
    if rest:
        parts.append(Part(_("Other countries"), rest, str(rest)))
    without = sum(group.people_count for group in groups if not group.country)
    if without:
        parts.append(Part(unclassified, without, str(without), is_unclassified=True))
    if not parts:
        return None
    alt = of + ": " + ", ".join(f"{part.label} {part.printed}" for part in parts)
    return chart_drawing(partition_spec(parts, alt=alt))
