"""People pasted from a spreadsheet: rows of cells by columns named in a header, or in the order asked for. Pure."""

import re
from dataclasses import dataclass

from catecp.kernel.plaintext import clean_line

MOST_ROWS = 200
COLUMNS = ("name", "original_name", "post", "email", "phone", "diet")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_HEADINGS = {
    "name": "name", "full name": "name", "name (english)": "name", "name in english": "name", "passport name": "name", "姓名拼音": "name",
    "英文姓名": "name", "ឈ្មោះជាអក្សរឡាតាំង": "name",
    "name in own script": "original_name", "chinese name": "original_name", "中文姓名": "original_name", "姓名": "original_name",
    "ឈ្មោះ": "original_name",
    "post": "post", "position": "post", "title": "post", "job title": "post", "职务": "post", "តួនាទី": "post",
    "e-mail": "email", "email": "email", "mail": "email", "邮箱": "email", "电子邮箱": "email", "អ៊ីមែល": "email",
    "phone": "phone", "mobile": "phone", "telephone": "phone", "wechat": "phone", "电话": "phone", "手机": "phone", "លេខទូរស័ព្ទ": "phone",
    "diet": "diet", "dietary": "diet", "饮食": "diet", "អាហារ": "diet",
}  # fmt: skip


@dataclass(frozen=True)
class PastedRow:
    """`number` counts the pasted lines from 1; `problem` is a code, empty when the row can be taken."""

    number: int
    values: dict[str, str]
    problem: str = ""


def read_pasted(text: str) -> list[PastedRow]:
    """The rows that hold something, at most `MOST_ROWS` + 1 so that too many can be said. Problems: no_name, bad_email."""
    lines = [(number, _cells(line)) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    columns: tuple[str, ...] = COLUMNS
    if lines and (headed := _headed(lines[0][1])):
        columns, lines = headed, lines[1:]
    return [_row(number, dict(zip(columns, cells, strict=False))) for number, cells in lines[: MOST_ROWS + 1]]


def _cells(line: str) -> list[str]:
    separator = "\t" if "\t" in line else ";" if ";" in line else ","
    return [clean_line(cell) for cell in line.split(separator)]


def _headed(cells: list[str]) -> tuple[str, ...]:
    """The columns a header line names; empty when the line is a person already."""
    named = [_HEADINGS.get(cell.casefold().strip(" *:"), "") for cell in cells]
    return tuple(named) if "name" in named or "original_name" in named else ()


def _row(number: int, values: dict[str, str]) -> PastedRow:
    values = {name: values.get(name, "") for name in COLUMNS}
    values["name"] = values["name"] or values["original_name"]
    if not values["name"]:
        return PastedRow(number, values, "no_name")
    if values["email"] and not _ADDRESS.fullmatch(values["email"]):
        return PastedRow(number, values, "bad_email")
    return PastedRow(number, values)
