"""Dates given relative to an event ('one day prior to the workshop') and dates of one event that differ."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from catecp.insights.reconcile.dates import Span, dates_in
from catecp.insights.reconcile.document import Document, Sentence
from catecp.insights.reconcile.findings import Finding, Quote
from catecp.insights.reconcile.numerals import roman_or_number

_EVENT = (
    r"(?:workshop|conference|forum|seminar|symposium|summit|meeting|training|fair|exhibition|ceremony"
    r"|event|programme|program|course|congress|competition|tour|mission|camp|study visit|retreat|exchange)"
)
_RELATIVE = re.compile(
    rf"\b(?:(?P<number>\d{{1,2}}|an?|one|two|three|four|five|six|seven|the)\s+)?(?P<unit>days?|weeks?)\s+(?P<side>prior to"
    rf"|before|ahead of|in advance of|preceding|after|following)\s+"
    rf"(?:(?:the\s+)?(?P<edge>start|opening|beginning|end|close|closing|conclusion)\s+of\s+)?(?:the\s+"
    rf"|this\s+)?(?:\w+\s+){{0,2}}?(?P<event>{_EVENT})\b"
    rf"|\bon the eve of\s+(?:the\s+)?(?:\w+\s+){{0,2}}?(?P<eve>{_EVENT})\b",
    re.IGNORECASE,
)
_HELD = re.compile(
    rf"\b(?P<event>{_EVENT})\b[^.;]{{0,90}}?\b(?:held|took place|takes place|organi[sz]ed|conducted|convened"
    rf"|hosted|ran|lasted|initiated)\b[^.;]{{0,80}}$"
    rf"|\b(?:held|organi[sz]ed|conducted|convened|hosted|initiated)\b[^.;]{{0,60}}\b(?P<event2>{_EVENT})\b[^.;]{{0,60}}$",
    re.IGNORECASE,
)
_OTHER_EDITION = re.compile(
    r"\b(?:first|1st|previous|last|earlier|next|third|3rd|follow-up|upcoming|preparatory|pre-|other|another|similar)\b",
    re.IGNORECASE,
)
_LONG = re.compile(
    rf"\b(?:the|this)\s+(?P<number>\d{{1,2}}|two|three|four|five|six|seven|eight|nine|ten)-day\s+(?:[\w-]+\s+){{0,2}}?(?P<event>{_EVENT})\b",
    re.IGNORECASE,
)
_TITLE_BLOCKS = 6


def check(document: Document) -> list[Finding]:
    """Findings `relative_date` and `event_dates`."""
    stated = _event_dates(document)
    return [*_relative(document, stated), *_differing(stated), *_lengths(document, stated)]


def _event_dates(document: Document) -> list[tuple[str, Span, Sentence]]:
    """(event noun, dates, sentence) wherever the text dates an event: in its title lines or where it says it was held."""
    found: list[tuple[str, Span, Sentence]] = []
    title_noun = ""
    for sentence in document.sentences:
        spans = [span for span in dates_in(sentence.text) if span.first.exists and span.last.exists]
        alone = len(document.by_block[sentence.block]) == 1 and not sentence.text.rstrip().endswith((".", "。"))
        if sentence.block < _TITLE_BLOCKS and len(sentence.text) < 160 and alone:
            noun = re.search(rf"\b{_EVENT}\b", sentence.text, re.IGNORECASE)
            title_noun = title_noun or (noun.group().lower() if noun else "")
            if len(spans) == 1 and title_noun and _only_dates(sentence.text, spans[0]):
                found.append((title_noun, spans[0], sentence))
                continue
        for span in spans:
            before = sentence.text[: span.start]
            match = _HELD.search(before)
            if match and not dates_in(before) and not _OTHER_EDITION.search(before):
                found.append(((match["event"] or match["event2"]).lower(), span, sentence))
    return found


def _only_dates(text: str, span: Span) -> bool:
    """Whether a title line is a date with a place or a name, not a sentence about something else."""
    rest = text[: span.start] + text[span.end :]
    return not re.search(
        r"\b(?:deadline|published|issued|version|draft|updated|prepared|submitted|report(?:ed)? (?:on|date)"
        r"|date of (?:report|issue)|press|release)\b",
        rest,
        re.IGNORECASE,
    )


def _as_dates(span: Span, year: int) -> tuple[date, date] | None:
    first, last = span.first.on_calendar(year), span.last.on_calendar(year)
    return (first, last) if first and last else None


def _relative(document: Document, stated: list[tuple[str, Span, Sentence]]) -> Iterator[Finding]:
    for sentence in document.sentences:
        for match in _RELATIVE.finditer(sentence.text):
            near = [span for span in dates_in(sentence.text) if not span.is_range]
            if not near:
                continue
            span = min(near, key=lambda candidate: min(abs(candidate.end - match.start()), abs(candidate.start - match.end())))
            event = (match["event"] or match["eve"]).lower()
            held = [entry for entry in stated if entry[0] == event and entry[2] != sentence] or [
                entry for entry in stated if event == "event" and entry[2] != sentence
            ]
            if not held or len({(entry[1].first.day, entry[1].last.day, entry[1].first.month) for entry in held}) > 1:
                continue
            yield from _compare(match, span, held[0], sentence)


def _compare(match: re.Match[str], span: Span, held: tuple[str, Span, Sentence], sentence: Sentence) -> Iterator[Finding]:
    year = span.first.year or held[1].first.year
    dates, actual = _as_dates(held[1], year), span.first.on_calendar(year)
    if not dates or not actual:
        return
    number = (match["number"] or "one").lower() if not match["eve"] else "one"
    count = 1 if number in ("a", "an", "the") else roman_or_number(number) or 1
    days = count * (7 if (match["unit"] or "day").lower().startswith("week") else 1)
    after = bool(match["side"]) and match["side"].lower() in ("after", "following")
    base = dates[1] if after else dates[0]
    if match["edge"] and match["edge"].lower() in ("start", "opening", "beginning"):
        base = dates[0]
    elif match["edge"]:
        base = dates[1]
    expected = base + timedelta(days=days if after else -days)
    if actual == expected or (days >= 7 and abs((actual - expected).days) <= 2):
        return
    quotes = (Quote(sentence.text, sentence.where), Quote(held[2].text, held[2].where))
    what = (
        f"{span.text} is said to be {match.group().strip()}, but the {held[0]} is dated {held[1].text}; that"
        f" would be {expected.day} {expected:%B}."
    )
    yield Finding("relative_date", what, (actual.day, expected.day, dates[0].day, dates[1].day), quotes, sentence.block)


def _differing(stated: list[tuple[str, Span, Sentence]]) -> Iterator[Finding]:
    """Two datings of one event that overlap or lie within days of each other, yet differ."""
    for order, (event, span, sentence) in enumerate(stated):
        for other_event, other, other_sentence in stated[:order]:
            year = span.first.year or other.first.year
            here, there = _as_dates(span, year), _as_dates(other, other.first.year or year)
            if event != other_event or not here or not there or here == there or not (span.is_range or other.is_range):
                continue
            if span.is_range != other.is_range and (there[0] <= here[0] <= there[1] or here[0] <= there[0] <= here[1]):
                continue
            if abs((here[0] - there[0]).days) <= 10:
                quotes = (Quote(other_sentence.text, other_sentence.where), Quote(sentence.text, sentence.where))
                yield Finding(
                    "event_dates", f"The {event} is dated {other.text} in one place and {span.text} in another.",
                    (there[0].day, there[1].day, here[0].day, here[1].day), quotes, other_sentence.block,
                )  # fmt: skip
                return


def _lengths(document: Document, stated: list[tuple[str, Span, Sentence]]) -> Iterator[Finding]:
    """'the seven-day tour' against the dates the title gives for it."""
    for sentence in document.sentences:
        if any(span.is_range for span in dates_in(sentence.text)):
            continue
        for match in _LONG.finditer(sentence.text):
            held = [entry for entry in stated if entry[0] == match["event"].lower() and entry[1].is_range]
            number = roman_or_number(match["number"])
            dates = _as_dates(held[0][1], held[0][1].first.year or 2023) if held else None
            if (
                dates is None
                or number is None
                or len({entry[1].text for entry in held}) > 1
                or _OTHER_EDITION.search(sentence.text[: match.start()])
            ):
                continue
            days = (dates[1] - dates[0]).days + 1
            if days not in (number, number + 2 * (number // 5)):
                quotes = (Quote(sentence.text, sentence.where), Quote(held[0][2].text, held[0][2].where))
                numbers = (number, days, dates[0].day, dates[1].day)
                yield Finding("duration", f"{match.group()}: {held[0][1].text} has {days} days.", numbers, quotes, sentence.block)
