"""Spelling: one clean form of text typed by people, whatever the script, width, case or hidden characters."""

import re
import unicodedata
from functools import lru_cache

# Vowel and tone signs that stand over, under or behind a letter: parts of a word, though not letters to Python.
MARKS = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064"
    "\u17b4-\u17d3\u17dd\u0b82\u0bbe-\u0bcd\u0bd7"
)
_SPACES = re.compile(r"\s+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


@lru_cache(maxsize=50_000)
def clean(text: str) -> str:
    """Return `text` in NFKC without control, zero-width and direction characters, spaces folded to one.

    Only what a reader cannot see is taken away: letters, case and punctuation stay.
    """
    folded = unicodedata.normalize("NFKC", text)
    visible = (" " if character in "\t\n\r\v\f" else character for character in folded if not _is_hidden(character))
    return _SPACES.sub(" ", "".join(visible)).strip()


def _is_hidden(character: str) -> bool:
    if character in "\t\n\r\v\f":
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs") or character in "\u115f\u1160\u3164\ufe0f"


def has_hidden_characters(text: str) -> bool:
    """Tell whether `text` holds direction marks or other invisible characters (a plain line break is none)."""
    return any(_is_hidden(character) for character in text)


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Return `text` cleaned, in lower case, without the accents of Latin and Cyrillic letters.

    Vowel signs of Khmer, Thai, Lao and Burmese are letters, not accents, and stay.
    """
    decomposed = unicodedata.normalize("NFD", clean(text).casefold().replace("đ", "d").replace("ı", "i"))
    kept = (character for character in decomposed if not "\u0300" <= character <= "\u036f")
    return unicodedata.normalize("NFC", "".join(kept))


def is_han(text: str) -> bool:
    """Tell whether `text` holds a Chinese character."""
    return bool(_HAN.search(text))


@lru_cache(maxsize=50_000)
def is_latin(text: str) -> bool:
    """Tell whether every letter of `text` is Latin (and there is one)."""
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and all(unicodedata.name(character, "").startswith("LATIN") for character in letters)


def edit_distance(left: str, right: str, *, at_most: int = 3) -> int:
    """Return the number of typing slips (insert, drop, replace, swap neighbours) between two words.

    Stops counting above `at_most` and returns `at_most + 1`.
    """
    if abs(len(left) - len(right)) > at_most:
        return at_most + 1
    return min(_edit_distance(left, right), at_most + 1)


@lru_cache(maxsize=50_000)
def _edit_distance(left: str, right: str) -> int:
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before_last, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
    return row[-1]
