"""Lines to blocks: paragraphs that were broken at the margin are joined again, lists and tables are recognised."""

import re
from dataclasses import dataclass

from catecp.insights.reconcile.document import HEADING, ITEM, PARAGRAPH, TABLE, Block
from catecp.insights.reconcile.reading.markers import marker_of
from catecp.insights.reconcile.reading.plain import clean
from catecp.insights.reconcile.reading.text_tables import RULE, Table, tables_in

_LABEL = re.compile(
    r"^(?:Q|Question|Session|Phase|Step|Day|Part|Panel|Stage|Annex|Table|Figure|Topic|Theme|Group|Objective"
    r"|Outcome)\s*(?:\d{1,2}|[IVX]{1,4})\b\s*[:.–—-]?",
    re.I,
)
_END = re.compile(r"[.!?:;。！？：；…][\"'”’)）]*$")


@dataclass(frozen=True)
class _Page:
    """Cleaned lines, the width they were broken at, and the tables by the line they start on."""

    lines: list[str]
    margin: int
    tables: dict[int, Table]


def blocks_of_lines(lines: list[str], places: list[str] | None = None) -> list[Block]:
    """The blocks of a text in order, labelled with the line they start on, or with `places`, one label for each line."""
    cleaned = [clean(line).rstrip() for line in lines]
    margin, tables = _margin(cleaned), tables_in(cleaned)
    blocks: list[Block] = []
    position, gap = 0, False
    while position < len(cleaned):
        line = cleaned[position]
        if not line.strip() or RULE.match(line):
            gap, position = True, position + 1
            continue
        if position in tables:
            rows, position_after = tables[position]
            where = places[position] if places else f"line {position + 1}"
            blocks.append(Block(TABLE, "", f"table, {where}", gap=gap, rows=rows))
            position, gap = position_after, False
            continue
        block, after = _take_text(
            _Page(cleaned, margin, tables), position, gap, places[position] if places else f"line {position + 1}"
        )
        blocks += [block] if block.text else []
        position, gap = after, False
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
    full = [line for line, following in pairs if len(line) > 0.75 * widest and following.strip() and "|" not in line]
    broken = sum(1 for line in full if not _END.search(line))
    return widest if full and broken * 2 >= len(full) else 0


def _take_text(page: _Page, position: int, gap: bool, where: str) -> tuple[Block, int]:
    """The block of text that starts at a line, and the line after it."""
    first, lines = page.lines[position], page.lines
    indent = len(first) - len(first.lstrip())
    marker, text = marker_of(first.strip())
    kind = ITEM if marker and not marker.startswith("#") else PARAGRAPH
    last, after = first, position + 1
    while not marker.startswith("#") and after < len(lines) and _joins(last, text, page, after):
        last = lines[after]
        text = _glue(text, last.strip())
        after += 1
    if marker.startswith("#") or (kind == PARAGRAPH and _is_heading(text)):
        kind = HEADING
    text = re.sub(r"\s+", " ", re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)).strip()
    return Block(kind, text, where, marker=marker, level=indent // 2, gap=gap), after


def _glue(text: str, following: str) -> str:
    if text and following and ("\u4e00" <= text[-1] <= "\u9fff" or text[-1] in "，、；：。）") and following[0] >= "\u2e80":
        return text + following
    if (
        re.search(r"[a-z]-$", text[-2:])
        and re.match(r"[a-z]", following)
        and not re.search(r"\b(?:multi|non|pre|post|co|self|well|high|low|long|short|on|off)-$", text[-12:])
    ):
        return text + following
    return f"{text} {following}" if text else following


def _joins(previous: str, text: str, page: _Page, at: int) -> bool:
    """Whether the line at `at` goes on with the paragraph `text` that ends with the line `previous`."""
    line, stripped, margin = page.lines[at], page.lines[at].strip(), page.margin
    if not stripped or RULE.match(line) or at in page.tables:
        return False
    full = bool(margin) and len(previous) + 1 + len(stripped.split(" ")[0]) > margin * 0.92
    marker, _ = marker_of(stripped)
    if marker and not (full and _runs_inline(marker, text)):
        return False
    if _LABEL.match(stripped) and not (full and not _END.search(previous)):
        return False
    if previous.strip() in ("·", "•", "-", "o", "*"):
        return True
    if not margin or previous.startswith("#"):
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
