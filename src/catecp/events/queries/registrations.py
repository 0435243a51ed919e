"""The list of registrations as a coordinator filters it, and likely doubles in it."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from catecp.accounts.queries import Actor
from catecp.events.models import Event, Registration
from catecp.events.queries.people import STANDING, registrations_visible_to
from catecp.network.models import Institution
from catecp.network.person_names import name_key
from catecp.network.queries.canonical import family_ids
from catecp.network.searchable import search_words


@dataclass(frozen=True)
class Asked:
    """Filters of the list; empty ones do not filter. `state` "standing" is everybody who comes or may come."""

    words: str = ""
    state: str = "standing"
    country: str = ""
    institution: str = ""  # public id
    channel: str = ""
    category: str = ""
    is_unresolved: bool = False


def registrations_asked(asked: Asked, *, event: Event, actor: Actor) -> QuerySet[Registration]:
    """What the page, the CSV and the XLSX all show."""
    found = registrations_visible_to(actor).filter(event=event).order_by("person__sort_name", "pk")
    if asked.state == "standing":
        found = found.filter(state__in=STANDING)
    elif asked.state:
        found = found.filter(state=asked.state)
    for name in ("channel", "category"):
        if getattr(asked, name):
            found = found.filter(**{name: getattr(asked, name)})
    if asked.is_unresolved:
        found = found.filter(is_affiliation_open=True)
    if asked.country:
        found = found.filter(_from_country(asked.country))
    if asked.institution:
        found = found.filter(_from_institution(asked.institution))
    for word in search_words(asked.words) or [asked.words.strip()] * bool(asked.words.strip()):
        found = found.filter(_names(word))
    return found


def _from_country(code: str) -> Q:
    """The country of the institution after merging; for people without one, the country they stated."""
    own = Q(institution__merged_into=None, institution__country=code) | Q(institution__merged_into__country=code)
    return own | Q(institution=None, stated_country=code)


def _from_institution(public_id: str) -> Q:
    institution = Institution.objects.filter(public_id=public_id).first()
    return Q(institution__in=family_ids(institution)) if institution else Q(pk__in=[])


def _names(word: str) -> Q:
    """Names in any script, the address, the badge, and the institution by any of its names."""
    person = Q(person__name__icontains=word) | Q(person__original_name__icontains=word) | Q(person__email__icontains=word)
    institution = Q(institution__search_text__contains=word) | Q(institution__merged_into__search_text__contains=word)
    return (
        person | institution | Q(affiliation__icontains=word) | Q(badge_code__iexact=word) | Q(person__sort_name__icontains=word)
    )


@dataclass(frozen=True)
class Doubles:
    """Registrations that may be one person, and why: `same_name`, `same_original_name` or `same_email`."""

    why: str
    registrations: tuple[Registration, ...]


def likely_doubles(event: Event, *, actor: Actor) -> list[Doubles]:
    """Standing registrations of different people who share a name or an address. Nothing is merged by it."""
    standing = list(registrations_visible_to(actor).filter(event=event, state__in=STANDING))
    found: list[Doubles] = []
    seen: set[frozenset[int]] = set()
    for why, key in (
        ("same_name", lambda row: name_key(row.person.name)),
        ("same_original_name", lambda row: row.person.original_name),
        ("same_email", lambda row: row.person.email.lower()),
    ):
        groups: dict[str, list[Registration]] = {}
        for row in standing:
            groups.setdefault(key(row), []).append(row)
        for value, rows in groups.items():
            ids = frozenset(row.pk for row in rows)
            if value and len(rows) > 1 and ids not in seen:
                seen.add(ids)
                found.append(Doubles(why, tuple(rows)))
    return found
