"""Trips of an event: who goes, who waits, what was seen."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from catecp.accounts.queries import Actor
from catecp.events.enums import SignupState
from catecp.events.models import Bus, Event, Registration, SkillObserved, Visit, VisitSignup
from catecp.events.queries.events import events_visible_to


@dataclass(frozen=True)
class Seats:
    """`capacity` None means no limit. `free` is never negative; it is None without a limit."""

    capacity: int | None
    going: int
    waiting: int

    @property
    def free(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.going)


def capacity_of(visit: Visit) -> int | None:
    """The visit's own number, else the seats of its buses, else no limit."""
    if visit.capacity is not None:
        return visit.capacity
    return Bus.objects.filter(visit=visit).aggregate(seats=Sum("seats"))["seats"]


def seats_of(visit: Visit) -> Seats:
    counts = VisitSignup.objects.filter(visit=visit).aggregate(
        going=Count("pk", filter=Q(state=SignupState.GOING)),
        waiting=Count("pk", filter=Q(state=SignupState.WAITING)),
    )
    return Seats(capacity=capacity_of(visit), going=counts["going"], waiting=counts["waiting"])


def visits_of(event: Event) -> QuerySet[Visit]:
    """In order of time, with people going and waiting (`going`, `waiting`) and the buses."""
    going = Count("signups", filter=Q(signups__state=SignupState.GOING))
    waiting = Count("signups", filter=Q(signups__state=SignupState.WAITING))
    visits = event.visits.select_related("event").annotate(going=going, waiting=waiting)
    return visits.prefetch_related("buses").order_by("starts_at", "pk")


def visits_visible_to(actor: Actor) -> QuerySet[Visit]:
    """Visits show with their event."""
    visits = Visit.objects.select_related("event").order_by("starts_at", "pk")
    return visits.filter(event__in=events_visible_to(actor).order_by())


def seats_from(visit: Visit) -> Seats:
    """As `seats_of`, from a visit of `visits_of`: no further query."""
    own = [bus.seats for bus in visit.buses.all()]
    capacity = visit.capacity if visit.capacity is not None else (sum(own) if own else None)
    return Seats(capacity=capacity, going=getattr(visit, "going", 0), waiting=getattr(visit, "waiting", 0))


def signups_of(visit: Visit) -> QuerySet[VisitSignup]:
    """Everybody who asked and did not cancel: those going first, by bus; then the waiting list in its order."""
    signups = visit.signups.exclude(state=SignupState.CANCELLED).select_related(
        "bus",
        "registration",
        "registration__person",
        "registration__institution",
        "registration__event",
    )
    return signups.order_by("state", "bus", "asked_at", "pk")


def signup_of(registration: Registration, visit: Visit) -> VisitSignup | None:
    """The sign-up that stands."""
    return VisitSignup.objects.filter(visit=visit, registration=registration).exclude(state=SignupState.CANCELLED).first()


def signups_by_visit(registration: Registration) -> dict[int, VisitSignup]:
    """{visit id: sign-up that stands} of one registered person."""
    signups = registration.visit_signups.exclude(state=SignupState.CANCELLED).select_related("visit", "bus")
    return {signup.visit_id: signup for signup in signups}


def companies_seen(visit: Visit) -> QuerySet:
    """Companies of the visit with the skills observed there."""
    skills = SkillObserved.objects.select_related("company", "company__visit", "company__visit__event").order_by("noted_at", "pk")
    return visit.companies.select_related("institution").prefetch_related(Prefetch("skills", queryset=skills)).order_by("pk")
