"""The numbers, their definitions and the records behind them."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from catecp.events.models import Event
from catecp.insights import queries
from catecp.insights.figures.compute import Parts
from catecp.insights.figures.moment import one_moment
from catecp.insights.figures.registry import BREAKDOWNS, METRICS, OVERLAPS
from catecp.insights.records import records_of
from catecp.insights.words import claim_lines, reason_lines
from catecp.kernel.tabular import download


@login_not_required
@one_moment()
def numbers(request: HttpRequest) -> HttpResponse:
    """Every event this reader may see that has begun, with its headline figures."""
    begun = queries.events_with_figures(request.user).filter(starts_on__lte=timezone.localdate())
    found = [queries.headline_figures(event) for event in begun[:10]]
    rows = [{"event": headline.event, "figures": _links(headline.event, headline.figures)} for headline in found]
    return render(request, "insights/numbers.html", {"rows": rows})


@login_not_required
@one_moment()
def event_numbers(request: HttpRequest, slug: str) -> HttpResponse:
    """All figures of one event with their definitions."""
    event = queries.events_with_figures(request.user).filter(slug=slug).first()
    if event is None:
        raise Http404
    figures = _links(event, [queries.whole(event, name) for name in METRICS])
    if request.GET.get("format") in {"csv", "xlsx"}:
        headers = ["figure", "value", "unit", "nature", "as of", "definition", "check code"]
        rows = [(f.name, f.value, str(f.unit), f.nature, event.ends_on, str(f.definition), f.check_code) for f, _href in figures]
        return download(name=f"figures-{event.slug}", kind=request.GET["format"], headers=headers, rows=rows)
    breakdowns = [{"name": name, "title": row.title} for name, row in (BREAKDOWNS | OVERLAPS).items()]
    return render(request, "insights/event_numbers.html", {"event": event, "figures": figures, "breakdowns": breakdowns})


@login_not_required
def figure(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One figure: value, definition, what it left out and why, and the records this reader may open."""
    found = queries.figure_visible_to(request.user, slug=slug, name=name)
    if found is None:
        raise Http404
    event, shown = found
    records = records_of(shown, event=event, actor=request.user)
    if request.GET.get("format") in {"csv", "xlsx"}:
        rows = [(row.id, row.label, row.original, row.note) for row in records.seen]
        headers = ["id", "record", "in its own script", "note"]
        return download(name=f"{event.slug}-{name.replace(':', '-')}", kind=request.GET["format"], headers=headers, rows=rows)
    context = {
        "event": event,
        "figure": shown,
        "records": records,
        "page": Paginator(records.seen, 50).get_page(request.GET.get("page")),
        "left_out": reason_lines(shown),
        "claims": claim_lines(queries.claims_beside(event, name)),
        "breakdowns": _breakdowns_of(name),
        "base": name.partition(":")[0] if ":" in name else "",
    }
    return render(request, "insights/figure.html", context)


@login_not_required
@one_moment()
def breakdown(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The parts of a figure: a partition that sums, or counts that overlap and say so."""
    found = queries.breakdown_visible_to(request.user, slug=slug, name=name)
    if found is None:
        raise Http404
    event, parts = found
    if request.GET.get("format") in {"csv", "xlsx"}:
        rows = [(part.name, str(part.label), part.value, parts.whole.value) for part in parts.parts]
        return download(
            name=f"{event.slug}-{name}", kind=request.GET["format"], headers=["figure", "part", "value", "of"], rows=rows
        )
    title = (BREAKDOWNS.get(name) or OVERLAPS[name]).title
    context = {
        "event": event,
        "title": title,
        "parts": parts,
        "rows": part_lines(event, parts),
        "whole_href": reverse("insights:figure", args=[event.slug, parts.whole.name]),
        "claims": claim_lines(queries.claims_beside(event, parts.whole.name)),
    }
    return render(request, "insights/breakdown.html", context)


def part_lines(event: Event, parts: Parts) -> list[dict]:
    """What the partition component shows: each part with a link to its records."""
    return [
        {
            "label": part.label,
            "value": part.value,
            "href": reverse("insights:figure", args=[event.slug, part.name]),
            "is_unclassified": part.name.endswith(":unclassified"),
        }
        for part in parts.parts
    ]


def _links(event: Event, figures: list) -> list[tuple]:
    return [(figure, reverse("insights:figure", args=[event.slug, figure.name])) for figure in figures]


def _breakdowns_of(name: str) -> list[dict]:
    things = [*BREAKDOWNS.values(), *OVERLAPS.values()]
    return [{"name": thing.name, "title": thing.title} for thing in things if thing.of == name]
