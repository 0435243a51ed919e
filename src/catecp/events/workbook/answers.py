"""Short answers in many languages: will you come (and on which bus), what do you eat, which languages do you speak."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catecp.network.spelling import clean, fold

_FILE = Path(__file__).parent / "data" / "answer_words.tsv"
_BUS = re.compile(
    r"(?:\bbus|\bcoach|\bbas\b|\bxe\b|大巴|车|รถบัส|รถ|រថយន្តក្រុង|រថយន្ត|ລົດ|автобус)\s*"
    r"(?:no\.?|number|nr\.?|#|号|คันที่|លេខ|so)?\s*(\d{1,2})(?!\d)|(?<!\d)(\d{1,2})\s*(?:号车|号大巴|号)"
)
_LIST_SEPARATOR = re.compile(r"\s*(?:[,;/|+&、，；·\n]|\band\b|\bdan\b|និង|และ|和|\bva\b)\s*")


@dataclass(frozen=True)
class VisitAnswer:
    """Whether somebody joins a visit (None: not said or not understood) and the bus they named."""

    joins: bool | None = None
    bus: int | None = None
    understood: bool = True


@dataclass(frozen=True)
class FoodAnswer:
    """A known code ("halal", "no_pork", "vegetarian", "vegan", "none") or "other" with the words as typed."""

    code: str = ""
    text: str = ""


def means_nothing(text: str) -> bool:
    """Tell whether a cell is filled only to say that there is nothing: "-", "n/a", "无", "គ្មាន"."""
    key = _key(text)
    return not key or key in _words("nothing")


def read_visit(cell: object) -> VisitAnswer:
    """Read "Yes, bus 2", "是", TRUE or "ទេ"."""
    if cell is None or cell == "":
        return VisitAnswer()
    if isinstance(cell, bool):
        return VisitAnswer(cell)
    if isinstance(cell, int | float):
        return VisitAnswer(cell == 1) if cell in (0, 1) else VisitAnswer(understood=False)
    text = fold(str(cell))
    found = _BUS.search(text)
    bus = int(found[1] or found[2]) if found else None
    rest = _key(text.replace(found[0], " ") if found else text)
    said = _yes_or_no(rest)
    if said is None and bus is not None:
        return VisitAnswer(True, bus)
    understood = said is not None or not rest or rest in _words("maybe") or rest in _words("nothing")
    return VisitAnswer(said, bus if said is not False else None, understood)


def _yes_or_no(text: str) -> bool | None:
    if text in _words("no"):
        return False
    if text in _words("yes"):
        return True
    # "Yes, with my colleague" and "是，我参加": the first word decides.
    first = _key(re.split(r"[\s,，。.;:(（\-]+", text, maxsplit=1)[0])
    if len(first) >= 1 and first != text:
        return False if first in _words("no") else True if first in _words("yes") and len(first) > 1 else None
    return None


def read_bus(cell: object) -> int | None:
    """Read a column of its own for the bus: "2", "bus 2", "2号车"."""
    text = fold(str(cell)) if cell is not None else ""
    if found := _BUS.search(text):
        return int(found[1] or found[2])
    plain = re.fullmatch(r"(\d{1,2})(?:\.0)?", text)
    return int(plain[1]) if plain else None


def read_food(text: str) -> FoodAnswer:
    """Read a wish about food. Words that are not understood are kept as they are."""
    typed = clean(text)
    key = _key(typed)
    if not key or key in ("-", "n/a", "na", "."):
        return FoodAnswer()
    codes = ("halal", "no_pork", "vegan", "vegetarian", "none")
    for code in codes:
        if key in _words(f"food.{code}"):
            return FoodAnswer(code, typed)
    if "<" not in typed and not re.search(r"\bnon\b|\bnot\b", key):
        for code in codes[:4]:
            if any(len(word) > 2 and word in key for word in _words(f"food.{code}")):
                return FoodAnswer(code, typed)
    return FoodAnswer("other", typed)


def read_languages(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the language tags named in a cell, and the words that were not understood."""
    tags: dict[str, None] = {}
    unknown: list[str] = []
    for part in _LIST_SEPARATOR.split(clean(text)):
        key = _key(re.sub(r"\(.*?\)|（.*?）", "", part))
        if not key or key in _words("nothing"):
            continue
        tag = _languages().get(key) or next((_languages()[word] for word in key.split() if word in _languages()), "")
        if tag:
            tags[tag] = None
        else:
            unknown.append(part)
    return tuple(tags), tuple(unknown)


def read_category(position: str) -> str:
    """Return "interpreter", "media", "organiser", "support" or "guest" where a post says so, else ""."""
    key = _key(position)
    categories = (meaning for meaning in _table() if meaning.startswith("category."))
    return next((c.removeprefix("category.") for c in categories if key and any(word in key for word in _words(c))), "")


def _key(text: str) -> str:
    return fold(text).strip(" .!,;:。！，()（）\"'") or fold(text)


@cache
def _table() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            meaning, words = line.split("\t")
            found.setdefault(meaning, set()).update(_key(word) for word in words.split("|"))
    return {meaning: frozenset(words) for meaning, words in found.items()}


def _words(meaning: str) -> frozenset[str]:
    return _table().get(meaning, frozenset())


@cache
def _languages() -> dict[str, str]:
    tags = (meaning for meaning in _table() if meaning.startswith("language."))
    return {word: meaning.removeprefix("language.") for meaning in tags for word in _words(meaning)}
