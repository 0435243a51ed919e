"""The two-year clock: how long a course has been in real use, by adoption and by country. Pure.

A national call of 2023 asks of standards used abroad "in principle two or more years of use within the last five". So only days of
the last five years count, days on which two adoptions of a country overlap count once, and two years are 730 days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

NEEDED = timedelta(days=730)


@dataclass(frozen=True)
class Use:
    """One adoption in force: from its first day to its last (None: still in use)."""

    country: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Clock:
    """`since` and `until` bound the use counted; `reached_on` is the day two years were or will be reached (None: not within the use)."""

    since: date
    days: int
    is_reached: bool
    reached_on: date | None


def window_start(on: date) -> date:
    """Five years before `on`."""
    try:
        return on.replace(year=on.year - 5)
    except ValueError:  # 29 February
        return on.replace(year=on.year - 5, day=28)


def clock_of(use: Use, *, on: date) -> Clock:
    """How far one adoption is on that day."""
    days = days_in_use([use], on=on)
    reached = use.starts_on + NEEDED
    is_possible = use.ends_on is None or reached <= use.ends_on + timedelta(days=1)
    return Clock(since=use.starts_on, days=days, is_reached=days >= NEEDED.days, reached_on=reached if is_possible else None)


def days_in_use(uses: Iterable[Use], *, on: date) -> int:
    """Days of the last five years, up to and with `on`, on which at least one of them was in force."""
    first = window_start(on)
    spans = sorted((max(use.starts_on, first), min(use.ends_on or on, on)) for use in uses)
    days, counted_to = 0, first - timedelta(days=1)
    for start, end in spans:
        start = max(start, counted_to + timedelta(days=1))
        if start <= end:
            days += (end - start).days + 1
            counted_to = end
    return days


def countries(uses: Iterable[Use], *, on: date) -> dict[str, int]:
    """{country code: days in use within the last five years}, for countries with any."""
    by_country: dict[str, list[Use]] = {}
    for use in uses:
        by_country.setdefault(use.country, []).append(use)
    days = {code: days_in_use(found, on=on) for code, found in by_country.items()}
    return {code: number for code, number in sorted(days.items()) if number}


def countries_two_years(uses: Iterable[Use], *, on: date) -> list[str]:
    """Codes of the countries in which the course has been used for two years."""
    return [code for code, days in countries(uses, on=on).items() if days >= NEEDED.days]
