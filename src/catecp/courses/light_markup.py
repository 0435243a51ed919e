"""Text as people type it without a toolbar, as HTML of the course alphabet. Pure.

Blank lines part paragraphs; `## heading`, `### small heading`; `- item`, `1. item`; `| cell | cell |` rows (the first is the head
when `|---|` follows); `**strong**`, `*stress*`, `[words](https://…)`. A text that holds a tag already is HTML and left as it is.
"""

import re
from html import escape

_IS_HTML = re.compile(
    r"</?(?:p|h3|h4|ul|ol|li|table|tr|td|th|strong|em|b|i|br|a|img|blockquote|pre|dl|dt|dd|span|code|sub|sup)\b[^>]*>"
)
_ITEM, _NUMBER, _HEADING = re.compile(r"^[-*•]\s+"), re.compile(r"^\d{1,3}[.)]\s+"), re.compile(r"^(#{2,3})\s+")
_RULE = re.compile(r"^\|[\s:|-]+\|$")
_INLINE = (
    (re.compile(r"\*\*(\S(?:.*?\S)?)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"(?<!\*)\*(\S(?:[^*]*?\S)?)\*(?!\*)"), r"<em>\1</em>"),
    (re.compile(r"\[([^\]]+)\]\((https?://[^\s)]+)\)"), r'<a href="\2">\1</a>'),
)


def to_html(text: str) -> str:
    """HTML, not yet cleaned: `content.clean_html` follows."""
    text = text.replace("\r\n", "\n").strip()
    if not text or _IS_HTML.search(text):
        return text
    return "".join(_part(part.split("\n")) for part in re.split(r"\n\s*\n", text))


def line_to_html(text: str) -> str:
    """One line, without a paragraph around it: an option of a question."""
    text = text.strip()
    return text if _IS_HTML.search(text) else _inline(text)


def _part(lines: list[str]) -> str:
    lines = [line.strip() for line in lines if line.strip()]
    heading = _HEADING.match(lines[0])
    if heading:
        tag = "h3" if len(heading.group(1)) == 2 else "h4"
        rest = _part(lines[1:]) if len(lines) > 1 else ""
        return f"<{tag}>{_inline(lines[0][heading.end() :])}</{tag}>{rest}"
    if all(_ITEM.match(line) for line in lines):
        return _list("ul", [_ITEM.sub("", line) for line in lines])
    if all(_NUMBER.match(line) for line in lines):
        return _list("ol", [_NUMBER.sub("", line) for line in lines])
    if all(line.startswith("|") and line.endswith("|") and len(line) > 1 for line in lines):
        return _table(lines)
    return f"<p>{'<br>'.join(_inline(line) for line in lines)}</p>"


def _list(tag: str, items: list[str]) -> str:
    return f"<{tag}>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</{tag}>"


def _table(lines: list[str]) -> str:
    has_head = len(lines) > 1 and bool(_RULE.match(lines[1]))
    rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines if not _RULE.match(line)]
    head = f"<thead>{_row(rows[0], 'th')}</thead>" if has_head else ""
    body = "".join(_row(row, "td") for row in rows[1 if has_head else 0 :])
    return f"<table>{head}<tbody>{body}</tbody></table>"


def _row(cells: list[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{_inline(cell)}</{tag}>' for cell in cells)}</tr>"


def _inline(text: str) -> str:
    text = escape(text, quote=False)
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text
