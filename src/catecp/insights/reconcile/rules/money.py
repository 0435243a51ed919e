"""Sums of money that are said to be made up of others and are not."""

import re
from collections.abc import Iterator

from catecp.insights.reconcile.amounts import agrees
from catecp.insights.reconcile.document import Document, Sentence
from catecp.insights.reconcile.findings import Finding, Quote, plain, tidy
from catecp.insights.reconcile.parts import Run, closing_bracket, read_run
from catecp.insights.reconcile.quantities import MONEY, Quantity

_SUM = re.compile(
    r"\b(?:budget|income|revenue|spending|expenditure|costs?|total|funding|grant|expenses|donations|investment)\b|预算|经费|总额|合计",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"[:：]|\b(?:covers?|comprises?|comprising|consist\w* of|made up of|divided into|namely|broken down|split)\b|分别|包括",
    re.IGNORECASE,
)
_PARTIAL = re.compile(
    r"\b(?:among other things|including|includes?|such as|of which|mainly|for example|e\.g|partly|per|each|between)\b|其中",
    re.IGNORECASE,
)


def check(document: Document) -> list[Finding]:
    """Findings `money_sum` (stated, computed, parts)."""
    findings: list[Finding] = []
    for sentence in document.sentences:
        amounts = [quantity for quantity in sentence.quantities if quantity.kind == MONEY]
        if len(amounts) >= 3 and _SUM.search(sentence.text[: amounts[0].start]):
            findings.extend(_judge(sentence, amounts[0]))
    return findings


def _judge(sentence: Sentence, whole: Quantity) -> Iterator[Finding]:
    run = _run_after(sentence, whole)
    if run is None or len(run.parts) < 2:
        return
    between = sentence.text[whole.end : run.parts[0].quantity.start]
    total = sum(run.values)
    if agrees(whole, total, [part.quantity for part in run.parts]):
        return
    closed = _CLOSED.search(between) and not _PARTIAL.search(between) and not run.is_open
    if (closed and total < whole.value) or (total > whole.value and (closed or _PARTIAL.search(between))):
        values = " + ".join(plain(part.value) for part in run.parts)
        yield Finding(
            "money_sum",
            f"{plain(whole.value)} are stated, but the parts give {values} = {plain(total)}.",
            tuple(tidy(number) for number in (whole.value, total, *run.values)),
            (Quote(sentence.text, sentence.where),),
            sentence.block,
            facts={"stated": whole.value, "computed": total, "parts": run.values},
        )


def _run_after(sentence: Sentence, whole: Quantity) -> Run | None:
    text = sentence.text
    bracket = re.match(r"\s*(?:[A-Za-z]{3}\s*)?[(（]", text[whole.end :])
    if bracket:
        opening = whole.end + bracket.end() - 1
        return read_run(text, sentence.quantities, opening + 1, closing_bracket(text, opening), kind=MONEY)
    lead = _CLOSED.search(text, whole.end) or _PARTIAL.search(text, whole.end)
    return read_run(text, sentence.quantities, lead.end(), len(text), kind=MONEY) if lead else None
