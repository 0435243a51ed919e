"""Numbered headings against what is announced of them (Q1 … Q4 under 'three questions'), and counts per session against their total."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from catecp.insights.reconcile.document import Document, Sentence
from catecp.insights.reconcile.findings import Finding, Quote, plain, tidy
from catecp.insights.reconcile.numerals import roman_or_number
from catecp.insights.reconcile.quantities import COUNT, Quantity, quantities_in
from catecp.insights.reconcile.words import SPEAKERS

_LABELS = {
    "q": "question", "question": "question", "session": "session", "phase": "phase", "step": "step", "stage": "stage", "panel": "panel",
    "part": "part", "theme": "theme", "topic": "topic", "pillar": "pillar", "recommendation": "recommendation", "outcome": "outcome",
    "objective": "objective", "module": "module", "day": "day", "action": "action", "round": "round", "group": "group", "goal": "goal",
    "priority": "priority", "finding": "finding", "lesson": "lesson", "area": "area", "principle": "principle", "track": "track",
    "workshop": "workshop", "challenge": "challenge", "proposal": "proposal", "case": "case", "activity": "activity",
}  # fmt: skip
_LABEL = re.compile(
    rf"^\W*(?P<label>{'|'.join(sorted(_LABELS, key=len, reverse=True))})\s*(?:no\.?\s*)?(?P<number>\d{{1,2}}"
    rf"|[IVX]{{1,4}}|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"(?=\s*(?:[:.：)–—-]|$|\())|^\W*第(?P<hanzi>[一二三四五六七八九十]{1,3}|\d{1,2})(?P<measure>场|阶段|部分|天|个问题|题|环节)"
    r"|^\W*(?P<heading>问题|阶段|环节|主题|议题)\s*(?P<count>\d{1,2}|[一二三四五六七八九十])(?=\s*[:：.、])",
    re.IGNORECASE,
)
_MEASURES = {"场": "场", "阶段": "阶段", "部分": "部分", "天": "天", "个问题": "问题", "题": "题", "环节": "环节"}
_SUMMED = {
    "agreements",
    "topic",
    "presentation",
    "paper",
    "talk",
    "question",
    "lecture",
    "speech",
    "keynote",
    "demonstration",
    "poster",
    "case",
}
_SPEECH = re.compile(r"\b(?:speaker|expert|presenter|panell?ist|lecturer|discussant)s?\b", re.IGNORECASE)
_LETTERS = "abcdef"
_CONTEXT = re.compile(
    r"\b(?:(?P<order>first|second|third|fourth|fifth|opening|closing|morning|afternoon|evening)\s+(?:and\s+)?(?:\w+\s+)?(?:session"
    r"|panel|part|half|day|block|round)"
    r"|(?P<label>session|panel|part|day)\s+(?P<number>\d|[IVX]{1,3}|[A-F]|one|two|three|four|five)\b|in the (?P<half>morning"
    r"|afternoon|evening))",
    re.IGNORECASE,
)


Told = tuple[Sentence, Quantity]


@dataclass(frozen=True)
class Series:
    """Blocks labelled Q1, Q2, …: the noun they stand for and (number, block) in order."""

    noun: str
    members: tuple[tuple[int, int], ...]

    @property
    def complete(self) -> bool:
        return [number for number, _ in self.members] == list(range(1, len(self.members) + 1))


def check(document: Document) -> list[Finding]:
    """Findings `series_count` (announced, found) and `sections_sum` (total, sum, counts per section)."""
    series = _series_of(document)
    return [*_announced(document, series), *_summed(document, series)]


def _series_of(document: Document) -> list[Series]:
    found: dict[str, list[list[tuple[int, int]]]] = {}
    for position, block in enumerate(document.blocks):
        match = _LABEL.match(block.text)
        if not match:
            continue
        noun = _LABELS[match["label"].lower()] if match["label"] else match["heading"] or _MEASURES[match["measure"]]
        number = roman_or_number(match["number"] or match["hanzi"] or match["count"]) or 0
        runs = found.setdefault(noun, [])
        if runs and number == runs[-1][-1][0] + 1:
            runs[-1].append((number, position))
        elif number == 1:
            runs.append([(number, position)])
    return [Series(noun, tuple(run)) for noun, runs in found.items() for run in runs if len(run) >= 2]


def _announced(document: Document, series: list[Series]) -> Iterator[Finding]:
    for run in series:
        same = [other for other in series if other.noun == run.noun]
        counts = _counts_of(document, run, same)
        wrong = [(sentence, quantity) for sentence, quantity in counts if quantity.value != len(run.members)]
        if not wrong or len(wrong) != len(counts) or len({quantity.value for _, quantity in wrong}) > 1:
            continue
        sentence, quantity = wrong[0]
        quotes = [Quote(stated.text, stated.where) for stated, _ in wrong]
        quotes += [Quote(document.blocks[at].text, document.blocks[at].where) for _, at in run.members]
        yield Finding(
            "series_count", f"{plain(quantity.value)} {quantity.phrase} are announced, but {len(run.members)} follow ({_names(document, run)}).",
            (tidy(quantity.value), len(run.members)), tuple(quotes), sentence.block,
            facts={"stated": quantity.value, "counted": len(run.members), "what": quantity.phrase},
        )  # fmt: skip


def _names(document: Document, run: Series) -> str:
    labels = []
    for _, at in run.members:
        match = _LABEL.match(document.blocks[at].text)
        labels.append(re.sub(r"\s+", " ", match.group().strip()) if match else "")
    return ", ".join(labels)


def _counts_of(document: Document, run: Series, same: list[Series]) -> list[Told]:
    """Where the text says how many there are: shortly before the series, or anywhere if it is the only one of its noun."""
    start = run.members[0][1]
    earlier = max([other.members[-1][1] for other in same if other.members[-1][1] < start], default=-1)
    found = []
    for sentence in document.sentences:
        if sentence.block >= start or sentence.block <= earlier or (len(same) > 1 and start - sentence.block > 3):
            continue
        found += [(sentence, quantity) for quantity in sentence.quantities if _counts_series(sentence, quantity, run)]
    near = [entry for entry in found if start - entry[0].block <= 3]
    return near or (
        found
        if run.noun in ("session", "phase", "panel", "pillar", "theme", "module", "stage", "step", "阶段", "部分", "环节")
        else []
    )


def _counts_series(sentence: Sentence, quantity: Quantity, run: Series) -> bool:
    if quantity.noun != run.noun and (run.noun.isascii() or run.noun not in quantity.phrase):
        return False
    if quantity.kind != COUNT or not quantity.exact or not 2 <= quantity.value <= 40 or quantity.is_extra:
        return False
    if re.search(
        r"\b(?:parallel|break-?out|poster|sub|online|side|pre-?workshop|training|networking|plenary|first|last|other)\b",
        quantity.phrase,
        re.IGNORECASE,
    ):
        return False
    return not re.search(
        r"\b(?:each|per|every|of the|choose|select|up to|top)\s*$", sentence.text[: quantity.start], re.IGNORECASE
    )


def _summed(document: Document, series: list[Series]) -> Iterator[Finding]:
    """A total of speakers, topics … against the counts in the sections that make up the event."""
    everything = [
        (sentence, quantity) for sentence in document.sentences for quantity in sentence.quantities if _family(quantity)
    ]
    for family in sorted({_family(quantity) for _, quantity in everything}):
        told = [entry for entry in everything if _family(entry[1]) == family]
        sections = _sections(document, series, told)
        if len(sections) < 2:
            continue
        parts = [quantity for _, quantity in sections]
        inside = {id(quantity) for quantity in parts}
        first = min(sentence.block for sentence, _ in sections)
        totals = [entry for entry in told if id(entry[1]) not in inside and _is_total(*entry, first)]
        total = sum(part.value for part in parts)
        if not totals or any(quantity.value == total for _, quantity in totals) or not all(part.exact for part in parts):
            continue
        sentence, quantity = totals[0]
        if not quantity.exact or any(part.value >= quantity.value for part in parts):
            continue
        quotes = tuple(Quote(told.text, told.where) for told in dict.fromkeys([sentence, *[section for section, _ in sections]]))
        values = " + ".join(plain(part.value) for part in parts)
        yield Finding(
            "sections_sum", f"{plain(quantity.value)} {quantity.phrase} are stated, but the sections give {values} = {plain(total)}.",
            tuple(tidy(number) for number in (quantity.value, total, *[part.value for part in parts])), quotes, sentence.block,
            facts={"stated": quantity.value, "computed": total, "parts": [part.value for part in parts], "what": quantity.phrase},
        )  # fmt: skip


def _family(quantity: Quantity) -> str:
    if quantity.kind != COUNT or not 2 <= quantity.value <= 300 or quantity.is_extra:
        return ""
    if quantity.noun in SPEAKERS:
        return "speakers"
    return quantity.noun_class if quantity.noun_class in _SUMMED else ""


def _is_total(sentence: Sentence, quantity: Quantity, first: int) -> bool:
    if _context_of(sentence.text, quantity) or re.search(
        r"\b(?:of the|among the|each|per)\s*$", sentence.text[: quantity.start], re.IGNORECASE
    ):
        return False
    return sentence.block <= first or _sums_up(sentence, quantity)


def _sections(document: Document, series: list[Series], told: list[Told]) -> list[Told]:
    """One count of the family for every section of the event, or nothing."""
    for run in series:
        if run.noun not in ("session", "panel", "part", "day", "workshop", "场", "部分") or not run.complete:
            continue
        found = _per_section(document, run, told)
        if len(found) == len(run.members):
            return found
    named: dict[str, tuple[Sentence, Quantity]] = {}
    for sentence, quantity in told:
        key = _context_of(sentence.text, quantity)
        if key and key in named and named[key][1].value != quantity.value:
            return []
        if key:
            named[key] = (sentence, quantity)
    return list(named.values()) if _whole_day(set(named)) else []


def _per_section(document: Document, run: Series, told: list[Told]) -> list[Told]:
    found = []
    starts = [at for _, at in run.members]
    for start, end in zip(starts, [*starts[1:], len(document.blocks)], strict=True):
        counts = [entry for entry in told if start <= entry[0].block < min(end, start + 40)]
        if end == len(document.blocks):
            counts = [entry for entry in counts if entry == counts[0] or not _sums_up(*entry)]
        if len({quantity.value for _, quantity in counts}) != 1 or counts[0][0].block - start > 4:
            return []
        found.append(counts[0])
    return found


def _sums_up(sentence: Sentence, quantity: Quantity) -> bool:
    """'the eight panellists', 'all eight panellists': said of everybody, not of one section."""
    return quantity.is_total or bool(
        re.search(r"\b(?:the|all|all the|these)\s+$", sentence.text[: quantity.start], re.IGNORECASE)
    )


def _context_of(text: str, quantity: Quantity) -> str:
    """The section a count belongs to by the words of its clause ('first', 'morning', '2'), '' when none is named."""
    clause_start = (
        max(
            text.rfind(";", 0, quantity.start),
            text.rfind(", and ", 0, quantity.start),
            text.rfind(", while ", 0, quantity.start),
            -1,
        )
        + 1
    )
    ends = [
        at
        for at in (
            text.find(";", quantity.end),
            text.find(", and ", quantity.end),
            text.find(" and ", quantity.end),
            text.find(", while ", quantity.end),
        )
        if at > 0
    ]
    match = _CONTEXT.search(text[clause_start : min(ends, default=len(text))])
    everywhere = list(_CONTEXT.finditer(text))
    if (
        match is None
        and len(everywhere) == 1
        and sum(1 for other in quantities_in(text) if _family(other) == _family(quantity)) == 1
    ):
        match = everywhere[0]
    if match is None:
        return ""
    word = (match["order"] or match["half"] or match["number"] or "").lower()
    return str(roman_or_number(word) or (_LETTERS.find(word) + 1 if word in _LETTERS else word))


def _whole_day(keys: set[str]) -> bool:
    if keys == {"morning", "afternoon"} or keys == {"morning", "afternoon", "evening"}:
        return True
    numbers = sorted(int(key) for key in keys if key.isdigit())
    return len(numbers) >= 2 and len(numbers) == len(keys) and numbers == list(range(1, len(numbers) + 1))
