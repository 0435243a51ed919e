"""What was said, cut into statements, and which idea of the codebook each comes nearest to. Pure: no database, no model.

Nearness is the share of a phrase's letter groups (2 to 4 letters long) found in the statement, rarer groups counting more. Scripts
without spaces between words (Thai, Khmer, Lao, Burmese) use groups of any neighbouring letters, Chinese single characters and pairs,
since one character is a word or half of one; the others use groups within
words, so that `train` is found in `training` but not across two words. A suggestion is only that: a person confirms.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catecp.languages.tags import script_of

UNSPACED = {"Hans", "Thai", "Khmr", "Laoo", "Mymr"}
GOOD_ENOUGH = 0.55  # below this nothing is suggested; measured in tests/surveys/test_grouping.py
LONGEST_WHY = 200
_BREAKS = re.compile(
    r"[\n;；。、。！？!?។၊။•●▪]+"  # ends and lists in our scripts
    r"|(?<![^\s;；。])(?:\(?\d{1,2}(?:[.)）]\s+|、)|[-–—*·]\s+)"  # 1. 2) 3、 - *
    r"|(?<=[^\W\d_]{2})\.(?:\s+|$)"  # a full stop after a word, not in "e.g." or "4.0"
)
_COMMAS = re.compile(r"[,，،]\s*")
_EDGE = " \t\n.,:;·•*-–—\"'“”‘’()（）"
MOST_WORDS_IN_LIST = 5
MOST_LETTERS_IN_LIST = 28


@dataclass(frozen=True)
class Suggestion:
    """`score` from 0 to 1; `why` is the phrase that came nearest and the letters of it that were found."""

    code: str
    score: float
    why: str


def statements_in(text: str) -> list[str]:
    """The single things said in a text, in order, each once. A text that says one thing comes back as it is."""
    parts = [piece for sentence in _BREAKS.split(text) for piece in _listed(sentence)]
    cleaned = [part.strip(_EDGE) for part in parts]
    kept = [part for part in cleaned if any(letter.isalnum() for letter in part)]
    return list(dict.fromkeys(kept)) or ([text.strip()] if text.strip() else [])


def _listed(sentence: str) -> list[str]:
    """The items of a list written with commas; a sentence with a comma in it stays whole."""
    parts = [part.strip() for part in _COMMAS.split(sentence) if part.strip()]
    if len(parts) < 2 or (len(parts) == 2 and " and " in parts[1]):
        return parts if len(parts) > 1 and all(_is_item(part) for part in parts) else [sentence]
    return parts if all(_is_item(part) for part in parts) else [sentence]


def _is_item(part: str) -> bool:
    if script_of(part) in UNSPACED:
        return len(part) <= MOST_LETTERS_IN_LIST
    return len(part.split()) <= MOST_WORDS_IN_LIST


def normal(text: str) -> str:
    """Without case, accents on Latin letters, and punctuation: what people leave out on a phone."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    folded = "".join(letter for letter in decomposed if not 0x0300 <= ord(letter) <= 0x036F).replace("đ", "d")
    composed = unicodedata.normalize("NFC", folded)
    kept = (letter if letter.isalnum() or unicodedata.category(letter) in {"Mn", "Mc"} else " " for letter in composed)
    return " ".join("".join(kept).split())


def letter_groups(text: str) -> Counter[str]:
    """The groups of 2 to 4 letters (1 to 2 in Chinese; 3 to 4, with the edges of words, where words are spaced)."""
    found: Counter[str] = Counter()
    for word in normal(text).split():
        if script_of(word) in UNSPACED:
            sizes, letters = ((1, 2) if script_of(word) == "Hans" else (2, 3, 4)), word
        else:
            sizes, letters = (3, 4), f" {word} "
        for size in sizes:
            found.update(letters[start : start + size] for start in range(len(letters) - size + 1))
    return found


class Codebook:
    """Phrases by code, ready to be asked. `codes` maps a code to {language: phrases}."""

    def __init__(self, codes: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._phrases: list[tuple[str, str, Counter[str]]] = []
        for code, by_language in codes.items():
            for phrase in {normal(phrase): phrase for phrases in by_language.values() for phrase in phrases}.values():
                self._phrases.append((code, phrase, letter_groups(phrase)))
        seen_in: dict[str, set[str]] = {}
        for code, _phrase, groups in self._phrases:
            for group in groups:
                seen_in.setdefault(group, set()).add(code)
        self._weight = {group: math.log(1 + len(codes) / len(found)) for group, found in seen_in.items()}
        self._at: dict[str, list[int]] = {}
        for place, (_code, _phrase, groups) in enumerate(self._phrases):
            for group in groups:
                self._at.setdefault(group, []).append(place)
        self._whole = [sum(self._weight[group] for group in groups) for _code, _phrase, groups in self._phrases]

    def nearest(self, text: str, *, at_least: float = GOOD_ENOUGH) -> Suggestion | None:
        """The code whose phrase is best contained in `text`; None when no phrase comes near enough."""
        ranked = self.ranked(text)
        return ranked[0] if ranked and ranked[0].score >= at_least else None

    def ranked(self, text: str, *, most: int = 3) -> list[Suggestion]:
        """The nearest codes, best first, each once."""
        groups = letter_groups(text)
        shared: dict[int, float] = {}
        for group in groups:
            for place in self._at.get(group, ()):
                shared[place] = shared.get(place, 0.0) + self._weight[group]
        known = sum(self._weight.get(group, 0.0) for group in groups) or 1.0
        best: dict[str, tuple[float, int]] = {}
        for place, weight in shared.items():
            # Mostly: how much of the phrase is there. A little: how much of the statement it explains, which decides between a
            # short phrase and a longer one that holds it.
            score = 0.85 * weight / self._whole[place] + 0.15 * weight / known
            if score > best.get(self._phrases[place][0], (0.0, 0))[0]:
                best[self._phrases[place][0]] = (score, place)
        order = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))[:most]
        return [Suggestion(code, round(min(score, 1.0), 3), self._why(place, groups)) for code, (score, place) in order]

    def _why(self, place: int, groups: Iterable[str]) -> str:
        _code, phrase, own = self._phrases[place]
        found = _joined(normal(phrase), set(own) & set(groups))
        return f"{phrase} ← {' · '.join(found)}"[:LONGEST_WHY]


def _joined(phrase: str, groups: set[str]) -> list[str]:
    """The stretches of the phrase that the found letter groups cover, so that a person can see what matched."""
    padded = f" {phrase} "
    covered = [False] * len(padded)
    for group in groups:
        start = padded.find(group)
        while start >= 0:
            covered[start : start + len(group)] = [True] * len(group)
            start = padded.find(group, start + 1)
    marked = "".join(letter if is_covered else "\0" for letter, is_covered in zip(padded, covered, strict=True))
    return [piece.strip() for piece in marked.split("\0") if piece.strip()]
