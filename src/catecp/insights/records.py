"""The records behind a figure, as far as the reader may see them. What they may not see is counted and said, never guessed."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catecp.accounts.models import Person
from catecp.accounts.queries import Actor, holds, person_of
from catecp.accounts.roles import Permission
from catecp.agreements.queries import agreements_visible_to
from catecp.events.models import Event, Registration, Session, SkillObserved, Takeaway, Talk, Visit, VisitedCompany
from catecp.events.queries.people import registrations_visible_to
from catecp.insights.figures.compute import Figure
from catecp.network.models import Institution
from catecp.opportunities.models import CallState, Interest
from catecp.opportunities.queries import calls_visible_to
from catecp.places.models import Country


@dataclass(frozen=True)
class Record:
    """One line of the list behind a figure."""

    id: str
    label: str
    note: str = ""
    href: str = ""
    original: str = ""  # the name in its own script
    language: str = ""


@dataclass(frozen=True)
class Records:
    """`seen` is what this reader may open; `closed` how many more the figure counts; `why_closed` says who can."""

    seen: list[Record]
    closed: int
    why_closed: str | Promise = ""


_PEOPLE_CLOSED = _("Names are seen by the coordinator of the event and by each person their own.")
_ANONYMOUS = _("These records are anonymous or private to two people; nobody opens them. The count is exact.")
_ELSEWHERE = _("Some records are not public.")


def records_of(figure: Figure, *, event: Event, actor: Actor) -> Records:
    """The records `figure` counts, for this reader."""
    if figure.is_anonymous:
        return Records(seen=[], closed=len(figure.ids), why_closed=_ANONYMOUS)
    seen = _READERS[figure.records](figure.ids, event, actor)
    closed = len(figure.ids) - len(seen)
    why = _PEOPLE_CLOSED if figure.records in {"registration", "person", "interest"} else _ELSEWHERE
    return Records(seen=seen, closed=closed, why_closed=why if closed else "")


def _registrations(ids: frozenset[str], event: Event, actor: Actor) -> list[Record]:
    rows = registrations_visible_to(actor).filter(event=event, public_id__in=ids)
    return [_registration(row) for row in rows]


def _registration(row: Registration) -> Record:
    institution = row.institution.merged_into or row.institution if row.institution else None
    note = str(institution) if institution else row.affiliation or row.get_category_display()
    return Record(
        row.public_id, row.person.name, note, original=row.person.original_name, language=row.person.original_language or ""
    )


def _people(ids: frozenset[str], event: Event, actor: Actor) -> list[Record]:
    """Speakers stand in the public programme."""
    if not (event.is_public or holds(actor, Permission.SEE_PEOPLE, event=event.pk)):
        return []
    rows = Person.objects.filter(public_id__in=ids)
    return [Record(row.public_id, row.name, original=row.original_name, language=row.original_language) for row in rows]


def _institutions(ids: frozenset[str], event: Event, actor: Actor) -> list[Record]:
    rows = Institution.objects.filter(public_id__in=ids).select_related("country")
    return [Record(row.public_id, str(row.name), str(row.country or ""), row.get_absolute_url()) for row in rows]


def _countries(ids: frozenset[str], event: Event, actor: Actor) -> list[Record]:
    return [Record(row.code, str(row.name), row.code) for row in Country.objects.filter(code__in=ids)]


def _programme(model: type, describe: Callable[..., Record], key: str = "public_id") -> Callable[..., list[Record]]:
    """What the public programme of a public event shows; of a closed event, for who manages it."""

    def read(ids: frozenset[str], event: Event, actor: Actor) -> list[Record]:
        if not (event.is_public or holds(actor, Permission.MANAGE_EVENT, event=event.pk)):
            return []
        return [describe(row) for row in model.objects.filter(**{f"{key}__in": ids})]  # type: ignore[attr-defined]  # -- a model

    return read


def _calls(ids: frozenset[str], event: Event, actor: Actor) -> list[Record]:
    rows = calls_visible_to(actor, person_of(actor)).filter(public_id__in=ids).exclude(state=CallState.HIDDEN)
    return [Record(row.public_id, str(row.text), str(row.institution or ""), row.get_absolute_url()) for row in rows]


def _interests(ids: frozenset[str], event: Event, actor: Actor) -> list[Record]:
    rows = Interest.objects.filter(pk__in=ids).select_related("person", "call")
    if not holds(actor, Permission.SEE_PEOPLE, event=event.pk):
        rows = rows.filter(person_id=getattr(actor, "person_id", None) or 0)
    return [Record(str(row.pk), row.person.name, str(row.call), row.call.get_absolute_url()) for row in rows]


def _agreements(ids: frozenset[str], event: Event, actor: Actor) -> list[Record]:
    rows = agreements_visible_to(actor).filter(public_id__in=ids)
    return [
        Record(
            row.public_id,
            str(row.title),
            " · ".join(str(party.institution) for party in row.parties.all()),
            row.get_absolute_url(),
        )
        for row in rows
    ]


_READERS: dict[str, Callable[[frozenset[str], Event, Actor], list[Record]]] = {
    "registration": _registrations,
    "person": _people,
    "institution": _institutions,
    "country": _countries,
    "session": _programme(Session, lambda row: Record(row.public_id, str(row.title), row.number)),
    "talk": _programme(Talk, lambda row: Record(row.public_id, str(row.title) or row.get_kind_display(), str(row.speaker or ""))),
    "takeaway": _programme(Takeaway, lambda row: Record(row.public_id, str(row.text))),
    "visit": _programme(Visit, lambda row: Record(row.public_id, str(row.destination), row.get_kind_display())),
    "company": _programme(VisitedCompany, lambda row: Record(str(row.pk), row.name, str(row.trade)), key="pk"),
    "skill": _programme(SkillObserved, lambda row: Record(row.public_id, str(row.skill), str(row.note))),
    "call": _calls,
    "interest": _interests,
    "agreement": _agreements,
}
