"""Totals of tables: rows, columns, shares, and the number announced in the line above."""

import re
from collections.abc import Iterator

from catecp.insights.reconcile.amounts import agrees
from catecp.insights.reconcile.document import Document, Sentence
from catecp.insights.reconcile.findings import Finding, Quote, plain, tidy
from catecp.insights.reconcile.grids import SUBSET, SUBTOTAL, TOTAL, Grid, grids_of
from catecp.insights.reconcile.quantities import COUNT, Quantity, quantities_in
from catecp.insights.reconcile.words import noun_class, singular

_OVERLAPPING = re.compile(
    r"^\W*(?:day|session|phase|week|month|module|activity|event|january|february|march|april|may|june"
    r"|july|august|september|october|november|december|第.{1,2}[天场])\b",
    re.I,
)
_POINTS = re.compile(r"\b(?:following|below|table|as follows|listed|shown|breakdown)\b|如下|下表|表", re.IGNORECASE)


def check(document: Document) -> list[Finding]:
    """Findings `table_total` (printed, sum, rows), `table_row_total`, `table_share` and `table_against_text`."""
    findings: list[Finding] = []
    for grid in grids_of(document):
        findings.extend(_total_rows(grid))
        findings.extend(_total_columns(grid))
        findings.extend(_shares(grid))
        findings.extend(_announced(document, grid))
    return findings


def _total_rows(grid: Grid) -> Iterator[Finding]:
    for row, label in enumerate(grid.labels):
        if not (TOTAL.match(label) or SUBTOTAL.search(label)) or row == 0 and not _total_first(grid):
            continue
        for column in range(grid.width):
            stated = grid.cells[row][column]
            if stated is None or not grid.is_added(column):
                continue
            readings = list(_readings(grid, row, column))
            if not readings or any(
                _close(sum(values), stated.value, stated.percent, len(values), stated.decimals) for values in readings
            ):
                continue
            values = readings[0]
            if stated.value <= max(values):
                continue  # an average or a share of its own: a sum is never smaller than its largest part
            if sum(values) > stated.value and _overlapping(grid, row) or (stated.percent and abs(stated.value - 100) > 0.01):
                continue
            yield _wrong_total(grid, row, column, values, stated.value)


def _total_first(grid: Grid) -> bool:
    return len(grid.labels) > 2 and not any(TOTAL.match(label) for label in grid.labels[1:])


def _readings(grid: Grid, row: int, column: int) -> Iterator[list[float]]:
    """Every fair way to say which rows a total row adds up; the plainest first."""
    if row == 0:
        yield [
            cell.value
            for cell, label in zip(grid.column(column)[1:], grid.labels[1:], strict=True)
            if cell and not SUBSET.match(label)
        ]
        return
    above = [(at, cell) for at, cell in enumerate(grid.column(column)[:row]) if cell is not None]
    totals = [at for at in range(row) if TOTAL.match(grid.labels[at]) or SUBTOTAL.search(grid.labels[at])]
    since = totals[-1] + 1 if totals else 0
    groups = (
        [cell.value for at, cell in above if at >= since and not SUBSET.match(grid.labels[at])],
        [cell.value for at, cell in above if at not in totals and not SUBSET.match(grid.labels[at])],
        [cell.value for at, cell in above if at in totals],
        [cell.value for at, cell in above if at not in totals],
    )
    if totals and not SUBTOTAL.search(grid.labels[row]):
        groups = (groups[1], groups[2], groups[0], groups[3])
    yield from (values for values in groups if len(values) >= 2)


def _close(computed: float, stated: float, percent: bool, count: int, decimals: int) -> bool:
    room = 0.5 * count * 10.0**-decimals + 0.01 if percent or decimals else 0.01
    return abs(computed - stated) <= room


def _overlapping(grid: Grid, row: int) -> bool:
    """Rows that are days, sessions or months may count the same people more than once."""
    others = [label for at, label in enumerate(grid.labels) if at != row and label]
    return bool(others) and sum(1 for label in others if _OVERLAPPING.match(label)) * 2 >= len(others)


def _wrong_total(grid: Grid, row: int, column: int, values: list[float], stated: float) -> Finding:
    total = round(sum(values), 4)
    name = f" of “{grid.header[column]}”" if grid.header[column].strip() else ""
    numbers = tuple(tidy(number) for number in (stated, total, *values))
    what = (
        f"The row “{grid.labels[row]}” says {plain(stated)}{name}, but the rows give {' + '.join(plain(value) for value in values)}"
        f" = {plain(total)}."
    )
    return Finding(
        "table_total",
        what,
        numbers,
        _row_quotes(grid, [row]),
        grid.block,
        facts={"stated": stated, "computed": total, "parts": values},
    )


def _row_quotes(grid: Grid, rows: list[int]) -> tuple[Quote, ...]:
    if grid.virtual:
        return tuple(Quote(text, grid.where) for _, text in grid.texts)
    header = (Quote(" | ".join(grid.header), grid.where),) if any(grid.header) else ()
    return header + tuple(Quote(" | ".join(grid.texts[row]), grid.where) for row in rows)


def _total_columns(grid: Grid) -> Iterator[Finding]:
    """A column headed 'Total' against the other amounts of its row; trusted only when other rows confirm it is their sum."""
    columns = [
        at
        for at in range(grid.width)
        if TOTAL.match(grid.header[at]) or re.search(r"\btotal$", grid.header[at].strip(), re.IGNORECASE)
    ]
    if len(columns) != 1 or len(grid.labels) < 2:
        return
    column = columns[0]
    others = [
        at
        for at in range(grid.width)
        if at != column and grid.is_added(at) and not SUBSET.match(grid.header[at]) and not SUBTOTAL.search(grid.header[at])
    ]
    wrong, right = [], 0
    for row in range(len(grid.labels)):
        stated = grid.cells[row][column]
        values = [cell.value for at in others if (cell := grid.cells[row][at]) is not None and not cell.percent]
        if stated is None or stated.percent or len(values) < 2:
            continue
        if _close(sum(values), stated.value, False, len(values), stated.decimals):
            right += 1
        else:
            wrong.append((row, values, stated.value))
    if right < max(1, len(wrong)):
        return
    for row, values, stated_value in wrong:
        total = round(sum(values), 4)
        what = (
            f"The row “{grid.labels[row]}” has {plain(stated_value)} as its total, but {' + '.join(plain(value) for value in values)}"
            f" = {plain(total)}."
        )
        yield Finding(
            "table_row_total",
            what,
            tuple(tidy(number) for number in (stated_value, total, *values)),
            _row_quotes(grid, [row]),
            grid.block,
        )


def _shares(grid: Grid) -> Iterator[Finding]:
    """'56 (42 %)' and a column of shares beside one of amounts, against the total of that column."""
    total_row = next((at for at, label in enumerate(grid.labels) if TOTAL.match(label)), None)
    for column in range(grid.width):
        amounts = [(row, cell) for row, cell in enumerate(grid.column(column)) if cell and not cell.percent]
        total = grid.cells[total_row][column] if total_row is not None else None
        if len(amounts) < 3 or total_row is None or total is None or not total.value or not grid.is_added(column):
            continue
        whole = total.value
        beside = grid.column(column + 1) if column + 1 < grid.width else [None] * len(grid.labels)
        pairs = [(row, cell, cell.share, cell.share_decimals) for row, cell in amounts if cell.share is not None]
        pairs = pairs or [
            (row, cell, other.value, other.decimals) for row, cell in amounts if (other := beside[row]) and other.percent
        ]
        wrong = [
            entry for entry in pairs if entry[2] is not None and abs(100 * entry[1].value / whole - entry[2]) >= 10.0 ** -entry[3]
        ]
        if not wrong or len(wrong) * 2 > len(pairs):
            continue
        for row, cell, share, _ in wrong:
            true = round(100 * cell.value / whole, 1)
            what = (
                f"The row “{grid.labels[row]}”: {plain(cell.value)} of {plain(whole)} is {plain(true)} %, not {plain(share or 0)}"
                f" %."
            )
            yield Finding(
                "percent_of",
                what,
                (tidy(share or 0), tidy(true), tidy(cell.value), tidy(whole)),
                _row_quotes(grid, [row, total_row]),
                grid.block,
            )


def _announced(document: Document, grid: Grid) -> Iterator[Finding]:
    """The number in the line above a table against the table's own total or number of rows."""
    sentences = [told for told in document.sentences if grid.block - 2 <= told.block < grid.block]
    after = [told for told in document.sentences if told.block == grid.block + 1][:1] if not grid.virtual else []
    for sentence in [*sentences[-3:], *after]:
        for quantity in sentence.quantities:
            if quantity.kind != COUNT or not quantity.noun or quantity.value < 2 or quantity.is_extra:
                continue
            yield from _against_total(sentence, quantity, grid)
            yield from _against_rows(sentence, quantity, grid)


def _against_total(sentence: Sentence, quantity: Quantity, grid: Grid) -> Iterator[Finding]:
    columns = [
        at for at in range(grid.width) if grid.is_added(at) and _column_counts(grid, at, quantity) and any(grid.column(at))
    ]
    if len(columns) != 1 or not (
        quantity.is_total or _POINTS.search(sentence.text) or sentence.text.rstrip().endswith((":", "："))
    ):
        return
    column = columns[0]
    totals = [row for row, label in enumerate(grid.labels) if TOTAL.match(label)]
    values = [
        cell.value
        for cell, label in zip(grid.column(column), grid.labels, strict=True)
        if cell and not TOTAL.match(label) and not SUBTOTAL.search(label) and not SUBSET.match(label)
    ]
    if any(cell.percent for cell in grid.column(column) if cell) or len(values) < 2 or _overlapping(grid, -1):
        return
    last = grid.cells[totals[-1]][column] if totals else None
    computed = last.value if last else sum(values)
    if agrees(quantity, computed) or agrees(quantity, sum(values)) or quantity.value in values or quantity.value == len(values):
        return
    quotes = (Quote(sentence.text, sentence.where), *_row_quotes(grid, totals[-1:] or list(range(len(grid.labels)))))
    what = (
        f"The text says {plain(quantity.value)} {quantity.phrase}, the {grid.where if not grid.virtual else 'list'}"
        f" gives {plain(computed)}."
    )
    yield Finding("table_against_text", what, tuple(tidy(n) for n in (quantity.value, computed, *values)), quotes, sentence.block)


def _column_counts(grid: Grid, column: int, quantity: Quantity) -> bool:
    header = grid.header[column]
    heads = {noun_class(singular(word)) for word in re.findall(r"[A-Za-z]+", header)} | {
        found.noun_class for found in quantities_in(f"9 {header}")
    }
    if quantity.noun_class in heads or quantity.noun in {singular(word) for word in re.findall(r"[A-Za-z]+", header)}:
        return not re.search(r"\bper\b|%", header)
    numeric = [at for at in range(grid.width) if any(grid.column(at)) and grid.is_added(at)]
    if TOTAL.match(header) and len(numeric) > 2 and numeric[-1] == column and quantity.noun_class != "countries":
        return True
    return numeric == [column] and (
        not header.strip()
        or re.match(r"^\W*(?:number|total|count|no\.? of|quantity|人数|数量)\b", header, re.IGNORECASE) is not None
    )


def _against_rows(sentence: Sentence, quantity: Quantity, grid: Grid) -> Iterator[Finding]:
    """'13 agreements were signed, as listed below' over a table with one agreement per row."""
    if grid.virtual or not quantity.exact or not _POINTS.search(sentence.text) or sentence.block > grid.block:
        return
    added = [at for at in range(grid.width) if any(grid.column(at)) and grid.is_added(at)]
    rows = [label for label in grid.labels if not TOTAL.match(label) and not SUBTOTAL.search(label)]
    counts = [other for other in sentence.quantities if other.kind == COUNT and other.noun]
    if added or len(counts) != 1 or len(rows) == quantity.value or quantity.noun_class in ("time", "people"):
        return
    numbered = [cell.value for cell in grid.column(0) if cell]
    heads = {noun_class(singular(word)) for cell in grid.header for word in re.findall(r"[A-Za-z]+", cell)}
    if numbered == list(range(1, len(rows) + 1)) or quantity.noun_class in heads:
        quotes = (Quote(sentence.text, sentence.where), *_row_quotes(grid, list(range(len(grid.labels)))))
        yield Finding(
            "list_count",
            f"{plain(quantity.value)} {quantity.phrase} are announced, but the table has {len(rows)}.",
            (tidy(quantity.value), len(rows)),
            quotes,
            sentence.block,
        )
