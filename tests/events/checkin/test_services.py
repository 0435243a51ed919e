from datetime import timedelta

import pytest

from catecp.events.models import Bus, Checkpoint, Device, Scan
from catecp.events.queries import checkin as queries
from catecp.events.services import checkin as services
from catecp.events.services.checkin import BatchTooLarge, CheckpointNeedsName, DeviceIsWithdrawn, ScanIn
from catecp.kernel.models import LedgerEntry
from tests.factories.events import (
    NOON,
    CheckpointFactory,
    DeviceFactory,
    EventFactory,
    RegistrationFactory,
    SessionFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db


def scan_of(code: str, door: Checkpoint, *, nonce: str = "n-1", **more) -> ScanIn:
    return ScanIn(nonce=nonce, code=code, checkpoint=door.public_id, scanned_at=more.pop("scanned_at", NOON), **more)


@pytest.fixture
def door():
    return CheckpointFactory()


@pytest.fixture
def phone(door):
    return DeviceFactory(event=door.event)


def test_record_scans_keeps_a_scan_and_says_which_it_holds(door, phone):
    guest = RegistrationFactory(event=door.event)

    receipt = services.record_scans(device=phone, scans=[scan_of(guest.badge_code, door)], at=NOON)

    assert receipt == services.Receipt(held=["n-1"], refused={}, new=1)
    assert list(Scan.objects.values_list("registration", "code", "direction", "how")) == [
        (guest.pk, guest.badge_code, "in", "camera")
    ]


def test_record_scans_sent_five_times_is_one_scan_and_one_fact(door, phone):
    guest = RegistrationFactory(event=door.event)
    batch = [scan_of(guest.badge_code, door)]

    receipts = [services.record_scans(device=phone, scans=batch, at=NOON) for _ in range(5)]

    assert [receipt.held for receipt in receipts] == [["n-1"]] * 5
    assert [receipt.new for receipt in receipts] == [1, 0, 0, 0, 0]
    assert Scan.objects.count() == 1
    assert LedgerEntry.objects.filter(kind="events.scans.received").count() == 1


def test_record_scans_takes_one_nonce_twice_in_a_batch_as_one(door, phone):
    receipt = services.record_scans(device=phone, scans=[scan_of("AAAA1111", door), scan_of("BBBB2222", door)], at=NOON)

    assert receipt.held == ["n-1"]
    assert list(Scan.objects.values_list("code", flat=True)) == ["AAAA1111"]


def test_same_nonce_of_two_phones_is_two_scans(door, phone):
    other = DeviceFactory(event=door.event)

    for device in (phone, other):
        services.record_scans(device=device, scans=[scan_of("AAAA1111", door)], at=NOON)

    assert Scan.objects.count() == 2


def test_unknown_and_withdrawn_badges_are_kept_as_read(door, phone):
    gone = RegistrationFactory(event=door.event, state="withdrawn")
    scans = [scan_of("https://menu.example/today", door, nonce="a"), scan_of(gone.badge_code, door, nonce="b", how="anyway")]

    services.record_scans(device=phone, scans=scans, at=NOON)

    kept = list(Scan.objects.order_by("nonce").values_list("code", "registration", "how"))
    assert kept == [("https://menu.example/today", None, "camera"), (gone.badge_code, gone.pk, "anyway")]


def test_badge_of_a_merged_registration_counts_for_the_one_that_is_left(door, phone):
    left = RegistrationFactory(event=door.event)
    merged = RegistrationFactory(event=door.event, state="merged", merged_into=left)

    services.record_scans(device=phone, scans=[scan_of(merged.badge_code, door)], at=NOON)

    assert list(queries.checked_in(door.event)) == [left]


def test_badge_of_another_event_is_nobody_here(door, phone):
    stranger = RegistrationFactory(event=EventFactory())

    services.record_scans(device=phone, scans=[scan_of(stranger.badge_code, door)], at=NOON)

    assert Scan.objects.get().registration is None


def test_one_unusable_scan_does_not_hold_up_the_others(door, phone):
    elsewhere = CheckpointFactory(event=EventFactory())
    scans = [scan_of("AAAA1111", elsewhere, nonce="a"), scan_of("  ", door, nonce="b"), scan_of("CCCC3333", door, nonce="c")]

    receipt = services.record_scans(device=phone, scans=scans, at=NOON)

    assert receipt.held == ["c"]
    assert receipt.refused == {"a": "The checkpoint is not one of this event.", "b": "The scan has no code."}


@pytest.mark.parametrize("wrong", [None, NOON - timedelta(days=20_000), NOON + timedelta(days=20_000)])
def test_absurd_clock_gives_the_time_of_arrival(door, phone, wrong):
    services.record_scans(device=phone, scans=[scan_of("AAAA1111", door, scanned_at=wrong)], at=NOON)

    assert Scan.objects.get().scanned_at == NOON


def test_report_of_the_phone_is_kept(door, phone):
    services.record_scans(device=phone, scans=[], at=NOON, phone_says=NOON + timedelta(hours=3), waiting=17)

    kept = Device.objects.get(pk=phone.pk)
    assert (kept.clock_ahead_seconds, kept.waiting, kept.last_seen_at) == (3 * 3600, 17, NOON)


def test_withdrawn_phone_hands_in_nothing_until_it_is_allowed_again(door, phone, coordinator):
    services.withdraw_device(device=phone, at=NOON, by=coordinator)
    with pytest.raises(DeviceIsWithdrawn):
        services.record_scans(device=phone, scans=[scan_of("AAAA1111", door)], at=NOON)

    services.reinstate_device(device=phone, at=NOON, by=coordinator)
    receipt = services.record_scans(device=phone, scans=[scan_of("AAAA1111", door)], at=NOON)

    assert receipt.new == 1


def test_batch_of_more_than_five_hundred_is_refused(door, phone):
    with pytest.raises(BatchTooLarge):
        services.record_scans(device=phone, scans=[scan_of("AAAA1111", door, nonce=str(n)) for n in range(501)], at=NOON)

    assert Scan.objects.count() == 0


def test_register_device_keeps_only_a_hash_of_the_key(coordinator):
    event = EventFactory()

    device, key = services.register_device(event=event, name="  Door\u202e ", at=NOON, by=coordinator)

    assert device.name == "Door"
    assert device.key_hash == services.hash_of_key(key)
    assert queries.device_of_key_hash(event, services.hash_of_key(key)) == device
    assert queries.device_of_key_hash(EventFactory(), services.hash_of_key(key)) is None


def test_page_device_is_one_per_user_and_no_key_opens_it(coordinator):
    event = EventFactory()

    first = services.page_device(event=event, at=NOON, by=coordinator)
    second = services.page_device(event=event, at=NOON, by=coordinator)

    assert first == second
    assert queries.device_of_key_hash(event, first.key_hash) is None


def test_checkpoint_of_a_session_is_made_once(coordinator):
    session = SessionFactory()

    first = services.create_checkpoint(event=session.event, kind="session", name="", session=session, at=NOON, by=coordinator)
    second = services.create_checkpoint(
        event=session.event, kind="session", name="again", session=session, at=NOON, by=coordinator
    )

    assert first == second
    assert first.name == str(session.title)
    assert list(queries.sessions_without_checkpoint(session.event)) == []


def test_checkpoint_of_a_bus_is_offered_until_it_is_made(coordinator):
    visit = VisitFactory()
    bus = Bus.objects.create(visit=visit, name="Bus 2", seats=40)
    offered = list(queries.buses_without_checkpoint(visit.event))

    services.create_checkpoint(event=visit.event, kind="bus", name="Bus 2", bus=bus, at=NOON, by=coordinator)

    assert offered == [bus]
    assert list(queries.buses_without_checkpoint(visit.event)) == []


@pytest.mark.parametrize(("kind", "name"), [("door", " \u200b "), ("window", "Main")])
def test_checkpoint_needs_a_kind_and_a_name(coordinator, kind, name):
    with pytest.raises(CheckpointNeedsName):
        services.create_checkpoint(event=EventFactory(), kind=kind, name=name, at=NOON, by=coordinator)
