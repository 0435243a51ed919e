"""Programmes as iCalendar (RFC 5545): identifiers stay the same over versions, the version is the SEQUENCE. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

CONTENT_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """One thing to be at. `key` is stable for its whole life; without an end it lasts an hour."""

    key: str
    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    place: str = ""
    about: str = ""
    address: str = ""


def feed(*, name: str, time_zone: str, host: str, sequence: int, stamp: datetime, entries: Iterable[Entry]) -> bytes:
    """The calendar file. `stamp` is when this version was made; `host` makes the identifiers unique in the world."""
    calendar = Calendar()
    calendar.add("prodid", "-//CATECP//Programme//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", time_zone)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, zone=ZoneInfo(time_zone), host=host, sequence=sequence, stamp=stamp))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(entry: Entry, *, zone: ZoneInfo, host: str, sequence: int, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{host}")
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", sequence)
    event.add("summary", entry.title)
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", (entry.ends_at or entry.starts_at + timedelta(hours=1)).astimezone(zone))
    for name, value in (("location", entry.place), ("description", entry.about), ("url", entry.address)):
        if value:
            event.add(name, value)
    return event
