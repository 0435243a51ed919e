"""The coordinator's delegations, and an institution's own when somebody of it is signed in."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.events import rules
from catecp.events.forms.delegations import DecisionForm, DelegationForm, ManyDelegationsForm, NewDelegationForm
from catecp.events.models import Delegation
from catecp.events.queries.people import delegations_visible_to, people_of
from catecp.events.services import delegation_steps as steps
from catecp.events.services import delegations as services
from catecp.events.tables import HEADERS_OF_DELEGATIONS, delegation_cells
from catecp.events.views.acting import attempt, managed_event
from catecp.kernel.errors import Refused
from catecp.kernel.tabular import download
from catecp.kernel.verdict import require


def delegations(request: HttpRequest, slug: str) -> HttpResponse:
    event = managed_event(request, slug)
    rows = delegations_visible_to(request.user).filter(event=event)
    if request.GET.get("format"):
        headers = [str(header) for header in HEADERS_OF_DELEGATIONS]
        return download(name=f"{slug}-delegations", kind=request.GET["format"], headers=headers, rows=map(delegation_cells, rows))
    return render(request, "events/delegations/list.html", {"event": event, "delegations": rows})


def delegation_new(request: HttpRequest, slug: str) -> HttpResponse:
    event = managed_event(request, slug)
    form = NewDelegationForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        institution, details = form.cleaned_data["institution"], form.details()
        try:
            made = services.create_delegation(
                event=event, institution=institution, details=details, by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The delegation is set up. Send its contact the link."))
            return redirect("events:delegation", slug=slug, public_id=made.public_id)
    return render(request, "events/delegations/new.html", {"event": event, "form": form, "many_form": ManyDelegationsForm()})


@require_POST
def delegations_many(request: HttpRequest, slug: str) -> HttpResponse:
    """One delegation for each institution named; those that have one keep it."""
    event = managed_event(request, slug)
    form = ManyDelegationsForm(request.POST)
    if not form.is_valid():
        new_form = NewDelegationForm(actor=request.user)
        return render(request, "events/delegations/new.html", {"event": event, "form": new_form, "many_form": form}, status=400)
    values = form.cleaned_data
    made, had = services.create_delegations(event=event, **values, by=request.user, at=timezone.now())
    messages.success(request, _("Delegations set up: %(made)s. Had one before: %(had)s.") % {"made": len(made), "had": len(had)})
    return redirect("events:delegations", slug=slug)


def delegation(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One delegation: the coordinator changes it and hands out its links; an institution's own people see and decide it."""
    rows = delegations_visible_to(request.user).filter(event__slug=slug)
    found = get_object_or_404(rows, public_id=public_id)
    may_manage = rules.may_manage_event(request.user, found.event)
    form = DelegationForm(request.POST or None, delegation=found)
    if request.method == "POST":
        require(may_manage)
        if form.is_valid() and _change(request, found, form):
            return redirect("events:delegation", slug=slug, public_id=public_id)
    return render(
        request,
        "events/delegations/detail.html",
        {
            "event": found.event,
            "delegation": found,
            "people": people_of(found),
            "may_manage": may_manage,
            "may_approve": rules.may_approve_delegation(request.user, found),
            "may_fill": rules.may_see_delegation(request.user, found),
            "form": form if may_manage else None,
            "site": settings.SITE_ADDRESS,
            "decision_form": DecisionForm(initial={"name": str(request.user)}),
        },
    )


def _change(request: HttpRequest, found: Delegation, form: DelegationForm) -> bool:
    return attempt(
        request,
        lambda: services.change_delegation(delegation=found, details=form.details(), by=request.user, at=timezone.now()),
        done=_("Saved."),
    )


@require_POST
def delegation_act(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """`act` is renew or reopen."""
    event = managed_event(request, slug)
    found = get_object_or_404(delegations_visible_to(request.user), event=event, public_id=public_id)
    at = timezone.now()
    if request.POST.get("act") == "renew":
        attempt(
            request,
            lambda: services.renew_links(delegation=found, by=request.user, at=at),
            done=_("The links are new; the old ones no longer work. Send the new ones."),
        )
    elif request.POST.get("act") == "reopen":
        attempt(
            request, lambda: steps.reopen_delegation(delegation=found, by=request.user, at=at), done=_("The list is open again.")
        )
    return redirect("events:delegation", slug=slug, public_id=public_id)


@require_POST
def delegation_decide(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The head of the institution, signed in: `act` is approve or return."""
    found = get_object_or_404(delegations_visible_to(request.user).filter(event__slug=slug), public_id=public_id)
    require(rules.may_approve_delegation(request.user, found))
    decide(request, found)
    return redirect("events:delegation", slug=slug, public_id=public_id)


def decide(request: HttpRequest, found: Delegation) -> None:
    """The decision of the two pages it can be made on: with an account, and by the director's link."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write your name: the decision is kept with it."))
        return
    by = request.user if request.user.is_authenticated else None
    values = {"delegation": found, "decided_by_name": form.cleaned_data["name"], "by": by, "at": timezone.now()}
    if request.POST.get("act") == "approve":
        attempt(request, lambda: steps.approve_delegation(**values), done=_("Approved. Everybody on the list is registered."))
    elif request.POST.get("act") == "return":
        remark = form.cleaned_data["remark"]
        attempt(request, lambda: steps.return_delegation(**values, remark=remark), done=_("Returned with your remark."))
