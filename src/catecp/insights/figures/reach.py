"""The figures of reach in the register: what each count is, in what unit, of what nature. They hang on no event.

Three counts stand side by side and are never added or compared: people, people in each channel, enrolments.
"""

from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from catecp.insights.figures.registry import BREAKDOWNS, METRICS, OVERLAPS, Text, UnknownFigure
from catecp.learning.enums import Rung

PEOPLE, IN_CHANNELS, SEVERAL, ENROLMENTS = "people", "in_channels", "several_channels", "enrolments"
COUNTS = (PEOPLE, IN_CHANNELS, SEVERAL, ENROLMENTS)


@dataclass(frozen=True)
class ReachMetric:
    """A named count at one rung. Asked for a period it is a flow (new in it), for a day a stock (all until then)."""

    name: str  # reach.people.active
    count: str
    rung: Rung
    title: Text
    definition: Text
    unit: Text
    unit_code: str  # what quantities are compared by: people, people in channels, enrolments


_RUNG_MEANS: dict[Rung, Text] = {
    Rung.REACHED: _("A course or a channel came to them: they are on a list we hold or opened a link of a channel."),
    Rung.REGISTERED: _("They have a place in a course: they joined it, or a list from another system says so with the day."),
    Rung.ACTIVE: _("They did something in the course: opened a lesson, answered a question, handed in work."),
    Rung.COMPLETED: _("They met the course's rules for completing it."),
    Rung.CERTIFIED: _("A certificate was given to them and is not revoked."),
}
_COUNT_MEANS: dict[str, Text] = {
    PEOPLE: _(
        "Each person counts once, however many courses, channels, phones and lists they came by, on the first day they came to this rung."
    ),
    IN_CHANNELS: _("Each person counts once in each channel they came by. Who came by two channels is in it twice."),
    SEVERAL: _("People who came to this rung by two channels or more. They are why people in channels are more than people."),
    ENROLMENTS: _("Each place in a course counts, so a person with three courses counts three times."),
}
COUNT_TITLES: dict[str, Text] = {
    PEOPLE: _("people"),
    IN_CHANNELS: _("people, once in each channel"),
    SEVERAL: _("people in two or more channels"),
    ENROLMENTS: _("enrolments"),
}
_UNIT_CODES = {PEOPLE: "people", IN_CHANNELS: "people in channels", SEVERAL: "people", ENROLMENTS: "enrolments"}

REACH: dict[str, ReachMetric] = {
    f"reach.{count}.{rung.value}": ReachMetric(
        name=f"reach.{count}.{rung.value}",
        count=count,
        rung=rung,
        title=format_lazy("{rung} · {count}", rung=rung.label, count=COUNT_TITLES[count]),
        definition=format_lazy("{rung} {count}", rung=_RUNG_MEANS[rung], count=_COUNT_MEANS[count]),
        unit=COUNT_TITLES[count],
        unit_code=_UNIT_CODES[count],
    )
    for count in COUNTS
    for rung in Rung
}
if set(REACH) & (set(METRICS) | set(BREAKDOWNS) | set(OVERLAPS)):
    raise ValueError("A figure of reach has the name of a figure of an event.")


def reach_metric(count: str, rung: str) -> ReachMetric:
    """Raises `UnknownFigure`."""
    try:
        return REACH[f"reach.{count}.{rung}"]
    except KeyError as error:
        raise UnknownFigure(f"reach.{count}.{rung}") from error


def rung_definition(rung: Rung) -> Text:
    return _RUNG_MEANS[rung]


def count_definition(count: str) -> Text:
    return _COUNT_MEANS[count]
