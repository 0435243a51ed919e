from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from catecp.events.models import Registration, VisitSignup
from catecp.events.queries.visits import capacity_of, seats_from, seats_of, signup_of, signups_of, visits_of
from catecp.events.services import visits as services
from catecp.events.services.registration import withdraw_registration
from catecp.kernel.models import LedgerEntry
from catecp.kernel.translated import written
from tests.factories.accounts import UserFactory
from tests.factories.events import NOON, EventFactory, RegistrationFactory, VisitFactory
from tests.factories.network import InstitutionFactory

BEFORE = NOON - timedelta(days=1)


def minutes(number: int):
    return BEFORE + timedelta(minutes=number)


def join(visit, *registrations: Registration) -> list[str]:
    return [
        services.join_visit(visit=visit, registration=registration, by=None, at=minutes(number)).state
        for number, registration in enumerate(registrations)
    ]


def people(visit, number: int) -> list[Registration]:
    return RegistrationFactory.create_batch(number, event=visit.event)


def state_of(registration: Registration, visit) -> str | None:
    signup = signup_of(registration, visit)
    return signup.state if signup else None


@pytest.mark.django_db
def test_seats_are_given_in_order_and_then_people_wait():
    visit = VisitFactory(capacity=2)

    assert join(visit, *people(visit, 4)) == ["going", "going", "waiting", "waiting"]
    assert seats_of(visit) == seats_from(visits_of(visit.event).get())


@pytest.mark.django_db
def test_whoever_waits_longest_moves_up_when_somebody_cancels():
    visit = VisitFactory(capacity=1)
    first, second, third = people(visit, 3)
    join(visit, first, second, third)

    promoted = services.leave_visit(visit=visit, registration=first, by=None, at=minutes(10))

    assert [signup.registration for signup in promoted] == [second]
    assert [state_of(registration, visit) for registration in (first, second, third)] == [None, "going", "waiting"]
    assert LedgerEntry.objects.get(kind="events.visit.left").body["promoted"] == [second.pk]


@pytest.mark.django_db
def test_whoever_waits_and_cancels_moves_nobody():
    visit = VisitFactory(capacity=1)
    first, second, third = people(visit, 3)
    join(visit, first, second, third)

    assert services.leave_visit(visit=visit, registration=second, by=None, at=minutes(10)) == []
    assert [state_of(registration, visit) for registration in (first, third)] == ["going", "waiting"]


@pytest.mark.django_db
def test_coming_back_goes_to_the_end_of_the_list():
    visit = VisitFactory(capacity=1)
    first, second, third = people(visit, 3)
    join(visit, first, second, third)
    services.leave_visit(visit=visit, registration=second, by=None, at=minutes(10))
    services.join_visit(visit=visit, registration=second, by=None, at=minutes(11))

    services.leave_visit(visit=visit, registration=first, by=None, at=minutes(12))

    assert [state_of(registration, visit) for registration in (second, third)] == ["waiting", "going"]


@pytest.mark.django_db
def test_joining_twice_keeps_the_place_in_line():
    visit = VisitFactory(capacity=1)
    first, second, third = people(visit, 3)
    join(visit, first, second, third)

    services.join_visit(visit=visit, registration=second, by=None, at=minutes(50))
    services.leave_visit(visit=visit, registration=first, by=None, at=minutes(51))

    assert state_of(second, visit) == "going"
    assert VisitSignup.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("own", "buses", "capacity"),
    [(None, (), None), (None, (2, 3), 5), (4, (2, 3), 4), (0, (), 0)],
    ids=["no limit", "the buses", "its own number", "none"],
)
def test_capacity(own, buses, capacity):
    visit = VisitFactory(capacity=own)
    for seats in buses:
        services.save_bus(visit=visit, name=f"Bus {seats}", seats=seats, leaves_at=None, by=None, at=NOON)

    assert capacity_of(visit) == capacity
    assert seats_from(visits_of(visit.event).get()).capacity == capacity


@pytest.mark.django_db
def test_another_bus_lets_people_move_up():
    visit = VisitFactory()
    services.save_bus(visit=visit, name="Bus 1", seats=1, leaves_at=None, by=None, at=NOON)
    first, second, third = people(visit, 3)
    join(visit, first, second, third)

    services.save_bus(visit=visit, name="Bus 2", seats=1, leaves_at=None, by=None, at=NOON)

    assert [state_of(registration, visit) for registration in (first, second, third)] == ["going", "going", "waiting"]


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["draft", "waiting", "withdrawn", "replaced"])
def test_only_confirmed_people_join(state):
    visit = VisitFactory()
    registration = RegistrationFactory(event=visit.event, state=state)

    with pytest.raises(services.CannotJoin):
        services.join_visit(visit=visit, registration=registration, by=None, at=BEFORE)


@pytest.mark.django_db
def test_people_of_another_event_and_late_ones_do_not_join():
    visit = VisitFactory()

    with pytest.raises(services.CannotJoin):
        services.join_visit(visit=visit, registration=RegistrationFactory(), by=None, at=BEFORE)
    with pytest.raises(services.CannotJoin) as late:
        services.join_visit(visit=visit, registration=RegistrationFactory(event=visit.event), by=None, at=visit.starts_at)
    assert str(late.value) == "The visit has started. Ask the coordinator whether a seat is left."


@pytest.mark.django_db
def test_withdrawn_registration_gives_its_seat_away():
    visit = VisitFactory(capacity=1)
    first, second = people(visit, 2)
    join(visit, first, second)

    withdraw_registration(registration=first, by=None, at=minutes(5))

    first.refresh_from_db()
    assert (first.state, first.joins_visit, state_of(second, visit)) == ("withdrawn", "no", "going")


@pytest.mark.django_db
def test_buses_are_filled_with_colleagues_together_and_never_too_full():
    visit = VisitFactory()
    for number in (1, 2):
        services.save_bus(visit=visit, name=f"Bus {number}", seats=2, leaves_at=None, by=None, at=NOON)
    ours, theirs = InstitutionFactory.create_batch(2)
    registrations = [
        RegistrationFactory(event=visit.event, institution=institution) for institution in (ours, theirs, ours, theirs)
    ]
    join(visit, *registrations)

    seated = services.fill_buses(visit=visit, by=UserFactory(), at=NOON)

    rows = {signup.registration_id: signup.bus.name for signup in signups_of(visit)}
    assert seated == 4
    assert [rows[registration.pk] for registration in registrations] == ["Bus 1", "Bus 2", "Bus 1", "Bus 2"]


@pytest.mark.django_db
def test_full_bus_takes_nobody_else():
    visit = VisitFactory(capacity=3)
    bus = services.save_bus(visit=visit, name="Bus 1", seats=1, leaves_at=None, by=None, at=NOON)
    first, second = people(visit, 2)
    join(visit, first, second)
    services.assign_bus(signup=signup_of(first, visit), bus=bus, by=UserFactory(), at=NOON)

    with pytest.raises(services.BusFull):
        services.assign_bus(signup=signup_of(second, visit), bus=bus, by=UserFactory(), at=NOON)
    services.assign_bus(signup=signup_of(first, visit), bus=None, by=UserFactory(), at=NOON)
    services.assign_bus(signup=signup_of(second, visit), bus=bus, by=UserFactory(), at=NOON)

    assert signup_of(second, visit).bus == bus


@pytest.mark.django_db
def test_bus_of_another_visit_is_refused():
    visit, other = VisitFactory(), VisitFactory()
    bus = services.save_bus(visit=other, name="Bus", seats=1, leaves_at=None, by=None, at=NOON)
    (registration,) = people(visit, 1)
    join(visit, registration)

    with pytest.raises(services.NotAVisit):
        services.assign_bus(signup=signup_of(registration, visit), bus=bus, by=UserFactory(), at=NOON)


@pytest.mark.django_db
def test_many_people_note_skills_each_in_their_language():
    visit = VisitFactory()
    company = services.add_company(visit=visit, name=" Aeon  Motors ", trade=written("cars"), institution=None, by=None, at=NOON)
    again = services.add_company(visit=visit, name="AEON MOTORS", trade=written(""), institution=None, by=None, at=NOON)
    one, other = UserFactory.create_batch(2)
    services.note_skill(company=company, skill=written("焊接", "zh-hans"), note=written("", "zh-hans"), by=one, at=NOON)
    services.note_skill(company=company, skill=written("ផ្សារដែក", "km"), note=written("", "km"), by=other, at=NOON)

    assert again == company
    assert [(skill.skill.original, skill.noted_by) for skill in company.skills.all()] == [("zh-hans", one.pk), ("km", other.pk)]
    with pytest.raises(services.VisitInUse):
        services.remove_visit(visit=visit, by=one, at=NOON)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time; tests there share one connection")
def test_last_seats_are_not_given_twice_when_everybody_asks_at_once():
    visit = VisitFactory(capacity=5)
    registrations = people(visit, 20)

    def ask(registration: Registration) -> str:
        try:
            return services.join_visit(visit=visit, registration=registration, by=None, at=BEFORE).state
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=10) as pool:
        states = list(pool.map(ask, registrations))

    assert (states.count("going"), states.count("waiting")) == (5, 15)
    assert (seats_of(visit).going, seats_of(visit).waiting) == (5, 15)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_visits_of_an_event_need_the_same_queries(number, django_assert_num_queries):
    event = EventFactory()
    for visit in VisitFactory.create_batch(number, event=event):
        join(visit, *people(visit, number))

    with django_assert_num_queries(2):
        assert [seats_from(visit).going for visit in visits_of(event)] == [number] * number
