"""Text files of rows: which encoding, which separator. Decided by what makes sense of the headings."""

import csv
import io
from collections import Counter

from catecp.events.workbook.headings import meanings_in
from catecp.events.workbook.refusal import UnreadableWorkbook

_SEPARATORS = ",;\t|"
# Tried in this order when a file is not UTF-8; the one whose text holds most headings we know wins.
_OLD_ENCODINGS = ("gb18030", "cp874", "big5", "cp1258", "cp1252", "cp1251")
_SAMPLE_LINES = 40


def rows_of_text(content: bytes) -> list[list[str]]:
    """Return the rows of a CSV or similar file as lists of text."""
    text = decode(content).replace("\x00", "")
    lines = text.splitlines()
    separator = None
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        separator = lines[0][4]
        # An empty line keeps the row numbers as the spreadsheet program shows them.
        text = "\n" + text.split("\n", 1)[1] if "\n" in text else ""
    separator = separator or _separator_of(lines)
    csv.field_size_limit(1_000_000)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    except csv.Error as error:
        raise UnreadableWorkbook("damaged") from error


def decode(content: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or an older encoding of the region."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if b"\x00" in content[:4096]:
        return _likeliest(content, ("utf-16-le", "utf-16-be"))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    return _likeliest(content, _OLD_ENCODINGS)


def _likeliest(content: bytes, encodings: tuple[str, ...]) -> str:
    return max((content.decode(encoding, errors="replace") for encoding in encodings), key=_sense)


def _sense(text: str) -> tuple[int, int]:
    """Rank a reading: known headings in the first lines first, then few characters that could not be read."""
    sample = text[:20_000]
    lines = sample.splitlines()[:15]
    cells: list[str] = [cell for row in csv.reader(lines) for cell in row]
    for line in lines:
        cells += line.replace("\t", ";").split(";")
    known = len({meaning for cell in cells for meaning in meanings_in(cell)})
    return known, -sample.count("\ufffd")


def _separator_of(lines: list[str]) -> str:
    """Return the separator that gives most lines the same number of cells, and more than one."""
    best, best_score = ",", 0.0
    for separator in _SEPARATORS:
        widths = [len(row) for row in csv.reader(lines[:_SAMPLE_LINES], delimiter=separator) if row]
        wide = Counter(width for width in widths if width > 1)
        if wide:
            width, times = wide.most_common(1)[0]
            score = times * min(width, 8)
            if score > best_score:
                best, best_score = separator, score
    return best
