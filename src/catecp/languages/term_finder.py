"""Finds the words of a glossary in a text, in spaced and unspaced scripts alike. Pure.

The words become one compiled expression with shared beginnings (a trie), so a lesson is read once however many terms there are.
Where several begin at one place the longest wins. In spaced scripts a word stands free, and English plurals count; in Thai, Khmer, Lao,
Burmese and Chinese it may stand inside the line, but never ends in the middle of a syllable sign.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from catecp.languages.tags import LANGUAGES

UNSPACED = {"Hans", "Khmr", "Thai", "Laoo", "Mymr"}
_ENGLISH_ENDING = "(?:s|es)?"
# Vowels that Thai and Lao write after their consonant as letters of their own; a word cut before one of them is another word.
_BOUND_LETTERS = set("ะาำๅະາຳຽ")


@dataclass(frozen=True)
class Word:
    """What the idea `key` is called in the language of the text."""

    key: str
    text: str


@dataclass(frozen=True)
class Found:
    key: str
    start: int
    end: int


class TermFinder:
    """`TermFinder("th", words).found(text)` gives every occurrence, left to right, none overlapping."""

    def __init__(self, language: str, words: Iterable[Word]) -> None:
        self.is_unspaced = language in LANGUAGES and LANGUAGES[language].script in UNSPACED
        self.keys: dict[str, str] = {}
        for word in words:
            text = folded(word.text)
            # One Chinese character or one letter stands in too many other words to explain anything.
            if len(text) > 1:
                self.keys.setdefault(text, word.key)
        self.expression = self._expression(language) if self.keys else None

    def _expression(self, language: str) -> re.Pattern[str]:
        inner = _trie_expression(self.keys)
        if self.is_unspaced:
            return re.compile(inner)
        ending = _ENGLISH_ENDING if language == "en" else ""
        return re.compile(rf"(?<!\w)({inner}){ending}(?!\w)")

    def found(self, text: str) -> Iterator[Found]:
        if self.expression is None:
            return
        plain = text.lower()
        if len(plain) != len(text):  # a letter whose small form is longer (İ): places would shift
            plain = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
        for match in self.expression.finditer(plain):
            if self.is_unspaced and _cuts_a_syllable(plain, match.end()):
                continue
            yield Found(self.keys[match.group(0 if self.is_unspaced else 1)], match.start(), match.end())


def folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().lower()


def _cuts_a_syllable(text: str, end: int) -> bool:
    return end < len(text) and (text[end] in _BOUND_LETTERS or unicodedata.category(text[end]) in {"Mn", "Mc"})


def _trie_expression(words: Iterable[str]) -> str:
    root: dict = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branch(root)


def _branch(node: dict) -> str:
    """Longest first: the way on is tried before the end of a shorter word."""
    ways = [re.escape(letter) + _branch(child) for letter, child in node.items() if letter]
    if not ways:
        return ""
    inner = ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
    return f"(?:{inner})?" if "" in node else inner


@lru_cache(maxsize=64)
def finder_for(language: str, words: tuple[Word, ...]) -> TermFinder:
    """The finder of these words, kept: building it costs more than using it."""
    return TermFinder(language, words)
