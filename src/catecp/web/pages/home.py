"""The front page: what this is, with real figures only."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catecp.events.models import Event
from catecp.insights.figures.compute import Parts
from catecp.insights.queries import breakdown_visible_to, claims_beside, headline_figures, released
from catecp.insights.words import claim_lines
from catecp.web.demo_accounts import DEMO_PASSWORD, accounts_that_exist
from catecp.web.guided_path import guided_path


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.now().date()
    event = _event_to_tell(today)
    context: dict[str, Any] = {"event": event, "coming": _event_to_come(today)}
    if event is not None:
        story = _story(event)
        context |= {"spine": story.spine, "way": story.way, **_parts(request, event)}
    if settings.IS_DEMO:
        context |= {"accounts": accounts_that_exist(), "password": DEMO_PASSWORD, "path": guided_path(event)}
    return render(request, "pages/home.html", context)


def _event_to_tell(today: date) -> Event | None:
    """The last public event that has begun; before the first one, the one that comes."""
    begun = Event.objects.filter(is_public=True, starts_on__lte=today).select_related("country").order_by("-starts_on", "pk").first()
    return begun or _event_to_come(today)


def _event_to_come(today: date) -> Event | None:
    return Event.objects.filter(is_public=True, starts_on__gt=today).select_related("country").order_by("starts_on", "pk").first()


@dataclass(frozen=True)
class Story:
    spine: list[dict]
    way: list[dict]


def _story(event: Event) -> Story:
    figures = {figure.name: figure for figure in headline_figures(event).figures}
    release = released(event)
    return Story(spine=_spine(event, figures, is_released=release is not None), way=_way(event, figures, release))


def _figure_page(event: Event, name: str) -> str:
    return reverse("insights:figure", args=[event.slug, name])


def _spine(event: Event, figures: dict, *, is_released: bool) -> list[dict]:
    """The four steps. What this version cannot count has no value, and says so."""
    return [
        {"step": _("Meet"), "what": _("people came together"), "event": event,
         "value": figures["participants"].value, "href": _figure_page(event, "participants")},
        {"step": _("Agree"), "what": _("agreements signed there"),
         "value": figures["agreements"].value, "href": _figure_page(event, "agreements")},
        {"step": _("Teach"), "what": _("courses adopted abroad: counted from the day courses are kept here"), "value": None},
        {"step": _("Prove"), "what": _("released reports in which every number opens its records") if is_released
         else _("released reports: the first one is being reconciled, number by number"), "value": int(is_released)},
    ]


def _way(event: Event, figures: dict, release: Any) -> list[dict]:
    answers, calls, agreements = (figures[name].value for name in ("survey.responses", "calls", "agreements"))
    return [
        {"kind": _("Workshop"), "title": str(event.name), "note": event.starts_on, "href": event.get_absolute_url()},
        {"kind": _("Survey"), "title": _("%(count)s answered") % {"count": answers}, "href": _figure_page(event, "survey.responses")},
        {"kind": _("Call board"), "title": _("%(count)s calls") % {"count": calls}, "href": _figure_page(event, "calls")},
        {"kind": _("Agreements"), "title": _("%(count)s signed") % {"count": agreements}, "href": _figure_page(event, "agreements")},
        {"kind": _("Report"), "title": _("released") if release else _("being reconciled"),
         "href": reverse("insights:event_numbers", args=[event.slug]), "note": _("all figures")},
        {"kind": _("Course"), "title": _("comes next"), "note": _("from agreement to class"), "is_ahead": True},
    ]


def _parts(request: HttpRequest, event: Event) -> dict:
    found = breakdown_visible_to(request.user, slug=event.slug, name="participants.by_group")
    if found is None or not found[1].whole.value:
        return {}
    whole: Parts = found[1]
    rows = [
        {"label": part.label, "value": part.value, "href": _figure_page(event, part.name), "is_unclassified": part.name.endswith(":unclassified")}
        for part in whole.parts
    ]
    return {"whole": whole.whole, "parts": rows, "claims": claim_lines(claims_beside(event, "participants")),
            "whole_href": _figure_page(event, "participants")}
