"""A piece of a text around what was found, with the hits marked. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catecp.languages.searching.asking import Ask
from catecp.languages.searching.normalising import normalise
from catecp.languages.searching.stemming import LATIN
from catecp.languages.searching.tokens import Run, form_tokens, parts_of, stem_tokens

_STRETCH = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u0e00-\u1bff'’\u200b-\u200d]|[^\W_])*")
_MARGIN = 70  # letters kept on each side of the first hit
_LOOKED_AT = 20_000  # letters


@dataclass(frozen=True)
class Bit:
    text: str
    is_hit: bool = False


def wanted_tokens(asks: Iterable[Ask]) -> set[str]:
    """Every token that an expression asks for."""
    found: set[str] = set()
    for ask in asks:
        found |= set(ask.of) if ask.kind in {"token", "phrase"} else wanted_tokens(ask.of)
    return found


def snippet(text: str, wanted: set[str], *, whole: bool = False) -> list[Bit]:
    """The surroundings of the first hit (or all of the text when `whole`), hits marked; the beginning when nothing is hit."""
    text = " ".join(text[:_LOOKED_AT].split()) if not whole else text
    hits = list(_hits(text, wanted, stop_after=None if whole else 3 * _MARGIN))
    start, end = (0, len(text)) if whole else _window(text, hits)
    bits: list[Bit] = [Bit("… ")] if start else []
    place = start
    for left, right in hits:
        if left < place or right > end:
            continue
        bits += [Bit(text[place:left]), Bit(text[left:right], is_hit=True)]
        place = right
    bits.append(Bit(text[place:end] + (" …" if end < len(text) else "")))
    return [bit for bit in bits if bit.text]


def _window(text: str, hits: list[tuple[int, int]]) -> tuple[int, int]:
    first = hits[0] if hits else (0, 0)
    start, end = max(0, first[0] - _MARGIN), min(len(text), first[1] + 2 * _MARGIN)
    if start:
        gap = text.find(" ", start, first[0])
        start = gap + 1 if gap >= 0 else _at_letter(text, start)
    if end < len(text):
        gap = text.rfind(" ", first[1], end)
        end = gap if gap > first[1] else _at_letter(text, end)
    return start, end


def _at_letter(text: str, place: int) -> int:
    """The next place where no mark hangs on the letter before, nor a Khmer subscript."""
    while place < len(text) and (unicodedata.category(text[place])[0] == "M" or text[place - 1] == "\u17d2"):
        place += 1
    return place


def _hits(text: str, wanted: set[str], *, stop_after: int | None) -> Iterator[tuple[int, int]]:
    """(start, end) of every hit in order, until `stop_after` letters behind the first."""
    first: int | None = None
    for match in _STRETCH.finditer(text):
        if first is not None and stop_after is not None and match.start() > first + stop_after:
            return
        for start, end in _in_stretch(match[0], wanted):
            first = match.start() + start if first is None else first
            yield match.start() + start, match.start() + end


def _in_stretch(raw: str, wanted: set[str]) -> Iterator[tuple[int, int]]:
    places = _places(raw)
    done = 0
    whole = normalise(raw)
    for part in parts_of(whole):
        start = whole.find(part.text, done)
        done = start + len(part.text)
        if isinstance(part, Run):
            for left, right in _in_run(part, wanted):
                yield places[min(start + left, len(places) - 1)], places[min(start + right, len(places) - 1)]
        elif {"x" + part.text, "f" + part.folded, *stem_tokens(part, LATIN), *form_tokens(part, LATIN)} & wanted:
            yield places[min(start, len(places) - 1)], places[min(done, len(places) - 1)]


def _in_run(run: Run, wanted: set[str]) -> Iterator[tuple[int, int]]:
    place = 0
    for piece in run.pieces:
        inside = [part for part in piece.parts if "p" + part in wanted]
        if "w" + piece.text in wanted:
            yield place, place + len(piece.text)
        elif inside:
            longest = max(inside, key=len)
            at = place + piece.text.find(longest)
            yield at, at + len(longest)
        place += len(piece.text)


def _places(raw: str) -> list[int]:
    """For each place of the normalised text, the place in the raw one: letter by letter with the marks that hang on it."""
    places: list[int] = []
    start = 0
    for end in range(1, len(raw) + 1):
        if end < len(raw) and (unicodedata.category(raw[end])[0] == "M" or raw[end - 1] == "\u17d2"):
            continue
        places += [start] * len(normalise(raw[start:end]))
        start = end
    return [*places, len(raw)]
