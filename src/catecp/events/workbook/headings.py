"""What a column heading means, in the languages of the region. Words are data: add one where a form uses another."""

import re
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from catecp.network.spelling import clean, fold


class Meaning(StrEnum):
    """What a column can hold for a registration. `IGNORED` columns are not imported."""

    TIMESTAMP = "timestamp"
    TITLE = "title"
    NAME = "name"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    NATIVE_NAME = "native_name"
    INSTITUTION = "institution"
    INSTITUTION_NATIVE = "institution_native"
    POSITION = "position"
    COUNTRY = "country"
    EMAIL = "email"
    PHONE = "phone"
    MESSENGER = "messenger"
    FOOD = "food"
    VISIT = "visit"
    CULTURAL_VISIT = "cultural_visit"
    BUS = "bus"
    LANGUAGES = "languages"
    GENDER = "gender"
    REMARKS = "remarks"
    IGNORED = "ignored"


_WORDS_FILE = Path(__file__).parent / "data" / "heading_words.tsv"


def _patterns(phrases: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_pattern(fold(phrase))) for phrase in dict.fromkeys(phrases.split("|")))


def _pattern(phrase: str) -> str:
    spelled = re.escape(phrase)
    return rf"(?<![^\W\d_]){spelled}(?![^\W\d_])" if re.match(r"[a-z\u0400-\u04ff(]", phrase) else spelled


def _read_words() -> list[tuple[str, str, str]]:
    lines = _WORDS_FILE.read_text(encoding="utf-8").splitlines()
    return [(parts[0], parts[1], parts[2]) for line in lines if line and not line.startswith("#") and (parts := line.split("\t"))]


_LINES = _read_words()
_LANGUAGE_MARKS = ("own_language", "english")
_COMPILED = tuple(
    (Meaning(meaning), float(strength), _patterns(phrases))
    for meaning, strength, phrases in _LINES
    if strength != "exact" and meaning not in _LANGUAGE_MARKS
)
_OWN_LANGUAGE_PATTERNS, _ENGLISH_PATTERNS = (
    tuple(pattern for meaning, _strength, phrases in _LINES if meaning == mark for pattern in _patterns(phrases))
    for mark in _LANGUAGE_MARKS
)
_EXACT_FOLDED = {
    fold(word): Meaning(meaning) for meaning, strength, words in _LINES if strength == "exact" for word in words.split("|")
}


@lru_cache(maxsize=5_000)
def meanings_in(heading: str) -> dict[Meaning, float]:
    """Return what a heading may mean, with a strength from 2 to 11. Empty when no known word is in it."""
    text = fold(clean(heading)).strip(" :*?.")
    if not text or len(text) > 300:
        return {}
    if text in _EXACT_FOLDED:
        return {_EXACT_FOLDED[text]: 8.0}
    found: dict[Meaning, float] = {}
    for meaning, strength, patterns in _COMPILED:
        longest = max((len(hit[0]) for pattern in patterns if (hit := pattern.search(text))), default=0)
        if longest:
            whole = 0.4 if longest >= len(text) - 1 else 0.0
            found[meaning] = max(found.get(meaning, 0.0), strength + whole)
    return _with_language(found, text)


def _with_language(found: dict[Meaning, float], text: str) -> dict[Meaning, float]:
    """Tell apart the name in Latin letters and the name in its own script, of a person and of an institution."""
    if Meaning.FAMILY_NAME in found and {Meaning.GIVEN_NAME, Meaning.NAME} & found.keys():
        joints = ("/", "-", "&", " and ", "+", "និង", "และ", " dan ", ",")
        if Meaning.GIVEN_NAME in found or any(joint in text for joint in joints):
            found = {**found, Meaning.NAME: 6.5}
    base = Meaning.INSTITUTION if Meaning.INSTITUTION in found else Meaning.NAME
    if base not in found or max(found.values()) > 7.4:
        return found
    native = Meaning.INSTITUTION_NATIVE if base is Meaning.INSTITUTION else Meaning.NATIVE_NAME
    if any(pattern.search(text) for pattern in _ENGLISH_PATTERNS):
        return {**found, base: 8.5}
    if any(pattern.search(text) for pattern in _OWN_LANGUAGE_PATTERNS):
        return {**found, native: 9.0}
    return found


def best_meaning(heading: str) -> Meaning | None:
    """Return the strongest meaning of a heading, or None."""
    found = meanings_in(heading)
    return max(found, key=lambda meaning: found[meaning]) if found else None
