"""Registering without an account: the public form, and the private link to change or withdraw."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from catecp.events import rules
from catecp.events.enums import RegistrationState
from catecp.events.forms.registration import OwnRegistrationForm, PublicRegistrationForm
from catecp.events.links import calendar_key, registration_id_of
from catecp.events.models import Event, Registration
from catecp.events.participant_session import personal_address
from catecp.events.queries.events import events_visible_to
from catecp.events.queries.visits import seats_from, signups_by_visit, visits_of
from catecp.events.services import registration as services
from catecp.events.services.visits import join_visit
from catecp.events.views.acting import attempt
from catecp.events.views.visits import join_or_leave
from catecp.kernel.errors import Refused


@login_not_required
def register(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(events_visible_to(request.user), slug=slug)
    may_register = rules.may_register(event, at=timezone.now())
    if not may_register:
        return render(request, "events/registering/closed.html", {"event": event, "may_register": may_register})
    initial = {"preferred_language": get_language()}
    form = PublicRegistrationForm(request.POST or None, event=event, actor=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _receive(event, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("events:registered", slug=slug)
    return render(request, "events/registering/register.html", {"event": event, "form": form})


def _receive(event: Event, form: PublicRegistrationForm) -> None:
    at = timezone.now()
    received = services.receive_registration(event=event, details=form.details(), by=None, at=at)
    if received.is_repeated or received.registration.state != RegistrationState.CONFIRMED:
        return
    for visit in form.cleaned_data.get("visits", []):
        if at < visit.starts_at:
            join_visit(visit=visit, registration=received.registration, by=None, at=at)


@require_safe
@login_not_required
def registered(request: HttpRequest, slug: str) -> HttpResponse:
    """The same page whether the address was registered before or not; the mail says which."""
    event = get_object_or_404(events_visible_to(request.user), slug=slug)
    return render(request, "events/registering/registered.html", {"event": event})


def _by_key(slug: str, key: str) -> Registration:
    """A wrong key is an address that does not exist."""
    rows = Registration.objects.select_related("event", "person", "institution", "delegation")
    return get_object_or_404(rows, event__slug=slug, public_id=registration_id_of(key) or "")


@require_safe
@login_not_required
@never_cache
def mine(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    registration = _by_key(slug, key)
    signups = signups_by_visit(registration)
    return render(
        request,
        "events/registering/mine.html",
        {
            "event": registration.event,
            "registration": registration,
            "key": key,
            "calendar_key": calendar_key(registration),
            "visits": [(visit, seats_from(visit), signups.get(visit.pk)) for visit in visits_of(registration.event)],
            "may_change": rules.may_change_registration(registration, at=timezone.now()),
            "now": timezone.now(),
            "badge_address": f"{settings.SITE_ADDRESS}/b/{registration.badge_code}",
            "personal_address": personal_address(registration) if registration.state == RegistrationState.CONFIRMED else "",
        },
    )


@login_not_required
@never_cache
def mine_edit(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    registration = _by_key(slug, key)
    if not rules.may_change_registration(registration, at=timezone.now()):
        return redirect("events:mine", slug=slug, key=key)
    form = OwnRegistrationForm(request.POST or None, registration=registration)
    if request.method == "POST" and form.is_valid():
        details = services.kept_by_coordinator(form.details(), registration)
        changed = attempt(
            request,
            lambda: services.change_registration(registration=registration, details=details, by=None, at=timezone.now()),
            done=_("Saved."),
        )
        if changed:
            return redirect("events:mine", slug=slug, key=key)
    return render(request, "events/registering/mine_edit.html", {"event": registration.event, "key": key, "form": form})


@require_POST
@login_not_required
def mine_withdraw(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    registration = _by_key(slug, key)
    verdict = rules.may_change_registration(registration, at=timezone.now())
    if not verdict:
        messages.error(request, str(verdict.reason))
    else:
        attempt(
            request,
            lambda: services.withdraw_registration(registration=registration, by=None, at=timezone.now()),
            done=_("You are no longer registered. Thank you for telling us."),
        )
    return redirect("events:mine", slug=slug, key=key)


@require_POST
@login_not_required
def mine_visit(request: HttpRequest, slug: str, key: str, public_id: str) -> HttpResponse:
    """`act` is join or leave."""
    registration = _by_key(slug, key)
    visit = get_object_or_404(registration.event.visits.select_related("event"), public_id=public_id)
    join_or_leave(request, visit, registration)
    return redirect("events:mine", slug=slug, key=key)
