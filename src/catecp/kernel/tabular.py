"""Downloads as CSV and XLSX. A cell that looks like a formula stays text: spreadsheets must not run what a stranger typed."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "|", "%")
_CONTROL = {code: None for code in range(32) if code not in (9, 10, 13)}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe_cell(value: Any) -> Any:
    """Numbers and dates as they are; text without control characters, and with an apostrophe where it could act as a formula."""
    if value is None or isinstance(value, (bool, int, float, date, datetime)):
        return value
    text = str(value).translate(_CONTROL)[:32_000]
    return "'" + text if text.lstrip().startswith(_FORMULA_STARTS) else text


def csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with a byte order mark, so that Excel shows Khmer and Chinese."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([safe_cell(str(header)) for header in headers])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def xlsx_bytes(headers: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str = "CATECP") -> bytes:
    """One sheet with a bold, frozen header row. Text cells are typed as text, so nothing is ever a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title="".join(letter for letter in title if letter not in "[]:*?/\\")[:31] or "CATECP")
    sheet.freeze_panes = "A2"
    for number, header in enumerate(headers, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = max(12, min(48, len(str(header)) + 6))
    sheet.append([_cell(sheet, str(header), bold=True) for header in headers])
    for row in rows:
        sheet.append([_cell(sheet, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> WriteOnlyCell:
    value = safe_cell(value)
    if isinstance(value, datetime) and value.tzinfo:
        value = value.replace(tzinfo=None)
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def download(*, name: str, kind: str, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """An attachment; `kind` is csv or xlsx."""
    if kind == "xlsx":
        response = HttpResponse(xlsx_bytes(headers, rows, title=name), content_type=XLSX)
    else:
        response = HttpResponse(csv_bytes(headers, rows), content_type="text/csv; charset=utf-8")
        kind = "csv"
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
