"""What badges and lists print of people: plain values in one language."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, IntegerField, QuerySet, When
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catecp.accounts.models import Person
from catecp.events.documents.addresses import badge_address
from catecp.events.documents.badges import TONES, Badge, BadgeEvent
from catecp.events.documents.participant_list import ListedPerson, ListHead
from catecp.events.enums import Category
from catecp.events.models import Event, Registration
from catecp.events.participant_session import personal_address
from catecp.events.queries.events import organiser_institution_ids
from catecp.events.queries.people import confirmed_registrations
from catecp.kernel.typeset.dates import long_date, long_range
from catecp.network.models import Institution
from catecp.places.models import Country

_SCRIPT_OF_NAME = {"zh-hans": "zh", "km": "km", "lo": "lo", "my": "my", "th": "th", "ru": "ru"}


def institution_of(registration: Registration) -> Institution | None:
    """The institution after merging."""
    found = registration.institution
    return (found.merged_into or found) if found else None


def country_of(registration: Registration) -> Country | None:
    """The country of the institution, else the one stated."""
    institution = institution_of(registration)
    return (institution.country if institution else None) or registration.stated_country


def institution_name(institution: Institution | None, language: str) -> str:
    """The name in `language`, with the original one behind it when it is written differently; empty without an institution."""
    return institution.name.best(language)[0] if institution else ""


def name_in(person: Person, language: str) -> str:
    """How a text in `language` calls the person: in their own script where the text is in it, else romanised, with the title."""
    own = person.original_language.split("-")[0]
    if person.original_name and own and own == _SCRIPT_OF_NAME.get(language):
        return person.original_name
    return f"{person.title} {person.name}".strip()


def chosen_registrations(event: Event, public_ids: Sequence[str]) -> QuerySet[Registration]:
    """The confirmed people, all of them or the chosen ones."""
    people = confirmed_registrations(event)
    return people.filter(public_id__in=public_ids) if public_ids else people


def badge_order(people: QuerySet[Registration]) -> QuerySet[Registration]:
    """By institution, so that a pile is handed out college by college; those without one last."""
    last = Case(When(institution__isnull=True, then=1), default=0, output_field=IntegerField())
    return people.annotate(without=last).order_by("without", "institution__sort_name", "person__sort_name", "pk")


def badges_of(people: Iterable[Registration], *, language: str, has_link: bool = False) -> list[Badge]:
    """One badge each, in the order given; with the person's own link for the back, if asked."""
    with translation.override(language):
        badges = [(registration, _badge(registration, language)) for registration in people]
    if not has_link:
        return [badge for _registration, badge in badges]
    return [replace(badge, personal_address=personal_address(registration)) for registration, badge in badges]


def _badge(registration: Registration, language: str) -> Badge:
    person = registration.person
    category = Category(registration.category)
    country = country_of(registration)
    return Badge(
        name=f"{person.title} {person.name}".strip(),
        original_name=person.original_name if person.original_name != person.name else "",
        code=registration.badge_code,
        role=capfirst(str(category.label)),
        tone=TONES[category],
        institution=institution_name(institution_of(registration), language) or registration.affiliation,
        country=country.name.best(language)[0] if country else "",
        scan_address=badge_address(registration.badge_code),
    )


def badge_event(event: Event, *, language: str, notes: tuple[tuple[str, str], ...] = ()) -> BadgeEvent:
    """What every badge of the event shares."""
    return BadgeEvent(
        name=event.name.best(language)[0],
        dates=long_range(event.starts_on, event.ends_on, language),
        place=place_of(event, language),
        language=language,
        notes=notes,
    )


def place_of(event: Event, language: str) -> str:
    """City and country, as far as they are known."""
    return ", ".join(part for part in (event.city.best(language)[0], event.country.name.best(language)[0]) if part)


def list_head(event: Event, *, language: str, at: datetime) -> ListHead:
    """What stands above the list; the moment is told in the event's time zone."""
    here = at.astimezone(ZoneInfo(event.time_zone))
    with translation.override(language):
        as_of = _("As of %(day)s, %(time)s") % {"day": long_date(here.date(), language), "time": f"{here:%H:%M}"}
    return ListHead(
        event=event.name.best(language)[0],
        dates=long_range(event.starts_on, event.ends_on, language),
        place=place_of(event, language),
        as_of=as_of,
        language=language,
    )


def listed_people(event: Event, *, language: str) -> list[ListedPerson]:
    """Everybody who comes. Who asked not to be named is counted, with country and institution, but without name and post."""
    organisers = organiser_institution_ids(event)
    with translation.override(language):
        return [_listed(registration, language, organisers=organisers) for registration in confirmed_registrations(event)]


def _listed(registration: Registration, language: str, *, organisers: set[int]) -> ListedPerson:
    """As `headcount` counts: the country is that of a participating institution; the organisers' own staff has none."""
    person, institution = registration.person, institution_of(registration)
    takes_part = institution is not None and institution.pk not in organisers
    country = institution.country if institution is not None and takes_part else None
    is_named = registration.shows_in_list
    return ListedPerson(
        name=f"{person.title} {person.name}".strip() if is_named else _("asked not to be named"),
        original_name=person.original_name if is_named else "",
        post=registration.post if is_named else "",
        institution=institution_name(institution, language),
        country=country.name.best(language)[0] if country else "",
        role=capfirst(str(Category(registration.category).label)) if is_named else "",
    )


def list_table(event: Event, *, language: str) -> tuple[list[str], list[list[Any]]]:
    """The same list as rows for a spreadsheet: (headers, rows)."""
    with translation.override(language):
        headers = [_("No."), _("Name"), _("In original script"), _("Post"), _("Institution"), _("Country"), _("Role")]
    rows = [
        [number, person.name, person.original_name, person.post, person.institution, person.country, person.role]
        for number, person in enumerate(listed_people(event, language=language), start=1)
    ]
    return headers, rows
