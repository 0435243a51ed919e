"""Times as exports write them. What can be read in two ways is said, never silently chosen."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from catecp.network.spelling import clean, fold

Moment = datetime | None
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januari janvier",
            "feb february februari",
            "mar march maret mac",
            "apr april",
            "may mei",
            "jun june juni",
            "jul july juli julai",
            "aug august agustus ogos",
            "sep sept september",
            "oct october oktober okt",
            "nov november",
            "dec december desember disember des",
        ),
        1,
    )
    for name in names.split()
}
_AFTERNOON = re.compile(r"(pm|p\.m\.|下午|晚上|ល្ងាច|chieu|ptg|mlm)")
_MORNING = re.compile(r"(am|a\.m\.|上午|早上|凌晨|ព្រឹក|sang|pagi|pg\b)")
_TIME = re.compile(r"(\d{1,2})\s*[:h时点]\s*(\d{2})(?:\s*[:分]\s*(\d{2}))?")
_YEAR_FIRST = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_COMPACT = re.compile(r"^(20\d{2})(\d{2})(\d{2})(?:[t ]?(\d{2})(\d{2}))?$")
_NUMBERS = re.compile(r"^(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})(?!\d)")
_DAY_MONTH_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s\-/.]*([a-z]{3,9})[\s\-/.,]*(\d{4}|\d{2})(?!\d|:)")
_MONTH_NAME_DAY = re.compile(r"([a-z]{3,9})[\s\-/.]*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})")
_EXCEL_DAY_ONE = datetime(1899, 12, 30)  # noqa: DTZ001 -- a spreadsheet knows no zone


@dataclass(frozen=True)
class ReadTime:
    """A time as read (naive: the sheet knows no zone), or its two readings when both day orders are possible."""

    at: Moment = None
    other: Moment = None
    shape: str = ""

    @property
    def ambiguous(self) -> bool:
        """Tell whether day and month could be exchanged."""
        return self.other is not None


def read_time(cell: object) -> ReadTime:
    """Read one cell. For "04/05/2025" `at` is the reading with the month first and `other` the one with the day first."""
    if isinstance(cell, datetime):
        return ReadTime(cell.astimezone(UTC).replace(tzinfo=None) if cell.tzinfo else cell)
    if isinstance(cell, date):
        return ReadTime(datetime.combine(cell, time()))
    if isinstance(cell, bool) or cell is None:
        return ReadTime()
    if isinstance(cell, int | float):
        return ReadTime(_from_serial(float(cell)))
    return _read_text(str(cell))


def _from_serial(number: float) -> Moment:
    # Day numbers of Excel for 2000 to 2099; any other number is no date.
    return _EXCEL_DAY_ONE + timedelta(days=round(number * 1440) / 1440) if 36526 <= number < 73051 else None


def _read_text(typed: str) -> ReadTime:
    text = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in fold(clean(typed)))
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return ReadTime(_from_serial(float(text)))
    clock = _clock(text)
    if found := _YEAR_FIRST.search(text):
        return ReadTime(_moment(found[1], found[2], found[3], clock))
    if found := _COMPACT.search(text):
        minutes = (int(found[4]), int(found[5]), 0) if found[4] else clock
        return ReadTime(_moment(found[1], found[2], found[3], minutes))
    if found := _NUMBERS.search(text):
        return _two_orders(found, clock, text)
    if (found := _DAY_MONTH_NAME.search(text)) and found[2] in _MONTHS:
        return ReadTime(_moment(found[3], _MONTHS[found[2]], found[1], clock))
    if (found := _MONTH_NAME_DAY.search(text)) and found[1] in _MONTHS:
        return ReadTime(_moment(found[3], _MONTHS[found[1]], found[2], clock))
    return ReadTime()


def _two_orders(found: re.Match[str], clock: tuple[int, int, int], text: str) -> ReadTime:
    first, separator, second, year = found.groups()
    month_first = _moment(year, first, second, clock)
    day_first = _moment(year, second, first, clock)
    shape = f"{separator}{'12h' if _AFTERNOON.search(text) or _MORNING.search(text) else '24h' if _TIME.search(text) else ''}"
    if separator == "." and day_first:
        return ReadTime(day_first, shape="day_first")
    if month_first and day_first and month_first != day_first:
        return ReadTime(month_first, day_first, shape)
    return ReadTime(month_first or day_first, shape=f"{shape}:{'month_first' if month_first else 'day_first'}")


def _clock(text: str) -> tuple[int, int, int]:
    found = _TIME.search(text)
    if not found:
        return 0, 0, 0
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if _AFTERNOON.search(text) and hour < 12:
        hour += 12
    elif _MORNING.search(text) and hour == 12:
        hour = 0
    return hour, minute, second


def _moment(year: str | int, month: str | int, day: str | int, clock: tuple[int, int, int]) -> Moment:
    number = int(year)
    if number < 100:
        number += 2000
    if 2540 <= number <= 2640:
        number -= 543  # the Buddhist era, as Thai forms write it
    try:
        return datetime(number, int(month), int(day), *clock)  # noqa: DTZ001 -- a spreadsheet knows no zone
    except ValueError:
        return None


@dataclass(frozen=True)
class ColumnOrder:
    """Which order of day and month the unmistakable dates of a column show, for each way of writing."""

    orders: dict[str, str]

    def settle(self, read: ReadTime, *, not_after: Moment = None) -> Moment:
        """Return the likelier reading of an ambiguous date: as its neighbours write, else the one before the event."""
        order = self.orders.get(read.shape)
        if order:
            return read.at if order == "month_first" else read.other
        if not_after and read.at and read.other and (read.at <= not_after) != (read.other <= not_after):
            return read.at if read.at <= not_after else read.other
        return None


def order_of(times: Iterable[ReadTime]) -> ColumnOrder:
    """Learn from the dates that can be read in one way only. A way of writing that shows both orders settles nothing."""
    seen: dict[str, Counter[str]] = {}
    for read in times:
        if read.at and not read.ambiguous and ":" in read.shape:
            shape, order = read.shape.rsplit(":", 1)
            seen.setdefault(shape, Counter())[order] += 1
    return ColumnOrder({shape: next(iter(orders)) for shape, orders in seen.items() if len(orders) == 1})
