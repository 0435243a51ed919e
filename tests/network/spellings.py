"""Ways people write the names of institutions, made from the real names: for measuring how often a name is resolved wrongly."""

import random
import re
from collections.abc import Callable

from catecp.network.names import DirectoryEntry
from catecp.network.reference import listed_institutions

_SHORT = {
    "Polytechnic": "Poly.", "Vocational": "Voc.", "Technical": "Tech.", "Technology": "Tech.", "Institute": "Inst.", "College": "Coll.",
    "University": "Univ.", "Province": "Prov.", "National": "Nat'l", "Engineering": "Eng.", "Politeknik": "Poltek.",
}  # fmt: skip
_SMALL = {"of", "and", "for", "the"}


def directory() -> list[DirectoryEntry]:
    """Every institution of the reference list as the importer sees it, without the organisers."""
    return [
        DirectoryEntry(
            id=str(number),
            names=(("en", item.name),),
            earlier=tuple(text for kind, text in item.also_named if kind == "earlier"),
            country=item.country,
            places=(item.province,) if item.province else (),
        )
        for number, item in enumerate(listed_institutions())
        if item.party_role is None
    ]


def acronym(name: str) -> str:
    words = re.findall(r"[^\W_]+", name.replace("'", ""))
    return "".join(word[0].upper() for word in words if word.lower() not in _SMALL)


def _shortened(name: str, chance: random.Random) -> str:
    words = [word for word in _SHORT if word in name]
    chosen = chance.sample(words, chance.randint(1, len(words))) if words else []
    for word in chosen:
        name = name.replace(word, _SHORT[word])
    return name


def _slip(name: str, chance: random.Random) -> str:
    """Swap, drop or double one letter inside a long word, never its first or last."""
    places = [found.span() for found in re.finditer(r"[A-Za-z]{7,}", name)]
    if not places:
        return name
    start, end = chance.choice(places)
    at = chance.randint(start + 1, end - 3)
    return chance.choice(
        [name[:at] + name[at + 1] + name[at] + name[at + 2 :], name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:]]
    )


def _spaced(name: str, _chance: random.Random) -> str:
    return f"\u00a0{name.replace(' ', '  ')}\u200b "


CERTAIN: dict[str, Callable[[str, random.Random], str]] = {
    "as it is": lambda name, _: name,
    "upper case": lambda name, _: name.upper(),
    "title case": lambda name, _: name.title(),
    "lower case": lambda name, _: name.lower(),
    "spaces and hidden characters": _spaced,
    "abbreviated words": _shortened,
    "& for and": lambda name, _: name.replace(" and ", " & "),
    "acronym behind in brackets": lambda name, _: f"{name} ({acronym(name)})",
    "acronym behind a dash": lambda name, _: f"{name} - {acronym(name)}",
    "small words left out": lambda name, _: " ".join(word for word in name.split() if word.lower() not in _SMALL),
    "full width": lambda name, _: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name),
}
SUGGESTED: dict[str, Callable[[str, random.Random], str]] = {
    "a slip of the pen": _slip,
    "acronym alone": lambda name, _: acronym(name),
    "dotted acronym": lambda name, _: ".".join(acronym(name)) + ".",
}
