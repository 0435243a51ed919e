"""What pages ask about figures, claims and released reports."""

from dataclasses import dataclass

from django.db.models import QuerySet

from catecp.accounts.models import Scope
from catecp.accounts.queries import Actor, holds, scope_ids
from catecp.accounts.roles import Permission
from catecp.events.models import Event
from catecp.events.queries.events import events_visible_to
from catecp.insights.figures.compute import Figure, Parts, figure, parts_of, whole
from catecp.insights.figures.registry import UnknownFigure
from catecp.insights.models import Claim, Release, Report

HEADLINES = ("participants", "institutions", "sea_countries", "agreements", "calls", "survey.responses")


@dataclass(frozen=True)
class Headline:
    """The figures of one event that a page shows at its top."""

    event: Event
    figures: list[Figure]


def headline_figures(event: Event) -> Headline:
    return Headline(event=event, figures=[whole(event, name) for name in HEADLINES])


def events_with_figures(actor: Actor) -> QuerySet[Event]:
    """Events whose figures this reader may see: public ones, and those they manage or view for a ministry."""
    events = events_visible_to(actor)
    if holds(actor, Permission.SEE_FIGURES):
        return Event.objects.order_by("-starts_on", "pk")
    return events


def figure_visible_to(actor: Actor, *, slug: str, name: str) -> tuple[Event, Figure] | None:
    """The event and the figure, or None when there is no such thing for this reader."""
    event = events_with_figures(actor).filter(slug=slug).first()
    if event is None:
        return None
    try:
        return event, figure(event, name)
    except UnknownFigure:
        return None


def breakdown_visible_to(actor: Actor, *, slug: str, name: str) -> tuple[Event, Parts] | None:
    event = events_with_figures(actor).filter(slug=slug).first()
    if event is None:
        return None
    try:
        return event, parts_of(event, name)
    except UnknownFigure:
        return None


def claims_of(event: Event) -> QuerySet[Claim]:
    return Claim.objects.filter(event_id=event.pk).order_by("key", "pk")


def claims_beside(event: Event, metric: str) -> list[Claim]:
    """Claims that stand beside a figure: of a breakdown all of its parts, of one part (`name:part`) only its own."""
    base, _colon, part = metric.partition(":")
    return [claim for claim in claims_of(event) if claim.metric == base and part in ("", claim.metric_part)]


def claims_about_reach() -> QuerySet[Claim]:
    """Claims that hang on no event."""
    return Claim.objects.filter(event=None, metric__startswith="reach.").order_by("source_on", "key", "pk")


def released(event: Event) -> Release | None:
    """The newest release of the event's report."""
    return Release.objects.filter(report__event_id=event.pk).order_by("-released_at", "-pk").first()


def reports_written_by(actor: Actor) -> QuerySet[Report]:
    """Reports whose draft this reader may open and write."""
    ids = scope_ids(actor, Permission.WRITE_REPORT, Scope.EVENT)
    reports = Report.objects.select_related("event", "event__country").order_by("-created_at", "-pk")
    return reports if ids is None else reports.filter(event_id__in=ids)


def released_reports(actor: Actor) -> QuerySet[Report]:
    """Released reports of events this reader may see."""
    events = events_with_figures(actor).order_by()
    reports = Report.objects.filter(releases__isnull=False, event__in=events).select_related("event").distinct()
    return reports.order_by("-event__starts_on", "pk")
