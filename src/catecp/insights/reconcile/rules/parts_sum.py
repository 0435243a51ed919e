"""Parts that do not make up the whole they are said to divide."""

import re
from collections.abc import Iterator

from catecp.insights.reconcile.amounts import agrees, percent_agrees
from catecp.insights.reconcile.divisions import BARE, CLOSED, SUBSET, Division
from catecp.insights.reconcile.divisions_apart import divisions_of
from catecp.insights.reconcile.document import Document
from catecp.insights.reconcile.findings import Finding, Quote, plain, tidy
from catecp.insights.reconcile.parts import GENDER, MODE, ORIGIN, PLAIN, ROLE, Part, Run
from catecp.insights.reconcile.places import places_in
from catecp.insights.reconcile.quantities import COUNT, Quantity

_PLAN = re.compile(r"\b(?:target|planned|expected|quota|capacity|goal|aims?|will|plans? to|invited)\b|计划|预计", re.IGNORECASE)


def check(document: Document) -> list[Finding]:
    """Findings `parts_sum`, `part_exceeds_whole` and `percent_of` (a share printed beside a part)."""
    findings: list[Finding] = []
    for division in divisions_of(document):
        findings.extend(_judge(division, document))
    return findings


def _judge(division: Division, document: Document) -> Iterator[Finding]:
    whole, run = division.whole, division.run
    yield from _shares(division)
    if (
        len(run.parts) == 1
        or any(_PLAN.search(sentence.text) for sentence in division.sentences[:1])
        and division.joint != CLOSED
    ):
        yield from _too_large(division)
        return
    for parts in _groups(run):
        total = sum(part.value for part in parts)
        quantities = [part.quantity for part in parts]
        if agrees(whole, total, quantities) or _prefix_agrees(whole, run.parts):
            continue
        unnumbered = len(division.unnumbered)
        if unnumbered and agrees(whole, total + unnumbered, quantities):
            continue
        if (
            total > whole.value
            and _disjoint(division, parts)
            or total < whole.value
            and not run.is_open
            and _exhaustive(division, parts, document)
        ):
            yield _finding(division, parts, total)


def _groups(run: Run) -> list[tuple[Part, ...]]:
    """All parts together, or by line of division where men and women stand beside countries."""
    dimensions = run.dimensions
    if len(dimensions) > 1 and dimensions & {GENDER, MODE}:
        grouped = [tuple(part for part in run.parts if part.dimension == dimension) for dimension in sorted(dimensions)]
        return [parts for parts in grouped if len(parts) > 1]
    return [run.parts]


def _prefix_agrees(whole: Quantity, parts: tuple[Part, ...]) -> bool:
    """Whether the first parts make up the whole and the rest divides along another line ('… and 15 officials')."""
    for length in range(2, len(parts)):
        first, rest = parts[:length], parts[length:]
        if agrees(whole, sum(part.value for part in first)):
            return {part.dimension for part in rest}.isdisjoint({part.dimension for part in first})
    return False


def _disjoint(division: Division, parts: tuple[Part, ...]) -> bool:
    keys = [part.key for part in parts]
    dimensions = {part.dimension for part in parts if not part.residual} or {PLAIN}
    if len(set(keys)) != len(keys) and dimensions != {PLAIN}:
        return False
    if dimensions <= {ORIGIN} or dimensions <= {GENDER} or dimensions <= {MODE}:
        return True
    return division.joint == CLOSED and not division.run.is_open


def _exhaustive(division: Division, parts: tuple[Part, ...], document: Document) -> bool:
    keys = {part.key for part in parts}
    dimensions = {part.dimension for part in parts}
    if len(parts) < 2:
        return False
    if division.joint == CLOSED:
        return not (dimensions & {GENDER, MODE}) or keys in ({"man", "woman"}, {"online", "onsite"})
    if keys in ({"man", "woman"}, {"online", "onsite"}):
        return True
    if division.joint == SUBSET and any(part.residual for part in parts):
        return True
    if division.joint == BARE and dimensions == {ORIGIN} and not places_in(division.whole.phrase) and division.run.complete:
        return True
    if dimensions - {ORIGIN, ROLE, PLAIN}:
        return False
    return _covers_named(division, parts) or _eastern_list(division, parts)


def _covers_named(division: Division, parts: tuple[Part, ...]) -> bool:
    """Whether the parts name every origin the whole was said to have, or as many countries as it counts."""
    named = {place for part in parts for place in places_in(part.label)}
    told = division.whole_in.text
    within = len(division.sentences) == 1
    outside = re.sub(r"[(（][^)）]*[)）]", " ", told[: division.run.start] if within else told)
    announced = set(places_in(outside)) - set(places_in(division.whole.phrase))
    if len(announced) >= 2 and announced <= named | _of_carriers(division):
        return True
    counts = [quantity.value for quantity in division.whole_in.quantities if quantity.noun_class == "countries"]
    return len(counts) == 1 and len(named) >= 2 and counts[0] == len(named) and len(parts) == len(named)


def _of_carriers(division: Division) -> set[str]:
    return {place for sentence in division.sentences[1:] for place in places_in(sentence.text)}


def _eastern_list(division: Division, parts: tuple[Part, ...]) -> bool:
    """Chinese lists after 其中 with three or more places give them all as a rule."""
    return bool(re.search(r"其中", division.whole_in.text + "".join(s.text for s in division.sentences))) and len(parts) >= 3 and {
        part.dimension for part in parts} == {ORIGIN}  # fmt: skip


def _too_large(division: Division) -> Iterator[Finding]:
    whole, part = division.whole, division.run.parts[0]
    small = division.joint == SUBSET and whole.exact and part.quantity.exact and part.quantity.noun_class == whole.noun_class
    if small and part.value > whole.value and len(division.run.parts) == 1 and not part.quantity.is_total:
        yield Finding(
            "part_exceeds_whole",
            f"{plain(part.value)} ({part.quantity.phrase or part.label}) are said to be part of only {plain(whole.value)}"
        f" {whole.phrase}.".strip(),
            (tidy(whole.value), tidy(part.value)), _quotes(division), division.whole_in.block,
        )  # fmt: skip


def _shares(division: Division) -> Iterator[Finding]:
    if not division.whole.exact:
        return
    for part in division.run.parts:
        if part.percent is None or not part.quantity.exact or not re.match(r"\s*[(（,，]|\s+or\b|占", _between(division, part)):
            continue
        share = 100 * part.value / division.whole.value
        others = [other.value for other in division.whole_in.quantities if other.value >= part.value and other.kind == COUNT]
        if not any(percent_agrees(part.percent, 100 * part.value / value) for value in others):
            yield Finding(
                "percent_of",
                f"{plain(part.value)} of {plain(division.whole.value)} is {plain(round(share, 1))} %, not {plain(part.percent.value)}"
        f" %.",
                (tidy(part.percent.value), round(share, 1), tidy(part.value), tidy(division.whole.value)), _quotes(division), division.whole_in.block,
            )  # fmt: skip


def _between(division: Division, part: Part) -> str:
    for sentence in division.sentences:
        if part.percent in sentence.quantities and part.quantity in sentence.quantities:
            text = sentence.text[part.quantity.end : part.percent.start if part.percent else 0]
            return text[-3:] if "(" in text[-3:] or "（" in text[-3:] else text
    return "-"


def _quotes(division: Division) -> tuple[Quote, ...]:
    return tuple(Quote(sentence.text, sentence.where) for sentence in dict.fromkeys(division.sentences))


def _finding(division: Division, parts: tuple[Part, ...], total: int | float) -> Finding:
    whole = division.whole
    values = " + ".join(plain(part.value) for part in parts)
    what = f"{plain(whole.value)} {whole.phrase or 'in total'} are stated, but the parts give {values} = {plain(total)}"
    numbers = [whole.value, total, *[part.value for part in parts]]
    if division.unnumbered:
        more = total + len(division.unnumbered)
        what += f" ({plain(more)} with {', '.join(division.unnumbered)}, named without a number)"
        numbers.append(more)
    difference = abs(whole.value - total)
    what += f": {plain(difference)} {'unaccounted for' if total < whole.value else 'too many'}."
    facts = {"stated": whole.value, "computed": total, "parts": [part.value for part in parts], "what": whole.phrase}
    return Finding(
        "parts_sum", what, tuple(tidy(number) for number in numbers), _quotes(division), division.whole_in.block, facts=facts
    )
