"""One institution as plain values, for whoever compares names without a database."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ResolveEntry:
    """One institution: `names` are (language, name), the official ones first, then variants; `country` is ISO 3166 alpha-2."""

    id: int
    names: tuple[tuple[str, str], ...]
    abbreviations: tuple[str, ...]
    earlier: tuple[str, ...]
    country: str
    places: tuple[str, ...]
    kind: str
    website: str = ""
