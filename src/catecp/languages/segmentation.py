"""Text to stable, hashed segments and back. Pure.

A *line* is one segment. *HTML* (already cleaned) is cut at its block elements and, inside them, into sentences; inline marks stay
in the segment as they are, so a translation must hold the same ones. Joining the segments gives back the text, byte for byte.
Follows the idea of segmentation rules (SRX 2.0), with a handful of rules of our own instead of a rule file.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

_BLOCK = "h3|h4|p|ul|ol|li|table|caption|thead|tbody|tr|th|td|blockquote|pre|hr|br|dl|dt|dd"
_BOUNDARY = re.compile(rf"(</?(?:{_BLOCK})(?:\s[^>]*)?/?>)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
_PLACEHOLDER = re.compile(r"<[^>]+>|\{\{?\s*\w+\s*\}?\}|%\(\w+\)s|&[a-z]+;|&#\d+;")
# A sentence ends after full-width and Khmer/Burmese stops at once, after . ! ? before a space and no small letter.
_END = re.compile(
    r"(?<=[。！？；។៕။])(?:[”’」』）\)]*)\s*"
    r"|(?<=[.!?])(?:[”’\"\)]*)\s+(?=(?:<[^>]+>)*[^\sa-z])"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|approx|no|fig|vs|cf|mr|mrs|ms|dr|prof|st|min|max)|(?:^|\s)\w|\d)\.\s+$", re.IGNORECASE
)


@dataclass(frozen=True)
class Piece:
    """Part of a text: a segment to translate (`digest` set), or what stands between segments."""

    text: str
    digest: str = ""


def normalised(text: str) -> str:
    """The form a segment is hashed and kept in: NFC, single spaces, no zero-width marks at the ends."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip(" \u200b\ufeff")


def digest_of(text: str) -> str:
    return hashlib.sha256(normalised(text).encode()).hexdigest()


def pieces(text: str, *, is_html: bool) -> list[Piece]:
    """The text cut into segments and what lies between them; joining every `text` gives the text again."""
    if not is_html:
        return _sentence_pieces(text, whole=True)
    found: list[Piece] = []
    for part in _BOUNDARY.split(text):
        if not part:
            continue
        if _BOUNDARY.fullmatch(part):
            found.append(Piece(part))
        else:
            found.extend(_sentence_pieces(part, whole=False))
    return found


def _sentence_pieces(text: str, *, whole: bool) -> list[Piece]:
    found: list[Piece] = []
    for sentence in [text] if whole else sentences(text):
        core = sentence.strip()
        if not _says_something(core):
            found.append(Piece(sentence))
            continue
        start = sentence.index(core)
        if start:
            found.append(Piece(sentence[:start]))
        found.append(Piece(core, digest_of(core)))
        if len(sentence) > start + len(core):
            found.append(Piece(sentence[start + len(core) :]))
    return found


def _says_something(text: str) -> bool:
    return any(letter.isalnum() for letter in _TAG.sub("", text)) or "<img" in text


def sentences(text: str) -> list[str]:
    """Sentences with the space behind them; joining gives the text again. Marks that are open keep a sentence together."""
    found, start = [], 0
    for match in _END.finditer(text):
        end = match.end()
        if end <= start or end >= len(text):
            continue
        candidate = text[start:end]
        if _ABBREVIATION.search(candidate) or _ends_inside_mark(candidate) or _has_open_mark(candidate):
            continue
        found.append(candidate)
        start = end
    return [*found, text[start:]] if text[start:] else found


def _ends_inside_mark(text: str) -> bool:
    """Whether the text stops within a mark, as in the alternative text of a picture: cut there, a translation could write attributes."""
    return text.rfind("<") > text.rfind(">")


def _has_open_mark(text: str) -> bool:
    opened = [name for name in re.findall(r"<([a-z]+)(?:\s[^>]*)?>", text) if name not in {"br", "img", "hr"}]
    closed = re.findall(r"</([a-z]+)>", text)
    return sorted(opened) != sorted(closed)


def segments(text: str, *, is_html: bool) -> list[Piece]:
    """Only the pieces to translate."""
    return [piece for piece in pieces(text, is_html=is_html) if piece.digest]


def rebuilt(text: str, translations: Mapping[str, str], *, is_html: bool) -> str:
    """The text with every segment whose digest is known replaced; the others stay as written."""
    return "".join(
        translations.get(piece.digest, piece.text) if piece.digest else piece.text for piece in pieces(text, is_html=is_html)
    )


def marks(text: str) -> list[str]:
    """The marks and placeholders a translation must hold too, sorted."""
    return sorted(_PLACEHOLDER.findall(text))


def lost_marks(source: str, target: str) -> list[str]:
    """Marks of the source that the target lacks, and those it made up (with a leading “+”)."""
    wanted, got = marks(source), marks(target)
    lost = []
    for mark in wanted:
        if mark in got:
            got.remove(mark)
        else:
            lost.append(mark)
    return [*lost, *(f"+{mark}" for mark in got)]
