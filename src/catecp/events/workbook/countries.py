"""Countries as people write them: in English, in their own language, in somebody else's, abbreviated."""

import re
from functools import cache
from pathlib import Path

from catecp.network.spelling import edit_distance, fold, is_latin

_FILE = Path(__file__).parent / "data" / "countries.tsv"
_NOISE = re.compile(r"[\s.,'’\-()/]+")


def country_of(text: str) -> str:
    """Return the ISO 3166 alpha-2 code a typed country means, or "" when none is recognised."""
    key = _key(text)
    spellings = _spellings()
    if not key:
        return ""
    if key in spellings:
        return spellings[key]
    # "中国 China", "Cambodia (ខ្មែរ)": every part that is understood has to mean the same country.
    parts = {spellings[_key(part)] for part in _parts(text) if _key(part) in spellings}
    if len(parts) == 1:
        return parts.pop()
    return _despite_slip(key) if not parts else ""


def _parts(text: str) -> list[str]:
    runs = re.findall(r"[A-Za-z.' ]{3,}|[^\x00-\x7f]+", text)
    return [*re.split(r"[/,;()\-]", text), *runs]


def _despite_slip(key: str) -> str:
    if not is_latin(key) or len(key) < 6:
        return ""
    near = {
        code
        for spelling, code in _spellings().items()
        if len(spelling) >= 6 and spelling[0] == key[0] and edit_distance(key, spelling, at_most=1) <= 1
    }
    return near.pop() if len(near) == 1 else ""


def _key(text: str) -> str:
    return _NOISE.sub("", fold(text))


@cache
def _spellings() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, spellings = line.split("\t")
            found.update({_key(spelling): code for spelling in spellings.split("|")})
    return found
