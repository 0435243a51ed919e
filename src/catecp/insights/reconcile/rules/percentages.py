"""Percentages that do not follow from the numbers printed with them, and shares that do not make up the whole."""

import re
from collections.abc import Iterator

from catecp.insights.reconcile.amounts import percent_agrees
from catecp.insights.reconcile.document import ITEM, Document, Sentence
from catecp.insights.reconcile.findings import Finding, Quote, plain, tidy
from catecp.insights.reconcile.parts import GENDER, MODE, ORIGIN, SCALE, Run, read_run
from catecp.insights.reconcile.quantities import COUNT, PERCENT, Quantity

_OF = re.compile(
    r"^\s*(?:[\w’'-]+\s+){0,3}?(?:out of|of|from among|among)\s+(?:the\s+|a\s+|all\s+|our\s+)?(?:total(?:\s+of)?\s+)?$",
    re.IGNORECASE,
)
_OF_HANZI = re.compile(r"^[^，。；\d]{0,8}中[，,]?(?:有|共有|约有)?$")
_NEAR_AFTER = re.compile(
    r"^\s*(?:[(（\[]|[,，]?\s*(?:or|i\.e\.|that is|equal to|about|around|equivalent to|=|占)|=)\s*(?:about"
    r"|around|nearly|over|约|占)?\s*$",
    re.IGNORECASE,
)
_SLASH = re.compile(
    r"(?<![\d/.,])(\d[\d,]*)\s*/\s*(\d[\d,]*)(?![\d/])\s*[(（,=]\s*(\d+(?:\.\d+)?)\s*%|(\d+(?:\.\d+)?)\s*%\s*[(（,=]\s*(\d[\d,]*)\s*/\s*(\d[\d,]*)(?![\d/])"
)
_PAIR = re.compile(r"^\s*(?:[\w’'/-]+\s+){0,3}[\w’'/-]*\s*[(（]\s*(?:about |约|占)?$")
_WHOLE_BEFORE = re.compile(r"\bof\s+(?:the\s+|all\s+)?$|%\s*[(（]$")
_RATE = re.compile(r"\b(?:response|return) rate\b|回收率", re.IGNORECASE)
_SENT = re.compile(
    r"\b(?:returned|answered|received|completed|replied|responded|handed|sent|distributed|issued)\b|回收|发放", re.IGNORECASE
)
_MANY_ANSWERS = re.compile(
    r"\b(?:multiple|more than one|several answers|choose|chose|select(?:ed)?|could name|up to (?:two|three|3|2)|tick)\b|多选",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:increas|ris(?:e|en|ing)|rose|grew|grow|growth|drop|f[ae]ll|declin|decreas|higher|lower|up|down"
    r"|more|less|discount|compared|from|than)\w*\b|增|降|下降|上升|提高",
    re.IGNORECASE,
)


def check(document: Document) -> list[Finding]:
    """Findings `percent_of` (printed, true, part, whole), `percent_shares` (100, sum, shares) and `percent_base`."""
    findings: list[Finding] = []
    stated = _all_numbers(document)
    for order, sentence in enumerate(document.sentences):
        if not re.search(r"%|per\s?cent|百分之|％", sentence.text, re.IGNORECASE):
            continue
        findings.extend(_explicit(sentence))
        findings.extend(_slashes(sentence))
        findings.extend(_response_rate(sentence))
        findings.extend(_shares(sentence))
        findings.extend(_pairs(document, order, sentence, stated))
    findings.extend(_shares_of_items(document))
    return findings


def _explicit(sentence: Sentence) -> Iterator[Finding]:
    """'61 of 97 (63 %)', '63 % (61 of 97)', '97人中有61人（63%）'."""
    text, quantities = sentence.text, sentence.quantities
    counts = [quantity for quantity in quantities if quantity.kind == COUNT]
    for first, second in zip(counts, counts[1:], strict=False):
        between = text[first.end : second.start]
        if _OF.match(between):
            part, whole = first, second
        elif _OF_HANZI.match(between.removeprefix("人").removeprefix("名").removeprefix("份").removeprefix("所")):
            part, whole = second, first
        else:
            continue
        percent = _percent_beside(text, quantities, min(first.start, second.start), second)
        if (
            percent
            and part.exact
            and whole.exact
            and 0 < part.value <= whole.value
            and not percent_agrees(percent, 100 * part.value / whole.value)
        ):
            yield _wrong(sentence, percent, part.value, whole.value)


def _percent_beside(text: str, quantities: tuple[Quantity, ...], start: int, last: Quantity) -> Quantity | None:
    for percent in (quantity for quantity in quantities if quantity.kind == PERCENT):
        between = text[last.phrase_end : percent.start]
        if (
            percent.start > last.end
            and len(between) < 60
            and _NEAR_AFTER.search(re.sub(r"^[^(（,，=]*(?=[(（,，=])", "", between))
        ):
            return percent
        if percent.end <= start and re.match(
            r"^\s*%?\s*(?:per\s?cent)?\s*(?:[(（]|,?\s*or|=)\s*$", text[percent.end : start], re.IGNORECASE
        ):
            return percent
    return None


def _slashes(sentence: Sentence) -> Iterator[Finding]:
    for match in _SLASH.finditer(sentence.text):
        part, whole, printed = (match[1], match[2], match[3]) if match[1] else (match[5], match[6], match[4])
        part_value, whole_value = int(part.replace(",", "")), int(whole.replace(",", ""))
        percent = next(
            (quantity for quantity in sentence.quantities if quantity.kind == PERCENT and quantity.text == printed), None
        )
        if percent and 0 < part_value <= whole_value and not percent_agrees(percent, 100 * part_value / whole_value):
            yield _wrong(sentence, percent, part_value, whole_value)


def _wrong(sentence: Sentence, percent: Quantity, part: int | float, whole: int | float) -> Finding:
    share = round(100 * part / whole, 1)
    return Finding(
        "percent_of", f"{plain(part)} of {plain(whole)} is {plain(share)} %, not {plain(percent.value)} %.",
        (tidy(percent.value), tidy(share), tidy(part), tidy(whole)), (Quote(sentence.text, sentence.where),), sentence.block,
        facts={"stated": percent.value, "computed": share, "part": part, "whole": whole},
    )  # fmt: skip


def _all_numbers(document: Document) -> set[int | float]:
    """Every count the text or a table gives: any of them may be the whole a share is of."""
    told = {quantity.value for sentence in document.sentences for quantity in sentence.quantities if quantity.kind == COUNT}
    cells = {cell for block in document.blocks for row in block.rows for cell in row}
    return told | {value for cell in cells if (value := _whole_number(cell)) is not None}


def _response_rate(sentence: Sentence) -> Iterator[Finding]:
    """'134 forms were handed out and 97 returned, a response rate of 72 %', when the sentence counts nothing else."""
    match = _RATE.search(sentence.text)
    counts = [quantity for quantity in sentence.quantities if quantity.kind == COUNT and quantity.exact]
    percents = [quantity for quantity in sentence.quantities if quantity.kind == PERCENT]
    if (
        match is None
        or not _SENT.search(sentence.text)
        or len(counts) != 2
        or len(percents) != 1
        or counts[0].value == counts[1].value
    ):
        return
    part, whole = sorted((counts[0].value, counts[1].value))
    if part > 0 and not percent_agrees(percents[0], 100 * part / whole):
        yield _wrong(sentence, percents[0], part, whole)


def _pairs(document: Document, order: int, sentence: Sentence, stated: set[int | float]) -> Iterator[Finding]:
    """'61 (63 %)' against the number of answers or people stated just before."""
    for part, percent in _counts_with_percent(sentence):
        near = [sentence, *_before(document, order)]
        bases = [quantity for told in near for quantity in told.quantities if _may_be_base(quantity, part)]
        if not bases or not percent.exact:
            continue
        if any(value > part.value and percent_agrees(percent, 100 * part.value / value) for value in stated):
            continue
        if len({base.value for base in bases}) == 1 and re.search(
            r"\brespon|\banswer|\bof them\b|\bof these\b|\bof whom\b|\bsurvey|\bquestionnaire|\bincluding|回收|问卷|其中",
            " ".join(told.text for told in near),
            re.I,
        ):
            yield _wrong(sentence, percent, part.value, bases[0].value)


def _counts_with_percent(sentence: Sentence) -> Iterator[tuple[Quantity, Quantity]]:
    quantities = sentence.quantities
    for part, percent in zip(quantities, quantities[1:], strict=False):
        beside = part.kind == COUNT and percent.kind == PERCENT and _PAIR.match(sentence.text[part.end : percent.start])
        if beside and part.exact and part.value > 0 and not _WHOLE_BEFORE.search(sentence.text[: part.start]):
            yield part, percent


def _before(document: Document, order: int) -> list[Sentence]:
    block = document.sentences[order].block
    kind = document.sentences[order].kind
    earlier = [told for told in document.sentences[max(0, order - 3) : order] if told.block == block]
    if kind == ITEM:
        at = block
        while at > 0 and document.blocks[at].kind == ITEM:
            at -= 1
        earlier += list(document.by_block.get(at, ()))[-1:]
    elif not earlier:
        earlier = [told for told in document.sentences[max(0, order - 2) : order] if block - told.block <= 1]
    return earlier


def _may_be_base(quantity: Quantity, part: Quantity) -> bool:
    if quantity is part or quantity.kind != COUNT or quantity.value < part.value:
        return False
    return not part.noun_class or quantity.noun_class in (
        part.noun_class,
        "response",
        "answer",
        "questionnaire",
        "form",
        "people",
        "份",
    )


def _whole_number(cell: str) -> int | None:
    match = re.fullmatch(r"\s*(\d[\d,]*)\s*", cell)
    return int(match[1].replace(",", "")) if match else None


def _shares(sentence: Sentence) -> Iterator[Finding]:
    run = read_run(sentence.text, sentence.quantities, 0, len(sentence.text), kind=PERCENT)
    if run is None or len(run.parts) < 2 or _MANY_ANSWERS.search(sentence.text) or _CHANGE.search(_links(sentence.text, run)):
        return
    yield from _judge(run, [sentence], bool(re.search(r"[:：(（]\s*$", sentence.text[: run.parts[0].quantity.start][-2:])))


def _links(text: str, run: Run) -> str:
    """The words outside the parts' own labels that could make the percentages changes instead of shares."""
    return " ".join(
        re.findall(
            r"\b(?:increase\w*|ris\w+|rose|grew|growth|drop\w*|fell|declin\w+|decreas\w+|compared|up from|down from"
            r"|higher|lower)\b|增长|下降|上升|提高",
            text[: run.end],
            re.IGNORECASE,
        )
    )


def _shares_of_items(document: Document) -> Iterator[Finding]:
    position = 0
    while position < len(document.blocks):
        start = position
        parts, sentences = [], []
        while position < len(document.blocks) and document.blocks[position].kind == ITEM:
            told = document.by_block[position][0]
            run = read_run(told.text, told.quantities, 0, len(told.text), kind=PERCENT)
            if run is None or len(run.parts) != 1:
                break
            parts.append(run.parts[0])
            sentences.append(told)
            position += 1
        intro = document.blocks[start - 1].text if start else ""
        if len(parts) >= 2 and not _MANY_ANSWERS.search(intro + " " + " ".join(told.text for told in sentences)):
            yield from _judge(Run(tuple(parts), 0, 0), sentences, False)
        position = max(position, start + 1)


def _judge(run: Run, sentences: list[Sentence], announced: bool) -> Iterator[Finding]:
    """Shares of origins, of men and women, or of a scale of answers exclude each other; other shares may overlap."""
    dimensions = run.dimensions
    keys = [part.key for part in run.parts]
    if len(dimensions) != 1 or not dimensions <= {ORIGIN, GENDER, MODE, SCALE} or len(set(keys)) != len(keys):
        return
    total = sum(part.value for part in run.parts)
    room = 0.5 * len(run.parts) * 10.0 ** -min(part.quantity.decimals for part in run.parts) + 0.01
    loose = any(not part.quantity.exact for part in run.parts)
    pair = set(keys) in ({"man", "woman"}, {"online", "onsite"})
    whole = pair or any(part.residual for part in run.parts) or (announced and dimensions == {ORIGIN} and not run.is_open)
    if loose and abs(total - 100) < 10:
        return
    if total > 100 + room or (whole and total < 100 - room and not run.is_open):
        values = " + ".join(plain(part.value) for part in run.parts)
        yield Finding(
            "percent_shares",
            f"Shares that exclude each other give {values} = {plain(total)} %, not 100 %.",
            (100, tidy(total), *[tidy(part.value) for part in run.parts]),
            tuple(Quote(told.text, told.where) for told in sentences),
            sentences[0].block,
            facts={"stated": 100, "computed": total, "parts": [part.value for part in run.parts]},
        )
