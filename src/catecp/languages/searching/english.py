"""English words: British and American spelling as one, and the inflected forms of a word. Pure.

Inflection is plural, past and -ing. What is derived (welder, operation) has a stem in common only, which is asked for behind it.
"""

import re
from functools import lru_cache

IRREGULAR = {
    "centre": "center", "centres": "centers", "metre": "meter", "metres": "meters", "litre": "liter", "litres": "liters",
    "fibre": "fiber", "fibres": "fibers", "aluminium": "aluminum", "tyre": "tire", "tyres": "tires", "grey": "gray",
    "sulphur": "sulfur", "mould": "mold", "moulds": "molds", "moulding": "molding", "programme": "program",
    "programmes": "programs", "labour": "labor", "colour": "color", "colours": "colors", "vapour": "vapor",
    "harbour": "harbor", "licence": "license", "licences": "licenses", "teeth": "tooth", "feet": "foot", "men": "man",
    "women": "woman", "children": "child", "people": "person", "knives": "knife", "dies": "die", "axes": "axis",
    "vertices": "vertex", "matrices": "matrix", "indices": "index", "shelves": "shelf", "batteries": "battery",
    "broken": "break", "broke": "break", "driven": "drive", "drove": "drive", "worn": "wear", "wore": "wear",
    "built": "build", "bent": "bend", "cut": "cut", "fed": "feed", "written": "write", "wrote": "write",
    "taught": "teach", "sent": "send", "kept": "keep", "held": "hold", "made": "make", "chosen": "choose", "chose": "choose",
}  # fmt: skip
_SPELLINGS = (
    (re.compile(r"(?<=.{3})isation(s?)$"), r"ization\1"),
    (re.compile(r"(?<=.{3})(?<!pro)(?<!exerc)(?<!superv)(?<!adv)(?<!rev)is(e[sd]?|ing)$"), r"iz\1"),
    (re.compile(r"(?<=.{2})lys(e[sd]?|ing)$"), r"lyz\1"),
    (re.compile(r"(?<=.{3})our(s|ed|ing)?$"), r"or\1"),
    (re.compile(r"(?<=.{3})ogue(s?)$"), r"og\1"),
)  # fmt: skip
_VOWEL = re.compile("[aeiouy]")
_ONE_SYLLABLE = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")


def american(word: str) -> str:
    word = IRREGULAR.get(word, word)
    for pattern, spelling in _SPELLINGS:
        word = pattern.sub(spelling, word)
    return word


@lru_cache(maxsize=50_000)
def inflections(word: str) -> tuple[str, ...]:
    """The word and what it may be a form of: two forms of one word have something in common. Any ending in doubt is kept both ways."""
    found = [american(word)]
    for one in found:
        found += [base for base in _bases(one) if base not in found]
    return tuple(found)


def _bases(word: str) -> list[str]:
    if len(word) < 4:
        return []
    if word.endswith("s"):
        return _singulars(word)
    for ending in ("ing", "ed"):
        bare = word.removesuffix(ending)
        if bare != word and len(bare) > 1 and _VOWEL.search(bare):
            return _verbs(bare)
    return []


def _singulars(word: str) -> list[str]:
    if word.endswith("ies") and len(word) > 4:
        return [word[:-3] + "y", word[:-1]]
    if re.search(r"(?:[sxz]|[cs]h|o)es$", word):
        return [word[:-2], word[:-1]]
    return [] if re.search(r"(?:[sui]|^len|^ga)s$", word) else [word[:-1]]


def _verbs(bare: str) -> list[str]:
    """What -ing or -ed was added to: plann as plan, plan as plane, calibrat as calibrate, filter as itself, carri as carry."""
    if bare.endswith("i"):
        return [bare[:-1] + "y"]
    if bare[-1] == bare[-2] and bare[-1] not in "aeiou":
        return [bare[:-1], bare]
    return [bare + "e"] if _ONE_SYLLABLE.fullmatch(bare) else [bare, bare + "e"]
