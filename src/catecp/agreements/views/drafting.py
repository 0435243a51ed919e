"""Entering and changing agreements."""

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.agreements import rules
from catecp.agreements.forms import LONGEST_LIST, AgreementForm, PartyFormSet, label_of, party_forms
from catecp.agreements.models import Agreement
from catecp.agreements.services.drafting import (
    AgreementGiven,
    cancel_agreement,
    edit_agreement,
    plan_agreement,
    reinstate_agreement,
)
from catecp.agreements.services.signing import sign_agreement
from catecp.agreements.views.register import visible
from catecp.events.models import Event
from catecp.events.queries.events import events_visible_to
from catecp.kernel.errors import Refused
from catecp.kernel.verdict import require
from catecp.network.queries.directory import institutions_visible_to


def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter an agreement of an event."""
    return _plan(request, get_object_or_404(events_visible_to(request.user), slug=slug))


def add(request: HttpRequest) -> HttpResponse:
    """Enter an agreement that was signed at no event."""
    return _plan(request, None)


def _plan(request: HttpRequest, event: Event | None) -> HttpResponse:
    require(rules.may_plan_agreement(request.user, event))
    form = AgreementForm(request.POST or None, event=event)
    parties = party_forms(request.POST or None)
    if request.method == "POST" and form.is_valid() and parties.is_valid():
        try:
            made = _enter(request, event, form.given(parties.parties()), signed_on=form.cleaned_data["signed_on"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The agreement is entered."))
            return redirect("agreements:signing", event.slug) if event and not made.signed_on else redirect(made)
    return _form_page(request, form, parties, event=event)


@transaction.atomic
def _enter(request: HttpRequest, event: Event | None, given: AgreementGiven, *, signed_on: date | None) -> Agreement:
    """Both or nothing: an agreement whose day of signature is refused is not entered either."""
    made = plan_agreement(event=event, given=given, at=timezone.now(), by=request.user)
    return sign_agreement(agreement=made, on=signed_on, at=timezone.now(), by=request.user) if signed_on else made


def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible(request, public_id)
    require(rules.may_edit_agreement(request.user, found))
    form = AgreementForm(request.POST or None, event=found.event, agreement=found, initial=AgreementForm.initial_of(found))
    parties = party_forms(request.POST or None, agreement=found)
    if request.method == "POST" and form.is_valid() and parties.is_valid():
        try:
            edit_agreement(agreement=found, given=form.given(parties.parties()), at=timezone.now(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    return _form_page(request, form, parties, event=found.event, agreement=found)


@require_POST
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible(request, public_id)
    require(rules.may_edit_agreement(request.user, found))
    try:
        cancel_agreement(agreement=found, reason=request.POST.get("reason", ""), at=timezone.now(), by=request.user)
        messages.success(request, _("Cancelled. It keeps its record and can be taken up again."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


@require_POST
def reinstate(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible(request, public_id)
    require(rules.may_edit_agreement(request.user, found))
    reinstate_agreement(agreement=found, at=timezone.now(), by=request.user)
    messages.success(request, _("The agreement is planned again."))
    return redirect(found)


def _form_page(
    request: HttpRequest, form: AgreementForm, parties: PartyFormSet, *, event: Event | None, agreement: Agreement | None = None
) -> HttpResponse:
    known = [label_of(row) for row in institutions_visible_to(request.user)[: LONGEST_LIST + 1]]
    context = {
        "form": form,
        "parties": parties,
        "event": event,
        "agreement": agreement,
        "institutions": known if len(known) <= LONGEST_LIST else [],
    }
    return render(request, "agreements/form.html", context)
