"""Lists of names as teachers have them: pasted lines, or a sheet with or without headings. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from catecp.kernel.plaintext import clean_line
from catecp.languages.tags import script_of

MOST_NAMES = 500
_HEADINGS = {
    "number": {"number", "no", "no.", "id", "student number", "student id", "code", "学号", "编号", "អត្តលេខ", "លេខ", "รหัส", "รหัสนักศึกษา",
               "mã", "mã số", "mssv", "nim", "no. matrik", "ລະຫັດ"},
    "name": {"name", "full name", "student", "student name", "learner", "latin name", "姓名", "名字", "ឈ្មោះ", "ชื่อ", "ชื่อ-สกุล", "họ tên",
             "họ và tên", "tên", "nama", "ຊື່", "အမည်"},
    "original": {"original name", "name in own script", "local name", "khmer name", "chinese name", "中文名", "ឈ្មោះខ្មែរ"},
}  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """A line of the list. `problem` (new, repeated, empty, too_many) says what came of reading it; `line` counts from 1."""

    line: int
    name: str
    number: str = ""
    original: str = ""
    problem: str = ""


def pasted_rows(text: str) -> list[tuple[int, list[str]]]:
    """Pasted lines as numbered rows: cells are parted by tabs, semicolons or commas, whichever the first full line has."""
    lines = text[:200_000].splitlines()
    first = next((line for line in lines if line.strip()), "")
    separator = next((sign for sign in ("\t", ";", ",") if sign in first), "\t")
    return [(number, _parted(line.split(separator))) for number, line in enumerate(lines, start=1)]


def _parted(cells: list[str]) -> list[str]:
    """A typed line has one cell: a count like `1.` before it says nothing, a student number before or behind the name is its own cell."""
    if len(cells) > 1:
        return cells
    words = re.sub(r"^\s*\d{1,3}[.)]\s+", "", cells[0]).split()
    if len(words) > 1 and _is_number(words[0]):
        return [words[0], " ".join(words[1:])]
    if len(words) > 1 and _is_number(words[-1]):
        return [words[-1], " ".join(words[:-1])]
    return [" ".join(words)]


def read_list(rows: Iterable[tuple[int, Sequence[Any]]]) -> list[Listed]:
    """Every line that holds anything, the heading excepted."""
    places: dict[str, int] | None = None
    found: list[Listed] = []
    seen: set[tuple[str, str]] = set()
    is_first = True
    for line, cells in rows:
        texts = [_text(cell) for cell in cells]
        if not any(texts):
            continue
        if is_first:
            is_first, places = False, _headings(texts)
            if places is not None:
                continue
        listed = _listed(line, texts, places)
        key = (listed.number.casefold(), "" if listed.number else listed.name.casefold())
        if listed.name and key in seen:
            listed = Listed(line, listed.name, listed.number, listed.original, "repeated")
        seen.add(key)
        is_over = sum(not row.problem for row in found) >= MOST_NAMES
        found.append(Listed(line, listed.name, listed.number, listed.original, "too_many") if is_over else listed)
    return found


def _text(cell: Any) -> str:
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, (datetime, date)):
        return ""
    return clean_line(str(cell))


def _headings(texts: Sequence[str]) -> dict[str, int] | None:
    """Where what stands, when the line is one of headings: a name column must be among them."""
    places: dict[str, int] = {}
    if any(_is_number(text) for text in texts):
        return None
    for place, text in enumerate(texts):
        plain = unicodedata.normalize("NFKC", text).casefold().strip(" :*")
        for meaning, words in _HEADINGS.items():
            if plain in words:
                places.setdefault(meaning, place)
    return places if "name" in places or "original" in places else None


def _listed(line: int, texts: Sequence[str], places: dict[str, int] | None) -> Listed:
    if places is not None:
        said = {meaning: texts[place] if place < len(texts) else "" for meaning, place in places.items()}
        name, number, original = said.get("name", ""), said.get("number", ""), said.get("original", "")
    else:
        number = next((text for text in texts if _is_number(text)), "")
        names = [text for text in texts if text and text != number]
        names.sort(key=lambda text: script_of(text) != "Latn")
        name, original = (names + ["", ""])[:2]
        original = original if script_of(original) != "Latn" else ""
    name, original = (name, original) if name else (original, "")
    return Listed(line, name, number[:40], original, "" if name else "empty")


def _is_number(text: str) -> bool:
    """Whether a cell is a student's number: it holds digits and no words."""
    return any(letter.isdigit() for letter in text) and not re.search(r"[^\W\d_]{4,}", text)
