"""Inline marks of a segment as numbered tokens, for files that translators' tools read, and back. Pure.

The numbers follow from the segment's own text, so a file is never trusted for what a mark is, only for where it stands.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

_MARK = re.compile(r"<[^>]+>|\{\{?\s*\w+\s*\}?\}|%\(\w+\)s|&[a-z]+;|&#\d+;")
_OPENING = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)(?:\s[^>]*)?>\Z")
_ALONE = {"br", "img", "hr"}
Kind = Literal["text", "open", "close", "alone"]


@dataclass(frozen=True)
class Token:
    """`value` is the text, or the mark as written; `number` tells marks apart (an opening and its closing share it)."""

    kind: Kind
    value: str
    number: str = ""


def tokens(text: str) -> list[Token]:
    """The segment as text and marks. A mark without its partner stands alone."""
    found, last = [], 0
    for match in _MARK.finditer(text):
        if match.start() > last:
            found.append(Token("text", text[last : match.start()]))
        found.append(Token("alone", match.group()))
        last = match.end()
    if last < len(text):
        found.append(Token("text", text[last:]))
    return _numbered(_paired(found))


def _paired(found: list[Token]) -> list[Token]:
    opened: list[int] = []
    for place, token in enumerate(found):
        opening = _OPENING.match(token.value) if token.kind == "alone" else None
        if opening and opening.group(1).lower() not in _ALONE and not token.value.endswith("/>"):
            opened.append(place)
        elif token.kind == "alone" and token.value.startswith("</") and opened:
            begin = found[opened[-1]]
            if _OPENING.match(begin.value).group(1) == token.value[2:-1].strip():  # type: ignore[union-attr]  # -- it matched above
                found[opened.pop()] = Token("open", begin.value)
                found[place] = Token("close", token.value)
    return found


def _numbered(found: list[Token]) -> list[Token]:
    numbered: list[Token] = []
    opened: list[str] = []
    number = 0
    for token in found:
        if token.kind == "close":
            numbered.append(Token("close", token.value, opened.pop()))
            continue
        if token.kind != "text":
            number += 1
        if token.kind == "open":
            opened.append(str(number))
        numbered.append(token if token.kind == "text" else Token(token.kind, token.value, str(number)))
    return numbered


def with_marks(placed: Iterable[Token], of: str) -> tuple[str, list[str]]:
    """The text in which every numbered place holds the mark the segment `of` has there; and the numbers it does not have."""
    marks = {(token.kind, token.number): token.value for token in tokens(of) if token.kind != "text"}
    out, problems = [], []
    for token in placed:
        if token.kind == "text":
            out.append(token.value)
        elif (token.kind, token.number) in marks:
            out.append(marks[token.kind, token.number])
        elif token.kind != "close":
            problems.append(_("The original has no mark number %(number)s.") % {"number": token.number[:20]})
    return "".join(out), problems
