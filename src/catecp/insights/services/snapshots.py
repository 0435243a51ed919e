"""Keeping figures as they were at one moment."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import translation

from catecp.events.models import Event
from catecp.insights.facts import FiguresComputed
from catecp.insights.figures.compute import Figure, all_figures, cut_off
from catecp.insights.models import FigureValue, Release
from catecp.kernel import ledger
from config.languages import INTERFACE_LANGUAGES


@transaction.atomic
def keep_figures(*, event: Event, at: datetime, by: Any, release: Release | None = None) -> list[FigureValue]:
    """Store every figure of the event with the records counted and those left out. Returns the stored values."""
    values = [_value(event, found, at=at, release=release) for found in all_figures(event).values()]
    FigureValue.objects.bulk_create(values)
    ledger.record(FiguresComputed(event_id=event.pk, count=len(values)), by=by, at=at)
    return values


def _value(event: Event, found: Figure, *, at: datetime, release: Release | None) -> FigureValue:
    as_of, period_from, period_to = cut_off(found.quantity)
    metric, _colon, part = found.name.partition(":")
    return FigureValue(
        metric=metric,
        part=part,
        scope=f"event:{event.pk}",
        value=Decimal(found.value),
        unit=found.quantity.unit,
        nature=found.nature,
        as_of=as_of,
        period_from=period_from,
        period_to=period_to,
        definition=_in_languages(found),
        record_kind=found.records,
        counted=[] if found.is_anonymous else sorted(found.ids),
        excluded=[{"id": id, "reason": reason} for id, reason in sorted(found.excluded.items())],
        check_code=found.check_code,
        computed_at=at,
        release=release,
    )


def _in_languages(found: Figure) -> dict[str, str]:
    """The definition in each complete language, as worded at this moment."""
    words = {}
    for tag, _name in INTERFACE_LANGUAGES[:3]:
        with translation.override(tag):
            words[tag] = str(found.definition)
    return words
