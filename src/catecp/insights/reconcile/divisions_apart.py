"""All divisions of a report: within a sentence, across sentences ('Among them, …'), and over the items of a list."""

import re
from collections.abc import Iterator

from catecp.insights.reconcile.divisions import CLOSED, SUBSET, SUBSET_WORDS, Division, compatible, may_be_whole, within
from catecp.insights.reconcile.document import ITEM, Document, Sentence
from catecp.insights.reconcile.parts import Part, Run, read_run
from catecp.insights.reconcile.quantities import Quantity
from catecp.insights.reconcile.words import INSTITUTIONS

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


def divisions_of(document: Document) -> Iterator[Division]:
    for position, sentence in enumerate(document.sentences):
        yield from within(sentence)
        following = [other for other in document.sentences[position + 1 : position + 4] if other.block == sentence.block]
        yield from _across(sentence, following, document, position)
    yield from _over_items(document)


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
        if not may_be_whole(whole, sentence.text) or _bracket_divides(sentence, whole):
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
    return any(division.whole == whole for division in within(sentence) if len(division.run.parts) > 1)


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
            if len(parts) >= 2 and may_be_whole(whole, intro.text) and compatible(whole, run):
                joint = SUBSET if SUBSET_WORDS.search(intro.text[whole.phrase_end :]) else CLOSED
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
