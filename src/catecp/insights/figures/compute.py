"""Answers of the register: a figure with its value, its words and the records behind it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from catecp.events.models import Event
from catecp.insights.figures import networking, people, programme  # noqa: F401 -- importing them fills the register
from catecp.insights.figures.moment import one_moment, remembered
from catecp.insights.figures.partition import merge_small, partition
from catecp.insights.figures.quantities import Flow, Quantity, Stock
from catecp.insights.figures.registry import BREAKDOWNS, METRICS, OVERLAPS, Counted, Metric, Text, UnknownFigure


@dataclass(frozen=True)
class Figure:
    """One number of one event. `name` is what a report's text calls it: `participants.by_group:china`."""

    name: str
    title: Text
    label: Text  # of the part; the title for a whole
    definition: Text
    unit: Text
    quantity: Quantity
    records: str
    ids: frozenset[str]
    excluded: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, Text] = field(default_factory=dict)
    of: int | None = None  # N, where the figure is a count out of N
    is_anonymous: bool = False

    @property
    def value(self) -> int:
        return int(self.quantity.value)

    @property
    def nature(self) -> str:
        return self.quantity.nature

    @property
    def percent(self) -> int | None:
        """Share of N in whole percent; None without an N."""
        return round(100 * self.value / self.of) if self.of else None

    @property
    def check_code(self) -> str:
        """Eight characters that change when the name, the value or any record counted changes."""
        text = "\n".join([self.name, str(self.value), *sorted(self.ids)])
        return hashlib.sha256(text.encode()).hexdigest()[:8].upper()


@dataclass(frozen=True)
class Parts:
    """A breakdown (parts sum to the total) or an overlap (they do not, and `overlaps` says so)."""

    whole: Figure
    parts: list[Figure]
    overlaps: bool


def quantity_of(event: Event, metric: Metric, value: int) -> Quantity:
    """A stock at the event's last day, or a flow over its days."""
    if metric.nature == "stock":
        return Stock(Decimal(value), str(metric.unit), event.ends_on)
    return Flow(Decimal(value), str(metric.unit), event.starts_on, event.ends_on)


def whole(event: Event, name: str) -> Figure:
    """The figure of a metric. Raises `UnknownFigure`."""
    if name not in METRICS:
        raise UnknownFigure(name)
    metric = METRICS[name]
    counted = _counted(event, name)
    return Figure(
        name=name,
        title=metric.title,
        label=metric.title,
        definition=metric.definition,
        unit=metric.unit,
        quantity=quantity_of(event, metric, len(counted.ids)),
        records=metric.records,
        ids=counted.ids,
        excluded=counted.excluded,
        reasons=metric.reasons,
        is_anonymous=metric.is_anonymous,
    )


@remembered
def _counted(event: Event, name: str) -> Counted:
    return METRICS[name].count(event)


@remembered
def _classified(event: Event, name: str) -> Mapping[str, frozenset[str]]:
    if name in BREAKDOWNS:
        return BREAKDOWNS[name].classify(event, _counted(event, BREAKDOWNS[name].of).ids)
    return OVERLAPS[name].classify(event)


def parts_of(event: Event, name: str) -> Parts:
    """The parts of a breakdown or an overlap, with the whole. Anonymous groups under five are merged."""
    if name in BREAKDOWNS:
        return _breakdown(event, name)
    if name in OVERLAPS:
        return _overlap(event, name)
    raise UnknownFigure(name)


def figure(event: Event, name: str) -> Figure:
    """Any figure by its name in a text: `participants`, `participants.by_group:china`. Raises `UnknownFigure`."""
    base, colon, part = name.partition(":")
    if not colon:
        return whole(event, base)
    for found in parts_of(event, base).parts:
        if found.name == name:
            return found
    if base in BREAKDOWNS or base in OVERLAPS:
        return _part(parts_of(event, base).whole, base, part, frozenset(), _label(event, base, part), "")
    raise UnknownFigure(name)


def all_figures(event: Event) -> dict[str, Figure]:
    """Every figure of the event by name, wholes first: what a snapshot stores and a text may use."""
    with one_moment():
        found = {name: whole(event, name) for name in METRICS}
        for name in (*BREAKDOWNS, *OVERLAPS):
            found |= {part.name: part for part in parts_of(event, name).parts}
    return found


def _breakdown(event: Event, name: str) -> Parts:
    breakdown = BREAKDOWNS[name]
    total = whole(event, breakdown.of)
    split = partition(total.ids, _classified(event, name))
    groups = dict(split.parts)
    if total.is_anonymous:
        shown = merge_small({key: len(ids) for key, ids in groups.items()})
        hidden = frozenset().union(*(ids for key, ids in groups.items() if key not in shown))
        groups = {key: groups.get(key, hidden) for key in shown}
    parts = [
        _part(total, name, key, ids, breakdown.label(key), "") for key, ids in groups.items() if ids or key != "unclassified"
    ]
    return Parts(whole=total, parts=parts, overlaps=False)


def _overlap(event: Event, name: str) -> Parts:
    overlap = OVERLAPS[name]
    total = whole(event, overlap.of)
    parts = [
        _part(total, name, key, ids, overlap.label(event, key), overlap.definition)
        for key, ids in _classified(event, name).items()
        if not total.is_anonymous or len(ids) >= 1
    ]
    return Parts(whole=total, parts=parts, overlaps=True)


def _label(event: Event, base: str, part: str) -> Text:
    return BREAKDOWNS[base].label(part) if base in BREAKDOWNS else OVERLAPS[base].label(event, part)


def _part(total: Figure, name: str, key: str, ids: frozenset[str], label: Text, definition: Text) -> Figure:
    title = BREAKDOWNS[name].title if name in BREAKDOWNS else OVERLAPS[name].title
    quantity = total.quantity
    value = Decimal(len(ids))
    return Figure(
        name=f"{name}:{key}",
        title=title,
        label=label,
        definition=definition or _("%(definition)s Of these: %(part)s.") % {"definition": total.definition, "part": label},
        unit=total.unit,
        quantity=Stock(value, quantity.unit, quantity.as_of)
        if isinstance(quantity, Stock)
        else Flow(value, quantity.unit, quantity.period_from, quantity.period_to),
        records=total.records,
        ids=ids,
        of=total.value,
        is_anonymous=total.is_anonymous,
    )


def cut_off(quantity: Quantity) -> tuple[date | None, date | None, date | None]:
    """(as of, period from, period to): the first for a stock, the others for a flow."""
    if isinstance(quantity, Stock):
        return quantity.as_of, None, None
    return None, quantity.period_from, quantity.period_to


def moment_text(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")
