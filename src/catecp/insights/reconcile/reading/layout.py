"""Lines to blocks: paragraphs that were broken at the margin are joined again, lists and tables are recognised."""

import re
from collections.abc import Callable

from catecp.insights.reconcile.document import HEADING, ITEM, PARAGRAPH, TABLE, Block
from catecp.insights.reconcile.reading.plain import clean

_BULLET = re.compile(r"^(?P<marker>[·•●▪■◆◇○►▶➢➤✓✔※‣⁃*+]|[-–—](?=\s))\s*(?P<rest>\S.*)$|^(?P<bare>[·•●▪■◆o-])$")
_NUMBERED = re.compile(
    r"^(?P<marker>[(（]?(?:\d{1,2}|[a-z]|[ivx]{1,4}|[A-H])[)）.](?!\d)|\d{1,2}、|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])\s*(?P<rest>\S.*)$"
)
_HASHES = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_LABEL = re.compile(
    r"^(?:Q|Question|Session|Phase|Step|Day|Part|Panel|Stage|Annex|Table|Figure|Topic|Theme|Group|Objective"
    r"|Outcome)\s*(?:\d{1,2}|[IVX]{1,4})\b\s*[:.–—-]?",
    re.I,
)
_RULE = re.compile(r"^[\s|+:=_*~-]{3,}$")
_COLUMNS = re.compile(r"\s{2,}|\t+")
_NUMERIC = re.compile(r"^[~<>≈+]?[\d][\d,. ]*\s*%?\+?$|^[-–—]$|^\d[\d,.]*\s*\(\d[\d.,]*\s*%\)$")
_TOTAL_ROW = re.compile(r"\s*(?:grand\s+)?total\b|\s*(?:合计|总计|共计)", re.IGNORECASE)
_END = re.compile(r"[.!?:;。！？：；…][\"'”’)）]*$")


def blocks_of_lines(lines: list[str]) -> list[Block]:
    """The blocks of a text in order, labelled with the line they start on."""
    cleaned = [clean(line).rstrip() for line in lines]
    margin = _margin(cleaned)
    blocks: list[Block] = []
    position, gap = 0, False
    while position < len(cleaned):
        line = cleaned[position]
        if not line.strip() or _RULE.match(line):
            gap, position = True, position + 1
            continue
        taken = _table(cleaned, position)
        if taken:
            rows, position_after = taken
            blocks.append(Block(TABLE, "", f"table at line {position + 1}", gap=gap, rows=rows))
            position, gap = position_after, False
            continue
        position = _take_text(cleaned, position, margin, gap, blocks)
        gap = False
    return blocks


def _margin(lines: list[str]) -> int:
    """The width the lines were broken at, or 0 when every paragraph is one line."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if len(lengths) < 2:
        return 0
    widest = lengths[int(len(lengths) * 0.97)]
    east = sum(1 for line in lines for char in line[:40] if "\u4e00" <= char <= "\u9fff") > 10 * len(lengths) // 2
    if not 24 <= widest <= (90 if east else 180) or lengths[-1] > max(widest + 40, 60):
        return 0
    pairs = zip(lines, lines[1:], strict=False)
    full = [line for line, following in pairs if len(line) > 0.75 * widest and following.strip() and not _by_pipes(line)]
    broken = sum(1 for line in full if not _END.search(line))
    return widest if full and broken * 2 >= len(full) else 0


def _take_text(lines: list[str], position: int, margin: int, gap: bool, blocks: list[Block]) -> int:
    """Append the block of text that starts at a line; return the line after it."""
    first = lines[position]
    indent = len(first) - len(first.lstrip())
    marker, text = _marker(first.strip())
    kind = ITEM if marker and not marker.startswith("#") else PARAGRAPH
    where = f"line {position + 1}"
    last, after = first, position + 1
    while not marker.startswith("#") and after < len(lines) and _joins(last, text, margin, lines, after):
        last = lines[after]
        text = _glue(text, last.strip())
        after += 1
    if marker.startswith("#") or (kind == PARAGRAPH and _is_heading(text)):
        kind = HEADING
    text = re.sub(r"\s+", " ", re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)).strip()
    if text:
        blocks.append(Block(kind, text, where, marker=marker, level=indent // 2, gap=gap))
    return after


def _marker(line: str) -> tuple[str, str]:
    if hashes := _HASHES.match(line):
        return hashes[1], hashes[2]
    if bullet := _BULLET.match(line):
        inner = bullet["rest"] or ""
        return (bullet["marker"] or bullet["bare"], inner.strip())
    if numbered := _NUMBERED.match(line):
        return numbered["marker"], numbered["rest"].strip()
    return "", line


def _glue(text: str, following: str) -> str:
    if text and following and ("\u4e00" <= text[-1] <= "\u9fff" or text[-1] in "，、；：。）") and following[0] >= "\u2e80":
        return text + following
    if (
        re.search(r"[a-z]-$", text)
        and re.match(r"[a-z]", following)
        and not re.search(r"\b(?:multi|non|pre|post|co|self|well|high|low|long|short|on|off)-$", text)
    ):
        return text + following
    return f"{text} {following}" if text else following


def _joins(previous: str, text: str, margin: int, lines: list[str], at: int) -> bool:
    """Whether the line at `at` goes on with the paragraph `text` that ends with the line `previous`."""
    line, stripped = lines[at], lines[at].strip()
    if not stripped or _RULE.match(line) or _table(lines, at):
        return False
    full = bool(margin) and len(previous) + 1 + len(stripped.split(" ")[0]) > margin * 0.92
    marker, _ = _marker(stripped)
    if marker and not (full and _runs_inline(marker, text)):
        return False
    if _LABEL.match(stripped) and not (full and not _END.search(previous)):
        return False
    if previous.strip() in ("·", "•", "-", "o", "*"):
        return True
    if not margin or _HASHES.match(previous):
        return False
    if full or (" " not in stripped and len(previous) + 9 > margin * 0.92):
        return not (_END.search(previous) and len(previous) < 0.5 * margin)
    return not _END.search(previous) and bool(re.match(r"[a-zà-ỹ(,;&]", stripped))


def _runs_inline(marker: str, text: str) -> bool:
    """Whether '(iv)' at the start of a line goes on with '(i) … (ii) … (iii)' inside the paragraph."""
    shape = re.sub(r"[a-z0-9]+", "[a-z0-9]{1,4}", re.escape(marker.lower()))
    return bool(re.search(rf"(?<=\s){shape}\s", text.lower()))


def _is_heading(text: str) -> bool:
    return len(text) < 110 and not re.search(r"[.!?。！？；;,，:：]$", text.rstrip()) and len(text.split()) <= 14


def _table(lines: list[str], position: int) -> tuple[tuple[tuple[str, ...], ...], int] | None:
    """The rows of the table that starts at a line and the line after it, or None."""
    cut = next((cut for cut in (_by_pipes, _by_tabs, _by_spaces) if cut(lines[position])), None)
    if cut is None:
        return None
    rows, after = [], position
    while after < len(lines) and (lines[after].strip() or _row_after_gap(lines, after, cut)):
        if _RULE.match(lines[after]) or not lines[after].strip():
            after += 1
            continue
        cells = cut(lines[after])
        if not cells:
            break
        rows.append(tuple(cells))
        after += 1
    numeric = sum(1 for row in rows if any(_NUMERIC.match(cell) for cell in row[1:]))
    if len(rows) < 2 or (cut is not _by_pipes and numeric * 2 < len(rows)):
        return None
    return _even(rows), after


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
    return cells if len(cells) >= 2 and any(cells[1:]) and not _marker(line.strip())[0] else []


def _by_spaces(line: str) -> list[str]:
    body = line.strip()
    if _BULLET.match(body) or len(body) > 200:
        return []
    cells = [cell for cell in _COLUMNS.split(body) if cell]
    return cells if len(cells) >= 2 and all(len(cell) < 70 for cell in cells) else []
