"""What readers narrow the catalogue by, and how many courses each choice leaves. Pure.

A facet's counts are of the courses that fit the search and all the other facets, so every count is what one gets by choosing it.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

UNKNOWN = "-"
HOURS = (("short", Decimal(0), Decimal(5)), ("medium", Decimal(5), Decimal(20)), ("long", Decimal(20), None))
MEGABYTE = 1_000_000
DATA = (("small", 0, 20 * MEGABYTE), ("medium", 20 * MEGABYTE, 100 * MEGABYTE), ("large", 100 * MEGABYTE, None))


class Row(NamedTuple):
    """A course of the catalogue, as far as it is narrowed. Every facet is one text: the database says the bands, 10,000 rows are read."""

    course: int
    subject: str  # public id
    field: str
    level: str
    language: str  # tags as the database keeps the list: JSON
    country: str
    hours: str  # name of the band
    data: str  # name of the band
    adopted: str = ""


FACETS = ("field", "level", "language", "country", "hours", "data", "adopted")
_read: dict[str, Callable[[Row], str]] = {name: attrgetter(name) for name in FACETS}


@lru_cache(maxsize=2_000)
def tags_of(listed: str) -> tuple[str, ...]:
    """The tags of a list as the database keeps it; the same few lists stand in most rows."""
    return tuple(json.loads(listed))


def narrowed(rows: Iterable[Row], chosen: Mapping[str, str]) -> tuple[list[Row], dict[str, Counter[str]]]:
    """The rows that fit every chosen facet, and the count of every choice of every facet."""
    asked = {name: value for name, value in chosen.items() if value and name in FACETS}
    kept = list(rows)
    all_but: dict[str, list[Row]] = {}  # rows that fit every other chosen facet
    for name, value in asked.items():
        all_but = {other: _fitting(fitting, name, value) for other, fitting in all_but.items()}
        all_but[name] = kept
        kept = _fitting(kept, name, value)
    return kept, {name: _counted(all_but.get(name, kept), name) for name in FACETS}


def _fitting(rows: Iterable[Row], name: str, value: str) -> list[Row]:
    read = _read[name]
    if name == "language":
        return [row for row in rows if value in tags_of(row.language)]
    return [row for row in rows if (read(row) or UNKNOWN) == value]


def _counted(rows: Iterable[Row], name: str) -> Counter[str]:
    """How many rows each choice has. A row without a value counts as not said; not adopted here is no choice."""
    found = Counter(map(_read[name], rows))
    if name == "language":
        spread: Counter[str] = Counter()
        for listed, number in found.items():
            spread.update(dict.fromkeys(tags_of(listed), number))
        return spread
    unsaid = found.pop("", 0)
    if unsaid and name != "adopted":
        found[UNKNOWN] = unsaid
    return found
