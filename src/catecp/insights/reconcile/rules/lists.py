"""A list whose length differs from the number announced for it: in brackets, after a colon, or as items below."""

import re
from collections.abc import Iterator

from catecp.insights.reconcile.document import HEADING, ITEM, TABLE, Document, Sentence
from catecp.insights.reconcile.findings import Finding, Quote, plain, tidy
from catecp.insights.reconcile.parts import closing_bracket, segments_of
from catecp.insights.reconcile.places import country_of
from catecp.insights.reconcile.quantities import COUNT, PERCENT, Quantity
from catecp.insights.reconcile.words import is_plural, singular

_OPEN_LIST = re.compile(
    r"\b(?:such as|including|includes?|e\.g|for example|among (?:others|them)|etc|and others|and so on"
    r"|and more|notably|especially|mainly|mostly|some of|like)\b|等|包括|例如|其中",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(r"^[^.;:：]{0,60}?(?::|：|\bnamely,?|\bi\.e\.,?|\bviz\.?)\s*")
_AGENT = re.compile(
    r"\b(?:by|to|for|between|than|per|each|every|in|within|after|before|page|another|of)\s+(?:the\s+|our\s+|all\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\b(?:following|below|as follows|as followings?|listed|these|here)\b|如下|以下|下列", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,;，；、]\s*(?:(?:and|or)\s+)?|\s+(?:and|or|as well as|&)\s+|\s*(?:以及|和|及|与)\s*")
_GOES_ON = re.compile(
    r",\s+(?:who|which|have|has|had|were|was|are|is|will|took|attended|participated|joined|signed|met|sent|agreed|came|presented|shared)\b"
)
_VAGUE = frozenset(["year", "day", "month", "week", "hour", "minute", "time", "percent"])
_ITEM_NOUN = re.compile(r"\b(?:the following|key|main|following|these|several)\s+([a-z-]+(?:\s[a-z-]+)?)", re.IGNORECASE)


def check(document: Document) -> list[Finding]:
    """Findings `list_count` (announced, counted) and `list_repeats` (the same entry twice in a counted list)."""
    findings: list[Finding] = []
    for sentence in document.sentences:
        findings.extend(_inline(sentence))
        findings.extend(_countries_before(sentence))
    for position in range(len(document.blocks) - 1):
        findings.extend(_below(document, position))
    return findings


def _inline(sentence: Sentence) -> Iterator[Finding]:
    for quantity in sentence.quantities:
        if not _countable(quantity, sentence.text):
            continue
        span = _list_after(sentence.text, quantity)
        if span is None:
            continue
        text = sentence.text[span[0] : span[1]]
        if any(
            span[0] <= inner.start < span[1] and inner.kind in (COUNT, PERCENT) and not _enumerates(sentence.text, inner)
            for inner in sentence.quantities
        ):
            continue
        if (
            text.rstrip().endswith("?")
            or _OPEN_LIST.search(text)
            or _OPEN_LIST.search(sentence.text[quantity.phrase_end : span[0]])
        ):
            continue
        counts = _plausible_counts(text)
        if counts is None:
            continue
        likely, accepted = counts
        if quantity.value not in accepted and likely >= 2 and _slip(quantity.value, likely):
            yield _finding(quantity, likely, [sentence])
        yield from _repeats(text, sentence, quantity)


def _enumerates(text: str, quantity: Quantity) -> bool:
    """Whether a number only labels an entry: '(1)', '2)'."""
    return text[quantity.end : quantity.end + 1] in (")", "）") and quantity.value <= 20


def _slip(stated: int | float, counted: int) -> bool:
    """Whether the two are near enough for a miscount; twelve bullets under 'two sessions' are something else."""
    return abs(stated - counted) <= max(3, 0.4 * stated)


def _countable(quantity: Quantity, text: str) -> bool:
    if quantity.kind != COUNT or not quantity.exact or not 2 <= quantity.value <= 60 or quantity.decimals:
        return False
    return bool(quantity.noun) and quantity.noun_class != "time" and quantity.noun not in _VAGUE


def _list_after(text: str, quantity: Quantity) -> tuple[int, int] | None:
    """The span of the list announced by a quantity: a bracket right behind it, or what follows a colon."""
    after = quantity.phrase_end
    if bracket := re.match(r"\s*(?:(?:were|was|are|have been|had been)\s+\w+ed\s*|\w+ed\s*)?[(（]", text[after:]):
        opening = after + bracket.end() - 1
        return opening + 1, closing_bracket(text, opening)
    match = _FOLLOWS.match(text[after:])
    if not match:
        return None
    between = text[after : after + match.end()]
    if re.search(r"\d|\b(?:who|which|that)\b", between) or any(
        is_plural(word) for word in re.findall(r"[a-z]+", between.lower())
    ):
        return None
    if _AGENT.search(text[: quantity.start]) and not re.match(r"\s*[:：,]", text[after:]):
        return None
    start = after + match.end()
    return (start, len(text)) if text[start:].strip() else None


def _plausible_counts(text: str) -> tuple[int, set[int]] | None:
    """(likeliest number of entries, all numbers a fair reader could count); None when the list cannot be read."""
    text = _GOES_ON.split(text.strip(), maxsplit=1)[0].rstrip(".。;；")
    numbered = re.findall(r"(?:^|[\s,;，；])[(（]?(\d{1,2}|[a-h]|[ivx]{1,4})[)）]\s", text)
    if len(numbered) >= 2:
        return len(numbered), {len(numbered)}
    if re.search(r"\d", text) and not re.search(r"[;；]", text):
        return None
    if re.search(r"[;；]", text):
        pieces = [piece for piece in re.split(r"[;；]", text) if piece.strip()]
        return len(pieces), {len(pieces), len(pieces) - 1 if re.search(r"[,，]", pieces[-1]) is None else len(pieces)}
    if re.search(r"[(（.]\s", text) or len(text) > 600:
        return None
    entries = [text[left:right].strip() for left, right in segments_of(text, 0, len(text), _BETWEEN)]
    entries = [entry for entry in entries if re.search(r"\w", entry)]
    if len(entries) < 2:
        return None
    countries = [country_of(entry) for entry in entries]
    if all(countries):
        return len(entries), {len(entries)}
    return _ambiguous_counts(text, len(entries))


def _ambiguous_counts(text: str, most: int) -> tuple[int, set[int]] | None:
    """'A and B, C, and D' may be three or four: accept every reading, report the one that cuts at commas."""
    if re.search(r"\b(?:Mr|Ms|Mrs|Dr|Prof|Director|President|Minister|who|which|where)\b", text):
        return None
    by_comma = [piece for piece in re.split(r"\s*[,，、]\s+|[，、]", text) if re.search(r"\w", piece)]
    oxford = bool(re.search(r",\s+(?:and|or)\s", text)) or (len(by_comma) > 1 and "、" in text)
    least = len(by_comma) if oxford else max(1, len(by_comma))
    joined = not oxford and bool(re.search(r"\s(?:and|or|&)\s", by_comma[-1]))
    likely = len(by_comma) + joined
    if len(by_comma) == 1 and most > 2:
        return None
    return likely, set(range(least, max(most, likely) + 1))


def _repeats(text: str, sentence: Sentence, quantity: Quantity) -> Iterator[Finding]:
    entries = [
        country_of(text[left:right].strip())
        for left, right in segments_of(text, 0, len(text.rstrip(".")), _BETWEEN)
        if text[left:right].strip()
    ]
    if len(entries) < 3 or not all(entries):
        return
    twice = sorted({entry for entry in entries if entry and entries.count(entry) > 1})
    if twice:
        yield Finding(
            "list_repeats", f"The list of {plain(quantity.value)} {quantity.phrase} names {', '.join(twice)} twice; {len(set(entries))}"
        f" different ones remain.",
            (tidy(quantity.value), len(set(entries))), (Quote(sentence.text, sentence.where),), sentence.block,
        )  # fmt: skip


def _countries_before(sentence: Sentence) -> Iterator[Finding]:
    """'from Laos, Thailand and Viet Nam (four countries)'."""
    if not re.search(r"\(\s*[\w-]+\s+countries", sentence.text):
        return
    for match in re.finditer(
        r"(?P<list>(?:[A-Z][\w'’.-]*(?:\s[A-Z][\w'’.-]*)*,\s+)+(?:and\s+)?[A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*)*\s+and\s+(?:the\s+)?[A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*)*)\s*\(",
        sentence.text,
    ):
        inside = [
            quantity
            for quantity in sentence.quantities
            if match.end() <= quantity.start <= match.end() + 12 and quantity.noun_class == "countries"
        ]
        entries = [
            country_of(match["list"][left:right].strip())
            for left, right in segments_of(match["list"], 0, len(match["list"]), _BETWEEN)
        ]
        known = [entry for entry in entries if entry]
        if inside and inside[0].exact and len(known) == len(entries) and inside[0].value != len(entries):
            yield _finding(inside[0], len(entries), [sentence])


def _below(document: Document, position: int) -> Iterator[Finding]:
    """A number in a line that leads to the items (or rows) below it."""
    block, following = document.blocks[position], document.blocks[position + 1]
    sentences = document.by_block.get(position)
    if not sentences or following.kind not in (ITEM, TABLE):
        return
    intro = sentences[-1]
    leads = bool(re.search(r"[:：]\s*$", block.text.strip()) or _LISTED.search(intro.text))
    heading = block.kind == HEADING and len(block.text.split()) <= 8
    if not (leads or heading) or _OPEN_LIST.search(intro.text):
        return
    quantity = _announced(intro, heading)
    if quantity is None:
        return
    if following.kind == TABLE:
        return
    entries = _items(document, position + 1)
    if len(entries) >= 2 and len(entries) != quantity.value and _slip(quantity.value, len(entries)):
        yield _finding(quantity, len(entries), [intro, *[document.by_block[at][0] for at in entries if at in document.by_block]])


def _announced(intro: Sentence, heading: bool) -> Quantity | None:
    """The one quantity of an introducing line that counts the entries to come."""
    counts = [
        quantity for quantity in intro.quantities if quantity.kind == COUNT and quantity.noun and quantity.noun_class != "time"
    ]
    if not counts or not _countable(counts[-1], intro.text):
        return None
    quantity = counts[-1]
    before, after = intro.text[: quantity.start], intro.text[quantity.phrase_end :]
    if heading:
        return quantity if not after.strip(" :：()") and quantity.noun_class not in ("people",) else None
    match = _ITEM_NOUN.search(after)
    if match and singular(match[1].split()[-1]) != quantity.noun:
        return None
    direct = len(after.split()) <= 1 and not re.search(r"\bby\s+(?:\w+\s+)?$", before)
    if (
        re.search(
            r"\b(?:by|for|to|among|between|across|after|during)\s+(?:the\s+|all\s+|these\s+)?(?:\w+\s+)?$", before, re.IGNORECASE
        )
        and not direct
    ):
        return None
    earlier = re.findall(r"\b[a-z]+\b", before.lower())
    if (
        quantity.noun_class in ("people", "institutions")
        and not direct
        and (any(is_plural(word) for word in earlier) or not _LISTED.search(after))
    ):
        return None
    if any(
        is_plural(word) and singular(word) != quantity.noun
        for word in re.findall(r"\b[a-z]+\b", after.lower())
        if word not in ("followings", "follows")
    ):
        return None
    return quantity


def _items(document: Document, position: int) -> list[int]:
    """Positions of the entries of the list that starts at a block; its sub-entries do not count."""
    first = document.blocks[position]
    entries: list[int] = []
    spaced: bool | None = None
    for at in range(position, len(document.blocks)):
        block = document.blocks[at]
        if block.kind != ITEM or block.level < first.level:
            break
        if block.level > first.level or (block.marker and _style(block.marker) != _style(first.marker)):
            continue
        if len(entries) == 1:
            spaced = block.gap
        elif len(entries) > 1 and block.gap and not spaced:
            break
        if re.match(r"\W*(?:grand\s+)?total\b|合计|总计", block.text, re.IGNORECASE):
            break
        if _restarts(first.marker, block.marker, bool(entries)):
            break
        entries.append(at)
    return entries


def _style(marker: str) -> str:
    if marker.startswith("• "):
        return marker
    return re.sub(r"\d+|[a-z]+", "1", marker.lower()) if re.search(r"\w", marker) else marker


def _restarts(first: str, marker: str, running: bool) -> bool:
    return running and bool(re.search(r"\d", marker)) and marker == first


def _finding(quantity: Quantity, counted: int, sentences: list[Sentence]) -> Finding:
    what = f"{quantity.text} {quantity.phrase} are announced ({plain(quantity.value)}), but {counted} are listed."
    quotes = tuple(Quote(sentence.text, sentence.where) for sentence in sentences)
    facts = {"stated": quantity.value, "counted": counted, "what": quantity.phrase}
    return Finding("list_count", what, (tidy(quantity.value), counted), quotes, sentences[0].block, facts=facts)
