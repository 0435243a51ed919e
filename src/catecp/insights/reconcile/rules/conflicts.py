"""One quantity of one event stated twice with different values: 134 participants here, 143 there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from catecp.insights.reconcile.dates import dates_in
from catecp.insights.reconcile.document import Document, Sentence
from catecp.insights.reconcile.findings import Finding, Quote, tidy
from catecp.insights.reconcile.places import places_in
from catecp.insights.reconcile.quantities import ABOUT, AT_LEAST, AT_MOST, COUNT, Quantity

_ATTENDANCE = frozenset(["participant", "people", "attendee", "person"])
_EVENT = re.compile(
    r"\b(workshop|conference|forum|seminar|symposium|summit|meeting|training|fair|exhibition|event|programme"
    r"|program|course|webinar|exchange|camp|visit|survey|competition)s?\b",
    re.IGNORECASE,
)
_CAME_BEFORE = re.compile(
    r"(?:\b(?:attended by|participated (?:in )?by|participation (?:of|by)|brought together|bringing together"
    r"|gathered|gathering|welcomed|joined by|attracted|attendance of|convened|drew|hosted"
    r"|attended the \w+:|attendance:|participants:|(?:there were|with)(?: a total of)?|total of|in total"
    r"|in all|number of participants (?:was|reached|totalled))\s+(?:by\s+|a total of\s+|some\s+|all\s+)?"
    r"|共|共有|总计)$",
    re.IGNORECASE,
)
_CAME_AFTER = re.compile(
    r"^\s*(?:(?:in total|altogether|from (?:\w+\s+){0,4}(?:countries|institutions|schools|colleges|universities)"
    r"|who)\s*)?(?:have |had |has )?(?:attended|took part|taking part|participated|joined|gathered|were present"
    r"|came|registered and attended)\b"
    r"|^\s*from\s+(?:over |about |nearly )?(?:\d+|\w+)\s+(?:different |partner |participating )?(?:countries"
    r"|institutions|schools|colleges|universities|provinces|organi[sz]ations)\b|^参加|^出席|^与会",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"^\s*(?:\([^)]*\)\s*)?(?:were|was|have been|had been|being|got)?\s*signed\b|^\s*signed\b", re.IGNORECASE)
_SIGNED_BEFORE = re.compile(r"\b(?:signed|signing of|sign|signature of|witnessed)\s+(?:a total of\s+|the\s+)?$", re.IGNORECASE)
_NARROWER = re.compile(
    r"\b(?:each|per|every|average|online|virtual(?:ly)?|in person|day (?:one|two|three|\d)|(?:first|second"
    r"|third|last|next|previous|earlier|opening|closing|morning|afternoon|evening|parallel|break-?out)"
    r"|session|group|team|delegation|expected|planned|target|invited|registered|registrations|capacity"
    r"|dinner|ceremony|bus|visit|last year|among them|of them|of these|of whom|respondents?|responded"
    r"|answered"
    r"|remaining|another|other|additional|only|women|female|pilot|follow-?up|if|would|will|plans?|applied"
    r"|applications?|since|cumulative|annual|phase|batch|edition|side event|(?:19|20)\d\d\s+[a-z]+)\b|其中|每|第[一二三四]|线上",
    re.IGNORECASE,
)
_MOST_STATEMENTS = 60
_NEUTRAL = re.compile(
    r"^(?:(?:total|different|participating|participant|partner|of|all|the|various|active|workshop|conference"
    r"|individual|[Mm]emoranda|TVET|vocational|education|educational|training|higher|member)\s+)*[\w/]+$"
)


@dataclass(frozen=True)
class Statement:
    """A quantity said of the whole event: what it counts, for which event word, in which sentence."""

    subject: str
    quantity: Quantity
    sentence: Sentence
    event: str


def check(document: Document) -> list[Finding]:
    """Findings `conflicting_totals` (one value, the other)."""
    findings: list[Finding] = []
    statements = [statement for sentence in document.sentences for statement in _statements(sentence)]
    for subject in dict.fromkeys(statement.subject for statement in statements):
        findings.extend(_conflict([statement for statement in statements if statement.subject == subject]))
    return findings


def _statements(sentence: Sentence) -> Iterator[Statement]:
    text = sentence.text
    for quantity in sentence.quantities:
        if (
            quantity.kind != COUNT
            or quantity.is_extra
            or quantity.value < 3
            or not _NEUTRAL.match(re.sub(r"[()+]", "", quantity.phrase) or "-")
        ):
            continue
        before, after = text[: quantity.start], text[quantity.phrase_end :]
        before = (
            re.sub(
                r"(?:\bover|\bmore than|\bnearly|\babout|\baround|\balmost|\bsome|\bapproximately|\ba total of)\s*$", "", before
            ).rstrip()
            + " "
        )
        subject = _subject(quantity, before, after)
        clause = before[-90:] + quantity.phrase + after[:60]
        if subject and not _NARROWER.search(re.sub(r"[(（][^)）]*[)）]", " ", clause)) and not places_in(quantity.phrase):
            event = _EVENT.search(text)
            yield Statement(subject, quantity, sentence, event[1].lower() if event else "")


def _subject(quantity: Quantity, before: str, after: str) -> str:
    if quantity.noun in _ATTENDANCE or quantity.noun in ("人", "代表", "参会者"):
        return "people" if _CAME_BEFORE.search(before) or _CAME_AFTER.match(after) else ""
    if quantity.noun_class in ("countries", "institutions"):
        whose = re.search(
            r"\b(?:participants|people|delegates|attendees|representatives|teachers|students|officials|experts"
            r"|educators|professionals|institutions|it|workshop|event)\b[^.;]{0,30}\b(?:from|across|representing)\s+$",
            before,
            re.IGNORECASE,
        )
        return quantity.noun_class if whose else ""
    if quantity.noun_class == "agreements":
        return quantity.noun if _SIGNED.match(after) or _SIGNED_BEFORE.search(before) else ""
    return ""


def _conflict(statements: list[Statement]) -> Iterator[Finding]:
    exact = [statement for statement in statements if statement.quantity.exact]
    values = {statement.quantity.value for statement in exact}
    if not exact or len(values) > 2 or len(statements) > _MOST_STATEMENTS:
        return
    for order, later in enumerate(statements):
        for earlier in statements[:order]:
            if _same_thing(earlier, later) and not _compatible(earlier.quantity, later.quantity):
                quotes = (Quote(earlier.sentence.text, earlier.sentence.where), Quote(later.sentence.text, later.sentence.where))
                what = (
                    f"{earlier.quantity.text} {earlier.quantity.phrase} in one place, {later.quantity.text} {later.quantity.phrase}"
                    f" in another."
                )
                numbers = (tidy(earlier.quantity.value), tidy(later.quantity.value))
                yield Finding("conflicting_totals", what[0].upper() + what[1:], numbers, quotes, earlier.sentence.block)
                return


def _same_thing(first: Statement, second: Statement) -> bool:
    if first.sentence == second.sentence or (first.event and second.event and first.event != second.event):
        return False
    places = [set(re.findall(r"\b(?:in|at)\s+((?:[A-Z][a-z]+\s?)+)", statement.sentence.text)) for statement in (first, second)]
    days = [
        {(span.first.year, span.first.month, span.first.day) for span in dates_in(statement.sentence.text)}
        for statement in (first, second)
    ]
    years = [set(re.findall(r"\b(?:19|20)\d\d\b", statement.sentence.text)) for statement in (first, second)]
    return all(not one or not other or one & other for one, other in (places, days, years))


def _compatible(first: Quantity, second: Quantity) -> bool:
    if first.exact and second.exact:
        return first.value == second.value
    for loose, other in ((first, second), (second, first)):
        if loose.accuracy == ABOUT:
            return 0.85 <= other.value / loose.value <= 1.15
        if loose.accuracy == AT_LEAST:
            return other.value >= loose.value or not other.exact
        if loose.accuracy == AT_MOST:
            return other.value <= loose.value or not other.exact
    return True
