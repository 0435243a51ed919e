"""Trade words explained in place: lesson HTML with the first occurrence of each term marked. Pure.

`<dfn class="term" data-term="arc-welding" tabindex="0">arc welding</dfn>`: the page shows the explanation of that key. Marks stand in running
text only: never inside tags, links, headings, code or another mark. The HTML is already cleaned (content.clean_html).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from catecp.languages.term_finder import Word, finder_for

_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?\s*([a-zA-Z0-9]+)")
_CLOSED_TO_MARKS = {
    "a", "h1", "h2", "h3", "h4", "h5", "h6", "dfn", "code", "pre", "kbd", "button", "label", "option", "textarea", "script", "style", "svg",
}  # fmt: skip
_KEY = re.compile(r"[a-z0-9-]{1,80}\Z")


@dataclass(frozen=True)
class Explained:
    """The HTML with marks, and the keys of the terms that were marked, in reading order."""

    html: str
    keys: list[str] = field(default_factory=list)


def explained(html: str, *, language: str, words: Iterable[Word], already: Iterable[str] = ()) -> Explained:
    """Mark the first occurrence of each term of this text; terms in `already` were explained before and stay unmarked."""
    finder = finder_for(language, tuple(words))
    seen, keys, closed = set(already), [], 0
    parts = _TAG.split(html)
    for number, part in enumerate(parts):
        if number % 2:
            closed = _depth(part, closed)
        elif part and not closed:
            parts[number], marked = _marked(part, finder.found(part), seen)
            seen.update(marked)
            keys.extend(marked)
    return Explained("".join(parts), keys)


def _depth(tag: str, closed: int) -> int:
    name = _NAME.match(tag)
    if name is None or name.group(1).lower() not in _CLOSED_TO_MARKS or tag.endswith("/>"):
        return closed
    return max(0, closed - 1) if tag.startswith("</") else closed + 1


def _marked(text: str, occurrences: Iterable, seen: set[str]) -> tuple[str, list[str]]:
    out, last, keys = [], 0, []
    for found in occurrences:
        if found.key in seen or found.key in keys or not _KEY.match(found.key) or _inside_entity(text, found.start):
            continue
        keys.append(found.key)
        out.append(text[last : found.start])
        out.append(f'<dfn class="term" data-term="{found.key}" tabindex="0">{text[found.start : found.end]}</dfn>')
        last = found.end
    return "".join([*out, text[last:]]), keys


def _inside_entity(text: str, start: int) -> bool:
    """Whether this place lies in `&amp;` or its like."""
    sign = text.rfind("&", max(0, start - 10), start)
    return sign >= 0 and ";" not in text[sign:start] and re.match(r"&#?\w{1,8};", text[sign:]) is not None
