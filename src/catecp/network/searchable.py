"""Text made fit for searching: one folded form of every name, so that a substring of any script finds it on every database."""

import unicodedata
from collections.abc import Iterable

from catecp.network import spelling
from catecp.network.names import acronyms_of

_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘ʼ`"))
_SHORTEST_ACRONYM = 3


def fold(text: str) -> str:
    """Spelling folded, and letters, digits and vowel signs only: punctuation is read as a space, apostrophes as nothing."""
    folded = spelling.fold(text).translate(_APOSTROPHES)
    return " ".join("".join(letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in folded).split())


def search_text(texts: Iterable[str]) -> str:
    """Each folded text on a line of its own."""
    return "\n".join(dict.fromkeys(line for line in map(fold, texts) if line))


def names_text(names: Iterable[str]) -> str:
    """What `Institution.search_text` holds: every name, then the initials the names may be known by."""
    names = list(names)
    acronyms = sorted({letters for name in names for letters in acronyms_of(name) if len(letters) >= _SHORTEST_ACRONYM})
    return search_text([*names, *acronyms])


def search_words(typed: str) -> list[str]:
    """The words somebody looks for, folded like the names; at most eight, so that nobody can ask for endless work."""
    return fold(typed[:200]).split()[:8]


def sort_name(name: str) -> str:
    """What lists are ordered by: the folded name, at most 300 characters."""
    return fold(name)[:300]
