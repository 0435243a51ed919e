"""The numbers of the reach page for one reader: exact for staff, settled for the public."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from catecp.insights.figures.discretion import LEAST, also_hidden, settled
from catecp.insights.figures.quantities import Flow, Quantity, Stock
from catecp.insights.figures.reach import ENROLMENTS, IN_CHANNELS, PEOPLE, SEVERAL, reach_metric
from catecp.insights.reach.asked import Asked, Span
from catecp.learning.ladder import RUNGS, Amount
from catecp.learning.ladder import SEVERAL as SEVERAL_CHANNELS
from catecp.learning.queries import reach as cells

Months = list[tuple[date, Amount]]


@dataclass(frozen=True)
class Shown:
    """One number as a reader gets it. `value` None: there are some, fewer than five, or the row is closed to protect another."""

    value: int | None
    is_closed: bool = False

    @property
    def text(self) -> str:
        """What stands in place of a number that is not shown."""
        if self.is_closed:
            return _("not shown")
        return _("fewer than %(least)s") % {"least": LEAST}


NOUGHT = Shown(0)


@dataclass(frozen=True)
class Cell:
    """People and enrolments at one rung in the period asked about."""

    people: Shown = NOUGHT
    enrolments: Shown = NOUGHT


@dataclass(frozen=True)
class Row:
    """One line of a breakdown: its key and its cell at each rung."""

    key: str | int
    rungs: Mapping[str, Cell]


def cell_of(months: Months, span: Span, *, is_exact: bool) -> Cell:
    """The number of a period out of a history of months."""
    if is_exact:
        inside = [amount for month, amount in months if _covers(span, month)]
        return Cell(Shown(sum(a.people for a in inside)), Shown(sum(a.enrolments for a in inside)))
    history, _waiting = settled((month, amount.people, amount.enrolments) for month, amount in months)
    seen = [(people, enrolments) for month, people, enrolments in history if _covers(span, month)]
    if not seen and any(_covers(span, month) and (amount.people or amount.enrolments) for month, amount in months):
        return Cell(Shown(None), Shown(None))
    return Cell(Shown(sum(people for people, _e in seen)), Shown(sum(enrolments for _p, enrolments in seen)))


def _covers(span: Span, month: date) -> bool:
    return (span.first is None or month >= span.first) and month <= span.last


@dataclass(frozen=True)
class Ranked:
    """The rows of a breakdown in their order, before their numbers are made fit for the reader."""

    keys: list[str | int]
    totals: Mapping[str | int, Mapping[str, cells.Total]]
    closed: frozenset[tuple[str | int, str]]  # (key, rung) not shown to the public to protect another row


def ranked(asked: Asked) -> Ranked:
    """Every row that holds anybody in the period, most people first. One query for the numbers."""
    totals = cells.totals_by(asked.where, _LEVELS.get(asked.by, asked.by), first=asked.span.first, last=asked.span.last)
    keys = [key for key, rungs in totals.items() if any(total.inside != (0, 0) for total in rungs.values())]
    keys.sort(key=lambda key: (-max(total.inside.people for total in totals[key].values()), str(key)))
    closed = set()
    for rung in RUNGS:
        ever = {str(key): rungs[rung].ever.people for key, rungs in totals.items() if rung in rungs}
        if (hidden := also_hidden(ever)) is not None:
            closed.add((hidden, rung))
    return Ranked(keys, totals, frozenset((key, rung) for key in keys for rung in RUNGS if (str(key), rung) in closed))


_LEVELS = {"province": "region"}


def rows_for(asked: Asked, order: Ranked, keys: Sequence[str | int], *, is_exact: bool) -> list[Row]:
    """The rows of these keys as the reader gets them. The public's need the months of each, so one more query."""
    if is_exact:
        return [Row(key, {rung: _exact(order.totals[key].get(rung)) for rung in RUNGS}) for key in keys]
    history = cells.history_by(asked.where, _LEVELS.get(asked.by, asked.by), keys)
    rows = []
    for key in keys:
        shown = {rung: cell_of(history[key].get(rung, []), asked.span, is_exact=False) for rung in RUNGS}
        rows.append(Row(key, {rung: _CLOSED if (key, rung) in order.closed else cell for rung, cell in shown.items()}))
    return rows


def _exact(total: cells.Total | None) -> Cell:
    return Cell(Shown(total.inside.people), Shown(total.inside.enrolments)) if total else Cell()


_CLOSED = Cell(Shown(None, is_closed=True), Shown(None, is_closed=True))


@dataclass(frozen=True)
class Counts:
    """The counts side by side at one rung. People in channels are the sum over the channels; `several` is the overlap."""

    rung: str
    people: Shown
    in_channels: Shown
    several: Shown
    enrolments: Shown

    def of(self, count: str) -> Shown:
        return {PEOPLE: self.people, IN_CHANNELS: self.in_channels, SEVERAL: self.several, ENROLMENTS: self.enrolments}[count]


def ladder_of(asked: Asked, *, is_exact: bool) -> list[Counts]:
    """Every count at every rung, for what is asked. Two queries."""
    return ladder_from(cells.rungs_by_month(asked.where), cells.channels_by_month(asked.where), asked.span, is_exact=is_exact)


def ladder_from(whole: Mapping, channels: Mapping, span: Span, *, is_exact: bool) -> list[Counts]:
    rungs: list[Counts] = []
    above: dict[str, int] = {}
    for rung in reversed(RUNGS):
        cell = cell_of(whole.get(rung, []), span, is_exact=is_exact)
        parts = {key: cell_of(by_rung.get(rung, []), span, is_exact=is_exact).people for key, by_rung in channels.items()}
        several = parts.pop(SEVERAL_CHANNELS, NOUGHT)
        counts = Counts(rung, cell.people, _at_least(cell.people, _sum(parts.values())), several, cell.enrolments)
        if not is_exact and not span.is_flow:
            counts = _not_below(counts, above)
        above = {count: counts.of(count).value or 0 for count in (PEOPLE, IN_CHANNELS, ENROLMENTS)}
        rungs.append(counts)
    return rungs[::-1]


def _not_below(counts: Counts, above: Mapping[str, int]) -> Counts:
    """Whoever completed was active, so waiting must not make a rung look smaller than the one above. That tells nothing new."""

    def raised(shown: Shown, count: str) -> Shown:
        least = above.get(count, 0)
        return Shown(max(shown.value or 0, least)) if least and (shown.value is None or shown.value < least) else shown

    return Counts(
        counts.rung,
        raised(counts.people, PEOPLE),
        raised(counts.in_channels, IN_CHANNELS),
        counts.several,
        raised(counts.enrolments, ENROLMENTS),
    )


def _at_least(people: Shown, in_channels: Shown) -> Shown:
    """Everybody came by a channel, so parts that are not shown must not make this less than the people. That tells nothing new."""
    if people.value is None or in_channels.value is None or in_channels.value >= people.value:
        return in_channels
    return people


def _sum(parts: Iterable[Shown]) -> Shown:
    """Parts that are not shown add nothing; nothing but those is not shown either."""
    parts = list(parts)
    shown = [part.value for part in parts if part.value is not None]
    return Shown(sum(shown)) if shown or not parts else Shown(None)


def quantity(value: int, *, count: str, rung: str, span: Span) -> Quantity:
    """The number with its nature: a flow of a period, or a stock at a day. They refuse each other."""
    unit = reach_metric(count, rung).unit_code
    if span.first is not None:
        return Flow(Decimal(value), unit, span.first, span.last)
    return Stock(Decimal(value), unit, span.last)
