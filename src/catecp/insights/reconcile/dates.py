"""Dates and spans of dates as they stand in a text, including ones the calendar does not have."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_SHORT = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_WEEKDAY_SHORT = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
_HANZI_WEEKDAYS = {char: number for number, char in enumerate("一二三四五六日")} | {"天": 6}

_M = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept\.?|Sep\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_D = r"\d{1,2}(?:st|nd|rd|th)?(?![\d:.]\d)"
_TO = r"\s*(?:-|–|—|~|to|until|till|through|and|&)\s*"
_W = rf"(?:(?:{'|'.join(name.title() for name in WEEKDAYS)}|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?,?\s*(?:the\s+)?)"
_Y = r"(?:,?\s*(?:of\s+)?(?P<{0}>(?:19|20)\d\d)\b)?"
_PATTERNS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (rf"(?P<w1>{_W})?\b(?P<d1>{_D})(?:\s+of)?\s+(?P<m1>{_M}){_Y.format('y1')}{_TO}(?P<w2>{_W})?(?P<d2>{_D})(?:\s+of)?\s+(?P<m2>{_M})\b"
         rf"{_Y.format('y2')}", 0),
        (rf"(?P<w1>{_W})?(?<![\d.,])\b(?P<d1>{_D}){_TO}(?P<w2>{_W})?(?P<d2>{_D})(?:\s+of)?\s+(?P<m2>{_M})\b{_Y.format('y2')}", 0),
        (rf"(?P<w1>{_W})?\b(?P<m1>{_M})\s+(?P<d1>{_D}){_Y.format('y1')}{_TO}(?P<w2>{_W})?(?P<m2>{_M})\s+(?P<d2>{_D}){_Y.format('y2')}", 0),
        (rf"(?P<w1>{_W})?\b(?P<m1>{_M})\s+(?P<d1>{_D}){_TO}(?P<w2>{_W})?(?P<d2>{_D})(?!\s*(?:{_M}|\d|%|[a-z]+s\b)){_Y.format('y1')}", 0),
        (rf"(?P<w1>{_W})?\b(?P<d1>{_D})(?:\s+of)?[\s-]+(?P<m1>{_M})\b{_Y.format('y1')}(?P<w3>\s*\(\s*{_W}\))?", 0),
        (rf"(?P<w1>{_W})?\b(?P<m1>{_M})\s+(?P<d1>{_D})\b{_Y.format('y1')}(?P<w3>\s*\(\s*{_W}\))?", 0),
        (r"(?P<y1>(?:19|20)\d\d)-(?P<n1>\d\d)-(?P<d1>\d\d)\b", 0),
        (r"(?:(?P<y1>\d{4})\s*年\s*)?(?P<n1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})\s*[日号]?(?P<c1>\s*[（(]?\s*(?:星期|周)[一二三四五六日天]\s*[）)]?)?"
         r"\s*(?:至|到|-|–|—|~|～)\s*(?:(?P<y2>\d{4})\s*年\s*)?(?:(?P<n2>\d{1,2})\s*月\s*)?(?P<d2>\d{1,2})\s*[日号]"
         r"(?P<c2>\s*[（(]?\s*(?:星期|周)[一二三四五六日天]\s*[）)]?)?", 0),
        (r"(?:(?P<y1>\d{4})\s*年\s*)?(?P<n1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})\s*[日号](?P<c1>\s*[（(]?\s*(?:星期|周)[一二三四五六日天]\s*[）)]?)?", 0),
    )
)  # fmt: skip
_WEEKDAY_TO = re.compile(rf"\b({'|'.join(name.title() for name in WEEKDAYS)})\s*(?:to|-|–|—|and|through|until)\s*$")


@dataclass(frozen=True)
class Day:
    """A day as printed; year 0 means none was printed, weekday None likewise (Monday is 0)."""

    year: int
    month: int
    day: int
    weekday: int | None = None

    def on_calendar(self, year: int = 0) -> date | None:
        """The date, in `year` when none was printed; None when there is no such day (31 June) or no year."""
        try:
            return date(self.year or year, self.month, self.day)
        except ValueError:
            return None

    @property
    def exists(self) -> bool:
        return 1 <= self.month <= 12 and 1 <= self.day <= calendar.monthrange(self.year or 2024, self.month)[1]


@dataclass(frozen=True)
class Span:
    """One or two printed days at [start, end) of a text; `last` equals `first` for a single day."""

    first: Day
    last: Day
    start: int
    end: int
    text: str
    joined_by_and: bool = False

    @property
    def is_range(self) -> bool:
        return self.first != self.last


@lru_cache(maxsize=40000)
def dates_in(text: str) -> tuple[Span, ...]:
    """All dates and spans of dates, in order, none overlapping."""
    taken = [False] * len(text)
    spans = []
    if not re.search(r"\d", text):
        return ()
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(taken[match.start() : match.end()]):
                spans.append(_span(match))
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    return tuple(sorted(spans, key=lambda span: span.start))


def _span(match: re.Match[str]) -> Span:
    group = match.groupdict()
    month1 = _month(group.get("m1") or group.get("m2"), group.get("n1"))
    month2 = _month(group.get("m2"), group.get("n2")) or month1
    year1 = int(group.get("y1") or group.get("y2") or 0)
    year2 = int(group.get("y2") or group.get("y1") or 0)
    first = Day(
        year1, month1, _number(group["d1"]), _weekday(group, "1") if _weekday(group, "1") is not None else _weekday(group, "3")
    )
    last = Day(year2, month2, _number(group["d2"]), _weekday(group, "2")) if group.get("d2") else first
    if group.get("d2"):
        first, last = _weekday_range(match, first, last)
    between = match.group()[match.end("d1") - match.start() :] if group.get("d2") else ""
    return Span(first, last, match.start(), match.end(), match.group().strip(), bool(re.search(r"\band\b|&", between)))


def _weekday_range(match: re.Match[str], first: Day, last: Day) -> tuple[Day, Day]:
    """'Thursday to Saturday, 14-16 November': the weekday before the first day is the last day's, another one stands before it."""
    before = _WEEKDAY_TO.search(match.string[: match.start()])
    if before is None or first.weekday is None or last.weekday is not None:
        return first, last
    return replace(first, weekday=WEEKDAYS.get(before[1].lower(), first.weekday)), replace(last, weekday=first.weekday)


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _month(name: str | None, number: str | None) -> int:
    if number:
        return int(number)
    key = (name or "").lower().rstrip(".")
    return MONTHS.get(key) or _SHORT.get(key) or 0


def _weekday(group: dict[str, str | None], which: str) -> int | None:
    if chinese := group.get(f"c{which}"):
        return next((_HANZI_WEEKDAYS[char] for char in chinese if char in _HANZI_WEEKDAYS), None)
    word = re.sub(r"[^a-z ]", " ", (group.get(f"w{which}") or "").lower()).split()
    return (WEEKDAYS.get(word[0]) if word[0] in WEEKDAYS else _WEEKDAY_SHORT.get(word[0])) if word else None
