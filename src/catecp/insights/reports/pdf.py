"""A report as PDF."""

from typing import Any

from catecp.insights.reports.blocks import (
    Block,
    BulletList,
    Chart,
    FigureLedger,
    Heading,
    KeyFigures,
    Paragraph,
    Plain,
    QrNote,
    ReportDocument,
    Run,
    Runs,
    Table,
    require_rows,
)
from catecp.insights.reports.numbering import heading_numbers
from catecp.insights.reports.words import words_in
from catecp.kernel.charts import chart_drawing
from catecp.kernel.qr import qr_svg
from catecp.kernel.typeset import engine

TEMPLATE = "insights/reports/report.typ"


def render_pdf(report: ReportDocument) -> bytes:
    """The report as PDF (A-2a, UA-1). Raises `FigureWithoutRow` and `GlyphsMissing`."""
    return engine.pdf(template=TEMPLATE, data=report_data(report), at=report.at)


def render_pages(report: ReportDocument, *, ppi: float = 96) -> list[bytes]:
    """The pages as PNG, for a preview."""
    return engine.pngs(template=TEMPLATE, data=report_data(report), ppi=ppi)


def report_data(report: ReportDocument) -> dict[str, Any]:
    """What the template reads."""
    require_rows(report)
    words = words_in(report.language)
    marks = report.marks()
    numbers = heading_numbers(report.blocks, report.language)
    return {
        "language": report.language,
        "title": report.title,
        "subtitle": report.subtitle,
        "organisers": list(report.organisers),
        "state": report.state,
        "is_draft": report.is_draft,
        "cited": report.bound_figures(),
        "marks": marks,
        "words": {
            "ledger": words.ledger,
            "ledger_note": words.ledger_note,
            "columns": list(words.columns),
            "qr_alt": words.qr_alt,
        },
        "blocks": [
            {**_block(block, number, marks), "sticky": _introduces(report.blocks, index)}
            for index, (block, number) in enumerate(zip(report.blocks, numbers, strict=True))
        ],
    }


def _introduces(blocks: tuple[Block, ...], index: int) -> bool:
    """Whether small print stands before a table rather than after one: then it stays with what follows."""
    return isinstance(blocks[index], Paragraph) and isinstance(next(iter(blocks[index + 1 :]), None), Table)


def _block(block: Block, number: str, marks: dict[str, str]) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "number": number, "text": block.text}
        case Paragraph():
            return {"kind": "paragraph", "style": block.style, "runs": _runs(block.runs, marks)}
        case BulletList():
            return {"kind": "list", "numbered": block.numbered, "items": [_runs(item, marks) for item in block.items]}
        case Table():
            return {"kind": "table", **_table(block, marks)}
        case Chart():
            table = _table(block.table, marks) if block.table else None
            return {
                "kind": "chart",
                "picture": chart_drawing(block.spec, alt=block.alt),
                "caption": block.caption,
                "table": table,
            }
        case KeyFigures():
            return {"kind": "key", "items": [{"figure": _run(figure, marks), "label": label} for figure, label in block.items]}
        case FigureLedger():
            return {"kind": "ledger", "rows": _ledger_rows(block, marks)}
        case QrNote():
            return {"kind": "qr", "href": block.href, "address": block.href, "title": block.title, "text": block.text,
                    "svg": qr_svg(block.href, quiet_zone=0)}  # fmt: skip
        case _:
            return {"kind": "break"}


def _ledger_rows(ledger: FigureLedger, marks: dict[str, str]) -> list[dict[str, str]]:
    names = ("figure", "value", "unit", "definition", "as_of", "records", "check_code", "href")
    return [{"mark": marks[row.figure], **{name: getattr(row, name) for name in names}} for row in ledger.rows]


def _runs(runs: Runs, marks: dict[str, str]) -> list[dict[str, Any]]:
    return [_run(run, marks) for run in runs]


def _run(run: Run, marks: dict[str, str]) -> dict[str, Any]:
    if isinstance(run, Plain):
        return {"text": run.text, "strong": run.strong, "language": run.language, "mark": ""}
    return {"text": run.text, "strong": False, "language": "", "mark": marks[run.figure]}


def _table(table: Table, marks: dict[str, str]) -> dict[str, Any]:
    columns = len(table.header)
    return {
        "header": list(table.header),
        "align": list(table.align) or ["left"] * columns,
        "shares": list(table.shares) or [1] * columns,
        "rows": [[_runs(cell, marks) for cell in row] for row in table.rows],
        "foot": [_runs(cell, marks) for cell in table.foot] if table.foot else [],
        "caption": table.caption,
    }
