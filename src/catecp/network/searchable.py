"""Text made fit for searching: one folded form of every name, so that a substring of any script finds it on every database."""

import unicodedata
from collections.abc import Iterable

from catecp.kernel.plaintext import clean_line

_APOSTROPHES_AND_JOINERS = "'’‘ʼ`\u200c\u200d"
_SIGNS = str.maketrans({"đ": "d", "ı": "i", **dict.fromkeys(_APOSTROPHES_AND_JOINERS)})


def fold(text: str) -> str:
    """Lower case, one width, no accents on Latin or Cyrillic letters, no apostrophes; vowel signs of other scripts stay."""
    decomposed = unicodedata.normalize("NFKD", clean_line(text)).casefold().translate(_SIGNS)
    kept = (letter for letter in decomposed if not "\u0300" <= letter <= "\u036f")
    return " ".join("".join(letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in kept).split())


def search_text(names: Iterable[str], *, acronyms: Iterable[str] = ()) -> str:
    """What `Institution.search_text` holds: each folded name on a line of its own, then the initials it may be known by."""
    lines = dict.fromkeys(fold(name) for name in names)
    lines.update(dict.fromkeys(fold(acronym) for acronym in acronyms))
    return "\n".join(line for line in lines if line)


def search_words(typed: str) -> list[str]:
    """The words somebody looks for, folded like the names; at most eight, so that nobody can ask for endless work."""
    return fold(typed[:200]).split()[:8]


def sort_name(name: str) -> str:
    """What lists are ordered by: the folded name, at most 300 characters."""
    return fold(name)[:300]
