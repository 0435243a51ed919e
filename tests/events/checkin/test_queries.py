from datetime import timedelta

import pytest

from catecp.events.door_list import door_list_json
from catecp.events.queries import checkin as queries
from catecp.events.queries.people import confirmed_registrations
from tests.factories.accounts import PersonFactory
from tests.factories.events import NOON, CheckpointFactory, DeviceFactory, EventFactory, RegistrationFactory, ScanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def door():
    return CheckpointFactory()


def test_checked_in_counts_people_not_readings(door):
    guest, other = RegistrationFactory(event=door.event), RegistrationFactory(event=door.event)
    RegistrationFactory(event=door.event)
    session = CheckpointFactory(event=door.event, kind="session", name="Session I")
    for checkpoint in (door, door, session):
        ScanFactory(checkpoint=checkpoint, registration=guest)
    ScanFactory(checkpoint=session, registration=other)

    assert set(queries.checked_in(door.event)) == {guest, other}
    assert queries.checked_in(door.event).count() == 2
    assert queries.not_checked_in(door.event).count() == 1


def test_bus_and_going_out_do_not_check_in(door):
    bus = CheckpointFactory(event=door.event, kind="bus", name="Bus 1")
    ScanFactory(checkpoint=bus, registration=RegistrationFactory(event=door.event))
    ScanFactory(checkpoint=door, registration=RegistrationFactory(event=door.event), direction="out")

    assert list(queries.checked_in(door.event)) == []


def test_checked_in_is_always_part_of_the_confirmed(door):
    for state in ("withdrawn", "replaced", "waiting", "draft"):
        ScanFactory(checkpoint=door, registration=RegistrationFactory(event=door.event, state=state))
    ScanFactory(checkpoint=door, registration=None, code="NOBODY00")

    assert (queries.checked_in(door.event).count(), confirmed_registrations(door.event).count()) == (0, 0)


def test_person_registered_twice_and_merged_checks_in_once(door):
    kept = PersonFactory()
    double = PersonFactory(merged_into=kept)
    first = RegistrationFactory(event=door.event, person=kept)
    second = RegistrationFactory(event=door.event, person=double)
    ScanFactory(checkpoint=door, registration=second)

    assert list(queries.checked_in(door.event)) == [first]
    assert queries.not_checked_in(door.event).count() == 0


def test_attendance_counts_people_and_unknown_badges_per_checkpoint(door):
    guest = RegistrationFactory(event=door.event)
    for _ in range(3):
        ScanFactory(checkpoint=door, registration=guest)
    ScanFactory(checkpoint=door, registration=None, code="NOBODY00")
    CheckpointFactory(event=door.event, name="Side door")

    found = [(point.name, point.people, point.strangers) for point in queries.attendance(door.event)]

    assert found == [("Main door", 1, 1), ("Side door", 0, 0)]


def test_conflicts_name_badges_at_two_phones_unknown_and_withdrawn(door):
    twice = RegistrationFactory(event=door.event)
    gone = RegistrationFactory(event=door.event, state="withdrawn")
    fine = RegistrationFactory(event=door.event)
    one, two = DeviceFactory(event=door.event, name="Left"), DeviceFactory(event=door.event, name="Right")
    for device, registration in ((one, twice), (two, twice), (one, gone), (one, fine), (one, fine)):
        ScanFactory(checkpoint=door, registration=registration, device=device)
    ScanFactory(checkpoint=door, registration=None, code="NOBODY00", device=two)

    found = {(conflict.kind, conflict.code): conflict.devices for conflict in queries.conflicts(door.event)}

    assert found == {
        ("two_devices", twice.badge_code): ["Left", "Right"],
        ("withdrawn", gone.badge_code): ["Left"],
        ("unknown", "NOBODY00"): ["Right"],
    }


def test_same_badge_at_two_checkpoints_is_no_conflict(door):
    guest = RegistrationFactory(event=door.event)
    ScanFactory(checkpoint=door, registration=guest)
    ScanFactory(checkpoint=CheckpointFactory(event=door.event, kind="session", name="Session I"), registration=guest)

    assert queries.conflicts(door.event) == []


@pytest.mark.parametrize("guests", [1, 3])
def test_conflicts_ask_the_same_queries_however_many(door, guests, django_assert_num_queries):
    for _ in range(guests):
        guest = RegistrationFactory(event=door.event)
        ScanFactory(checkpoint=door, registration=guest)
        ScanFactory(checkpoint=door, registration=guest)

    with django_assert_num_queries(1):
        assert len(queries.conflicts(door.event)) == guests


def test_late_scans_leave_phones_with_a_wrong_clock_aside(door):
    honest, wrong = DeviceFactory(event=door.event), DeviceFactory(event=door.event, clock_ahead_seconds=-7200)
    for device in (honest, wrong):
        ScanFactory(checkpoint=door, device=device, registration=None, scanned_at=NOON, received_at=NOON + timedelta(hours=1))
    ScanFactory(checkpoint=door, device=honest, registration=None, scanned_at=NOON, received_at=NOON + timedelta(minutes=9))

    assert queries.late_scans(door.event) == 1
    assert queries.devices_with_wrong_clock(door.event) == [wrong]


def test_last_seen_is_the_latest_reading_per_badge_and_checkpoint(door):
    guest = RegistrationFactory(event=door.event)
    ScanFactory(checkpoint=door, registration=guest, scanned_at=NOON)
    late = ScanFactory(checkpoint=door, registration=guest, scanned_at=NOON + timedelta(minutes=5), direction="out")

    assert queries.last_seen(door.event) == [
        queries.Seen(guest.public_id, door.public_id, "out", NOON + timedelta(minutes=5), late.device.name),
    ]


def test_door_list_holds_what_the_door_needs_and_nothing_else(door):
    person = PersonFactory(
        name="SOK Dara",
        original_name="សុខ ដារា",
        original_language="km",
        email="secret@example.org",
        phone="+855 99 000 111",
    )
    guest = RegistrationFactory(
        event=door.event,
        person=person,
        diet="no nuts",
        passport_name="SECRET PASSPORT",
        remark="private",
        post="Director",
    )
    RegistrationFactory(event=EventFactory())

    made = door_list_json(door.event)

    assert made["people"] == [
        [
            guest.public_id,
            guest.badge_code,
            "SOK Dara",
            "សុខ ដារា",
            "km",
            str(guest.institution),
            "participant",
            "confirmed",
            "",
        ]
    ]
    assert made["checkpoints"] == [[door.public_id, "Main door", "door"]]
    assert made["seen"] == []


def test_door_list_says_who_replaced_whom_and_where_a_merged_badge_went(door):
    gone = RegistrationFactory(event=door.event, state="replaced", person=PersonFactory(name="A"))
    RegistrationFactory(event=door.event, replaces=gone, person=PersonFactory(name="B"))
    left = RegistrationFactory(event=door.event, person=PersonFactory(name="C"))
    RegistrationFactory(event=door.event, state="merged", merged_into=left, person=PersonFactory(name="D"))

    assert [(row[2], row[8]) for row in door_list_json(door.event)["people"]] == [
        ("A", "B"),
        ("B", ""),
        ("C", ""),
        ("D", left.badge_code),
    ]


@pytest.mark.parametrize("guests", [1, 3])
def test_door_list_asks_the_same_queries_however_long(door, guests, django_assert_num_queries):
    for _ in range(guests):
        ScanFactory(checkpoint=door, registration=RegistrationFactory(event=door.event))

    with django_assert_num_queries(4):
        door_list_json(door.event)
