"""Wholes and their parts in one sentence, and how the text joins the two."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from catecp.insights.reconcile.document import Sentence
from catecp.insights.reconcile.parts import PLAIN, Part, Run, closing_bracket, read_run
from catecp.insights.reconcile.places import places_in
from catecp.insights.reconcile.quantities import COUNT, Quantity
from catecp.insights.reconcile.words import ONE_ROLE, STOPS, is_plural

CLOSED, SUBSET, BARE = "closed", "subset", "bare"

_CLOSED_WORDS = re.compile(
    r"\b(?:compris(?:ing|ed(?: of)?|es)|consist(?:ing|ed|s) of|made up of|composed of|namely|i\.e\.|broken down"
    r"|divided (?:into|between|among)"
    r"|split (?:into|between)|distributed|as follows|that is|viz\.?|breakdown|of which there (?:were|are)"
    r"|the breakdown)\b|分别|由|组成|分为",
    re.IGNORECASE,
)
SUBSET_WORDS = re.compile(
    r"\b(?:including|includes?|included|among (?:them|whom|these|which|the)|such as|of wh(?:om|ich)|of them"
    r"|of these|of those|notably|mostly|mainly|especially|e\.g\."
    r"|for example|with|of the|out of)\b|其中|包括|含|包含",
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


def within(sentence: Sentence) -> Iterator[Division]:
    """Wholes whose parts stand in brackets or later in the same sentence; a part is no whole unless its own parts follow at once."""
    text, quantities = sentence.text, sentence.quantities
    used: set[int] = set()
    for whole in quantities:
        if not may_be_whole(whole, text):
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
    if run is None or not compatible(whole, run) or re.fullmatch(r"\W*\d[\d,]*\W*", text[bracket:end]):
        return None
    apart = text[whole.phrase_end : bracket].strip()
    if apart and (len(run.parts) < 2 or (not run.noun_class and _other_noun_between(sentence, whole, run))):
        return None
    lead = text[bracket + 1 : run.start]
    return Division(whole, sentence, run, (sentence,), SUBSET if SUBSET_WORDS.search(lead) else CLOSED)


def _in_tail(sentence: Sentence, whole: Quantity) -> Division | None:
    text, quantities = sentence.text, sentence.quantities
    tail = _tail(text, quantities, whole)
    run = read_run(text, quantities, tail, len(text)) if tail is not None else None
    if run is None or not compatible(whole, run) or not _nearest(whole, run, quantities):
        return None
    joint = _joint(text[whole.phrase_end : run.start], whole, text)
    if not run.noun_class and _other_noun_between(sentence, whole, run):
        return None
    if (joint == BARE and places_in(whole.phrase)) or "=" in text[run.start : run.end + 3]:
        return None
    if (
        joint == BARE
        and all(part.label_first and part.label.isascii() for part in run.parts)
        and not _NAMED_PARTS.match(text[whole.phrase_end :])
    ):
        return None  # 'China sent 20 students, Russia 12': the first number is one of them
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


def may_be_whole(whole: Quantity, text: str) -> bool:
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
        and compatible(other, run)
        and other.noun_class
        and (run.noun_class or 0.6 * other.value <= sum(run.values) <= 1.6 * other.value)
        for other in quantities
    )


def compatible(whole: Quantity, run: Run) -> bool:
    if len(run.parts) == whole.value or any(part.quantity is whole for part in run.parts):
        return False
    family = run.noun_class
    if family and whole.noun_class:
        return family == whole.noun_class
    if family and not whole.noun_class:
        return whole.is_total
    return whole.noun_class != "countries" and whole.noun_class != "time"


def _joint(between: str, whole: Quantity, text: str) -> str:
    if SUBSET_WORDS.search(between) and not re.search(r"[:：]", between[-6:]):
        return SUBSET
    if _OUT_OF.search(text[max(0, whole.start - 30) : whole.start]):
        return SUBSET
    if re.search(r"[:：]|—|\s–\s", between) or _CLOSED_WORDS.search(between):
        return CLOSED
    return BARE
