"""Small numbers of people, kept from the public without lying about large ones. Pure.

A number under five could point at somebody, and so could the difference of two numbers: a year less three quarters, a total less
its parts. So the public sees a *settled* history: new people wait until there are five of them and are shown in the month in
which they are. Every month, quarter, year and total is a difference of that one history, so none of them is 1 to 4.
See docs/decisions/0015-reach.md for what this does and does not hide.
"""

from collections.abc import Iterable, Mapping
from datetime import date

LEAST = 5


def settled(months: Iterable[tuple[date, int, int]], *, least: int = LEAST) -> tuple[list[tuple[date, int, int]], int]:
    """(history the public may see, how many people still wait). Months are (month, people, enrolments) in order of time."""
    shown: list[tuple[date, int, int]] = []
    people = enrolments = 0
    for month, new_people, new_enrolments in months:
        people += new_people
        enrolments += new_enrolments
        if people >= least or (people == 0 and enrolments >= least and shown):
            shown.append((month, people, enrolments))
            people = enrolments = 0
    return shown, people


def also_hidden(ever: Mapping[str, int], *, least: int = LEAST) -> str | None:
    """The further row that is closed when the rows too small to show are together 1 to 4 and could be read off the total.

    It is the smallest row that is shown. `ever` are people of the whole history, so the choice is the same for every period.
    """
    together = sum(number for number in ever.values() if number < least)
    visible = [(number, key) for key, number in ever.items() if number >= least]
    if not 0 < together < least or not visible:
        return None
    return min(visible)[1]
