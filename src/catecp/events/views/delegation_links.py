"""A delegation by its links, without an account: the contact fills in the people, the director decides."""

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
from catecp.events.enums import DelegationState, RegistrationState
from catecp.events.forms.delegations import DecisionForm, PasteForm
from catecp.events.forms.registration import DelegateForm
from catecp.events.models import Delegation
from catecp.events.pasting import MOST_ROWS, PastedRow, read_pasted
from catecp.events.queries.people import STANDING, people_of
from catecp.events.services import delegation_steps as steps
from catecp.events.services import delegations as services
from catecp.events.services.registration import PersonDetails, RegistrationDetails
from catecp.events.views.acting import attempt
from catecp.events.views.delegations import decide
from catecp.kernel.errors import Refused


def _by_fill_key(key: str) -> Delegation:
    return get_object_or_404(Delegation.objects.select_related("event", "institution"), fill_key=key)


@require_safe
@login_not_required
@never_cache
def fill(request: HttpRequest, key: str) -> HttpResponse:
    found = _by_fill_key(key)
    people = list(people_of(found))
    return render(
        request,
        "events/delegations/fill.html",
        {
            "event": found.event,
            "delegation": found,
            "key": key,
            "people": people,
            "free": max(0, found.places - sum(person.state in STANDING for person in people)),
            "is_open": found.state in {DelegationState.OPEN, DelegationState.RETURNED},
            "may_substitute": rules.may_substitute(found.event, at=timezone.now()),
            "paste_form": PasteForm(),
        },
    )


@login_not_required
@never_cache
def fill_add(request: HttpRequest, key: str) -> HttpResponse:
    found = _by_fill_key(key)
    form = DelegateForm(request.POST or None, initial={"preferred_language": get_language()})
    if request.method == "POST" and form.is_valid():
        try:
            services.add_delegate(delegation=found, details=form.details(), by=None, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("On the list. It is saved as a draft until you hand it in."))
            return redirect("events:delegation_fill", key=key)
    return render(
        request, "events/delegations/person.html", {"event": found.event, "delegation": found, "key": key, "form": form}
    )


@require_POST
@login_not_required
def fill_paste(request: HttpRequest, key: str) -> HttpResponse:
    """A whole table or nothing."""
    found = _by_fill_key(key)
    form = PasteForm(request.POST)
    rows = read_pasted(form.cleaned_data["table"]) if form.is_valid() else []
    problem = _problem(rows)
    if problem:
        messages.error(request, problem)
    else:
        people = [_details(row) for row in rows]
        done = _("%(people)s people are on the list.") % {"people": len(people)}
        attempt(request, lambda: services.add_delegates(delegation=found, people=people, by=None, at=timezone.now()), done=done)
    return redirect("events:delegation_fill", key=key)


def _problem(rows: list[PastedRow]) -> str:
    if not rows:
        return _("Nothing was pasted. Copy the cells of a spreadsheet and paste them into the box.")
    if len(rows) > MOST_ROWS:
        return _("At most %(most)s people at once.") % {"most": MOST_ROWS}
    wrong = next((row for row in rows if row.problem), None)
    if wrong is None:
        return ""
    sentences = {"no_name": _("Row %(number)s has no name."), "bad_email": _("Row %(number)s: the e-mail is not an address.")}
    return f"{sentences[wrong.problem] % {'number': wrong.number}} {_('Nothing was added.')}"


def _details(row: PastedRow) -> RegistrationDetails:
    person = {name: row.values[name] for name in ("name", "original_name", "email", "phone")}
    return RegistrationDetails(person=PersonDetails(**person), post=row.values["post"], diet=row.values["diet"])


@login_not_required
@never_cache
def fill_person(request: HttpRequest, key: str, public_id: str) -> HttpResponse:
    """Correct a person while the list is open; afterwards name who comes instead."""
    found = _by_fill_key(key)
    person = get_object_or_404(people_of(found), public_id=public_id, state__in=STANDING)
    is_substitution = person.state == RegistrationState.CONFIRMED
    form = DelegateForm(request.POST or None, registration=None if is_substitution else person)
    if request.method == "POST" and form.is_valid():
        deed = services.substitute if is_substitution else services.change_delegate
        try:
            deed(registration=person, details=form.details(), by=None, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("events:delegation_fill", key=key)
    shown = {
        "person": person,
        "is_substitution": is_substitution,
        "may_substitute": rules.may_substitute(found.event, at=timezone.now()),
    }
    return render(
        request, "events/delegations/person.html", {"event": found.event, "delegation": found, "key": key, "form": form, **shown}
    )


@require_POST
@login_not_required
def fill_act(request: HttpRequest, key: str) -> HttpResponse:
    """`act` is submit, or remove with the `person`."""
    found, at = _by_fill_key(key), timezone.now()
    if request.POST.get("act") == "submit":
        done = _("Handed in. The list now waits for your director.")
        attempt(request, lambda: steps.submit_delegation(delegation=found, by=None, at=at), done=done)
    elif request.POST.get("act") == "remove":
        person = get_object_or_404(people_of(found), public_id=request.POST.get("person", ""))
        attempt(request, lambda: services.remove_delegate(registration=person, by=None, at=at), done=_("Taken off the list."))
    return redirect("events:delegation_fill", key=key)


@login_not_required
@never_cache
def approve(request: HttpRequest, key: str) -> HttpResponse:
    """The director's page: the list, and yes or not yet."""
    found = get_object_or_404(Delegation.objects.select_related("event", "institution"), approve_key=key)
    if request.method == "POST":
        decide(request, found)
        return redirect("events:delegation_approve", key=key)
    return render(
        request,
        "events/delegations/approve.html",
        {
            "event": found.event,
            "delegation": found,
            "key": key,
            "people": people_of(found).filter(state__in=STANDING),
            "is_waiting": found.state == DelegationState.WAITING,
            "form": DecisionForm(initial={"name": found.director_name}),
        },
    )
