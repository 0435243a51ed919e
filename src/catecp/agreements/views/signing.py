"""Signing day: the order, the count, marking as signed, and the screen in the hall."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.agreements import queries, rules
from catecp.agreements.forms import SignForm
from catecp.agreements.models import Agreement
from catecp.agreements.services.drafting import move_agreement
from catecp.agreements.services.signing import is_near, local_day, sign_agreement, undo_signature
from catecp.agreements.views.register import visible
from catecp.events.models import Event
from catecp.events.queries.events import events_visible_to
from catecp.kernel.errors import Refused
from catecp.kernel.live import live
from catecp.kernel.verdict import require


def _event(request: HttpRequest, slug: str) -> Event:
    event = get_object_or_404(events_visible_to(request.user), slug=slug)
    require(rules.may_run_signing(request.user, event))
    return event


def signing(request: HttpRequest, slug: str) -> HttpResponse:
    event = _event(request, slug)
    order = list(queries.signing_order(event))
    now = timezone.now()
    for row in order:
        is_today = row.signed_at is not None and local_day(row, row.signed_at) == local_day(row, now)
        row.may_undo = is_today  # type: ignore[attr-defined]  # -- for this page
    context = {
        "event": event,
        "order": order,
        "count": queries.count_of(order),
        "is_near": is_near(event, now.astimezone(ZoneInfo(event.time_zone)).date()),
    }
    return render(request, "agreements/signing.html", context)


def projector(request: HttpRequest, slug: str) -> HttpResponse:
    event = _event(request, slug)
    return render(request, "agreements/projector.html", {"event": event, "count": queries.signing_count(event)})


def signing_live(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The part of the projector that follows what happens."""
    event = _event(request, slug)

    def part() -> HttpResponse:
        return render(request, "agreements/_count.html", {"event": event, "count": queries.signing_count(event)})

    return live(request, version=lambda: queries.signing_version(event), part=part)


@require_POST
def sign(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible(request, public_id)
    require(rules.may_sign_agreement(request.user, found))
    form = SignForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This is not a day. Choose it from the calendar, or write it as 2025-05-13."))
        return redirect(found)
    try:
        sign_agreement(agreement=found, on=form.cleaned_data["on"], at=timezone.now(), by=request.user)
        messages.success(request, _("Signed and counted."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _back(found)


@require_POST
def unsign(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible(request, public_id)
    require(rules.may_edit_agreement(request.user, found))
    try:
        undo_signature(agreement=found, reason=request.POST.get("reason", ""), at=timezone.now(), by=request.user)
        messages.success(request, _("The signature is taken back; the agreement is planned again."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _back(found)


@require_POST
def move(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible(request, public_id)
    require(rules.may_edit_agreement(request.user, found))
    try:
        places = {"up": -1, "down": 1}.get(request.POST.get("to", ""), 0)
        move_agreement(agreement=found, places=places, at=timezone.now(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _back(found)


def _back(agreement: Agreement) -> HttpResponse:
    return redirect("agreements:signing", agreement.event.slug) if agreement.event else redirect(agreement)
