"""Dates the calendar does not have, weekdays that do not fit, ends before beginnings, stated lengths that differ."""

import re
from collections.abc import Iterator

from catecp.insights.reconcile.dates import Day, Span, dates_in
from catecp.insights.reconcile.document import TABLE, Document
from catecp.insights.reconcile.findings import Finding, Quote, tidy
from catecp.insights.reconcile.numerals import hanzi_value, roman_or_number

_NUMBER = r"(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen)"
_LENGTH = re.compile(
    rf"\b{_NUMBER}[\s-]+(?:full[\s-]+|consecutive[\s-]+|working[\s-]+)?(days?|weeks?)(?![\w-]*\s+(?:before"
        rf"|prior|after|later|earlier|ago|in advance|notice|visa|of training))"
    r"|(?:为期|历时|共|持续)\s*(?P<hanzi>\d{1,2}|[一二两三四五六七八九十]{1,3})\s*(?P<unit>天|周)", re.IGNORECASE,
)  # fmt: skip
_WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_YEARS = re.compile(
    r"\b(?:from|between|during)\s+((?:19|20)\d\d)\s+(?:to|and|until|till|through)\s+((?:19|20)\d\d)\b", re.IGNORECASE
)
_HOURS = re.compile(
    r"(?<![\d:.])(\d{1,2})[:.h](\d{2})\s*(?:-|–|—|to|until|至)\s*(\d{1,2})[:.h](\d{2})(?![\d.:]|\s*[ap]\.?m)", re.IGNORECASE
)
_OTHER_LENGTH = re.compile(
    r"\b(?:within|first|last|week of|before|after|followed|preceded|each|every|including|later)\b", re.IGNORECASE
)
_CLAUSE = re.compile(r"[;；]")


def check(document: Document) -> list[Finding]:
    """Findings `date_impossible`, `weekday`, `date_order`, `duration`."""
    findings: list[Finding] = []
    year = _only_year(document)
    for position, text, where in _texts(document):
        quote = Quote(text, where)
        for span in dates_in(text):
            findings.extend(_one_span(span, quote, position, year))
        findings.extend(_durations(text, quote, position, year))
        findings.extend(_other_orders(text, quote, position))
    return findings


def _texts(document: Document) -> Iterator[tuple[int, str, str]]:
    for sentence in document.sentences:
        if re.search(r"\d", sentence.text):
            yield sentence.block, sentence.text, sentence.where
    for position, block in enumerate(document.blocks):
        if block.kind == TABLE:
            yield from ((position, cell, block.where) for row in block.rows for cell in row if re.search(r"\d", cell))


def _only_year(document: Document) -> int:
    """The year all printed dates share, 0 when they do not."""
    years = {span.first.year for _, text, _ in _texts(document) for span in dates_in(text) if span.first.year}
    return years.pop() if len(years) == 1 else 0


def _one_span(span: Span, quote: Quote, position: int, year: int) -> Iterator[Finding]:
    for day in dict.fromkeys((span.first, span.last)):
        if not day.exists:
            yield Finding("date_impossible", f"There is no such day: {span.text}.", (day.day,), (quote,), position)
            return
        actual = day.on_calendar(year)
        if day.weekday is not None and actual and actual.weekday() != day.weekday:
            yield Finding(
                "weekday", f"{actual.day} {actual:%B} {actual.year} is a {_WEEKDAY_NAMES[actual.weekday()]}, not a {_WEEKDAY_NAMES[day.weekday]}.",
                (day.day, actual.year), (quote,), position,
            )  # fmt: skip
    if span.is_range and not span.joined_by_and and _reversed(span):
        yield Finding(
            "date_order", f"The end lies before the beginning: {span.text}.", (span.first.day, span.last.day), (quote,), position
        )


def _reversed(span: Span) -> bool:
    first, last = span.first, span.last
    if first.year and last.year and first.year != last.year:
        return first.year > last.year
    if first.month > last.month and not re.search(r"(?:19|20)\d\d.*\D(?:-|–|to|至)", span.text) and first.month - last.month > 6:
        return False
    return (first.month, first.day) > (last.month, last.day)


def length_of(span: Span, year: int) -> int | None:
    """Days from the first to the last day, both counted; None without a year for both or for dates out of order."""
    first, last = span.first.on_calendar(year or 2023), span.last.on_calendar(year or 2023)
    return (last - first).days + 1 if first and last and last >= first else None


def _durations(text: str, quote: Quote, position: int, year: int) -> Iterator[Finding]:
    """'three-day workshop … 12-13 May' in one clause that has a single range and a single length."""
    for clause in _CLAUSE.split(text):
        spans, lengths = [span for span in dates_in(clause) if span.is_range], list(_LENGTH.finditer(clause))
        if len(spans) != 1 or len(lengths) != 1 or len(dates_in(clause)) != 1:
            continue
        match, span = lengths[0], spans[0]
        between = clause[min(match.end(), span.end) : max(match.start(), span.start)]
        around = clause[: match.start()][-25:] + between
        if len(between) > 110 or _OTHER_LENGTH.search(around):
            continue
        stated = (
            roman_or_number(match[1])
            if match[1]
            else (hanzi_value(match["hanzi"]) if not match["hanzi"].isdigit() else int(match["hanzi"]))
        )
        actual = length_of(span, year)
        unit = (match[2] or match["unit"] or "").lower()
        if stated is None or actual is None or _length_agrees(stated, unit, span, actual, year):
            continue
        yield Finding(
            "duration", f"{match.group().strip()}: {span.text} has {actual} days.",
            (tidy(stated), actual, span.first.day, span.last.day), (quote,), position,
            facts={"stated": stated, "computed": actual},
        )  # fmt: skip


def _length_agrees(stated: int, unit: str, span: Span, actual: int, year: int) -> bool:
    if unit.startswith("week") or unit == "周":
        return 7 * (stated - 1) + 4 <= actual <= 7 * stated + 2
    if stated >= 8 and stated == actual - 1:
        return True
    return stated == actual or (span.joined_by_and and stated == 2) or stated == _working_days(span.first, actual, year)


def _working_days(first: Day, days: int, year: int) -> int:
    start = first.on_calendar(year)
    if start is None or days < 5:
        return -1
    return sum(1 for offset in range(days) if (start.weekday() + offset) % 7 < 5)


def _other_orders(text: str, quote: Quote, position: int) -> Iterator[Finding]:
    for match in _YEARS.finditer(text):
        if int(match[1]) > int(match[2]) and "compared" not in text:
            yield Finding(
                "date_order",
                f"The end lies before the beginning: {match.group()}.",
                (int(match[1]), int(match[2])),
                (quote,),
                position,
            )
    for match in _HOURS.finditer(text):
        hour, minute, end_hour, end_minute = (int(number) for number in match.groups())
        if (
            end_hour >= 8
            and hour < 24
            and end_hour < 24
            and max(minute, end_minute) < 60
            and (hour, minute) > (end_hour, end_minute)
        ):
            yield Finding("date_order", f"The end lies before the beginning: {match.group()}.", (), (quote,), position)
