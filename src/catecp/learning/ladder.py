"""The learner ladder and the cells of reach. Pure: one person's standings in, what they add to each cell out.

A standing is one enrolment (or one line of a list) with the day of every rung. Everything that counts people goes through
`contributions`, so a change of one person is `contributions(after) - contributions(before)` and nothing else.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

RUNGS = ("reached", "registered", "active", "completed", "certified")
ALL = 0  # a course or channel id in a cell: every one
UNCLASSIFIED = -1  # a course id in a cell: no course yet
SEVERAL = -2  # a channel id in a cell: people who came to the rung by a second channel
NOWHERE = "-"  # a place in a cell, alone or after what it lies in ("KH-", "r12-"): not known

Days = tuple[date | None, date | None, date | None, date | None, date | None]
NO_DAYS: Days = (None, None, None, None, None)


class CellKey(NamedTuple):
    """What a cell is about. `month` is the first day of the month."""

    level: str
    place: str
    course: int
    channel: int
    rung: str
    month: date


class Amount(NamedTuple):
    """People who came to the rung for the first time in the month within the cell, and enrolments that came to it."""

    people: int
    enrolments: int


@dataclass(frozen=True, slots=True)
class Counted:
    """One standing as it is counted. 0 and "" stand for unknown; the institution lies in the region, the region in the country."""

    country: str
    region: int
    institution: int
    course: int
    channel: int
    days: Days


def filled(days: Days) -> Days:
    """Each rung's day no later than those of the rungs above it: who completed on a day was active by that day.

    An empty rung below a reached one takes the day of the rung above; nothing fills upwards.
    """
    lowest: date | None = None
    down: list[date | None] = []
    for day in reversed(days):
        lowest = day if lowest is None else lowest if day is None else min(day, lowest)
        down.append(lowest)
    return (down[4], down[3], down[2], down[1], down[0])


def earlier(one: Days, other: Days) -> Days:
    """The earlier day at each rung: learning what was known before changes nothing, in whatever order it comes."""
    merged = [min((day for day in pair if day), default=None) for pair in zip(one, other, strict=True)]
    return filled((merged[0], merged[1], merged[2], merged[3], merged[4]))


def month_of(day: date) -> date:
    return day.replace(day=1)


def places_of(standing: Counted) -> Iterator[tuple[str, str]]:
    """(level, place) of every place the standing counts in. What is unknown counts as unclassified within each place it lies in."""
    country, region = standing.country, standing.region
    yield "all", ""
    yield "country", country or NOWHERE
    if region:
        yield "region", str(region)
    else:
        yield "region", NOWHERE
        if country:
            yield "region", f"{country}{NOWHERE}"
    if standing.institution:
        yield "institution", str(standing.institution)
        return
    yield "institution", NOWHERE
    if country:
        yield "institution", f"{country}{NOWHERE}"
    if region:
        yield "institution", f"r{region}{NOWHERE}"


def contributions(standings: Iterable[Counted]) -> Counter[tuple[CellKey, str]]:
    """What one person adds: {(cell, "people" or "enrolments"): number}. The standings are all of that person's."""
    found: Counter[tuple[CellKey, str]] = Counter()
    firsts: dict[tuple[str, str, int, int, str], date] = {}
    for standing in standings:
        for scope, rung, month in _touched(standing):
            found[CellKey(*scope, rung, month), "enrolments"] += 1
            key = (*scope, rung)
            firsts[key] = min(month, firsts.get(key, month))
    by_channel: dict[tuple[str, str, int, str], list[date]] = defaultdict(list)
    for (level, place, course, channel, rung), month in firsts.items():
        found[CellKey(level, place, course, channel, rung, month), "people"] += 1
        if channel != ALL:
            by_channel[level, place, course, rung].append(month)
    for (level, place, course, rung), months in by_channel.items():
        if len(months) > 1:
            found[CellKey(level, place, course, SEVERAL, rung, sorted(months)[1]), "people"] += 1
    return found


def _touched(standing: Counted) -> Iterator[tuple[tuple[str, str, int, int], str, date]]:
    """(level, place, course, channel), rung and month of every cell one standing touches."""
    reached = [(rung, month_of(day)) for rung, day in zip(RUNGS, standing.days, strict=True) if day is not None]
    for level, place in places_of(standing):
        for course in (ALL, standing.course or UNCLASSIFIED):
            for channel in (ALL, standing.channel):
                for rung, month in reached:
                    yield (level, place, course, channel), rung, month


def difference(after: Counter[tuple[CellKey, str]], before: Counter[tuple[CellKey, str]]) -> dict[CellKey, Amount]:
    """Cells that changed, by how much."""
    changed = Counter(after)
    changed.subtract(before)
    amounts: dict[CellKey, list[int]] = defaultdict(lambda: [0, 0])
    for (cell, what), number in changed.items():
        if number:
            amounts[cell][0 if what == "people" else 1] += number
    return {cell: Amount(*pair) for cell, pair in amounts.items()}
