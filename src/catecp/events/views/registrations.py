"""The coordinator's list of people: filter, correct, confirm, withdraw; institutions as written; likely doubles."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.events import rules
from catecp.events.enums import Category, RegistrationChannel, RegistrationState
from catecp.events.forms.fields import InstitutionField
from catecp.events.forms.registration import DeskRegistrationForm
from catecp.events.links import registration_key
from catecp.events.models import Event
from catecp.events.queries.people import affiliations_to_resolve, registrations_visible_to
from catecp.events.queries.registrations import Asked, likely_doubles, registrations_asked
from catecp.events.services import registration as services
from catecp.events.services.affiliations import resolve_affiliation
from catecp.events.suggestions import suggested_institutions
from catecp.events.tables import HEADERS_OF_REGISTRATIONS, country_shown, institution_shown, registration_cells
from catecp.events.views.acting import attempt, managed_event
from catecp.kernel.errors import Refused
from catecp.kernel.paging import page_of
from catecp.kernel.tabular import download
from catecp.kernel.verdict import require
from catecp.network.models import Institution
from catecp.places.queries import country_names


def _event(request: HttpRequest, slug: str) -> Event:
    event = managed_event(request, slug)
    require(rules.may_see_people(request.user, event))
    return event


def registrations(request: HttpRequest, slug: str) -> HttpResponse:
    event = _event(request, slug)
    asked = _asked(request)
    found = registrations_asked(asked, event=event, actor=request.user)
    if request.GET.get("format"):
        headers = [str(header) for header in HEADERS_OF_REGISTRATIONS]
        return download(
            name=f"{slug}-registrations", kind=request.GET["format"], headers=headers, rows=map(registration_cells, found)
        )
    page = page_of(found, request)
    return render(
        request,
        "events/registrations/list.html",
        {
            "event": event,
            "asked": asked,
            "page": page,
            "rows": [(row, institution_shown(row), country_shown(row)) for row in page],
            "states": RegistrationState.choices,
            "channels": RegistrationChannel.choices,
            "categories": Category.choices,
            "countries": sorted(country_names().items(), key=lambda pair: pair[1]),
        },
    )


def _asked(request: HttpRequest) -> Asked:
    value = request.GET.get
    return Asked(
        words=value("q", "")[:200],
        state=value("state", "standing")[:10],
        country=value("country", "")[:2],
        institution=value("institution", "")[:12],
        channel=value("channel", "")[:10],
        category=value("category", "")[:12],
        is_unresolved=bool(value("unresolved")),
    )


def registration_new(request: HttpRequest, slug: str) -> HttpResponse:
    event = _event(request, slug)
    form = DeskRegistrationForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            added = services.add_registration(event=event, details=form.details(), by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s is registered.") % {"name": added.person.name})
            return redirect("events:registration", slug=slug, public_id=added.public_id)
    return render(request, "events/registrations/new.html", {"event": event, "form": form})


def registration(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    event = _event(request, slug)
    found = get_object_or_404(registrations_visible_to(request.user), event=event, public_id=public_id)
    form = DeskRegistrationForm(request.POST or None, actor=request.user, registration=found)
    if request.method == "POST" and form.is_valid():
        changed = attempt(
            request,
            lambda: services.change_registration(registration=found, details=form.details(), by=request.user, at=timezone.now()),
            done=_("Saved."),
        )
        if changed:
            return redirect("events:registration", slug=slug, public_id=public_id)
    return render(
        request,
        "events/registrations/detail.html",
        {
            "event": event,
            "registration": found,
            "form": form,
            "institution": institution_shown(found),
            "country": country_shown(found),
            "key": registration_key(found),
        },
    )


@require_POST
def registration_act(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """`act` is confirm, withdraw or restore."""
    event = _event(request, slug)
    found = get_object_or_404(registrations_visible_to(request.user), event=event, public_id=public_id)
    deeds = {
        "confirm": (services.confirm_registration, _("Confirmed.")),
        "withdraw": (services.withdraw_registration, _("Withdrawn. It can be taken back.")),
        "restore": (services.restore_registration, _("The registration stands again.")),
    }
    if request.POST.get("act") in deeds:
        deed, done = deeds[request.POST["act"]]
        attempt(request, lambda: deed(registration=found, by=request.user, at=timezone.now()), done=done)
    return redirect("events:registration", slug=slug, public_id=public_id)


def affiliations(request: HttpRequest, slug: str) -> HttpResponse:
    """The queue: each spelling once, with the institutions it may mean. POST decides one spelling for everybody who wrote it."""
    event = _event(request, slug)
    if request.method == "POST":
        row = get_object_or_404(affiliations_to_resolve(event), public_id=request.POST.get("registration", ""))
        _resolve(request, row)
        return redirect("events:affiliations", slug=slug)
    rows: dict[str, list] = {}
    for waiting in affiliations_to_resolve(event):
        rows.setdefault(waiting.affiliation, []).append(waiting)
    page = page_of(list(rows.items()), request, per_page=20)
    suggestions = suggested_institutions([(text, people[0].stated_country_id or "") for text, people in page])
    return render(
        request,
        "events/registrations/affiliations.html",
        {
            "event": event,
            "page": page,
            "rows": [(text, people, suggestions[text]) for text, people in page],
        },
    )


def _resolve(request: HttpRequest, row: services.Registration) -> None:
    """`institution` is a public id; `name` what was typed; `none` says there is no institution."""
    institution = Institution.objects.filter(public_id=request.POST.get("institution", "")).first()
    if institution is None and not request.POST.get("none"):
        try:
            institution = InstitutionField(required=True).clean(request.POST.get("name", ""))
        except ValidationError as wrong:
            messages.error(request, "; ".join(wrong.messages))
            return
    done = _("Decided for everybody who wrote it so.")
    attempt(
        request,
        lambda: resolve_affiliation(registration=row, institution=institution, by=request.user, at=timezone.now()),
        done=done,
    )


def doubles(request: HttpRequest, slug: str) -> HttpResponse:
    """Registrations that may be one person. POST merges `double` into `kept`."""
    event = _event(request, slug)
    if request.method == "POST":
        visible = registrations_visible_to(request.user).filter(event=event)
        kept = get_object_or_404(visible, public_id=request.POST.get("kept", ""))
        double = get_object_or_404(visible, public_id=request.POST.get("double", ""))
        attempt(
            request,
            lambda: services.merge_registrations(kept=kept, double=double, by=request.user, at=timezone.now()),
            done=_("Merged: one registration counts."),
        )
        return redirect("events:doubles", slug=slug)
    return render(
        request, "events/registrations/doubles.html", {"event": event, "doubles": likely_doubles(event, actor=request.user)}
    )
