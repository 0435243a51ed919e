"""Sums written out, numbers given in words and digits, averages."""

import re
from collections.abc import Iterator

from catecp.insights.reconcile.document import TABLE, Document, Sentence
from catecp.insights.reconcile.findings import Finding, Quote, plain, tidy
from catecp.insights.reconcile.numerals import numerals_in
from catecp.insights.reconcile.quantities import COUNT
from catecp.insights.reconcile.words import noun_class, singular

_TERM = r"\d[\d,]*(?:\.\d+)?(?:\s+[A-Za-z][\w-]*){0,3}"
_SUM = re.compile(rf"(?<![\d.,/×*x-])({_TERM}(?:\s*\+\s*{_TERM})+)\s*=\s*(\d[\d,]*(?:\.\d+)?)")
_TWICE = re.compile(r"[A-Za-z]\s*[(（]\s*(\d[\d,]*)\s*[)）]")
_AVERAGE = re.compile(
    r"\b(?:an? )?(?:average|mean)(?: of)?\s+(?P<about>about |around |nearly |roughly |over |approximately )?"
    r"(?P<value>\d+(?:\.\d+)?)\s+(?P<what>[a-z]+)\s+(?:per"
    r"|for each|for every|from each|in each)\s+(?P<per>[a-z]+)\b",
    re.IGNORECASE,
)


def check(document: Document) -> list[Finding]:
    """Findings `arithmetic` (stated, computed, terms), `words_and_digits` (both values), `average`."""
    findings: list[Finding] = []
    for sentence in document.sentences:
        findings.extend(_sums(sentence.text, sentence.where, sentence.block))
        findings.extend(_twice(sentence))
        findings.extend(_average(sentence))
    for position, block in enumerate(document.blocks):
        if block.kind == TABLE:
            for cell in {cell for row in block.rows for cell in row if "=" in cell}:
                findings.extend(_sums(cell, block.where, position))
    return findings


def _sums(text: str, where: str, position: int) -> Iterator[Finding]:
    for match in _SUM.finditer(text) if "=" in text else ():
        terms = [float(number.replace(",", "")) for number in re.findall(r"(?:^|\+)\s*(\d[\d,]*(?:\.\d+)?)", match[1])]
        total, stated = sum(terms), float(match[2].replace(",", ""))
        if abs(total - stated) > 1e-6:
            numbers = tuple(tidy(number) for number in (stated, total, *terms))
            yield Finding(
                "arithmetic", f"{match.group().strip()}: the sum is {plain(total)}.", numbers, (Quote(text, where),), position
            )


def _twice(sentence: Sentence) -> Iterator[Finding]:
    """'thirteen (12) experts'."""
    for numeral in numerals_in(sentence.text):
        if numeral.form != "words":
            continue
        match = _TWICE.match(sentence.text, numeral.end - 1)
        if match and int(match[1].replace(",", "")) != numeral.value and numeral.value > 1:
            digits = int(match[1].replace(",", ""))
            quote = Quote(sentence.text, sentence.where)
            words = sentence.text[numeral.start : match.end()]
            yield Finding(
                "words_and_digits",
                f"“{words}” says two different numbers.",
                (tidy(numeral.value), digits),
                (quote,),
                sentence.block,
            )


def _average(sentence: Sentence) -> Iterator[Finding]:
    for match in _AVERAGE.finditer(sentence.text):
        counts = [
            quantity
            for quantity in sentence.quantities
            if quantity.kind == COUNT and quantity.exact and quantity.noun and not match.start() <= quantity.start < match.end()
        ]
        above = [quantity for quantity in counts if quantity.noun_class == noun_class(singular(match["what"]))]
        below = [quantity for quantity in counts if quantity.noun_class == noun_class(singular(match["per"]))]
        if len(above) != 1 or len(below) != 1 or match["about"]:
            continue
        decimals = len(match["value"].partition(".")[2])
        actual, stated = above[0].value / below[0].value, float(match["value"])
        if abs(actual - stated) >= 10.0**-decimals:
            yield Finding(
                "average", f"{plain(above[0].value)} by {plain(below[0].value)} is {plain(round(actual, 2))}, not {match['value']}.",
                (tidy(stated), round(actual, 2), tidy(above[0].value), tidy(below[0].value)), (Quote(sentence.text, sentence.where),), sentence.block,
            )  # fmt: skip
