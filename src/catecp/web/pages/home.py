"""The front page: what this is, with real figures only."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catecp.courses.queries.adoptions import adoptions_in_force
from catecp.courses.queries.courses import courses_readable_in
from catecp.credentials.queries import awards_in_force
from catecp.events.models import Event
from catecp.insights.figures.compute import Figure, parts_of, whole
from catecp.insights.figures.partition import UNCLASSIFIED
from catecp.insights.queries import claims_of, released
from catecp.insights.reconciliation import claimed_sums
from catecp.insights.words import claim_source, claim_text, number_text
from catecp.web.course_path import course_path
from catecp.web.demo_accounts import DEMO_PASSWORD, accounts_that_exist
from catecp.web.guided_path import guided_path


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.now().date()
    event = _event_to_tell(today)
    context: dict[str, Any] = {
        "event": event,
        "coming": _event_to_come(today),
        "courses": courses_readable_in(get_language() or "en")[:3],
    }
    if event is not None:
        context |= _story(event)
    if settings.IS_DEMO:
        accounts = accounts_that_exist()
        emails = {account.email for account in accounts}
        context |= {
            "accounts": accounts,
            "emails": emails,
            "password": DEMO_PASSWORD,
            "path": guided_path(event),
            "course_path": course_path(),
        }
    return render(request, "pages/home.html", context)


def _event_to_tell(today: date) -> Event | None:
    """The last public event that has begun; before the first one, the one that comes."""
    begun = (
        Event.objects.filter(is_public=True, starts_on__lte=today).select_related("country").order_by("-starts_on", "pk").first()
    )
    return begun or _event_to_come(today)


def _event_to_come(today: date) -> Event | None:
    return Event.objects.filter(is_public=True, starts_on__gt=today).select_related("country").order_by("starts_on", "pk").first()


def _story(event: Event) -> dict[str, Any]:
    """Figures of the event, each counted now from its records."""
    parts = parts_of(event, "participants.by_group")
    counted = {name: whole(event, name).value for name in ("agreements", "calls", "survey.responses")}
    counted["participants"] = parts.whole.value
    counted["adoptions"] = adoptions_in_force().count()
    counted["certificates"] = awards_in_force().count()
    is_released = released(event) is not None
    return {
        "spine": _spine(event, counted, is_released=is_released),
        "way": _way(event, counted, is_released=is_released),
        "whole": parts.whole,
        "whole_href": _figure_page(event, "participants"),
        "parts": [_part(event, part) for part in parts.parts] if parts.whole.value else [],
        "claims": _claims(event),
    }


def _figure_page(event: Event, name: str) -> str:
    return reverse("insights:figure", args=[event.slug, name])


def _spine(event: Event, counted: dict[str, int], *, is_released: bool) -> list[dict]:
    """The four steps. What this version cannot count has no value, and says so."""
    return [
        {
            "step": _("Meet"),
            "what": _("people came together"),
            "event": event,
            "value": counted["participants"],
            "href": _figure_page(event, "participants"),
        },
        {
            "step": _("Agree"),
            "what": _("agreements signed there"),
            "value": counted["agreements"],
            "href": _figure_page(event, "agreements"),
        },
        {
            "step": _("Teach"),
            "what": _("courses that colleges abroad took into their programmes"),
            "value": counted["adoptions"],
            "href": reverse("courses:adoptions"),
        },
        {
            "step": _("Prove"),
            "what": _("released reports in which every number opens its records")
            if is_released
            else _("released reports: the first one is being reconciled, number by number"),
            "value": int(is_released),
        },
    ]


def _way(event: Event, counted: dict[str, int], *, is_released: bool) -> list[dict]:
    answers, calls, agreements = (number_text(counted[name]) for name in ("survey.responses", "calls", "agreements"))
    return [
        {"kind": _("Workshop"), "title": str(event.name), "note": date_format(event.starts_on), "href": event.get_absolute_url()},
        {
            "kind": _("Survey"),
            "title": _("%(count)s answered") % {"count": answers},
            "href": _figure_page(event, "survey.responses"),
        },
        {"kind": _("Call board"), "title": _("%(count)s calls") % {"count": calls}, "href": _figure_page(event, "calls")},
        {
            "kind": _("Agreements"),
            "title": _("%(count)s signed") % {"count": agreements},
            "href": _figure_page(event, "agreements"),
        },
        {
            "kind": _("Report"),
            "title": _("released") if is_released else _("being reconciled"),
            "href": reverse("insights:event_numbers", args=[event.slug]),
            "note": _("all figures"),
        },
        {
            "kind": _("Adoption"),
            "title": _("%(count)s courses adopted") % {"count": number_text(counted["adoptions"])},
            "href": reverse("courses:adoptions"),
        },
        {
            "kind": _("Certificate"),
            "title": _("%(count)s issued") % {"count": number_text(counted["certificates"])},
            "href": reverse("credentials:check"),
            "note": _("checked without network"),
        },
    ]


def _part(event: Event, part: Figure) -> dict:
    is_open = part.name.endswith(f":{UNCLASSIFIED}")
    return {"label": part.label, "value": part.value, "href": _figure_page(event, part.name), "is_unclassified": is_open}


def _claims(event: Event) -> list[dict]:
    """Totals that others state, with what their own parts add up to."""
    lines = []
    for claimed in claimed_sums(list(claims_of(event))):
        text = claim_text(claimed.whole)
        if not claimed.adds_up:
            text = _("%(claim)s. The parts stated there add up to %(found)s.") % {
                "claim": text,
                "found": number_text(claimed.found),
            }
        lines.append({"text": text, "source": claim_source(claimed.whole)})
    return lines
