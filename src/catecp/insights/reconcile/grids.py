"""Tables as numbers: which rows and columns hold amounts, and which of them are totals."""

import re
from dataclasses import dataclass

from catecp.insights.reconcile.document import HEADING, ITEM, PARAGRAPH, TABLE, Block, Document

TOTAL = re.compile(
    r"^\W*(?:grand\s+|over-?all\s+)?(?:totals?|sum|altogether|all (?:countries|groups|institutions|participants))\b"
    r"|^\W*(?:合\s*计|总\s*计|共\s*计|总数|总人数|总和)"
    r"|^\W*(?:jumlah|tổng(?: cộng)?|รวม|សរុប|ລວມ|စုစုပေါင်း|kabuuan)",
    re.IGNORECASE,
)
SUBTOTAL = re.compile(r"^\W*sub-?\s?total\b|小\s*计|^\W*sub\s?jumlah", re.IGNORECASE)
SUBSET = re.compile(
    r"^\W*(?:of (?:which|whom|them)|including|incl\.?|thereof|among (?:them|which|whom)|其中)\b|^\W*其中|\(of which",
    re.IGNORECASE,
)
NOT_ADDED = re.compile(
    r"^\W*(?:no|nr|s/?n|#|id|code|rank|year|date|time|day|phone|tel|age|page|序号|编号|年份|日期|时间)\W*\d*$|\b(?:average"
    r"|mean|median|rate|ratio|per|score|rank|gpa|unique|distinct|different|index|duration|code|price|unit cost)\b"
    r"|平均|比率|率$|单价",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"^\s*[~≈]?\s*(-?\d[\d,]*(?:\.\d+)?)\s*(%|％)?\s*(?:[(（]\s*(\d[\d.,]*)\s*(%|％)\s*[)）])?\s*[*†‡]?\s*(?:people"
    r"|persons|participants|人|所|名|家|项|students|institutions|pax)?\s*$",
    re.IGNORECASE,
)
_PAIR_LINE = re.compile(
    r"^(?P<label>[^:：\d][^:：]{0,60}?)\s*(?:[:：]|\s[–—-]|[–—]|\.{3,})\s*(?P<amount>\d[\d,]*(?:\.\d+)?\s*%?(?:\s*[(（]\d[\d.]*\s*%[)）])?)\s*(?P<unit>[A-Za-z]+(?:\s[A-Za-z]+)?"
    r"|[人所名家项份个]{0,2})\s*[.;；。,]?$"
)


@dataclass(frozen=True)
class Amount:
    """A cell that is a number; `percent` when it is a share, `share` for '56 (42 %)'."""

    value: float
    percent: bool = False
    decimals: int = 0
    share: float | None = None
    share_decimals: int = 0


@dataclass(frozen=True)
class Grid:
    """A table's rows with their labels and amounts, the header apart; `block` is its position."""

    header: tuple[str, ...]
    labels: tuple[str, ...]
    cells: tuple[tuple[Amount | None, ...], ...]
    block: int
    where: str
    texts: tuple[tuple[str, ...], ...] = ()
    virtual: bool = False

    def column(self, at: int) -> list[Amount | None]:
        return [row[at] for row in self.cells]

    @property
    def width(self) -> int:
        return len(self.header)

    def is_added(self, at: int) -> bool:
        """Whether a column holds amounts that may be added up."""
        if NOT_ADDED.search(self.header[at].strip()):
            return False
        values = [cell.value for cell, label in zip(self.column(at), self.labels, strict=True) if cell and not TOTAL.match(label)]
        if at == 0 and values == [float(number) for number in range(1, len(values) + 1)]:
            return False
        return bool(values) and not (len(values) > 1 and all(1990 <= value <= 2100 and value.is_integer() for value in values))


def amount_of(cell: str) -> Amount | None:
    """The number a cell consists of, None when it holds words, ranges or nothing."""
    match = _AMOUNT.match(cell)
    if not match:
        return None
    digits = match[1].replace(",", "")
    share = match[3].replace(",", ".") if match[3] else ""
    return Amount(
        float(digits),
        bool(match[2]),
        len(digits.partition(".")[2]),
        float(share) if share.count(".") <= 1 and share else None,
        len(share.partition(".")[2]),
    )


def grids_of(document: Document) -> list[Grid]:
    """All tables, and all runs of 'label: number' lines, as grids."""
    grids = [grid for position, block in enumerate(document.blocks) if block.kind == TABLE and (grid := _grid(block, position))]
    return grids + _pair_lines(document)


def _grid(block: Block, position: int) -> Grid | None:
    rows = [row for row in block.rows if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        return None
    header: tuple[str, ...] = ("",) * len(rows[0])
    if not any(amount_of(cell) and not re.fullmatch(r"\s*(?:19|20)\d\d\s*", cell) for cell in rows[0]):
        header, rows = rows[0], rows[1:]
        if rows and not any(amount_of(cell) for cell in rows[0]) and len(rows) > 2:
            header = tuple(lower or upper for upper, lower in zip(header, rows[0], strict=True))
            rows = rows[1:]
    cells = tuple(tuple(amount_of(cell) for cell in row) for row in rows)
    return Grid(header, tuple(_label(row) for row in rows), cells, position, block.where, tuple(rows)) if rows else None


def _label(row: tuple[str, ...]) -> str:
    words = [cell for cell in row[:3] if cell.strip() and not amount_of(cell)]
    return next((cell for cell in words if TOTAL.match(cell) or SUBTOTAL.search(cell)), words[0] if words else "")


def _pair_lines(document: Document) -> list[Grid]:
    grids: list[Grid] = []
    run: list[tuple[str, Amount, int, str]] = []
    for position, block in enumerate(document.blocks):
        match = (
            _PAIR_LINE.match(block.text.strip()) if block.kind in (ITEM, PARAGRAPH, HEADING) and len(block.text) < 110 else None
        )
        amount = amount_of(match["amount"]) if match else None
        if match and amount:
            run.append((match["label"], amount, position, match["unit"] or ""))
            continue
        grids += _as_grid(document, run)
        run = []
    return grids + _as_grid(document, run)


def _as_grid(document: Document, run: list[tuple[str, Amount, int, str]]) -> list[Grid]:
    if len(run) < 3 or len({entry[3].lower() for entry in run if entry[3]}) > 1:
        return []
    first = run[0][2]
    return [Grid(("", run[0][3]), tuple(entry[0] for entry in run), tuple((None, entry[1]) for entry in run), first, document.blocks[first].where,
                 tuple((entry[0], document.blocks[entry[2]].text) for entry in run), virtual=True)]  # fmt: skip
