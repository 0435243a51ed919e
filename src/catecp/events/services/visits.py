"""Trips: sign-up without overbooking, a waiting list that moves up in order, seats in buses, what was seen."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.events.enums import RegistrationState, SignupState, VisitKind
from catecp.events.facts import SkillNoted, VisitEdited, VisitJoined, VisitLeft
from catecp.events.models import Bus, Event, Registration, SkillObserved, Visit, VisitedCompany, VisitSignup
from catecp.events.queries.visits import capacity_of
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.kernel.translated import Translated
from catecp.network.models import Institution
from catecp.network.queries.canonical import canonical_of


class NotAVisit(Refused):
    """The details do not make a visit."""


class NotSignedUp(Refused):
    """There is no sign-up that stands."""


class CannotJoin(Refused):
    """Only confirmed people of the event go, and only before it starts."""


class BusFull(Refused):
    """Every seat of the bus is taken."""


class VisitInUse(Refused):
    """People or records hang on it."""


@dataclass(frozen=True)
class VisitDetails:
    kind: str
    destination: Translated
    starts_at: datetime
    purpose: Translated = field(default_factory=Translated)
    ends_at: datetime | None = None
    capacity: int | None = None


@transaction.atomic
def save_visit(*, event: Event, visit: Visit | None = None, details: VisitDetails, by: User | None, at: datetime) -> Visit:
    """More seats let people move up from the waiting list; fewer send nobody home."""
    if details.kind not in VisitKind.values or not details.destination:
        raise NotAVisit(_("A visit needs its kind and where it goes."))
    if details.ends_at and details.ends_at <= details.starts_at:
        raise NotAVisit(_("The visit ends before it starts. Check the two times."))
    visit = Visit.objects.select_for_update().get(pk=visit.pk) if visit else Visit(event=event)
    for name in ("kind", "destination", "starts_at", "purpose", "ends_at", "capacity"):
        setattr(visit, name, getattr(details, name))
    visit.save()
    _move_up(visit)
    ledger.record(VisitEdited(visit_id=visit.pk, event_id=event.pk), by=by, at=at)
    return visit


@transaction.atomic
def remove_visit(*, visit: Visit, by: User, at: datetime) -> None:
    if visit.signups.exclude(state=SignupState.CANCELLED).exists() or visit.companies.exists():
        raise VisitInUse(_("People signed up or companies were noted. A visit with records stays."))
    fact = VisitEdited(visit_id=visit.pk, event_id=visit.event_id)
    visit.delete()
    ledger.record(fact, by=by, at=at)


@transaction.atomic
def save_bus(
    *, visit: Visit, bus: Bus | None = None, name: str, seats: int, leaves_at: datetime | None, by: User | None, at: datetime
) -> Bus:
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    bus = bus or Bus(visit=visit)
    if bus.pk and bus.signups.filter(state=SignupState.GOING).count() > seats:
        raise BusFull(_("More people sit in this bus already. Give some of them another bus first."))
    bus.name, bus.seats, bus.leaves_at = clean_line(name, longest=60), seats, leaves_at
    bus.save()
    _move_up(visit)
    ledger.record(VisitEdited(visit_id=visit.pk, event_id=visit.event_id), by=by, at=at)
    return bus


@transaction.atomic
def remove_bus(*, bus: Bus, by: User, at: datetime) -> None:
    """Its people keep their places in the visit and wait for another bus."""
    if bus.checkpoints.filter(scans__isnull=False).exists():
        raise VisitInUse(_("Badges were scanned at this bus. A bus with records stays."))
    visit = bus.visit
    bus.delete()
    ledger.record(VisitEdited(visit_id=visit.pk, event_id=visit.event_id), by=by, at=at)


@transaction.atomic
def join_visit(*, visit: Visit, registration: Registration, by: User | None, at: datetime) -> VisitSignup:
    """A seat while there is one, else a place on the waiting list. Asking again changes nothing."""
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if registration.event_id != visit.event_id or registration.state != RegistrationState.CONFIRMED:
        raise CannotJoin(_("Visits are for people whose registration is confirmed."))
    if at >= visit.starts_at:
        raise CannotJoin(_("The visit has started. Ask the coordinator whether a seat is left."))
    signup = VisitSignup.objects.filter(visit=visit, registration=registration).first()
    if signup is not None and signup.state != SignupState.CANCELLED:
        return signup
    signup = signup or VisitSignup(visit=visit, registration=registration)
    signup.state = SignupState.GOING if _free(visit) != 0 and not _queue(visit).exists() else SignupState.WAITING
    signup.asked_at, signup.bus = at, None
    signup.save()
    _remember(visit, registration, joins=True)
    fact = VisitJoined(visit_id=visit.pk, registration_id=registration.pk, event_id=visit.event_id, state=signup.state)
    ledger.record(fact, by=by, at=at)
    return signup


@transaction.atomic
def leave_visit(*, visit: Visit, registration: Registration, by: User | None, at: datetime) -> list[VisitSignup]:
    """Give the seat back; whoever waits longest moves up. Returns the sign-ups that moved up."""
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    signup = VisitSignup.objects.filter(visit=visit, registration=registration).exclude(state=SignupState.CANCELLED).first()
    if signup is None:
        raise NotSignedUp(_("There is no sign-up for this visit to cancel."))
    signup.state, signup.bus = SignupState.CANCELLED, None
    signup.save(update_fields=["state", "bus"])
    _remember(visit, registration, joins=False)
    promoted = _move_up(visit)
    fact = VisitLeft(
        visit_id=visit.pk,
        registration_id=registration.pk,
        event_id=visit.event_id,
        promoted=[each.registration_id for each in promoted],
    )
    ledger.record(fact, by=by, at=at)
    return promoted


@transaction.atomic
def leave_all_visits(*, registration: Registration, by: User | None, at: datetime) -> None:
    """For a person who does not come after all."""
    for signup in registration.visit_signups.exclude(state=SignupState.CANCELLED).select_related("visit"):
        leave_visit(visit=signup.visit, registration=registration, by=by, at=at)


@transaction.atomic
def assign_bus(*, signup: VisitSignup, bus: Bus | None, by: User, at: datetime) -> VisitSignup:
    visit = Visit.objects.select_for_update().get(pk=signup.visit_id)
    signup = VisitSignup.objects.get(pk=signup.pk)
    if signup.state != SignupState.GOING:
        raise NotSignedUp(_("Only people who go get a seat in a bus."))
    if bus is not None and bus.visit_id != visit.pk:
        raise NotAVisit(_("This bus belongs to another visit."))
    if bus is not None and signup.bus_id != bus.pk and _taken(bus) >= bus.seats:
        raise BusFull(_("Bus %(bus)s is full: all %(seats)s seats are taken.") % {"bus": bus.name, "seats": bus.seats})
    signup.bus = bus
    signup.save(update_fields=["bus"])
    ledger.record(VisitEdited(visit_id=visit.pk, event_id=visit.event_id), by=by, at=at)
    return signup


@transaction.atomic
def fill_buses(*, visit: Visit, by: User, at: datetime) -> int:
    """Seat everybody who goes and has no bus, in the order they asked; colleagues follow each other. Returns how many got a seat."""
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    free = {bus: bus.seats - _taken(bus) for bus in visit.buses.order_by("pk")}
    waiting = visit.signups.filter(state=SignupState.GOING, bus=None).order_by("registration__institution", "asked_at", "pk")
    seated = 0
    for signup in waiting:
        bus = next((each for each, seats in free.items() if seats > 0), None)
        if bus is None:
            break
        signup.bus = bus
        signup.save(update_fields=["bus"])
        free[bus] -= 1
        seated += 1
    ledger.record(VisitEdited(visit_id=visit.pk, event_id=visit.event_id), by=by, at=at)
    return seated


def _free(visit: Visit) -> int | None:
    """Seats left; None without a limit. The visit's row is locked by the caller."""
    capacity = capacity_of(visit)
    if capacity is None:
        return None
    return max(0, capacity - visit.signups.filter(state=SignupState.GOING).count())


def _queue(visit: Visit) -> QuerySet[VisitSignup]:
    return visit.signups.filter(state=SignupState.WAITING).order_by("asked_at", "pk")


def _move_up(visit: Visit) -> list[VisitSignup]:
    free = _free(visit)
    promoted = list(_queue(visit) if free is None else _queue(visit)[:free])
    for signup in promoted:
        signup.state = SignupState.GOING
        signup.save(update_fields=["state"])
    return promoted


def _taken(bus: Bus) -> int:
    return bus.signups.filter(state=SignupState.GOING).count()


def _remember(visit: Visit, registration: Registration, *, joins: bool) -> None:
    """`joins_visit` is what lists and labels show; it follows the sign-ups."""
    others = registration.visit_signups.filter(state=SignupState.GOING).exclude(visit=visit).exists()
    registration.joins_visit = "yes" if joins or others else "no"
    registration.save(update_fields=["joins_visit"])


@transaction.atomic
def add_company(
    *, visit: Visit, name: str, trade: Translated, institution: Institution | None, by: User | None, at: datetime
) -> VisitedCompany:
    """A company seen on the visit; the same name twice is one company."""
    name = clean_line(name)
    if not name:
        raise NotAVisit(_("Write the company's name."))
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    known = next((each for each in visit.companies.all() if each.name.casefold() == name.casefold()), None)
    if known is not None:
        return known
    kept = canonical_of(institution) if institution else None
    company = VisitedCompany.objects.create(visit=visit, name=name, trade=trade, institution=kept)
    ledger.record(VisitEdited(visit_id=visit.pk, event_id=visit.event_id), by=by, at=at)
    return company


@transaction.atomic
def note_skill(*, company: VisitedCompany, skill: Translated, note: Translated, by: User | None, at: datetime) -> SkillObserved:
    """What one person saw. Several people may note the same skill: each note is a record."""
    if not skill:
        raise NotAVisit(_("Write which skill the company needs."))
    observed = SkillObserved.objects.create(company=company, skill=skill, note=note, noted_by=by.pk if by else None, noted_at=at)
    fact = SkillNoted(skill_id=observed.pk, visit_id=company.visit_id, event_id=company.visit.event_id)
    ledger.record(fact, by=by, at=at)
    return observed


@transaction.atomic
def remove_skill(*, skill: SkillObserved, by: User, at: datetime) -> None:
    fact = VisitEdited(visit_id=skill.company.visit_id, event_id=skill.company.visit.event_id)
    skill.delete()
    ledger.record(fact, by=by, at=at)
