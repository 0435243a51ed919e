"""The same blocks as a page: what the template prints, each figure a link to its records."""

from typing import Any

from django.utils.safestring import SafeString, mark_safe

from catecp.insights.reports.blocks import Block, Bound, BulletList, Chart, FigureLedger, KeyFigures, Plain, ReportDocument, Table
from catecp.kernel.charts import chart_svg


def page_blocks(document: ReportDocument) -> list[dict[str, Any]]:
    """[{"kind": "Paragraph", …}] with runs as {"text", "language", "strong"} or {"text", "href", "figure"}."""
    links = {figure: row.href for figure, row in document.figures().items()}
    return [shown(block, links) for block in document.blocks]


def shown(block: Block, links: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {"kind": type(block).__name__}
    for name in type(block).__dataclass_fields__:
        values[name] = _value(getattr(block, name), links)
    if isinstance(block, Chart):
        values["drawing"] = drawing(block)
    if isinstance(block, (BulletList, KeyFigures)):
        values["entries"] = values.pop("items")  # a template that asked for `items` would get the dictionary's own
    if isinstance(block, FigureLedger):
        values["ledger"] = block.rows
    if isinstance(block, Table):
        values["header_cells"] = _headers(block)
        values["aligned"] = [_row(row, block.align, links) for row in block.rows]
        values["foot"] = _row(block.foot, block.align, links) if block.foot else None
    return values


def drawing(chart: Chart) -> SafeString:
    """The chart as SVG, for the eye only: its words for everybody stand in the caption beside it.

    It is our own drawing; labels are text nodes set by the chart library.
    """
    return mark_safe(chart_svg(chart.spec).replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S308 -- made by us, words escaped


def _headers(block: Table) -> list[dict[str, Any]]:
    sides = [*block.align, *["left"] * (len(block.header) - len(block.align))]
    return [{"text": text, "is_right": side == "right"} for text, side in zip(block.header, sides, strict=True)]


def _row(cells: tuple, align: tuple, links: dict[str, str]) -> list[dict[str, Any]]:
    sides = [*align, *["left"] * (len(cells) - len(align))]
    return [{"runs": _value(cell, links), "is_right": side == "right"} for cell, side in zip(cells, sides, strict=True)]


def _value(value: Any, links: dict[str, str]) -> Any:
    if isinstance(value, tuple):
        return [_value(item, links) for item in value]
    if isinstance(value, Bound):
        return {"text": value.text, "figure": value.figure, "href": links.get(value.figure, "")}
    if isinstance(value, Plain):
        return {"text": value.text, "language": value.language, "strong": value.strong}
    return value
