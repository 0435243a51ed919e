from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from catecp.events.calendar import Entry, feed
from catecp.events.links import calendar_key, registration_key
from catecp.events.services.programme import SessionDetails, save_session
from catecp.events.services.releases import release_programme
from catecp.events.services.visits import join_visit, leave_visit
from catecp.kernel.translated import Translated, written
from tests.factories.events import NOON, EventFactory, RegistrationFactory, SessionFactory, TalkFactory, VisitFactory

BEFORE = NOON - timedelta(days=30)


def release(event):
    return release_programme(event=event, note=Translated(), by=None, at=NOON)


def events_in(content: bytes) -> list:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_feed_gives_local_times_with_their_zone():
    entry = Entry(key="session-x", title="开幕, opening; ពិធី", starts_at=datetime(2025, 5, 13, 1, 30, tzinfo=UTC))

    content = feed(name="W", time_zone="Asia/Phnom_Penh", host="h.example", sequence=3, stamp=NOON, entries=[entry])

    calendar = Calendar.from_ical(content)
    (shown,) = calendar.walk("VEVENT")
    (zone,) = calendar.walk("VTIMEZONE")
    assert (shown["UID"], shown["SEQUENCE"], shown["SUMMARY"]) == ("session-x@h.example", 3, "开幕, opening; ពិធី")
    assert shown["DTSTART"].dt.isoformat() == "2025-05-13T08:30:00+07:00"
    assert shown["DTEND"].dt.isoformat() == "2025-05-13T09:30:00+07:00"
    assert zone["TZID"] == "Asia/Phnom_Penh" == shown["DTSTART"].params["TZID"]
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_feed_of_a_zone_with_summer_time_says_both():
    entry = Entry(key="x", title="x", starts_at=datetime(2026, 7, 1, 8, 0, tzinfo=UTC))

    content = feed(name="W", time_zone="Europe/Paris", host="h.example", sequence=1, stamp=NOON, entries=[entry])

    (shown,) = events_in(content)
    assert shown["DTSTART"].dt.isoformat() == "2026-07-01T10:00:00+02:00"
    assert {part.name for zone in Calendar.from_ical(content).walk("VTIMEZONE") for part in zone.subcomponents} == {
        "STANDARD",
        "DAYLIGHT",
    }


@pytest.mark.django_db
def test_feed_keeps_identifiers_over_versions_and_counts_them(client):
    session = SessionFactory(title={"en": "As planned"})
    SessionFactory(event=session.event, starts_at=None)
    release(session.event)
    address = reverse("events:feed", args=[session.event.slug])
    first = events_in(client.get(address).content)
    save_session(
        event=session.event, session=session, details=SessionDetails(title=written("Renamed"), starts_at=NOON), by=None, at=NOON
    )

    unreleased = events_in(client.get(address).content)
    release(session.event)
    second = events_in(client.get(address).content)

    assert unreleased == first
    assert [event["UID"] for event in second] == [event["UID"] for event in first] == [f"session-{session.public_id}@testserver"]
    assert [(shown["SEQUENCE"], shown["SUMMARY"]) for shown in (*first, *second)] == [(1, "As planned"), (2, "Renamed")]


@pytest.mark.django_db
def test_feed_of_a_closed_event_is_not_found(client):
    session = SessionFactory(event__is_public=False)
    release(session.event)

    assert client.get(reverse("events:feed", args=[session.event.slug])).status_code == 404


@pytest.mark.django_db
def test_own_feed_leaves_out_what_runs_beside_the_own_talk(client):
    event = EventFactory()
    hour = timedelta(hours=1)
    mine = SessionFactory(event=event, title={"en": "Mine"}, ends_at=NOON + hour)
    SessionFactory(event=event, title={"en": "Beside"}, ends_at=NOON + hour)
    SessionFactory(event=event, title={"en": "Later"}, starts_at=NOON + hour, ends_at=NOON + 2 * hour)
    registration = RegistrationFactory(event=event)
    TalkFactory(session=mine, speaker=registration.person)
    visit, full = VisitFactory(event=event), VisitFactory(event=event, capacity=0)
    for trip in (visit, full):
        join_visit(visit=trip, registration=registration, by=None, at=BEFORE)
    release(event)
    address = reverse("events:own_feed", args=[event.slug, calendar_key(registration)])

    content = client.get(address)

    assert content["Content-Type"] == "text/calendar; charset=utf-8"
    assert [str(shown["SUMMARY"]) for shown in events_in(content.content)] == ["★ Mine", "Later", "Special economic zone"]
    leave_visit(visit=visit, registration=registration, by=None, at=BEFORE)
    assert len(events_in(client.get(address).content)) == 2


@pytest.mark.django_db
def test_own_feed_with_a_wrong_key_is_not_found(client):
    registration = RegistrationFactory()
    other = RegistrationFactory()
    keys = [registration.public_id, registration_key(registration), calendar_key(registration)[:-1] + "_", "x" * 500]
    release(SessionFactory(event=registration.event).event)

    statuses = [client.get(reverse("events:own_feed", args=[registration.event.slug, key])).status_code for key in keys]
    foreign = client.get(reverse("events:own_feed", args=[registration.event.slug, calendar_key(other)]))

    assert (statuses, foreign.status_code) == ([404] * 4, 404)
