"""A report as a Word file: the same blocks, with real headings, links from every figure to its row, charts as pictures."""

from collections.abc import Callable
from typing import Any

from catecp.insights.reports.blocks import (
    Block,
    BulletList,
    Chart,
    FigureLedger,
    FigureRow,
    Heading,
    KeyFigures,
    PageBreak,
    Paragraph,
    Plain,
    QrNote,
    ReportDocument,
    Run,
    Runs,
    Table,
    require_rows,
)
from catecp.insights.reports.numbering import heading_numbers, joined_heading
from catecp.insights.reports.words import ReportWords, words_in
from catecp.kernel.charts import chart_png
from catecp.kernel.qr import qr_png
from catecp.kernel.typeset import engine
from catecp.kernel.wordfile.builder import WordFile, line_above, shade
from catecp.kernel.wordfile.frame import LANDSCAPE_TEXT_WIDTH, TEXT_WIDTH
from catecp.kernel.wordfile.text import Words

PARAGRAPH_STYLES = {"body": "Normal", "lead": "Lead", "byline": "Byline", "note": "Note", "quote": "Quote"}
# Mark, figure, value, unit, definition, as of, records, check code, in millimetres.
LEDGER_WIDTHS = (13, 46, 18, 24, LANDSCAPE_TEXT_WIDTH - 176, 28, 18, 29)


def render_docx(report: ReportDocument) -> bytes:
    """The report as .docx. Raises `FigureWithoutRow`."""
    require_rows(report)
    writer = _Writer(report)
    writer.title()
    for block, number in zip(report.blocks, heading_numbers(report.blocks, report.language), strict=True):
        writer.block(block, number)
    return writer.file.to_bytes()


class _Writer:
    """One report on its way into one file."""

    def __init__(self, report: ReportDocument) -> None:
        self.report = report
        self.words: ReportWords = words_in(report.language)
        self.marks = report.marks()
        author = ", ".join(report.organisers)
        self.file = WordFile(language=report.language, title=report.title, author=author, at=report.at, state=report.state)
        self.cited: set[str] = set()

    def title(self) -> None:
        self.file.picture(engine.pngs(template="kernel/typeset/mark.typ", data={}, ppi=300)[0], width_mm=12, alt="")
        self.file.paragraph([Words(" · ".join(self.report.organisers), colour="ink-2")])
        self.file.paragraph([Words(self.report.title)], style="Title")
        self.file.paragraph([Words(self.report.subtitle)], style="Subtitle")

    def block(self, block: Block, number: str) -> None:
        writers: dict[type, Callable[[Any], None]] = {
            Paragraph: self.paragraph, BulletList: self.bullets, Table: self.table, Chart: self.chart, KeyFigures: self.key_figures,
            FigureLedger: self.ledger, QrNote: self.qr_note, PageBreak: lambda _: self.file.page_break(),
        }  # fmt: skip
        if isinstance(block, Heading):
            self.file.heading(block.level, joined_heading(number, block.text))
        else:
            writers[type(block)](block)

    def paragraph(self, block: Paragraph) -> None:
        self.file.paragraph(self.line(block.runs), style=PARAGRAPH_STYLES[block.style])

    def bullets(self, block: BulletList) -> None:
        self.file.bullets([self.line(item) for item in block.items], numbered=block.numbered)

    def table(self, block: Table) -> None:
        if block.caption:
            self.file.paragraph([Words(block.caption)], style="Caption")
        shares = block.shares or (1,) * len(block.header)
        self.file.table(
            block.header,
            [[self.line(cell) for cell in row] for row in block.rows],
            widths_mm=[TEXT_WIDTH * share / sum(shares) for share in shares],
            right=[side == "right" for side in block.align],
            foot=[self.line(cell, bold=True) for cell in block.foot] if block.foot else None,
        )
        self.file.gap()

    def chart(self, block: Chart) -> None:
        if block.caption:
            self.file.paragraph([Words(block.caption)], style="Caption")
        self.file.picture(chart_png(block.spec, language=self.report.language), width_mm=TEXT_WIDTH, alt=block.alt)
        if block.table:
            self.table(block.table)

    def key_figures(self, block: KeyFigures) -> None:
        count = len(block.items)
        grid = self.file.grid(1, widths_mm=[TEXT_WIDTH / count] * count)
        for cell, (figure, label) in zip(grid.rows[0].cells, block.items, strict=True):
            line_above(cell, "accent")
            self.file.paragraph([self.run(figure)], style="Key Figure", into=cell)
            self.file.paragraph([Words(label, colour="ink-2")], style="Cell", into=cell)
        self.file.gap()

    def qr_note(self, block: QrNote) -> None:
        self.file.gap()
        grid = self.file.grid(1, widths_mm=[34, TEXT_WIDTH - 34])
        left, right = grid.rows[0].cells
        for cell in (left, right):
            shade(cell, "sunken")
        self.file.picture(qr_png(block.href), width_mm=28, alt=self.words.qr_alt, into=left)
        self.file.paragraph([Words(block.title, bold=True)], style="Cell", into=right)
        if block.text:
            self.file.paragraph([Words(block.text)], style="Cell", into=right)
        self.file.paragraph([Words(block.href, href=block.href)], style="Cell", into=right)
        self.file.gap()

    def ledger(self, block: FigureLedger) -> None:
        self.file.landscape()
        self.file.heading(1, self.words.ledger)
        self.file.paragraph([Words(self.words.ledger_note, colour="ink-2")])
        right = [False, False, True, False, False, False, True, False]
        rows = [self.ledger_row(row) for row in block.rows]
        self.file.table(self.words.columns, rows, widths_mm=LEDGER_WIDTHS, right=right, style="Ledger Cell")

    def ledger_row(self, row: FigureRow) -> list[list[Words]]:
        mark = self.marks[row.figure]
        back = f"cite_{mark}" if row.figure in self.cited else ""
        return [
            [Words(mark, bold=True, colour="accent", anchor=back, bookmark=f"row_{mark}")],
            [Words(row.figure, href=row.href)],
            [Words(row.value, bold=True)],
            *([Words(text)] for text in (row.unit, row.definition, row.as_of, row.records, row.check_code)),
        ]

    def line(self, runs: Runs, *, bold: bool = False) -> list[Words]:
        return [self.run(run, bold=bold) for run in runs]

    def run(self, run: Run, *, bold: bool = False) -> Words:
        if isinstance(run, Plain):
            return Words(run.text, bold=run.strong or bold)
        mark = self.marks[run.figure]
        bookmark = "" if run.figure in self.cited else f"cite_{mark}"
        self.cited.add(run.figure)
        return Words(run.text, anchor=f"row_{mark}", mark=mark, bookmark=bookmark, is_figure=True)
