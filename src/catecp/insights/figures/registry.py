"""The register of figures. Every number the program prints is a metric here: a name, a definition, a unit, a nature, a query.

`participants` is a metric; `participants.by_group` a breakdown of it; `participants.by_group:china` one part. A name in a
report's text is looked up here, so a sentence and a table cannot part.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from catecp.events.models import Event

Text = str | Promise


@dataclass(frozen=True)
class Counted:
    """What a query counted: ids of the records, and those it left out with the reason (a key of `reasons`)."""

    ids: frozenset[str]
    excluded: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Metric:
    """A named total. `count` returns the records; their number is the value."""

    name: str
    title: Text
    definition: Text
    unit: Text
    nature: str  # stock or flow
    records: str  # what the ids are ids of: registration, institution, country …
    count: Callable[[Event], Counted]
    reasons: Mapping[str, Text] = field(default_factory=dict)
    is_anonymous: bool = False  # parts under five are merged and the records are nobody's to open


@dataclass(frozen=True)
class Breakdown:
    """Parts of a metric that always sum to it. `classify` maps part keys to ids; the rest becomes `unclassified`."""

    name: str
    of: str
    title: Text
    classify: Callable[[Event, frozenset[str]], Mapping[str, frozenset[str]]]
    label: Callable[[str], Text]


@dataclass(frozen=True)
class Overlap:
    """Counts of people that overlap by nature (one person chose three programmes): never summed, and they say so."""

    name: str
    of: str  # the metric that is N
    title: Text
    definition: Text
    classify: Callable[[Event], Mapping[str, frozenset[str]]]
    label: Callable[[Event, str], Text]


METRICS: dict[str, Metric] = {}
BREAKDOWNS: dict[str, Breakdown] = {}
OVERLAPS: dict[str, Overlap] = {}


class UnknownFigure(KeyError):
    """No metric of that name."""


def define(*things: Metric | Breakdown | Overlap) -> None:
    for thing in things:
        table: dict = METRICS if isinstance(thing, Metric) else BREAKDOWNS if isinstance(thing, Breakdown) else OVERLAPS
        if thing.name in METRICS or thing.name in BREAKDOWNS or thing.name in OVERLAPS:
            raise ValueError(f"The figure {thing.name} is defined twice.")
        table[thing.name] = thing
