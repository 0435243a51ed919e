"""Finding the wholes a text divides into parts, and how it joins the two."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from catecp.insights.reconcile.document import ITEM, Document, Sentence
from catecp.insights.reconcile.parts import PLAIN, Part, Run, closing_bracket, read_run
from catecp.insights.reconcile.places import places_in
from catecp.insights.reconcile.quantities import COUNT, Quantity
from catecp.insights.reconcile.words import INSTITUTIONS, ONE_ROLE, STOPS, is_plural

CLOSED, SUBSET, BARE = "closed", "subset", "bare"

_CLOSED_WORDS = re.compile(
    r"\b(?:compris(?:ing|ed(?: of)?|es)|consist(?:ing|ed|s) of|made up of|composed of|namely|i\.e\.|broken down"
    r"|divided (?:into|between|among)"
    r"|split (?:into|between)|distributed|as follows|that is|viz\.?|breakdown|of which there (?:were|are)"
    r"|the breakdown)\b|分别|由|组成|分为",
    re.IGNORECASE,
)
_SUBSET_WORDS = re.compile(
    r"\b(?:including|includes?|included|among (?:them|whom|these|which|the)|such as|of wh(?:om|ich)|of them"
    r"|of these|of those|notably|mostly|mainly|especially|e\.g\."
    r"|for example|with|of the|out of)\b|其中|包括|含|包含",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"^\W*(?:(?:among|of|from) (?:them|these|those|whom|this number|this total|which|the (?:total|participants"
    r"|delegates|attendees|people|institutions|students|trainees|learners))\b"
    r"|by (?:country|gender|sex|origin|role|sector|nationality|type|region)|in terms of|其中|按)",
    re.IGNORECASE,
)
_THEY = re.compile(
    r"^\W*(?:they|these|those|this|participants|delegates|attendees|the (?:participants|delegates|attendees"
    r"|group|delegation|total|audience|cohort|institutions|agreements|mous))\s+"
    r"(?:(?P<closed>compris\w+|consist\w+ of|(?:was|were|is|are) (?:made up|composed|divided|split|distributed)"
    r"|break down|breaks down)"
    r"|(?P<weak>included?|came|come|were|was|represent\w*|are))\b",
    re.IGNORECASE,
)
_ADDS = re.compile(
    r"^\W*(?:and|another|a further|the remaining|the rest|the other|finally|in addition|additionally|also"
    r"|moreover|其余|另有|此外|剩余)\b",
    re.IGNORECASE,
)
_PARTS_AT_ONCE = re.compile(r"^\s*[,，]?\s*(?:including|of whom|of which|其中|包括)", re.IGNORECASE)
_NAMED_PARTS = re.compile(r"^\s+(?:(?:coming )?from|in|to|for)\s+(?=(?:the\s+)?[A-Z][^,.;()（）]{1,40}[(（]\s*\d)")
_OUT_OF = re.compile(
    r"(?:^|[.;,:(]\s*|\b(?:and|that|while)\s+)(?:of|out of|among|from)\s+(?:the|these|those|our|all)?\s*(?:total(?: of)?\s*)?$"
    r"|\bout of\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_TAKEN = re.compile(r"^\s+(?:out\s+)?of\s+(?:the|these|our|all)?\s*$", re.IGNORECASE)
_LEFT = re.compile(r"\b(?:the|while)\s+(?:other|others,?|remaining|rest,?)\s*$", re.IGNORECASE)
_NOT_WHOLE = re.compile(r"\b(?:each|per|every|average)\b|各|每", re.IGNORECASE)


@dataclass(frozen=True)
class Division:
    """A whole with the parts that seem to divide it, and how the text joins them."""

    whole: Quantity
    whole_in: Sentence
    run: Run
    sentences: tuple[Sentence, ...]
    joint: str
    unnumbered: tuple[str, ...] = ()


def divisions_of(document: Document) -> Iterator[Division]:
    for position, sentence in enumerate(document.sentences):
        yield from _within(sentence)
        following = [other for other in document.sentences[position + 1 : position + 4] if other.block == sentence.block]
        yield from _across(sentence, following, document, position)
    yield from _over_items(document)


def _within(sentence: Sentence) -> Iterator[Division]:
    """Wholes whose parts stand in brackets or later in the same sentence; a part is no whole unless its own parts follow at once."""
    text, quantities = sentence.text, sentence.quantities
    used: set[int] = set()
    for whole in quantities:
        if not _may_be_whole(whole, text):
            continue
        division = _in_bracket(sentence, whole)
        if division is None and (whole.start not in used or _PARTS_AT_ONCE.match(text[whole.phrase_end :])):
            division = _in_tail(sentence, whole)
        division = division or _and_the_others(sentence, whole)
        if division is not None:
            if len(division.run.parts) > 1:
                used |= {part.quantity.start for part in division.run.parts}
            yield division


def _in_bracket(sentence: Sentence, whole: Quantity) -> Division | None:
    text, bracket = sentence.text, _bracket_after(sentence.text, whole)
    if bracket is None:
        return None
    end = closing_bracket(text, bracket)
    run = read_run(text, sentence.quantities, bracket + 1, end)
    if run is None or not _compatible(whole, run) or re.fullmatch(r"\W*\d[\d,]*\W*", text[bracket:end]):
        return None
    apart = text[whole.phrase_end : bracket].strip()
    if apart and (len(run.parts) < 2 or (not run.noun_class and _other_noun_between(sentence, whole, run))):
        return None
    lead = text[bracket + 1 : run.start]
    return Division(whole, sentence, run, (sentence,), SUBSET if _SUBSET_WORDS.search(lead) else CLOSED)


def _in_tail(sentence: Sentence, whole: Quantity) -> Division | None:
    text, quantities = sentence.text, sentence.quantities
    tail = _tail(text, quantities, whole)
    run = read_run(text, quantities, tail, len(text)) if tail is not None else None
    if run is None or not _compatible(whole, run) or not _nearest(whole, run, quantities):
        return None
    joint = _joint(text[whole.phrase_end : run.start], whole, text)
    if not run.noun_class and _other_noun_between(sentence, whole, run):
        return None
    if (joint == BARE and places_in(whole.phrase)) or "=" in text[run.start : run.end + 3]:
        return None
    if joint != CLOSED and any(_sibling(whole, part) for part in run.parts):
        return None
    return Division(whole, sentence, run, (sentence,), joint)


def _and_the_others(sentence: Sentence, whole: Quantity) -> Division | None:
    """'Nine of the twelve members signed; the other four will': what is taken out and what is left."""
    text, quantities = sentence.text, sentence.quantities
    taken = [
        part
        for part in quantities
        if part.kind == COUNT and part.end < whole.start and _TAKEN.match(text[part.end : whole.start])
    ]
    left = [part for part in quantities if part.kind == COUNT and part.start >= whole.phrase_end]
    if (
        len(taken) != 1
        or len(left) != 1
        or not _LEFT.search(text[whole.phrase_end : left[0].start])
        or left[0].noun_class not in ("", whole.noun_class)
    ):
        return None
    parts = (Part(taken[0], "taken", PLAIN, "taken"), Part(left[0], "left", PLAIN, "left", residual=True))
    return Division(whole, sentence, Run(parts, taken[0].start, left[0].phrase_end), (sentence,), CLOSED)


def _other_noun_between(sentence: Sentence, whole: Quantity, run: Run) -> bool:
    """Whether bare numbers may count something named later than the whole ('four colleges offered internships: 10 in …')."""
    between = sentence.text[whole.phrase_end : run.start]
    for quantity in sentence.quantities:
        if whole.end <= quantity.start < run.start:
            between = between.replace(quantity.phrase, " ")
    nearer = [word for word in re.findall(r"[a-z]{4,}", between) if is_plural(word) and word not in STOPS]
    return bool(nearer) or not 0.6 * whole.value <= sum(run.values) <= 1.6 * whole.value


def _sibling(whole: Quantity, part: Part) -> bool:
    """'2,400 students, 130 teachers' stand side by side: one kind of people is no part of another."""
    noun = part.quantity.noun
    return whole.noun in ONE_ROLE and noun in ONE_ROLE and noun != whole.noun and noun not in ("man", "woman", "boy", "girl")


def _may_be_whole(whole: Quantity, text: str) -> bool:
    if whole.kind != COUNT or whole.value < 3 or (whole.is_extra and not whole.is_total):
        return False
    if not whole.noun_class and not whole.is_total:
        return False
    return not _NOT_WHOLE.search(
        text[max(0, whole.start - 12) : whole.start] + " " + text[whole.phrase_end : whole.phrase_end + 8]
    )


def _bracket_after(text: str, whole: Quantity) -> int | None:
    match = re.match(r"\s*(?:[^()（），,;；:：.\d]{1,60})?[(（]", text[whole.phrase_end :])
    return whole.phrase_end + match.end() - 1 if match else None


def _tail(text: str, quantities: tuple[Quantity, ...], whole: Quantity) -> int | None:
    """Where the parts of a whole may begin: after a colon, a dash, a comma or a joining phrase."""
    rest = text[whole.phrase_end :]
    if named := _NAMED_PARTS.match(rest):
        return whole.phrase_end + named.end()
    match = re.search(
        r"[:：]\s|：|\s[–—-]\s|—|[,;，；]\s*(?:(?:including|namely|comprising|of whom|of which|among them|with)\s+)?"
        r"|\b(?:compris|consist|made up|composed|namely|including|of whom|of which"
        r"|divided|split|with)\w*(?:\s+(?:of|into|from))?\s",
        rest,
    )
    if not match:
        return None
    colon = re.search(r"[:：]", rest)
    if colon and not any(
        whole.phrase_end < other.start < whole.phrase_end + colon.start() and _same_kind(other, whole) for other in quantities
    ):
        return whole.phrase_end + colon.end()
    return whole.phrase_end + match.end()


def _same_kind(other: Quantity, whole: Quantity) -> bool:
    return other.kind == COUNT and other.noun_class == whole.noun_class


def _nearest(whole: Quantity, run: Run, quantities: tuple[Quantity, ...]) -> bool:
    """Whether no later number before the run could be the whole with better right."""
    return not any(
        whole.end <= other.start < run.start
        and other.kind == COUNT
        and _compatible(other, run)
        and other.noun_class
        and (run.noun_class or 0.6 * other.value <= sum(run.values) <= 1.6 * other.value)
        for other in quantities
    )


def _compatible(whole: Quantity, run: Run) -> bool:
    if len(run.parts) == whole.value or any(part.quantity is whole for part in run.parts):
        return False
    family = run.noun_class
    if family and whole.noun_class:
        return family == whole.noun_class
    if family and not whole.noun_class:
        return whole.is_total
    return whole.noun_class != "countries" and whole.noun_class != "time"


def _joint(between: str, whole: Quantity, text: str) -> str:
    if _SUBSET_WORDS.search(between) and not re.search(r"[:：]", between[-6:]):
        return SUBSET
    if _OUT_OF.search(text[max(0, whole.start - 30) : whole.start]):
        return SUBSET
    if re.search(r"[:：]|—|\s–\s", between) or _CLOSED_WORDS.search(between):
        return CLOSED
    return BARE


def _across(sentence: Sentence, following: list[Sentence], document: Document, position: int) -> Iterator[Division]:
    """Wholes whose parts begin with the next sentence ('Among them, …'); several classes may be divided side by side."""
    start = position + 1
    after = document.sentences[start] if start < len(document.sentences) else None
    if after is None or (
        after.block != sentence.block and not (_GOES_ON.match(after.text) and after.block - sentence.block <= 1)
    ):
        return
    joint = _joint_across(after)
    if joint is None:
        return
    carriers = [after]
    for further in document.sentences[start + 1 : start + 4]:
        if further.block != after.block or not _ADDS.match(further.text):
            break
        carriers.append(further)
    bare: list[Division] = []
    for whole in sentence.quantities:
        if not _may_be_whole(whole, sentence.text) or _bracket_divides(sentence, whole):
            continue
        run, unnumbered = _gather(carriers, whole)
        if run is None or len(run.parts) == whole.value:
            continue
        division = Division(whole, sentence, run, (sentence, *carriers), joint, unnumbered)
        if run.noun_class:
            yield division
        else:
            bare.append(division)
    if bare:
        yield min(bare, key=lambda division: abs(sum(division.run.values) / division.whole.value - 1))


def _joint_across(after: Sentence) -> str | None:
    if _GOES_ON.match(after.text):
        return SUBSET
    if match := _THEY.match(after.text):
        return CLOSED if match["closed"] else SUBSET
    if (
        re.match(r"^\W*(?:there were |we had )?(?:\d|[A-Z][a-z]+ (?:\w+ )?(?:from|participants|delegates))", after.text)
        and after.quantities
    ):
        return SUBSET
    return None


def _bracket_divides(sentence: Sentence, whole: Quantity) -> bool:
    return any(division.whole == whole for division in _within(sentence) if len(division.run.parts) > 1)


def _gather(carriers: list[Sentence], whole: Quantity) -> tuple[Run | None, tuple[str, ...]]:
    """The parts of the whole's class in the carrying sentences; beside them, institutions named without a number."""
    parts: list[Part] = []
    unnumbered: list[str] = []
    is_open = False
    for carrier in carriers:
        colon = re.match(r"^[^,，:：]{0,60}[,，:：]\s*", carrier.text)
        lead = (
            colon.end() if colon and not re.search(r"\d", colon.group()) and _GOES_ON.match(carrier.text) else _lead(carrier.text)
        )
        run = read_run(carrier.text, carrier.quantities, lead, len(carrier.text))
        if run is None:
            continue
        is_open = is_open or run.is_open
        for part in run.parts:
            chosen = _of_class(part, whole)
            if chosen is not None:
                parts.append(chosen)
            elif whole.noun_class == "institutions" and (name := _named_institution(part.label)):
                unnumbered.append(name)
    if len(parts) < 2:
        return None, ()
    return Run(tuple(parts), 0, 0, is_open), tuple(unnumbered)


def _lead(text: str) -> int:
    match = _THEY.match(text) or re.match(
        r"^\W*(?:and|also|another|there were|finally,?|in addition,?|the)\s+", text, re.IGNORECASE
    )
    return match.end() if match else 0


def _of_class(part: Part, whole: Quantity) -> Part | None:
    if part.quantity.noun_class in ("", whole.noun_class) and not (
        part.quantity.noun_class == "" and whole.noun_class == "institutions" and part.others
    ):
        return part if part.quantity.noun_class == whole.noun_class or not part.others else None
    same = [other for other in part.others if other.noun_class == whole.noun_class]
    if len(same) != 1:
        return None
    return Part(same[0], part.label, part.dimension, part.key, part.residual)


def _named_institution(label: str) -> str:
    match = re.search(
        r"\bfrom\s+(?:the\s+)?((?:[A-Z][\w’'-]+|of|and|for|the|&)(?:\s+(?:[A-Z][\w’'-]+|of|and|for|the|&))+)", label
    )
    if not match or not any(word.lower() in INSTITUTIONS for word in match[1].split()):
        return ""
    return re.sub(r"\s+(?:of|and|for|the|&)$", "", match[1])


def _over_items(document: Document) -> Iterator[Division]:
    """A whole in a line that ends with a colon, its parts in the items below."""
    blocks = document.blocks
    for position, block in enumerate(blocks[:-1]):
        sentences = document.by_block.get(position)
        if (
            not sentences
            or not re.search(r"[:：]\s*$|\b(?:as follows|following|below)\b[^.]*\.?$", block.text.strip(), re.IGNORECASE)
            or blocks[position + 1].kind != ITEM
        ):
            continue
        intro = sentences[-1]
        parts, carriers = _item_parts(document, position + 1)
        for whole in intro.quantities:
            run = Run(tuple(parts), 0, 0)
            if len(parts) >= 2 and _may_be_whole(whole, intro.text) and _compatible(whole, run):
                joint = SUBSET if _SUBSET_WORDS.search(intro.text[whole.phrase_end :]) else CLOSED
                yield Division(whole, intro, run, (intro, *carriers), joint)


def _item_parts(document: Document, position: int) -> tuple[list[Part], list[Sentence]]:
    parts, carriers, level = [], [], document.blocks[position].level
    for at in range(position, len(document.blocks)):
        block = document.blocks[at]
        if block.kind != ITEM or block.level < level:
            break
        if block.level > level:
            continue
        sentence = document.by_block[at][0]
        run = read_run(sentence.text, sentence.quantities, 0, len(sentence.text))
        if re.match(r"\W*(?:grand\s+)?total\b|\W*(?:合计|总计|共计)", sentence.text, re.IGNORECASE):
            break
        if run is None or len(run.parts) > 3 or run.start > 3:
            return [], []
        parts.append(run.parts[0])
        carriers.append(sentence)
    return parts, carriers
