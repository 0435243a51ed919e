"""A breakdown is exhaustive and non-overlapping, with an explicit rest, so that its parts always sum to the total. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

UNCLASSIFIED = "unclassified"
MERGED = "merged"


class DoesNotSum(ValueError):
    """The parts overlap or name records the total does not count: a defect of the query, never shown to a reader as a sum."""


@dataclass(frozen=True)
class Partition:
    """`parts` maps a part's key to the ids of its records, in the order shown; the rest is under `unclassified`."""

    total: frozenset[str]
    parts: Mapping[str, frozenset[str]]

    def values(self) -> dict[str, int]:
        return {key: len(ids) for key, ids in self.parts.items()}


def partition(total: frozenset[str], parts: Mapping[str, frozenset[str]]) -> Partition:
    """Complete `parts` with what is left over; raise when a record is in two parts or in none that the total counts."""
    seen: set[str] = set()
    for key, ids in parts.items():
        if seen & ids:
            raise DoesNotSum(f"{key}: {len(seen & ids)} records are already in another part.")
        if ids - total:
            raise DoesNotSum(f"{key}: {len(ids - total)} records are not in the total.")
        seen |= ids
    rest = frozenset(total - seen) | parts.get(UNCLASSIFIED, frozenset())
    named = {key: ids for key, ids in parts.items() if key != UNCLASSIFIED}
    return Partition(total=total, parts={**named, UNCLASSIFIED: rest})


def merge_small(values: Mapping[str, int], *, least: int = 5) -> dict[str, int]:
    """Groups under `least` become one row `merged`, so that nobody is recognised; if that row is still small, the next group joins it.

    A single small group is never left to be read off as the difference from the total.
    """
    small = {key for key, value in values.items() if 0 < value < least}
    if not small:
        return dict(values)
    ordered = sorted((key for key in values if values[key] >= least), key=lambda key: values[key])
    while sum(values[key] for key in small) < least and ordered:
        small.add(ordered.pop(0))
    if len(small) == 1 and ordered:
        small.add(ordered.pop(0))
    kept = {key: value for key, value in values.items() if key not in small}
    return {**kept, MERGED: sum(values[key] for key in small)}
