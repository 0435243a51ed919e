"""A document as plain values and back: what a release keeps is what it shows, for good."""

import dataclasses
from datetime import date, datetime
from typing import Any

from catecp.insights.reports import blocks as kinds
from catecp.insights.reports.blocks import ReportDocument

_KINDS = {
    kind.__name__: kind
    for kind in (
        kinds.Plain, kinds.Bound, kinds.Heading, kinds.Paragraph, kinds.BulletList, kinds.Table, kinds.Chart,
        kinds.KeyFigures, kinds.FigureRow, kinds.FigureLedger, kinds.QrNote, kinds.PageBreak, ReportDocument,
    )
}  # fmt: skip


def freeze(value: Any) -> Any:
    """Dataclasses become {"kind": …}, tuples lists, times ISO 8601; other values stay."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: freeze(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"kind": type(value).__name__, **fields}
    if isinstance(value, (datetime, date)):
        return {"kind": type(value).__name__, "iso": value.isoformat()}
    if isinstance(value, (tuple, list)):
        return [freeze(item) for item in value]
    if isinstance(value, dict):
        return {"kind": "dict", "items": {key: freeze(item) for key, item in value.items()}}
    return value


def thaw(value: Any) -> Any:
    """The reverse of `freeze`. Raises KeyError for a kind it does not know."""
    if isinstance(value, list):
        return tuple(thaw(item) for item in value)
    if not isinstance(value, dict):
        return value
    kind = value["kind"]
    if kind == "dict":
        return {key: _plain(item) for key, item in value["items"].items()}
    if kind in {"datetime", "date"}:
        return (datetime if kind == "datetime" else date).fromisoformat(value["iso"])
    fields = {name: thaw(item) for name, item in value.items() if name != "kind"}
    return _KINDS[kind](**fields)


def _plain(value: Any) -> Any:
    """Inside a chart's specification lists stay lists."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict) and value.get("kind") == "dict":
        return {key: _plain(item) for key, item in value["items"].items()}
    return value


def frozen_document(document: ReportDocument) -> dict[str, Any]:
    return freeze(document)


def thawed_document(value: dict[str, Any]) -> ReportDocument:
    return thaw(value)
