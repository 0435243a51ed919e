"""What readers narrow the catalogue by, and how many courses each choice leaves. Pure.

A facet's counts are of the courses that fit the search and all the other facets, so every count is what one gets by choosing it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

UNKNOWN = "-"
HOURS = (("short", Decimal(0), Decimal(5)), ("medium", Decimal(5), Decimal(20)), ("long", Decimal(20), None))
MEGABYTE = 1_000_000
DATA = (("small", 0, 20 * MEGABYTE), ("medium", 20 * MEGABYTE, 100 * MEGABYTE), ("large", 100 * MEGABYTE, None))


@dataclass(frozen=True)
class Row:
    """A course of the catalogue, as far as it is filtered and sorted."""

    course: int
    subject: str  # public id
    field: str
    level: int | None
    country: str
    hours: Decimal | None
    data_bytes: int
    languages: tuple[str, ...]
    sort_title: str
    published: str  # ISO date, newest sorts last
    is_adopted_here: bool = False


def band(value: Decimal | int | None, bands: Iterable[tuple]) -> str:
    """The name of the band a value falls in: from its first bound, up to and without its second."""
    if value is None:
        return UNKNOWN
    return next(name for name, low, high in bands if value >= low and (high is None or value < high))


FACETS: dict[str, Callable[[Row], Sequence[str]]] = {
    "field": lambda row: [row.field or UNKNOWN],
    "level": lambda row: [str(row.level) if row.level else UNKNOWN],
    "language": lambda row: row.languages,
    "country": lambda row: [row.country or UNKNOWN],
    "hours": lambda row: [band(row.hours, HOURS)],
    "data": lambda row: [band(row.data_bytes, DATA)],
    "adopted": lambda row: ["here"] if row.is_adopted_here else [],
}


def narrowed(rows: Iterable[Row], chosen: Mapping[str, str]) -> tuple[list[Row], dict[str, Counter[str]]]:
    """The rows that fit every chosen facet, and the count of every choice of every facet."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    kept = []
    asked = {name: value for name, value in chosen.items() if value and name in FACETS}
    for row in rows:
        values = {name: read(row) for name, read in FACETS.items()}
        failed = [name for name, value in asked.items() if value not in values[name]]
        if not failed:
            kept.append(row)
            for name, found in values.items():
                counts[name].update(found)
        elif len(failed) == 1:
            counts[failed[0]].update(values[failed[0]])
    return kept, counts
