"""Days and times of an event as its readers write them, always in the event's own zone."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils import formats
from django.utils.translation import gettext as _

from catecp.events.enums import SessionKind, TalkKind

register = template.Library()


@register.filter
def days(event: Any) -> str:
    """One day, or the first and the last."""
    first = formats.date_format(event.starts_on, "DATE_FORMAT")
    if event.starts_on == event.ends_on:
        return first
    return _("%(first)s to %(last)s") % {"first": first, "last": formats.date_format(event.ends_on, "DATE_FORMAT")}


@register.simple_tag
def hours(thing: Any, time_zone: str) -> str:
    """From when to when, without the day: for a session, a visit."""
    if thing.starts_at is None:
        return ""
    zone = ZoneInfo(time_zone)
    starts = formats.time_format(thing.starts_at.astimezone(zone), "TIME_FORMAT")
    if thing.ends_at is None:
        return starts
    return f"{starts} – {formats.time_format(thing.ends_at.astimezone(zone), 'TIME_FORMAT')}"


@register.simple_tag
def moment(value: datetime | None, time_zone: str) -> str:
    """Day and time."""
    return formats.date_format(value.astimezone(ZoneInfo(time_zone)), "SHORT_DATETIME_FORMAT") if value else ""


@register.filter
def talk_kind(kind: str) -> str:
    return str(TalkKind(kind).label) if kind in TalkKind.values else kind


@register.filter
def session_kind(kind: str) -> str:
    return str(SessionKind(kind).label) if kind in SessionKind.values else kind
