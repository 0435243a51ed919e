"""The coordinator's side of visits: setting them up, buses, lists, companies seen."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.events.enums import SignupState
from catecp.events.forms.visits import BusForm, CompanyForm, VisitForm
from catecp.events.models import Event, Visit, VisitSignup
from catecp.events.queries.visits import companies_seen, seats_from, seats_of, signups_of, visits_of
from catecp.events.services import visits as services
from catecp.events.tables import HEADERS_OF_SIGNUPS, signup_cells
from catecp.events.views.acting import attempt, managed_event
from catecp.kernel.errors import Refused
from catecp.kernel.tabular import download
from catecp.kernel.translated import written


def visits(request: HttpRequest, slug: str) -> HttpResponse:
    event = managed_event(request, slug)
    rows = [(visit, seats_from(visit)) for visit in visits_of(event)]
    return render(request, "events/visits/desk.html", {"event": event, "visits": rows})


def visit_new(request: HttpRequest, slug: str) -> HttpResponse:
    return _visit(request, managed_event(request, slug), None)


def visit_edit(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    event = managed_event(request, slug)
    return _visit(request, event, get_object_or_404(event.visits, public_id=public_id))


def _visit(request: HttpRequest, event: Event, visit: Visit | None) -> HttpResponse:
    form = VisitForm(request.POST or None, event=event, visit=visit)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_visit(event=event, visit=visit, details=form.details(), by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("events:visit_list", slug=event.slug, public_id=saved.public_id)
    return render(request, "events/visits/edit.html", {"event": event, "visit": visit, "form": form})


@require_POST
def visit_remove(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    event = managed_event(request, slug)
    visit = get_object_or_404(event.visits, public_id=public_id)
    attempt(request, lambda: services.remove_visit(visit=visit, by=request.user, at=timezone.now()), done=_("Removed."))
    return redirect("events:visits", slug=slug)


def visit_list(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Who goes, by bus, and who waits; printable, and as CSV or XLSX."""
    event = managed_event(request, slug)
    visit = get_object_or_404(event.visits.select_related("event"), public_id=public_id)
    signups = list(signups_of(visit))
    if request.GET.get("format"):
        rows = [signup_cells(signup) for signup in signups]
        return download(
            name=f"{slug}-visit", kind=request.GET["format"], headers=[str(header) for header in HEADERS_OF_SIGNUPS], rows=rows
        )
    return render(
        request,
        "events/visits/list.html",
        {"event": event, "visit": visit, **_lists(visit, signups), **_forms(visit, request.user)},
    )


def _lists(visit: Visit, signups: list[VisitSignup]) -> dict:
    """The people by bus, those without one, and the waiting list."""
    buses = list(visit.buses.order_by("pk"))
    going = [signup for signup in signups if signup.state == SignupState.GOING]
    return {
        "seats": seats_of(visit),
        "buses": buses,
        "groups": [(bus, [signup for signup in going if signup.bus_id == bus.pk]) for bus in buses],
        "without": [signup for signup in going if signup.bus_id is None],
        "waiting": [signup for signup in signups if signup.state == SignupState.WAITING],
        "companies": companies_seen(visit),
    }


def _forms(visit: Visit, actor: Any) -> dict:
    return {"bus_form": BusForm(visit=visit), "company_form": CompanyForm(actor=actor)}


@require_POST
def bus_save(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """A new bus, or with `bus` the one to change."""
    event = managed_event(request, slug)
    visit = get_object_or_404(event.visits.select_related("event"), public_id=public_id)
    bus = get_object_or_404(visit.buses, pk=request.POST["bus"]) if request.POST.get("bus", "").isdigit() else None
    form = BusForm(request.POST, visit=visit)
    if form.is_valid():
        values = form.cleaned_data
        attempt(
            request,
            lambda: services.save_bus(visit=visit, bus=bus, **values, by=request.user, at=timezone.now()),
            done=_("Saved."),
        )
    else:
        messages.error(request, _("A bus needs a name and the number of its seats."))
    return redirect("events:visit_list", slug=slug, public_id=public_id)


@require_POST
def bus_remove(request: HttpRequest, slug: str, public_id: str, pk: int) -> HttpResponse:
    event = managed_event(request, slug)
    visit = get_object_or_404(event.visits, public_id=public_id)
    bus = get_object_or_404(visit.buses.select_related("visit"), pk=pk)
    attempt(request, lambda: services.remove_bus(bus=bus, by=request.user, at=timezone.now()), done=_("Removed."))
    return redirect("events:visit_list", slug=slug, public_id=public_id)


@require_POST
def buses_fill(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Everybody without a bus gets one; or with `signup` one person the bus chosen."""
    event = managed_event(request, slug)
    visit = get_object_or_404(event.visits, public_id=public_id)
    if request.POST.get("signup", "").isdigit():
        signup = get_object_or_404(visit.signups, pk=request.POST["signup"])
        chosen = request.POST.get("bus", "")
        bus = get_object_or_404(visit.buses, pk=chosen) if chosen.isdigit() else None
        attempt(
            request, lambda: services.assign_bus(signup=signup, bus=bus, by=request.user, at=timezone.now()), done=_("Saved.")
        )
    else:
        seated = services.fill_buses(visit=visit, by=request.user, at=timezone.now())
        messages.success(request, _("%(people)s people got a seat.") % {"people": seated})
    return redirect("events:visit_list", slug=slug, public_id=public_id)


@require_POST
def company_add(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    event = managed_event(request, slug)
    visit = get_object_or_404(event.visits, public_id=public_id)
    form = CompanyForm(request.POST, actor=request.user)
    if form.is_valid():
        values = form.cleaned_data
        trade = written(values["trade"], get_language() or "en")
        attempt(
            request,
            lambda: services.add_company(
                visit=visit,
                name=values["name"],
                trade=trade,
                institution=values["institution"],
                by=request.user,
                at=timezone.now(),
            ),
            done=_("Added."),
        )
    else:
        messages.error(request, "; ".join(error for errors in form.errors.values() for error in errors))
    return redirect("events:visit_list", slug=slug, public_id=public_id)
