"""Likeness of two institution names: which words meet, which words stand alone, and what that says.

The measure is one-sided on purpose. A word left over on one side costs its weight; a place or trade left over on *both*
sides means two institutions, however alike the rest is. A missed likeness costs a look at a queue; a false one merges two
colleges.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from catecp.network.name_words import GENERIC, PLACES, SAME_WORD, STOPWORDS, TECH_WORDS, WEAK
from catecp.network.spelling import MARKS, clean, edit_distance, fold, is_latin

_DOTTED_ACRONYM = re.compile(r"\b(?:[a-z]\. ?){2,}(?![a-z])")
_WORD = re.compile(rf"(?:[^\W_]|[{MARKS}])+\.?")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")
_CONFLICT_CAP = 0.6
_LOOKS_LIKE_ANOTHER = frozenset({frozenset({"electric", "electronic"}), frozenset({"electrical", "electronics"})})


@dataclass(frozen=True)
class Word:
    """One word of a name: its canonical form, whether it was typed with a dot as an abbreviation, and the word as typed."""

    text: str
    dotted: bool = False
    typed: str = ""

    @property
    def weight(self) -> float:
        """Say how much the word tells institutions apart: 1 for a place or trade, less for what many names share."""
        if self.text in WEAK:
            return 0.2
        return 0.35 if self.text in GENERIC or self.text in TECH_WORDS else 1.0


@dataclass(frozen=True)
class Likeness:
    """How alike two names are (0 to 1), with the reasons as codes of `REASONS` in `names`."""

    score: float
    reasons: tuple[str, ...] = ()


@lru_cache(maxsize=20_000)
def words_of(name: str) -> tuple[Word, ...]:
    """Return the telling words of a name in order, canonical: `&` read as "and", abbreviations and spellings unified."""
    text = _APOSTROPHES.sub("", fold(name)).replace("&", " and ").replace("+", " and ").replace("viet nam", "vietnam")
    text = _DOTTED_ACRONYM.sub(lambda found: re.sub(r"[. ]", "", found[0]) + " ", text)
    words = []
    for found in _WORD.findall(text):
        plain = found.rstrip(".")
        if plain not in STOPWORDS:
            words.append(Word(SAME_WORD.get(plain, plain), found.endswith(".") and plain not in SAME_WORD, plain))
    return tuple(words)


@lru_cache(maxsize=50_000)
def squashed(name: str) -> str:
    """Return the name as letters and digits only: equal for spellings that differ in case, spaces and punctuation."""
    return "".join(word.text for word in words_of(name))


@lru_cache(maxsize=200_000)
def word_likeness(typed: str, known: str, dotted: bool) -> float:
    """Return how far one word may stand for another (0 to 1)."""
    if typed == known:
        return 1.0
    if typed.isdigit() or known.isdigit():
        return 0.0
    if known in TECH_WORDS and (typed == "tech" or typed in TECH_WORDS):
        return 0.98 if typed == "tech" else 0.8
    if typed.rstrip("s") == known.rstrip("s") and len(typed) > 3:
        return 0.98
    return max(_shortened(typed, known, dotted), _inflected(typed, known), _mistyped(typed, known))


def _shortened(typed: str, known: str, dotted: bool) -> float:
    if len(typed) >= len(known) or len(typed) < (1 if dotted else 3) or typed[0] != known[0] or typed in PLACES:
        return 0.0
    if known.startswith(typed):
        return (0.97 if len(typed) > 1 else 0.8) if dotted else 0.85
    letters = iter(known)
    drops_vowels = all(letter in letters for letter in typed) and typed[-1] == known[-1] and len(typed) <= 0.7 * len(known)
    return 0.85 if drops_vowels and not set(typed[1:-1]) & set("aeiou") else 0.0


def _inflected(typed: str, known: str) -> float:
    if {typed, known} & PLACES or frozenset({typed, known}) in _LOOKS_LIKE_ANOTHER:
        return 0.0
    shared = 0
    while shared < min(len(typed), len(known)) and typed[shared] == known[shared]:
        shared += 1
    return 0.92 if shared >= 6 and max(len(typed), len(known)) - shared <= 4 else 0.0


def _mistyped(typed: str, known: str) -> float:
    if (typed in PLACES and known in PLACES) or typed[0] != known[0] or frozenset({typed, known}) in _LOOKS_LIKE_ANOTHER:
        return 0.0
    allowed = 0 if min(len(typed), len(known)) < 5 else 1 if len(known) < 9 else 2
    return 0.85 if allowed and edit_distance(typed, known, at_most=allowed) <= allowed else 0.0


def likeness(typed: str, known: str, *, free_words: frozenset[str] = frozenset()) -> Likeness:
    """Compare a name as typed with a known one.

    `free_words` are words that may be added without meaning another institution: its own country, province or town.
    """
    if clean(typed) == clean(known):
        return Likeness(1.0, ("same",))
    if squashed(typed) == squashed(known) and squashed(typed):
        return Likeness(0.99, ("spelling",))
    if is_latin(typed) and is_latin(known):
        return _latin_likeness(words_of(typed), words_of(known), free_words)
    if not is_latin(typed) and not is_latin(known):
        return _character_likeness(squashed(typed), squashed(known))
    return Likeness(0.0)


def _latin_likeness(typed: tuple[Word, ...], known: tuple[Word, ...], free_words: frozenset[str]) -> Likeness:
    if not typed or not known:
        return Likeness(0.0)
    pairs = _pair_words(typed, known)
    left_typed = [word for i, word in enumerate(typed) if i not in {pair[1] for pair in pairs}]
    left_known = [word for j, word in enumerate(known) if j not in {pair[2] for pair in pairs}]
    left_typed, left_known, gained, inner = _read_inner_acronyms(left_typed, left_known)
    met = sum(score * known[j].weight for score, _i, j in pairs) + gained
    lost = sum((1 - score) * known[j].weight for score, _i, j in pairs)
    lost += sum(0.05 if word.text in free_words else word.weight for word in left_typed + left_known)
    score = met / (met + lost) if met else 0.0
    telling_typed = [word for word in left_typed if word.weight == 1 and word.text not in free_words]
    telling_known = [word for word in left_known if word.weight == 1]
    if (telling_typed and telling_known) or any(word.text.isdigit() for word in left_typed + left_known):
        score = min(score, _CONFLICT_CAP)
    # A few shared words like "Vocational College" alone never make two names one.
    if not any(known[j].weight == 1 for _s, _i, j in pairs) and (telling_typed or telling_known):
        score = min(score, 0.4)
    # A long name cut short still says who it is: three telling words and nothing foreign.
    if not left_typed and sum(known[j].weight == 1 and score > 0.9 for score, _i, j in pairs) >= 3:
        score = max(score, 0.78)
    return Likeness(round(score, 3), _reasons(pairs, left_typed, left_known, inner))


def _pair_words(typed: tuple[Word, ...], known: tuple[Word, ...]) -> list[tuple[float, int, int]]:
    scored = [
        (max(word_likeness(a.text, b.text, a.dotted), _slip_before_reading(a, b)), i, j)
        for i, a in enumerate(typed)
        for j, b in enumerate(known)
    ]
    pairs: list[tuple[float, int, int]] = []
    used_typed: set[int] = set()
    used_known: set[int] = set()
    for score, i, j in sorted(scored, key=lambda pair: (-pair[0], abs(pair[1] - pair[2]))):
        if score > 0 and i not in used_typed and j not in used_known:
            pairs.append((score, i, j))
            used_typed.add(i)
            used_known.add(j)
    return pairs


def _slip_before_reading(typed: Word, known: Word) -> float:
    """Compare the words as they stand, for a slip inside a word that is read as another ("Politekink")."""
    return word_likeness(typed.typed, known.typed, typed.dotted) if known.typed != known.text else 0.0


def _read_inner_acronyms(typed: list[Word], known: list[Word]) -> tuple[list[Word], list[Word], float, bool]:
    """Read a left-over like VTC in "Leshan VTC" as the initials of all the words left over on the other side."""
    initials = "".join(word.text[0] for word in known)
    for word in typed:
        if len(word.text) >= 2 and word.text == initials:
            return [other for other in typed if other is not word], [], 0.97 * sum(word.weight for word in known), True
    return typed, known, 0.0, False


def _reasons(pairs: list[tuple[float, int, int]], typed: list[Word], known: list[Word], inner: bool) -> tuple[str, ...]:
    scores = [pair[0] for pair in pairs]
    order = [pair[2] for pair in sorted(pairs, key=lambda pair: pair[1])]
    found = {
        "abbreviation": inner or any(score in (0.97, 0.98, 0.8) for score in scores),
        "slip": any(score in (0.85, 0.92) for score in scores),
        "order": order != sorted(order),
        "words_missing": bool(known),
        "words_added": bool(typed),
    }
    return tuple(reason for reason, holds in found.items() if holds) or ("spelling",)


def _character_likeness(typed: str, known: str) -> Likeness:
    """Compare names of scripts without spaces by their neighbouring pairs of characters."""
    pairs_typed = {typed[i : i + 2] for i in range(len(typed) - 1)}
    pairs_known = {known[i : i + 2] for i in range(len(known) - 1)}
    if not pairs_typed or not pairs_known:
        return Likeness(0.0)
    dice = 2 * len(pairs_typed & pairs_known) / (len(pairs_typed) + len(pairs_known))
    # The place stands first in Chinese: another place is another college.
    same_start = typed[:2] == known[:2]
    return Likeness(round(min(0.9, dice) * (1 if same_start else 0.6), 3), ("similar",))
