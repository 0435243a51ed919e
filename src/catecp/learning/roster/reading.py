"""Lists as streams of rows: a CSV or XLSX of 100,000 lines is never in memory as a whole, and nothing in it is ever evaluated."""

import codecs
import csv
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from catecp.events.workbook.archive import check_archive, kind_of
from catecp.events.workbook.refusal import UnreadableWorkbook
from catecp.learning.roster.columns import score

Cell = str | int | float | bool | date | datetime | time | None
MAX_COLUMNS, MAX_CELL = 60, 500
MAX_LINES = 500_000
_HEADINGS_WITHIN = 20
_SAMPLE = 64 * 1024
_SEPARATORS = ",;\t|"


def rows_of(path: Path) -> Iterator[tuple[int, list[Cell]]]:
    """(number as the spreadsheet program shows it, cells) of every row that holds anything. Raises `UnreadableWorkbook`."""
    with path.open("rb") as file:
        kind = kind_of(file)
        if kind == "xlsx":
            check_archive(file)
        found = _workbook(path) if kind == "xlsx" else _text(path)
        for number, cells in found:
            if number > MAX_LINES:
                raise UnreadableWorkbook("too_many_rows", limit=MAX_LINES)
            kept = [_plain(cell) for cell in cells[:MAX_COLUMNS]]
            if any(cell not in (None, "") for cell in kept):
                yield number, kept


def headings_of(path: Path) -> tuple[int, list[str]]:
    """(row of the headings, their words): the best understood of the first rows. Raises `UnreadableWorkbook` without any."""
    best: tuple[int, int, list[str]] = (0, 0, [])
    for number, cells in rows_of(path):
        words = ["" if cell is None else str(cell) for cell in cells]
        if (known := score(words)) > best[0]:
            best = (known, number, words)
        if number >= _HEADINGS_WITHIN:
            break
    if not best[2]:
        raise UnreadableWorkbook("no_registrations")
    return best[1], best[2]


def _plain(cell: object) -> Cell:
    if isinstance(cell, str):
        return cell.replace("\x00", "")[:MAX_CELL]
    if cell is None or isinstance(cell, bool | int | float | date | datetime | time):
        return cell
    return str(getattr(cell, "text", "") or type(cell).__name__)[:MAX_CELL]


def _workbook(path: Path) -> Iterator[tuple[int, list[Cell]]]:
    try:
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
            if sheet is None:
                raise UnreadableWorkbook("empty")
            sheet.reset_dimensions()
            for number, values in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1):
                yield number, list(values)
    except (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError, AttributeError, OSError,
            IndexError, OverflowError, SyntaxError) as error:  # fmt: skip
        raise UnreadableWorkbook("damaged") from error


def _text(path: Path) -> Iterator[tuple[int, list[Cell]]]:
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    encoding = encoding_of(sample)
    csv.field_size_limit(1_000_000)
    with path.open("r", encoding=encoding, errors="replace", newline="") as lines:
        try:
            for number, row in enumerate(csv.reader(_clean(lines), delimiter=_separator(sample, encoding)), 1):
                yield number, list(row)
        except csv.Error as error:
            raise UnreadableWorkbook("damaged") from error


def _clean(lines: IO[str]) -> Iterator[str]:
    return (line.replace("\x00", "") for line in lines)


def encoding_of(sample: bytes) -> str:
    """The encoding of a text: by its mark, UTF-8 where that reads, else what Chinese and Western programs of the region write."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if sample.startswith(mark):
            return encoding
    for encoding in ("utf-8", "gb18030"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(sample, final=False)
        except UnicodeDecodeError:
            continue
        return encoding
    return "cp1252"


def _separator(sample: bytes, encoding: str) -> str:
    first = sample.decode(encoding, errors="replace").lstrip("\ufeff").split("\n", 1)[0]
    return max(_SEPARATORS, key=first.count)
