"""What a reader asks of the reach page, read from the address. Whatever cannot be read is left out and said."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Model
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catecp.courses.models import Channel, Course
from catecp.learning.queries.reach import Where
from catecp.network.models import Institution
from catecp.network.queries.canonical import canonical_of
from catecp.places.models import Country, Region

BREAKDOWNS: dict[str, str | Promise] = {
    "country": gettext_lazy("Countries"),
    "province": gettext_lazy("Provinces"),
    "institution": gettext_lazy("Institutions"),
    "course": gettext_lazy("Courses"),
    "channel": gettext_lazy("Channels"),
}
_YEAR, _QUARTER, _MONTH = re.compile(r"^20\d\d$"), re.compile(r"^(20\d\d)-Q([1-4])$"), re.compile(r"^(20\d\d)-(0[1-9]|1[0-2])$")


@dataclass(frozen=True)
class Span:
    """A period of whole months, or (without `first`) everything until the end of the last: a flow or a stock."""

    key: str
    first: date | None
    last: date  # a day: the last of the period, or today

    @property
    def is_flow(self) -> bool:
        return self.first is not None

    @property
    def label(self) -> str:
        if not self.is_flow:
            return _("until %(day)s") % {"day": formats.date_format(self.last)}
        if _YEAR.match(self.key):
            return self.key
        if found := _QUARTER.match(self.key):
            return _("quarter %(number)s of %(year)s") % {"number": found[2], "year": found[1]}
        return formats.date_format(self.last, "YEAR_MONTH_FORMAT")


@dataclass(frozen=True)
class Asked:
    """The address in full: filters as objects, the breakdown, which of the counts, and what could not be read."""

    span: Span
    by: str = "country"
    count: str = "people"
    country: Country | None = None
    province: Region | None = None
    institution: Institution | None = None
    course: Course | None = None
    channel: Channel | None = None
    unreadable: list[str] = field(default_factory=list)

    @property
    def where(self) -> Where:
        """The cell asked about: the smallest place named."""
        level, place = "all", ""
        if self.institution:
            level, place = "institution", str(canonical_of(self.institution).pk)
        elif self.province:
            level, place = "region", str(self.province.pk)
        elif self.country:
            level, place = "country", self.country.code
        return Where(level, place, self.course.pk if self.course else 0, self.channel.pk if self.channel else 0)

    def address(self, **changes: str) -> str:
        """The query string of the same question with some of it changed; "" takes a filter away."""
        values = {
            "country": self.country.code if self.country else "",
            "province": str(self.province.pk) if self.province else "",
            "institution": self.institution.public_id if self.institution else "",
            "course": self.course.public_id if self.course else "",
            "channel": self.channel.key if self.channel else "",
            "period": self.span.key,
            "by": self.by if self.by != "country" else "",
            "count": self.count if self.count != "people" else "",
            **changes,
        }
        return "?" + urlencode({key: value for key, value in values.items() if value})


def read_question(values: Mapping[str, str], *, today: date) -> Asked:
    """Read the address; what names nothing we know is left out and listed in `unreadable`."""
    unreadable: list[str] = []

    def found(key: str, model: type[Model], column: str) -> object:
        typed = values.get(key, "")
        if not typed:
            return None
        is_readable = len(typed) <= 60 and typed.isprintable() and (column != "pk" or typed.isdecimal() and len(typed) < 19)
        row = model._default_manager.filter(**{column: typed}).first() if is_readable else None
        if row is None:
            unreadable.append(key)
        return row

    asked = Asked(
        span=_span(values.get("period", ""), today=today, unreadable=unreadable),
        by=values.get("by", "") if values.get("by", "") in BREAKDOWNS else "country",
        count=values.get("count", "") if values.get("count", "") in ("in_channels", "enrolments") else "people",
        country=found("country", Country, "code"),  # type: ignore[arg-type]  # -- of the model named
        province=found("province", Region, "pk"),  # type: ignore[arg-type]  # -- of the model named
        institution=found("institution", Institution, "public_id"),  # type: ignore[arg-type]  # -- of the model named
        course=found("course", Course, "public_id"),  # type: ignore[arg-type]  # -- of the model named
        channel=found("channel", Channel, "key"),  # type: ignore[arg-type]  # -- of the model named
        unreadable=unreadable,
    )
    if asked.province and asked.country is None:
        asked = replace(asked, country=asked.province.country)
    return asked


def _span(typed: str, *, today: date, unreadable: list[str]) -> Span:
    if _YEAR.match(typed):
        return Span(typed, date(int(typed), 1, 1), date(int(typed), 12, 31))
    if found := _QUARTER.match(typed):
        year, quarter = int(found[1]), int(found[2])
        return Span(typed, date(year, 3 * quarter - 2, 1), _last_day(year, 3 * quarter))
    if found := _MONTH.match(typed):
        year, month = int(found[1]), int(found[2])
        return Span(typed, date(year, month, 1), _last_day(year, month))
    if typed.startswith("until-") and (found := _MONTH.match(typed.removeprefix("until-"))):
        return Span(typed, None, min(_last_day(int(found[1]), int(found[2])), today))
    if typed:
        unreadable.append("period")
    return Span("", None, today)


def _last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def periods_since(first: date | None, *, today: date) -> list[tuple[str, str]]:
    """(key, label) of the periods a reader may choose, newest first: years, their quarters, the last twelve months."""
    if first is None:
        return []
    years: list[str] = []
    quarters: list[str] = []
    months: list[str] = []
    for year in range(today.year, first.year - 1, -1):
        years.append(str(year))
        last_quarter = (today.month + 2) // 3 if year == today.year else 4
        first_quarter = (first.month + 2) // 3 if year == first.year else 1
        quarters += [f"{year}-Q{number}" for number in range(last_quarter, first_quarter - 1, -1)]
    month = today.replace(day=1)
    while month >= first.replace(day=1) and len(months) < 12:
        months.append(f"{month:%Y-%m}")
        month = (month - timedelta(days=1)).replace(day=1)
    keys = [*years, *quarters[:8], *months]
    return [(key, _span(key, today=today, unreadable=[]).label) for key in keys]
