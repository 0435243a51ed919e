"""What a report is made of, whatever it is printed as: blocks of text, tables and charts, with every figure bound to its ledger row.

`render_pdf` and `render_docx` take the same `ReportDocument`. A figure in the text is a `Bound` run: it carries the id of
its row in the annex, and a document that prints a figure without a row is refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Plain:
    """Words; `strong` sets them bold. `language` only where it differs from the document's (a name, a title)."""

    text: str
    strong: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure in the text: `figure` is the id of its ledger row, `text` the value as printed here ("134", "63 %")."""

    figure: str
    text: str


Run = Plain | Bound
Runs = tuple[Run, ...]


def runs(*parts: str | Run) -> Runs:
    """`runs("The workshop had ", Bound("participants", "134"), " participants.")`."""
    return tuple(Plain(part) if isinstance(part, str) else part for part in parts)


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 to 3. Levels 1 and 2 are numbered as the language numbers them, unless `numbered` is off."""

    level: Literal[1, 2, 3]
    text: str
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`style`: "lead" opens the report, "byline" names who spoke, "note" is small print below a table, "quote" is indented."""

    runs: Runs
    style: Literal["body", "lead", "byline", "note", "quote"] = "body"


@dataclass(frozen=True, slots=True)
class BulletList:
    """Items in order; `numbered` counts them."""

    items: tuple[Runs, ...]
    numbered: bool = False


Align = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells are runs. `align` and `shares` (relative widths) go by column; `foot` is the total, set apart."""

    header: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    align: tuple[Align, ...] = ()
    shares: tuple[float, ...] = ()
    foot: tuple[Runs, ...] | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """One Vega-Lite specification (from `kernel.charts`), its words for those who cannot see it, and the table that says the same."""

    spec: Mapping[str, Any]
    alt: str
    caption: str = ""
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A row of large figures under the title: ((Bound(…, "134"), "participants"), …); at most five."""

    items: tuple[tuple[Bound, str], ...]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row of the annex. `figure` is what `Bound` points to; `href` opens the figure's page; values come formatted."""

    figure: str
    value: str
    unit: str
    definition: str
    as_of: str
    records: str
    check_code: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class FigureLedger:
    """The annex "figure ledger"; it starts on a page of its own and comes once."""

    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class QrNote:
    """A QR code with what it opens: the released page of the report."""

    href: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Heading | Paragraph | BulletList | Table | Chart | KeyFigures | FigureLedger | QrNote | PageBreak


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A report in one language. `state` is printed on every page ("Draft", "Released on …"); `at` dates the file."""

    language: str
    title: str
    subtitle: str
    organisers: tuple[str, ...]
    state: str
    at: datetime
    blocks: tuple[Block, ...]
    is_draft: bool = True
    written_on: date | None = None

    def figures(self) -> dict[str, FigureRow]:
        """The ledger rows by figure id."""
        return {row.figure: row for block in self.blocks if isinstance(block, FigureLedger) for row in block.rows}

    def marks(self) -> dict[str, str]:
        """The mark of each figure, by its place in the ledger: {"participants": "F1", …}."""
        return {figure: f"F{number}" for number, figure in enumerate(self.figures(), start=1)}

    def bound_figures(self) -> list[str]:
        """The figure ids printed in the text, each once, in reading order."""
        found = (run.figure for block in self.blocks for run in runs_of(block) if isinstance(run, Bound))
        return list(dict.fromkeys(found))


class FigureWithoutRow(Exception):
    """A figure is printed that the annex does not define; `figures` are the ids."""

    def __init__(self, figures: list[str]) -> None:
        """Keep the ids."""
        self.figures = figures
        super().__init__(", ".join(figures))


def require_rows(report: ReportDocument) -> None:
    """Raise `FigureWithoutRow` unless every printed figure has its row in the annex."""
    known = report.figures()
    missing = [figure for figure in report.bound_figures() if figure not in known]
    if missing:
        raise FigureWithoutRow(missing)


def runs_of(block: Block) -> Iterator[Run]:
    """Every run of a block in reading order."""
    match block:
        case Paragraph():
            yield from block.runs
        case BulletList():
            for item in block.items:
                yield from item
        case Table():
            yield from _runs_of_table(block)
        case Chart(table=Table() as table):
            yield from _runs_of_table(table)
        case KeyFigures():
            for figure, label in block.items:
                yield figure
                yield Plain(label)
        case _:
            return


def _runs_of_table(table: Table) -> Iterator[Run]:
    for row in (*table.rows, *((table.foot,) if table.foot else ())):
        for cell in row:
            yield from cell
