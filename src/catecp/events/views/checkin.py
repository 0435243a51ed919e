"""Pages and addresses of check-in. A phone speaks with its own key, so it works long after its user's session ended."""

import hashlib
import json
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from catecp.accounts.models import User
from catecp.accounts.queries import Actor
from catecp.events.door_list import door_list_json
from catecp.events.forms_checkin import ByHandForm, CheckpointForm
from catecp.events.models import Device, Event
from catecp.events.queries import checkin as queries
from catecp.events.queries.events import events_visible_to
from catecp.events.queries.people import confirmed_registrations
from catecp.events.rules_checkin import may_manage_checkin, may_scan_badges
from catecp.events.scanner_words import scanner_words
from catecp.events.services import checkin as services
from catecp.kernel.errors import Refused
from catecp.kernel.paging import page_of
from catecp.kernel.verdict import require


def _event(actor: Actor, slug: str) -> Event:
    return get_object_or_404(events_visible_to(actor), slug=slug)


def _user(request: HttpRequest) -> User:
    """The user of a page that is closed to visitors."""
    return cast(User, request.user)


@ensure_csrf_cookie
@require_GET
def scanner(request: HttpRequest, slug: str) -> HttpResponse:
    """The scanner: the same bytes for everybody who may scan, so that a phone can keep it. Names come with the list, not with the page."""
    event = _event(request.user, slug)
    require(may_scan_badges(request.user, event))
    return render(request, "events/checkin/scanner.html", {"event": event, "words": scanner_words()})


@login_not_required
@require_GET
def worker(request: HttpRequest, slug: str) -> HttpResponse:
    """The service worker. Its scope is this event's check-in and nothing else of the site.

    A phone asks for it without a session, so it is given for every address alike: it does not tell which events there are.
    """
    response = render(request, "events/checkin/worker.js", {"slug": slug}, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@require_POST
def device(request: HttpRequest, slug: str) -> HttpResponse:
    """Register this phone; the key in the answer is shown once."""
    event = _event(request.user, slug)
    require(may_scan_badges(request.user, event))
    name = request.POST.get("name", "")
    made, key = services.register_device(event=event, name=name, at=timezone.now(), by=_user(request))
    return JsonResponse({"device": made.public_id, "name": made.name, "key": key}, status=201)


def with_device(view: Any) -> Any:
    """Pass the phone whose key stands in the header; 401 without one, 403 with the reason when it was withdrawn."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def check(request: HttpRequest, slug: str) -> HttpResponse:
        event = Event.objects.filter(slug=slug).first()
        key = request.headers.get("X-Device-Key", "")
        found = queries.device_of_key_hash(event, services.hash_of_key(key)) if key and event else None
        if event is None or found is None:
            return JsonResponse({"problem": _("This phone is not known here. Sign in and prepare it again.")}, status=401)
        if found.withdrawn_at is not None:
            reason = _("This phone was withdrawn from check-in. Ask the coordinator to allow it again; nothing it holds is lost.")
            return JsonResponse({"problem": reason}, status=403)
        return view(request, event, found)

    return check


@with_device
@require_GET
def door_list(request: HttpRequest, event: Event, device: Device) -> HttpResponse:
    """The list the phone works from, with an ETag: nothing is sent when nothing changed.

    It holds names, so it ends with the role of whoever prepared the phone; scans are taken from a known phone all the same.
    """
    prepared_by = User.objects.filter(pk=device.user, is_active=True).first()
    if not may_scan_badges(prepared_by, event):
        reason = _(
            "Whoever prepared this phone no longer helps at this event. Sign in and prepare it again; nothing it holds is lost."
        )
        return JsonResponse({"problem": reason}, status=403)
    body = json.dumps(door_list_json(event), ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="application/json")
    response["ETag"] = tag  # ConditionalGetMiddleware answers 304 by it
    response["Cache-Control"] = "private, no-cache"
    return response


@with_device
@require_POST
def scans(request: HttpRequest, event: Event, device: Device) -> HttpResponse:
    """Take a batch. The answer names every scan that is safe now; the phone keeps the others and sends them again."""
    try:
        batch = json.loads(request.body)
        rows = [_scan_in(row) for row in batch["scans"]]
        receipt = services.record_scans(
            device=device,
            scans=rows,
            at=timezone.now(),
            phone_says=_time(batch.get("now")),
            waiting=_number(batch.get("waiting")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return JsonResponse(
            {"problem": _("The scans could not be read. Update the scanner by opening it with a network.")}, status=400
        )
    except Refused as refusal:
        return JsonResponse({"problem": str(refusal)}, status=409)
    return JsonResponse({"held": receipt.held, "refused": receipt.refused, "clock_ahead": device_clock(device)})


def device_clock(device: Device) -> int:
    """Seconds the phone's clock is ahead, when it is worth saying; else 0."""
    device.refresh_from_db(fields=["clock_ahead_seconds"])
    ahead = device.clock_ahead_seconds
    return ahead if abs(ahead) > queries.CLOCK_TOLERANCE_SECONDS else 0


def _scan_in(row: dict) -> services.ScanIn:
    return services.ScanIn(
        nonce=str(row["nonce"]),
        code=str(row["code"])[:2000],
        checkpoint=str(row["checkpoint"]),
        scanned_at=_time(row.get("scanned_at")),
        direction=str(row.get("direction", "in")),
        how=str(row.get("how", "camera")),
    )


def _time(value: Any) -> datetime | None:
    """An aware time, or None for anything else a phone may state."""
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def by_hand(request: HttpRequest, slug: str) -> HttpResponse:
    """Check in on the server, by code or name: for a laptop at the desk and for phones without JavaScript."""
    event = _event(request.user, slug)
    require(may_scan_badges(request.user, event))
    form = ByHandForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        own = services.page_device(event=event, at=timezone.now(), by=_user(request))
        services.record_scans(device=own, scans=[form.scan(at=timezone.now())], at=timezone.now(), by=_user(request))
        messages.success(request, _("Checked in: %(name)s") % {"name": form.name()})
        return redirect(f"{request.path}?checkpoint={form.cleaned_data['checkpoint'].public_id}")
    asked = request.GET.get("q", "")
    context = {
        "event": event,
        "form": form,
        "asked": asked,
        "found": form.found(asked),
        "checkpoints": queries.checkpoints_of(event),
    }
    return render(request, "events/checkin/by_hand.html", {**context, "chosen": request.GET.get("checkpoint", "")})


@require_GET
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    event = _event(request.user, slug)
    require(may_manage_checkin(request.user, event))
    return render(
        request,
        "events/checkin/overview.html",
        {
            "event": event,
            "attendance": queries.attendance(event),
            "conflicts": queries.conflicts(event),
            "arrived": queries.checked_in(event).count(),
            "expected": confirmed_registrations(event).count(),
            "missing": page_of(queries.not_checked_in(event), request),
            "devices": queries.devices_of(event),
            "late": queries.late_scans(event),
            "wrong_clocks": queries.devices_with_wrong_clock(event),
            "form": CheckpointForm(event=event),
        },
    )


@require_POST
def checkpoint(request: HttpRequest, slug: str) -> HttpResponse:
    """Create a checkpoint."""
    event = _event(request.user, slug)
    require(may_manage_checkin(request.user, event))
    form = CheckpointForm(request.POST, event=event)
    try:
        if form.is_valid():
            made = services.create_checkpoint(event=event, **form.place(), at=timezone.now(), by=_user(request))
            messages.success(
                request, _("%(name)s is a checkpoint now. Phones hear of it with their next list.") % {"name": made.name}
            )
        else:
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("events:checkin_overview", slug=slug)


@require_POST
def checkpoint_name(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    event = _event(request.user, slug)
    require(may_manage_checkin(request.user, event))
    found = get_object_or_404(queries.checkpoints_of(event), public_id=public_id)
    try:
        services.rename_checkpoint(checkpoint=found, name=request.POST.get("name", ""), at=timezone.now(), by=_user(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("events:checkin_overview", slug=slug)


@require_POST
def device_state(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Withdraw a phone, or allow it again."""
    event = _event(request.user, slug)
    require(may_manage_checkin(request.user, event))
    found = get_object_or_404(queries.devices_of(event), public_id=public_id)
    change = services.reinstate_device if request.POST.get("allow") else services.withdraw_device
    change(device=found, at=timezone.now(), by=_user(request))
    return redirect("events:checkin_overview", slug=slug)
