"""Setting up an event: its details, organisers and places."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.events import rules
from catecp.events.forms.events import EventForm, OrganiserForm, PlaceForm
from catecp.events.queries.events import organisers_of
from catecp.events.queries.people import counts_by_state
from catecp.events.queries.programme import draft_programme, latest_release
from catecp.events.queries.visits import seats_from, visits_of
from catecp.events.services import events as services
from catecp.events.views.acting import attempt, managed_event
from catecp.kernel.errors import Refused
from catecp.kernel.verdict import require


def create(request: HttpRequest) -> HttpResponse:
    require(rules.may_create_event(request.user))
    form = EventForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            event = services.create_event(details=form.details(), by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The event is set up. Add its organisers and its programme."))
            return redirect("events:manage", slug=event.slug)
    return render(request, "events/settings/create.html", {"form": form})


def manage(request: HttpRequest, slug: str) -> HttpResponse:
    """The coordinator's overview: what there is, and what waits."""
    event = managed_event(request, slug)
    draft, release = draft_programme(event), latest_release(event)
    return render(
        request,
        "events/settings/manage.html",
        {
            "event": event,
            "counts": counts_by_state(event),
            "unresolved": event.registrations.filter(
                is_affiliation_open=True, state__in=["draft", "waiting", "confirmed"]
            ).count(),
            "delegations": event.delegations.filter(state="waiting").count(),
            "sessions": len(draft),
            "release": release,
            "visits": [(visit, seats_from(visit)) for visit in visits_of(event)],
        },
    )


def settings(request: HttpRequest, slug: str) -> HttpResponse:
    event = managed_event(request, slug)
    form = EventForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        try:
            event = services.change_event(event=event, details=form.details(), by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("events:settings", slug=event.slug)
    return render(request, "events/settings/settings.html", {"event": event, "form": form})


def organisers(request: HttpRequest, slug: str) -> HttpResponse:
    event = managed_event(request, slug)
    form = OrganiserForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        added = attempt(
            request,
            lambda: services.add_organiser(event=event, **form.cleaned_data, by=request.user, at=timezone.now()),
            done=_("Added."),
        )
        if added:
            return redirect("events:organisers", slug=event.slug)
    return render(request, "events/settings/organisers.html", {"event": event, "form": form, "organisers": organisers_of(event)})


@require_POST
def organiser_act(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """`act` is up, down or remove."""
    event = managed_event(request, slug)
    organiser = get_object_or_404(event.organisers, pk=pk)
    act, at = request.POST.get("act"), timezone.now()
    if act == "remove":
        attempt(request, lambda: services.remove_organiser(organiser=organiser, by=request.user, at=at), done=_("Removed."))
    elif act in {"up", "down"}:
        services.move_organiser(organiser=organiser, up=act == "up", by=request.user, at=at)
    return redirect("events:organisers", slug=slug)


def places(request: HttpRequest, slug: str) -> HttpResponse:
    event = managed_event(request, slug)
    form = PlaceForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        services.save_place(event=event, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Added."))
        return redirect("events:places", slug=slug)
    return render(request, "events/settings/places.html", {"event": event, "form": form, "places": event.places.order_by("pk")})


def place(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    event = managed_event(request, slug)
    found = get_object_or_404(event.places, pk=pk)
    form = PlaceForm(request.POST or None, event=event, initial={"name": found.name, "capacity": found.capacity})
    if request.method == "POST" and form.is_valid():
        services.save_place(event=event, place=found, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("events:places", slug=slug)
    return render(request, "events/settings/place.html", {"event": event, "form": form, "place": found})


@require_POST
def place_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    event = managed_event(request, slug)
    found = get_object_or_404(event.places, pk=pk)
    attempt(request, lambda: services.remove_place(place=found, by=request.user, at=timezone.now()), done=_("Removed."))
    return redirect("events:places", slug=slug)
