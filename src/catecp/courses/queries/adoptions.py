"""Adoptions a reader may see, and how long and where a course has been in use."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from catecp.accounts.models import Scope
from catecp.accounts.queries import Actor, scope_ids
from catecp.accounts.roles import Permission
from catecp.courses.enums import AdoptionState
from catecp.courses.models import Adoption, AdoptionEvidence, Course, Unit
from catecp.courses.two_years import NEEDED, Clock, Use, clock_of, countries
from catecp.network.models import Institution
from catecp.network.queries.canonical import institutions_held

IN_FORCE = (AdoptionState.CONFIRMED, AdoptionState.ENDED)


@dataclass(frozen=True)
class CountryUse:
    """`days` in use within the last five years, adoptions that overlap counted once."""

    code: str
    days: int
    is_two_years: bool


def adoptions_visible_to(actor: Actor) -> QuerySet[Adoption]:
    """Confirmed and ended ones are public; proposed and withdrawn ones are for the two institutions and the coordinator."""
    found = Adoption.objects.select_related(
        "course__owner__merged_into",
        "version",
        "institution__country",
        "institution__merged_into__country",
        "agreement__event",
        "letter",
    ).order_by("-proposed_at", "-pk")
    held: set[int] = set()
    for permission in (Permission.ADOPT_COURSE, Permission.WRITE_COURSE):
        ids = scope_ids(actor, permission, Scope.INSTITUTION)
        if ids is None:
            return found
        held |= ids
    return found.filter(Q(state__in=IN_FORCE) | Q(institution__in=held) | Q(course__owner__in=held))


def adoptions_of(course: Course, *, actor: Actor) -> QuerySet[Adoption]:
    return adoptions_visible_to(actor).filter(course=course)


def waiting_for(actor: Actor) -> QuerySet[Adoption]:
    """Proposed adoptions that the reader's own institutions have to confirm."""
    held = institutions_held(actor, Permission.ADOPT_COURSE)
    waiting = adoptions_visible_to(actor).filter(state=AdoptionState.PROPOSED)
    return waiting if held is None else waiting.filter(institution__in=held)


def use_of(adoption: Adoption) -> Use:
    """The days the adoption is in force: from its first to its last, or to the day it was ended."""
    ended = adoption.ended_at.date() if adoption.ended_at else None
    ends = [day for day in (adoption.ends_on, ended) if day]
    institution = adoption.institution.merged_into or adoption.institution
    return Use(country=institution.country_id or "-", starts_on=adoption.starts_on, ends_on=min(ends) if ends else None)


def clock(adoption: Adoption, *, on: date) -> Clock | None:
    """None until it is confirmed: what nobody confirmed does not count."""
    return clock_of(use_of(adoption), on=on) if adoption.confirmed_at and adoption.state in IN_FORCE else None


def countries_of_use(course: Course, *, on: date) -> list[CountryUse]:
    """Every country with confirmed use within the last five years. One query."""
    confirmed = Adoption.objects.filter(course=course, state__in=IN_FORCE, confirmed_at__isnull=False)
    uses = [use_of(adoption) for adoption in confirmed.select_related("institution__merged_into")]
    return [CountryUse(code, days, days >= NEEDED.days) for code, days in countries(uses, on=on).items()]


def evidence_of(adoption: Adoption) -> QuerySet[AdoptionEvidence]:
    """What stands, oldest first; withdrawn files are left out."""
    return adoption.evidence.filter(withdrawn_at=None).select_related("document").order_by("happened_on", "added_at", "pk")


def units_taken(adoption: Adoption) -> list[Unit]:
    """The lessons taken, in reading order; all of them when none was chosen."""
    units = adoption.version.units.order_by("position")
    return list(units.filter(key__in=adoption.unit_keys) if adoption.unit_keys else units)


def institutions_to_adopt(actor: Actor) -> QuerySet[Institution] | None:
    """Where the reader may adopt for; None: anywhere."""
    held = institutions_held(actor, Permission.ADOPT_COURSE)
    return None if held is None else Institution.objects.filter(pk__in=held, merged_into=None).order_by("sort_name", "pk")


def adoptions_in_force() -> QuerySet[Adoption]:
    """What adopters confirmed, ended ones too: it took place."""
    return Adoption.objects.filter(state__in=IN_FORCE).order_by("pk")
