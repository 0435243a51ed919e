"""The figures of one report: computed once, bound by name, and written into the ledger when they are used."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catecp.events.models import Event
from catecp.insights.figures.compute import Figure, all_figures, cut_off, figure
from catecp.insights.figures.registry import UnknownFigure
from catecp.insights.reports.blocks import Bound, FigureLedger, FigureRow, Plain, Run
from catecp.insights.reports.placeholders import Words, parse
from catecp.insights.words import number_text


class FigureBook:
    """All figures of an event in the active language. `used` keeps the names in the order of first use."""

    def __init__(self, event: Event, *, at: datetime) -> None:
        self.event = event
        self.at = at
        self.figures: dict[str, Figure] = all_figures(event)
        self.used: dict[str, Figure] = {}
        self.unknown: list[str] = []

    def get(self, name: str) -> Figure | None:
        """The figure of that name; an empty part of a breakdown is 0, a name nobody defined is None."""
        if name not in self.figures:
            try:
                self.figures[name] = figure(self.event, name)
            except UnknownFigure:
                return None
        return self.figures[name]

    def bound(self, name: str) -> Run:
        """The figure's value tied to its row in the ledger; an unknown name stays visible as it was typed."""
        found = self.get(name)
        if found is None:
            self.unknown.append(name)
            return Plain("{{" + name + "}}")
        self.used.setdefault(name, found)
        return Bound(figure=name, text=number_text(found.value))

    def bind(self, text: str) -> tuple[Run, ...]:
        """One paragraph with its figures."""
        return tuple(Plain(piece.text) if isinstance(piece, Words) else self.bound(piece.name) for piece in parse(text))

    def ledger(self) -> FigureLedger:
        return FigureLedger(rows=tuple(self._row(name, found) for name, found in self.used.items()))

    def _row(self, name: str, found: Figure) -> FigureRow:
        return FigureRow(
            figure=name,
            value=number_text(found.value),
            unit=str(found.unit),
            definition=f"{found.label}. {found.definition}",
            as_of=when_text(found),
            records=ngettext("%(count)s record", "%(count)s records", len(found.ids)) % {"count": number_text(len(found.ids))},
            check_code=found.check_code,
            href=settings.SITE_ADDRESS + reverse("insights:figure", args=[self.event.slug, name]),
        )


def when_text(found: Figure) -> str:
    """ "stock on 13 May 2025", or "flow, 12 May 2025 to 13 May 2025"."""
    as_of, period_from, period_to = cut_off(found.quantity)
    if as_of is not None:
        return _("stock on %(day)s") % {"day": formats.date_format(as_of)}
    days = {"first": formats.date_format(period_from or ""), "last": formats.date_format(period_to or "")}
    return _("flow, %(first)s to %(last)s") % days
