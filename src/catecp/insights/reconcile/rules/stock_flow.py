"""A level at a date (all users so far) set against the amount of a period (the students of one year)."""

import re
from collections.abc import Iterator

from catecp.insights.reconcile.document import Document, Sentence
from catecp.insights.reconcile.findings import Finding, Quote, plain, tidy
from catecp.insights.reconcile.quantities import COUNT, Quantity
from catecp.insights.reconcile.words import PEOPLE_GENERIC

_AGAINST = re.compile(
    r"\b(?:surpass|exceed|outstrip|outnumber|overtak|overtook|outpac|top(?:ping|ped)|more than the|higher than"
    r"|greater than|larger than|beyond|compared (?:to|with)"
    r"|up from|beat(?:ing)?|above the)\w*|超过|超越|多于|高于",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"\b(?:as (?:of|at)|by the end of|to date|so far|cumulative(?:ly)?|in total since|since (?:its|the) (?:launch"
    r"|start|founding|beginning|establishment)|accumulated"
    r"|(?:had|has|have) (?:now |already )?reached|(?:now )?stands? at|registered users|all[- ]time|ever)\b|截至|累计|迄今|总用户",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\b(?:the )?(?:entire|whole|full|all of|total (?:number |figure )?(?:of|for|from|in)(?: the)?(?: entire"
    r"| whole| full)?)\s*(?:calendar |academic )?(?:year\s*(?:of\s*)?)?(?P<year>(?:19|20)\d\d)\b"
    r"|\b(?:last year|the previous year|the year before|annual total)\b|\bin (?:the (?:whole|entire|full) (?:of "
    r"|year (?:of )?)?)?(?P<year2>(?:19|20)\d\d)\b"
    r"|(?P<year3>(?:19|20)\d\d)\s*(?:年)?\s*全年|去年(?:全年)?",
    re.IGNORECASE,
)
_SAME_KIND = re.compile(
    r"\b(?:this year|in the first (?:\w+ )?(?:months?|quarter|half)|since (?:january|1 january|the (?:start"
    r"|beginning) of (?:the|this) year)|from january|between january"
    r"|year[- ]to[- ]date|in (?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december)\b|during)\b|今年|上半年|前.{1,3}个月",
    re.IGNORECASE,
)
_FLOW_UNITS = frozenset(["students", "learners", "trainees", "participants", "enrolments", "enrollments", "graduates"])


def check(document: Document) -> list[Finding]:
    """Findings `stock_flow`: (level, amount of the period) where the text gives both, else the level alone."""
    findings: list[Finding] = []
    for order, sentence in enumerate(document.sentences):
        findings.extend(_in_sentence(document, order, sentence))
    return findings


def _in_sentence(document: Document, order: int, sentence: Sentence) -> Iterator[Finding]:
    for against in _AGAINST.finditer(sentence.text):
        before, after = sentence.text[: against.start()], sentence.text[against.end() :]
        period = _PERIOD.search(after)
        if not period or not _LEVEL.search(before) or _same_period(before):
            continue
        levels = [
            quantity
            for quantity in sentence.quantities
            if quantity.kind == COUNT and quantity.noun and quantity.end <= against.start()
        ]
        if not levels or _LEVEL.search(after):
            continue
        level = levels[-1]
        year = next((period[name] for name in ("year", "year2", "year3") if period[name]), "")
        amount = _beside(sentence, against.end()) or _of_period(document, order, year, level)
        yield _finding(sentence, level, amount, period.group().strip())
        return


def _same_period(before: str) -> bool:
    """Whether the first number also belongs to a stretch of time, which may well be set against another."""
    stretch = _SAME_KIND.search(before)
    return bool(stretch) and not re.search(r"\bcumulative|\btotal users|累计|\bsince (?:its|the) launch", before, re.IGNORECASE)


def _beside(sentence: Sentence, start: int) -> tuple[Sentence, Quantity] | None:
    found = [quantity for quantity in sentence.quantities if quantity.start >= start and quantity.kind == COUNT and quantity.noun]
    return (sentence, found[0]) if found else None


def _of_period(document: Document, order: int, year: str, level: Quantity) -> tuple[Sentence, Quantity] | None:
    """The amount the text gives for the year: people counted in the sentences that speak of it."""
    current, found = "", []
    for position, sentence in enumerate(document.sentences[: order + 40]):
        years = re.findall(r"\b((?:19|20)\d\d)\b", sentence.text)
        current = (
            years[-1] if years else (current if position and document.sentences[position - 1].block == sentence.block else "")
        )
        if position == order or not year or (year not in years and current != year):
            continue
        found += [
            (sentence, quantity)
            for quantity in sentence.quantities
            if quantity.kind == COUNT and quantity.noun_class == level.noun_class
        ]
    sized = [entry for entry in found if entry[1].noun not in PEOPLE_GENERIC and entry[1].value * 20 >= level.value] or [
        e for e in found if e[1].value * 20 >= level.value
    ]
    return max(sized, key=lambda entry: entry[1].value) if sized else None


def _finding(sentence: Sentence, level: Quantity, amount: tuple[Sentence, Quantity] | None, period: str) -> Finding:
    words = f"{plain(level.value)} {level.phrase}"
    if amount is None:
        what = f"{words}, a level reached so far, are set against the amount of a period ({period}); the two cannot be compared."
        return Finding("stock_flow", what, (tidy(level.value),), (Quote(sentence.text, sentence.where),), sentence.block)
    other_sentence, other = amount
    what = (
        f"{words}, a level reached so far, are set against {plain(other.value)} {other.phrase} of a period"
        f" ({period}); the two cannot be compared"
    )
    what += "." if other.noun == level.noun else f", and {level.noun}s are not {other.noun}s."
    quotes = tuple(Quote(told.text, told.where) for told in dict.fromkeys((sentence, other_sentence)))
    return Finding("stock_flow", what, (tidy(level.value), tidy(other.value)), quotes, sentence.block)
