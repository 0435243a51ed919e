import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catecp.accounts.models import Scope
from catecp.events.models import Checkpoint, Device, Scan
from catecp.events.services import checkin as services
from tests.factories.accounts import GrantFactory, PersonFactory
from tests.factories.events import CheckpointFactory, DeviceFactory, EventFactory, RegistrationFactory, ScanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def door():
    return CheckpointFactory()


@pytest.fixture
def phone(door, coordinator):
    """The phone's key; the phone itself has no session at all."""
    return services.register_device(event=door.event, name="Left", at=timezone.now(), by=coordinator)[1]


def hand_in(door, key, scans, **more):
    body = {"now": timezone.now().isoformat(), "waiting": 0, "scans": scans, **more}
    address = reverse("events:checkin_scans", kwargs={"slug": door.event.slug})
    return Client().post(address, json.dumps(body), content_type="application/json", headers={"X-Device-Key": key})


def a_scan(door, code, nonce="n-1"):
    return {
        "nonce": nonce,
        "code": code,
        "checkpoint": door.public_id,
        "direction": "in",
        "how": "camera",
        "scanned_at": timezone.now().isoformat(),
    }


def test_phone_hands_in_without_a_session_and_again_changes_nothing(door, phone):
    guest = RegistrationFactory(event=door.event)
    batch = [a_scan(door, f"http://testserver/b/{guest.badge_code}/")]

    answers = [hand_in(door, phone, batch) for _ in range(3)]

    assert [(answer.status_code, answer.json()) for answer in answers] == [
        (200, {"held": ["n-1"], "refused": {}, "clock_ahead": 0})
    ] * 3
    assert list(Scan.objects.values_list("registration", flat=True)) == [guest.pk]


def test_wrong_clock_is_told_to_the_phone(door, phone):
    answer = hand_in(door, phone, [], now=(timezone.now() + timedelta(hours=2)).isoformat())

    assert answer.json()["clock_ahead"] in (7199, 7200)


def test_withdrawn_phone_gets_neither_list_nor_receipt(door, phone, coordinator):
    services.withdraw_device(device=Device.objects.get(), at=timezone.now(), by=coordinator)
    address = reverse("events:checkin_list", kwargs={"slug": door.event.slug})

    handed = hand_in(door, phone, [a_scan(door, "AAAA1111")])
    fetched = Client().get(address, headers={"X-Device-Key": phone})

    assert (handed.status_code, fetched.status_code) == (403, 403)
    assert handed.json()["problem"].startswith("This phone was withdrawn")
    assert Scan.objects.count() == 0


def test_key_of_one_event_opens_no_other(phone):
    other = EventFactory()
    RegistrationFactory(event=other)

    answer = Client().get(reverse("events:checkin_list", kwargs={"slug": other.slug}), headers={"X-Device-Key": phone})

    assert answer.status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"scans": 3}',
        b'{"scans": [3]}',
        b'{"scans": [{"nonce": "a"}]}',
        b"\xff\xfe",
        b'{"scans": null}',
        b"[" * 100_000,
    ],
)
def test_unreadable_batch_is_answered_and_keeps_nothing(door, phone, body):
    address = reverse("events:checkin_scans", kwargs={"slug": door.event.slug})

    answer = Client().post(address, body, content_type="application/json", headers={"X-Device-Key": phone})

    assert answer.status_code == 400
    assert Scan.objects.count() == 0


def test_list_of_names_ends_with_the_role_and_what_the_phone_holds_is_still_taken(door):
    grant = GrantFactory(role="door_staff", scope="event", scope_id=door.event_id)
    _device, key = services.register_device(event=door.event, name="", at=timezone.now(), by=grant.user)
    address = reverse("events:checkin_list", kwargs={"slug": door.event.slug})

    before = Client().get(address, headers={"X-Device-Key": key}).status_code
    grant.delete()
    after = Client().get(address, headers={"X-Device-Key": key}).status_code
    taken = hand_in(door, key, [a_scan(door, "AAAA1111")])

    assert (before, after, taken.json()["held"]) == (200, 403, ["n-1"])


def test_list_is_sent_once_and_then_only_when_it_changed(door, phone):
    guest = RegistrationFactory(event=door.event)
    address = reverse("events:checkin_list", kwargs={"slug": door.event.slug})
    first = Client().get(address, headers={"X-Device-Key": phone})

    again = Client().get(address, headers={"X-Device-Key": phone, "If-None-Match": first["ETag"]})
    ScanFactory(checkpoint=door, registration=guest)
    changed = Client().get(address, headers={"X-Device-Key": phone, "If-None-Match": first["ETag"]})

    assert [first.status_code, again.status_code, changed.status_code] == [200, 304, 200]
    assert changed.json()["seen"][0][:3] == [guest.public_id, door.public_id, "in"]


def test_scanner_page_holds_no_names(door, coordinator_client):
    RegistrationFactory(event=door.event, person=PersonFactory(name="UNIQUE PERSON NAME"))

    page = coordinator_client.get(reverse("events:checkin", kwargs={"slug": door.event.slug}))

    assert "UNIQUE PERSON NAME" not in page.text
    assert "csrfmiddlewaretoken" not in page.text


def test_closed_event_is_not_there_for_an_outsider(signed_in):
    event = EventFactory(is_public=False)
    outsider = GrantFactory(role="participant", scope=Scope.EVENT, scope_id=EventFactory().pk).user

    assert signed_in(outsider).get(reverse("events:checkin", kwargs={"slug": event.slug})).status_code == 404


@pytest.mark.parametrize(("name", "status"), [("checkin_worker", 200), ("checkin_list", 401), ("checkin_scans", 401)])
def test_addresses_a_phone_asks_without_session_do_not_tell_which_events_there_are(name, status):
    closed = EventFactory(is_public=False, slug="closed")
    method = "post" if name == "checkin_scans" else "get"

    there, missing = [
        getattr(Client(), method)(reverse(f"events:{name}", kwargs={"slug": slug})) for slug in (closed.slug, "secret")
    ]

    assert there.status_code == missing.status_code == status
    assert there.text.replace("closed", "secret") == missing.text


def test_door_staff_of_another_event_may_not_scan_here(door, signed_in):
    staff = GrantFactory(role="door_staff", scope=Scope.EVENT, scope_id=EventFactory().pk).user

    assert signed_in(staff).get(reverse("events:checkin", kwargs={"slug": door.event.slug})).status_code == 403


def test_by_hand_finds_a_name_in_its_own_script_and_checks_in_once(door, coordinator_client):
    person = PersonFactory(name="SOK Dara", original_name="សុខ ដារា", original_language="km")
    guest = RegistrationFactory(event=door.event, person=person)
    address = reverse("events:checkin_by_hand", kwargs={"slug": door.event.slug})
    page = coordinator_client.get(address, {"q": "ដារា"})
    post = {
        "code": guest.badge_code,
        "checkpoint": door.public_id,
        "nonce": "6f0a0f9e-6a0e-4d5b-9f4e-0c6f5f1f7a11",
        "by_name": "1",
    }

    for _ in range(2):
        answer = coordinator_client.post(address, post, follow=True)

    assert guest.badge_code in page.text
    assert "Checked in: SOK Dara" in answer.text
    assert list(Scan.objects.values_list("registration", "how")) == [(guest.pk, "name")]


def test_by_hand_lets_in_a_code_nobody_has(door, coordinator_client):
    address = reverse("events:checkin_by_hand", kwargs={"slug": door.event.slug})
    post = {"code": "zzzz-zzz9", "checkpoint": door.public_id, "nonce": "6f0a0f9e-6a0e-4d5b-9f4e-0c6f5f1f7a11"}

    coordinator_client.post(address, post)

    assert list(Scan.objects.values_list("code", "registration")) == [("ZZZZZZZ9", None)]


def test_overview_says_how_many_are_here_and_who_is_missing(door, coordinator_client):
    ScanFactory(checkpoint=door, registration=RegistrationFactory(event=door.event))
    RegistrationFactory(event=door.event, person=PersonFactory(name="Missing Person"))

    page = coordinator_client.get(reverse("events:checkin_overview", kwargs={"slug": door.event.slug}))

    assert "1 of 2 people are checked in." in page.text
    assert "1 person not checked in" in page.text
    assert "Missing Person" in page.text


@pytest.mark.parametrize("guests", [1, 3])
def test_overview_asks_the_same_queries_however_many(door, coordinator_client, guests, django_assert_num_queries):
    for _ in range(guests):
        RegistrationFactory(event=door.event)
        guest = RegistrationFactory(event=door.event)
        for _ in range(2):
            ScanFactory(checkpoint=door, registration=guest, device=DeviceFactory(event=door.event))

    with django_assert_num_queries(15):
        coordinator_client.get(reverse("events:checkin_overview", kwargs={"slug": door.event.slug}))


def test_coordinator_creates_a_door_and_is_told_what_a_nameless_one_lacks(coordinator_client):
    event = EventFactory()
    address = reverse("events:checkin_checkpoint", kwargs={"slug": event.slug})

    made = coordinator_client.post(address, {"name": "Main door"}, follow=True)
    nameless = coordinator_client.post(address, {"name": " "}, follow=True)

    assert "Main door is a checkpoint now." in made.text
    assert "Give the checkpoint a name, such as “Main door”." in nameless.text
    assert Checkpoint.objects.count() == 1
