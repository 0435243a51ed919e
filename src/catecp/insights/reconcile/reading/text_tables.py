"""Tables drawn in plain text: with bars, with tabs, or with two and more spaces between the columns."""

import re
from collections.abc import Callable

from catecp.insights.reconcile.reading.markers import BULLETS, marker_of

Table = tuple[tuple[tuple[str, ...], ...], int]
_HOPELESS = 50
RULE = re.compile(r"^[\s|+:=_*~-]{3,}$")
_COLUMNS = re.compile(r"\s{2,}|\t+")
_NUMERIC = re.compile(r"^[~<>≈+]?[\d][\d,. ]*\s*%?\+?$|^[-–—]$|^\d[\d,.]*\s*\(\d[\d.,]*\s*%\)$")
_TOTAL_ROW = re.compile(r"\s*(?:grand\s+)?total\b|\s*(?:合计|总计|共计)", re.IGNORECASE)


def tables_in(lines: list[str]) -> dict[int, Table]:
    """(rows, line after) of each table by the line it starts on."""
    found: dict[int, Table] = {}
    position = 0
    while position < len(lines):
        rows, after = (
            _table(lines, position) if lines[position].strip() and not RULE.match(lines[position]) else ((), position + 1)
        )
        if rows:
            found[position] = (rows, after)
        position = after if rows or after - position > _HOPELESS else position + 1
    return found


def _table(lines: list[str], position: int) -> Table:
    """The rows of the table that starts at a line (none when there is none) and the line after what was looked at."""
    cut = next((cut for cut in (_by_pipes, _by_tabs, _by_spaces) if cut(lines[position])), None)
    if cut is None:
        return (), position + 1
    rows, after = [], position
    while after < len(lines) and (lines[after].strip() or _row_after_gap(lines, after, cut)):
        if RULE.match(lines[after]) or not lines[after].strip():
            after += 1
            continue
        cells = cut(lines[after])
        if not cells:
            break
        rows.append(tuple(cells))
        after += 1
    if len(rows) < 2 or (cut is not _by_pipes and not _mostly_numbers(rows) and not _numbered_rows(rows)):
        return (), after
    return _even(rows), after


def _mostly_numbers(rows: list[tuple[str, ...]]) -> bool:
    return 2 * sum(1 for row in rows if any(_NUMERIC.match(cell) for cell in row[1:])) >= len(rows)


def _numbered_rows(rows: list[tuple[str, ...]]) -> bool:
    """A header and at least two rows that begin 1, 2, …"""
    return (
        len(rows) > 2
        and len(rows[0]) > 2
        and [row[0].rstrip(".") for row in rows[1:]] == [str(number) for number in range(1, len(rows))]
    )


def _row_after_gap(lines: list[str], at: int, cut: Callable[[str], list[str]]) -> bool:
    following = lines[at + 1] if at + 1 < len(lines) else ""
    return cut is not _by_pipes and bool(_TOTAL_ROW.match(following)) and bool(cut(following))


def _even(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    width = max(len(row) for row in rows)
    header, *body = rows
    if len(header) == width - 1:
        header = ("", *header)
    return tuple(row + ("",) * (width - len(row)) for row in [header, *body])


def _by_pipes(line: str) -> list[str]:
    if line.count("|") < 1 or (line.count("|") == 1 and not line.strip().startswith("|") and " | " not in line):
        return []
    return [cell.strip().strip("*") for cell in line.strip().strip("|").split("|")]


def _by_tabs(line: str) -> list[str]:
    cells = [cell.strip() for cell in line.strip("\n").split("\t")]
    while cells and not cells[-1]:
        cells.pop()
    return cells if len(cells) >= 2 and any(cells[1:]) and not marker_of(line.strip())[0] else []


def _by_spaces(line: str) -> list[str]:
    body = line.strip()
    if not body or marker_of(body)[0] in BULLETS or len(body) > 200:
        return []
    cells = [cell for cell in _COLUMNS.split(body) if cell]
    return cells if len(cells) >= 2 and all(len(cell) < 70 for cell in cells) else []
