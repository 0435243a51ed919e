"""Sheets of cells, read from a workbook or a text file without ever evaluating one."""

import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from catecp.events.workbook.archive import CheckedArchive, check_archive, kind_of
from catecp.events.workbook.delimited import rows_of_text
from catecp.events.workbook.refusal import UnreadableWorkbook

Cell = str | int | float | bool | date | datetime | time | None

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELL_LENGTH = 5_000


@dataclass(frozen=True)
class SheetRow:
    """One row: its number as the spreadsheet program shows it (from 1), and its cells."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def filled(self) -> int:
        """Return how many cells hold something."""
        return sum(1 for cell in self.cells if cell not in (None, ""))


@dataclass(frozen=True)
class Sheet:
    """One sheet with its rows that hold anything. `hidden` as set in the workbook."""

    name: str
    rows: tuple[SheetRow, ...]
    hidden: bool = False


def read_path(path: Path) -> tuple[Sheet, ...]:
    """Read the sheets of the file at `path`. Raises `UnreadableWorkbook` with the reason."""
    if not path.is_file():
        raise UnreadableWorkbook("missing", name=path.name)
    with path.open("rb") as file:
        return read_file(file)


def read_file(file: BinaryIO) -> tuple[Sheet, ...]:
    """Read the sheets of an opened file (an upload, say). Raises `UnreadableWorkbook` with the reason."""
    if kind_of(file) == "text":
        rows = rows_of_text(file.read())
        return (Sheet("", _bounded(enumerate(rows, 1))),)
    archive = check_archive(file)
    return tuple(_sheets_of(file, archive))


def _sheets_of(file: BinaryIO, archive: CheckedArchive) -> Iterator[Sheet]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(io.BytesIO(file.read()), read_only=True, data_only=False, keep_links=False)
        for worksheet in workbook.worksheets:
            worksheet.reset_dimensions()
            numbered = enumerate(worksheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1)
            rows = _bounded((number, [_as_cell(value) for value in values]) for number, values in numbered)
            part = getattr(worksheet, "_worksheet_path", "").lstrip("/")
            filled = _fill_merged(rows, archive.merges.get(part, ()))
            yield Sheet(worksheet.title, filled, worksheet.sheet_state != "visible")
    except (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError, AttributeError, OSError,
            IndexError, OverflowError, SyntaxError) as error:  # fmt: skip
        raise UnreadableWorkbook("damaged") from error


def _bounded(numbered: Iterable[tuple[int, Sequence[Cell]]]) -> tuple[SheetRow, ...]:
    """Keep the rows that hold something, with their numbers; refuse more than we would ever import at once."""
    rows: list[SheetRow] = []
    for number, values in numbered:
        cells = list(values)
        if number > 50 * MAX_ROWS:
            raise UnreadableWorkbook("too_many_rows", limit=MAX_ROWS)
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if cells:
            rows.append(SheetRow(number, tuple(_clipped(cell) for cell in cells[:MAX_COLUMNS])))
        if len(rows) > MAX_ROWS:
            raise UnreadableWorkbook("too_many_rows", limit=MAX_ROWS)
    return tuple(rows)


def _clipped(cell: Cell) -> Cell:
    return cell[:MAX_CELL_LENGTH] if isinstance(cell, str) else cell


def _as_cell(value: object) -> Cell:
    """Return the value as plain data. A formula stays its own text: it is shown, never evaluated."""
    if value is None or isinstance(value, str | bool | int | float | datetime | date | time):
        return value
    if isinstance(value, timedelta):
        return str(value)
    formula = getattr(value, "text", None)
    return str(formula) if formula else "=" + type(value).__name__


def _fill_merged(rows: tuple[SheetRow, ...], merges: tuple[str, ...]) -> tuple[SheetRow, ...]:
    """Give cells merged *downwards* the value of the first: one institution written once for its whole delegation."""
    cells = {row.number: list(row.cells) for row in rows}
    for merge in merges:
        left, top, right, bottom = range_boundaries(merge)
        if bottom == top or right - left > 2 or top not in cells or left > len(cells[top]):
            continue
        value = cells[top][left - 1]
        for number in range(top + 1, min(bottom, top + MAX_ROWS) + 1):
            row = cells.get(number)
            if row is not None:
                row.extend([None] * (left - len(row)))
                row[left - 1] = value
    return tuple(SheetRow(number, tuple(found)) for number, found in cells.items())
