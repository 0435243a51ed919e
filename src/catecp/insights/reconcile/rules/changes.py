"""Rises and falls that do not follow: 'from 40 to 70, more than doubled', 'up from 80 to 100, an increase of 40 %'."""

import re
from collections.abc import Iterator

from catecp.insights.reconcile.document import Document, Sentence
from catecp.insights.reconcile.findings import Finding, Quote, plain, tidy
from catecp.insights.reconcile.quantities import ABOUT, AT_LEAST, AT_MOST, COUNT, EXACT, MONEY, PERCENT, Quantity

_TO = re.compile(
    r"^[^.;:]{0,60}?\b(?:to|reaching|until)\s+(?:a total of\s+|some\s+|nearly\s+|over\s+|about\s+)?$|^[^。；]{0,12}(?:增至"
    r"|增加到|增长到|上升到|提高到|升至|降至|减少到|下降到|到|至)$",
    re.IGNORECASE,
)
_FROM_BEFORE = re.compile(
    r"(?:\bfrom|\bcompared (?:with|to)|\bagainst|\bversus|\bthan)\s+(?:only\s+|just\s+|a total of\s+|the\s+"
    r"|about\s+|some\s+|nearly\s+|over\s+)*$|(?:从|由)[^，。；\d]{0,10}$",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"\b(?:increas\w+|ris\w+|rose|gr[eo]w\w*|climb\w*|jump\w*|surg\w*|expand\w*|gain\w*|drop\w*|f[ae]ll\w*"
    r"|declin\w+|decreas\w+|reduc\w+|shr[aiu]nk\w*|up|down)\b|增|降|减|升",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:\b(?:by|of)\s+(?:about |around |nearly |over |more than |almost |some |roughly |approximately )?"
    r"|[(（]\s*\+?|\bup\s+|\bdown\s+|\bup by\s+|增长|增加|提高|上升|下降|减少|降低|了)$",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"\b(?P<how>more than|over|nearly|almost|about|roughly|around)?\s*(?P<word>doubl(?:ed|ing)|tripl(?:ed"
    r"|ing)|trebl(?:ed|ing)|quadrupl(?:ed|ing)|halv(?:ed|ing))\b",
    re.IGNORECASE,
)
_GAP = re.compile(
    r"\b(?:increase|rise|growth|decrease|drop|fall|decline|gain)\w*\s+of\s+$"
    r"|\b(?:increased|rose|grew|fell|dropped|declined|up|down)\s+by\s+$",
    re.IGNORECASE,
)
_TURNED = re.compile(r"\b(?:up|down|rise|increase|growth|compared (?:with|to)|from)\b", re.IGNORECASE)
_FACTORS = {"doubl": 2.0, "tripl": 3.0, "trebl": 3.0, "quadrupl": 4.0, "halv": 0.5}


def check(document: Document) -> list[Finding]:
    """Findings `percent_change` (printed, true, from, to), `difference` and `times`."""
    findings: list[Finding] = []
    for sentence in document.sentences:
        if not (_WORDS.search(sentence.text) or _TIMES.search(sentence.text)):
            continue
        pairs = _pairs(sentence)
        if len(pairs) == 1:
            findings.extend(_judge(sentence, *pairs[0]))
    return findings


def _pairs(sentence: Sentence) -> list[tuple[Quantity, Quantity]]:
    """(earlier, later) values: 'from A to B' before anything else, then 'to B from A', 'B, up from A', 'B compared with A'."""
    text = sentence.text
    plain_pairs, turned = [], []
    amounts = [quantity for quantity in sentence.quantities if quantity.kind in (COUNT, PERCENT, MONEY)]
    for first, second in zip(amounts, amounts[1:], strict=False):
        if first.kind != second.kind or (first.noun_class and second.noun_class and first.noun_class != second.noun_class):
            continue
        between = text[first.end : second.start]
        if _FROM_BEFORE.search(text[: first.start]) and _TO.match(between):
            plain_pairs.append((first, second))
        elif _TURNED.search(between) and _FROM_BEFORE.search(between) and len(between) < 70:
            turned.append((second, first))
    return plain_pairs or turned


def _judge(sentence: Sentence, before: Quantity, after: Quantity) -> Iterator[Finding]:
    if before.value <= 0 or not (before.exact and after.exact):
        return
    text = sentence.text
    others = [
        quantity for quantity in sentence.quantities if quantity not in (before, after) and _BY.search(text[: quantity.start])
    ]
    change = 100 * (after.value - before.value) / before.value
    percents = [quantity for quantity in others if quantity.kind == PERCENT]
    points = after.value - before.value if before.kind == PERCENT else None
    if (
        len(percents) == 1
        and len([quantity for quantity in sentence.quantities if quantity.kind == PERCENT and quantity not in (before, after)])
        == 1
    ):
        if not _follows(percents[0], abs(change)) and not (points is not None and abs(abs(points) - percents[0].value) < 0.1):
            yield _finding(
                "percent_change", f"From {plain(before.value)} to {plain(after.value)} is a change of {plain(round(abs(change), 1))}"
        f" %, not {plain(percents[0].value)} %.",
                (tidy(percents[0].value), tidy(round(abs(change), 1)), tidy(before.value), tidy(after.value)), sentence,
            )  # fmt: skip
    elif before.kind == COUNT:
        yield from _difference(sentence, before, after, others)
    yield from _times(sentence, before, after)


def _difference(sentence: Sentence, before: Quantity, after: Quantity, others: list[Quantity]) -> Iterator[Finding]:
    gap = abs(after.value - before.value)
    for quantity in others:
        lead = sentence.text[max(0, quantity.start - 30) : quantity.start]
        same = not quantity.noun_class or quantity.noun_class == (before.noun_class or after.noun_class)
        if quantity.kind == COUNT and quantity.exact and same and quantity.value != gap and _GAP.search(lead):
            yield _finding(
                "difference",
                f"From {plain(before.value)} to {plain(after.value)} is a change of {plain(gap)}, not {plain(quantity.value)}.",
                (tidy(quantity.value), tidy(gap), tidy(before.value), tidy(after.value)),
                sentence,
            )


def _follows(stated: Quantity, change: float) -> bool:
    value, step = float(stated.value), 10.0**-stated.decimals
    if stated.accuracy == AT_LEAST:
        return change >= value - step / 2
    if stated.accuracy == AT_MOST:
        return change <= value + step
    if stated.accuracy == ABOUT:
        return abs(change - value) <= max(3.0, 0.08 * value)
    return abs(change - value) < step if stated.accuracy == EXACT else True


def _times(sentence: Sentence, before: Quantity, after: Quantity) -> Iterator[Finding]:
    match = _TIMES.search(sentence.text)
    if not match or before.kind == PERCENT:
        return
    factor = next(value for stem, value in _FACTORS.items() if match["word"].lower().startswith(stem))
    ratio, how = after.value / before.value, (match["how"] or "").lower()
    grows = factor > 1
    if how in ("more than", "over"):
        fine = ratio > factor if grows else ratio < factor
    elif how in ("nearly", "almost"):
        fine = 0.8 * factor <= ratio <= 1.02 * factor
    else:
        fine = 0.9 * factor <= ratio <= 1.15 * factor
    if not fine:
        yield _finding(
            "times", f"From {plain(before.value)} to {plain(after.value)} is {plain(round(ratio, 2))} times as much, which"
        f" is not “{match.group().strip()}”.",
            (factor if factor < 1 else int(factor), round(ratio, 2), tidy(before.value), tidy(after.value)), sentence,
        )  # fmt: skip


def _finding(rule: str, what: str, numbers: tuple[int | float, ...], sentence: Sentence) -> Finding:
    return Finding(rule, what, numbers, (Quote(sentence.text, sentence.where),), sentence.block)
