"""Setting up an event, its organisers and its places."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.events.facts import EventChanged, EventCreated, ProgrammeEdited
from catecp.events.models import Event, Organiser, Place
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.translated import Translated
from catecp.languages.tags import LANGUAGES
from catecp.network.models import Institution
from catecp.network.queries.canonical import canonical_of

RESERVED_SLUGS = {"new", "delegation", "approve"}


class NotAnEvent(Refused):
    """The details do not make an event."""


class AlreadyOrganiser(Refused):
    """An institution organises an event in one role."""


class PlaceInUse(Refused):
    """Sessions take place there."""


@dataclass(frozen=True)
class EventDetails:
    """What a coordinator says of an event. Days are in the event's time zone; opening times are aware."""

    slug: str
    name: Translated
    starts_on: date
    ends_on: date
    country_id: str
    time_zone: str = "Asia/Phnom_Penh"
    theme: Translated = field(default_factory=Translated)
    about: Translated = field(default_factory=Translated)
    city: Translated = field(default_factory=Translated)
    venue: Translated = field(default_factory=Translated)
    languages: list[str] = field(default_factory=lambda: ["en"])
    letter_prefix: str = "CATECP"
    is_public: bool = False
    registration_opens_at: datetime | None = None
    registration_closes_at: datetime | None = None
    needs_approval: bool = False


@transaction.atomic
def create_event(*, details: EventDetails, by: User | None, at: datetime) -> Event:
    _check(details)
    if Event.objects.filter(slug=details.slug).exists():
        raise NotAnEvent(_("Another event has the address “%(slug)s”. Choose another one.") % {"slug": details.slug})
    event = Event.objects.create(created_at=at, **_values(details))
    ledger.record(EventCreated(event_id=event.pk), by=by, at=at)
    return event


@transaction.atomic
def change_event(*, event: Event, details: EventDetails, by: User, at: datetime) -> Event:
    _check(details)
    event = Event.objects.select_for_update().get(pk=event.pk)
    if Event.objects.filter(slug=details.slug).exclude(pk=event.pk).exists():
        raise NotAnEvent(_("Another event has the address “%(slug)s”. Choose another one.") % {"slug": details.slug})
    for name, value in _values(details).items():
        setattr(event, name, value)
    event.save()
    ledger.record(EventChanged(event_id=event.pk), by=by, at=at)
    return event


def _values(details: EventDetails) -> dict:
    texts = {name: getattr(details, name) for name in ("name", "theme", "about", "city", "venue")}
    return {**asdict(details), **texts}


def _check(details: EventDetails) -> None:
    if details.ends_on < details.starts_on:
        raise NotAnEvent(_("The last day lies before the first one."))
    if (details.ends_on - details.starts_on).days > 60:
        raise NotAnEvent(_("An event lasts at most 60 days. Check the two dates."))
    if details.time_zone not in available_timezones():
        raise NotAnEvent(_("There is no time zone “%(zone)s”.") % {"zone": details.time_zone[:60]})
    if not details.languages or set(details.languages) - set(LANGUAGES):
        raise NotAnEvent(_("Choose at least one language of the programme."))
    if details.slug in RESERVED_SLUGS:
        raise NotAnEvent(_("The address “%(slug)s” is used by the platform itself. Choose another one.") % {"slug": details.slug})
    opens, closes = details.registration_opens_at, details.registration_closes_at
    if opens and closes and closes <= opens:
        raise NotAnEvent(_("Registration closes before it opens."))


@transaction.atomic
def add_organiser(*, event: Event, institution: Institution, role: str, by: User | None, at: datetime) -> Organiser:
    institution = canonical_of(institution)
    if event.organisers.filter(institution=institution).exists():
        raise AlreadyOrganiser(_("This institution is among the organisers already. Remove it first to give it another role."))
    organiser = Organiser.objects.create(event=event, institution=institution, role=role, position=event.organisers.count())
    ledger.record(EventChanged(event_id=event.pk), by=by, at=at)
    return organiser


@transaction.atomic
def remove_organiser(*, organiser: Organiser, by: User, at: datetime) -> None:
    organiser.delete()
    ledger.record(EventChanged(event_id=organiser.event_id), by=by, at=at)


@transaction.atomic
def move_organiser(*, organiser: Organiser, up: bool, by: User, at: datetime) -> None:
    """One place up or down in the order printed."""
    rows = list(Organiser.objects.select_for_update().filter(event=organiser.event_id).order_by("position", "pk"))
    swap_neighbours(rows, next(row for row in rows if row.pk == organiser.pk), up=up)
    ledger.record(EventChanged(event_id=organiser.event_id), by=by, at=at)


def swap_neighbours(rows: list, row: object, *, up: bool) -> None:
    """Write the positions 0, 1, 2 … after exchanging `row` with its neighbour; at the end of the list nothing moves."""
    index = rows.index(row)
    other = index - 1 if up else index + 1
    if 0 <= other < len(rows):
        rows[index], rows[other] = rows[other], rows[index]
    for position, each in enumerate(rows):
        if each.position != position:
            each.position = position
            each.save(update_fields=["position"])


@transaction.atomic
def save_place(
    *, event: Event, place: Place | None = None, name: Translated, capacity: int | None, by: User | None, at: datetime
) -> Place:
    place = place or Place(event=event)
    place.name, place.capacity = name, capacity
    place.save()
    ledger.record(ProgrammeEdited(event_id=event.pk, what="place", subject_id=place.pk), by=by, at=at)
    return place


@transaction.atomic
def remove_place(*, place: Place, by: User, at: datetime) -> None:
    if place.event.sessions.filter(place=place).exists():
        raise PlaceInUse(_("Sessions take place there. Give them another place first."))
    fact = ProgrammeEdited(event_id=place.event_id, what="place", subject_id=place.pk)
    place.delete()
    ledger.record(fact, by=by, at=at)
