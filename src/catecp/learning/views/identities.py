"""People who may be one: the cases, the decision, and the undoing of a merge."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from catecp.kernel.errors import Refused
from catecp.kernel.paging import page_of
from catecp.kernel.verdict import require
from catecp.learning import rules_rosters as rules
from catecp.learning.queries.identities import cases_visible_to, merges_visible_to
from catecp.learning.services.merging import decide_case, undo_merge


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Pairs to decide, surest first, and what was merged lately."""
    require(rules.may_see_cases(request.user))
    page = page_of(cases_visible_to(request.user).filter(outcome=""), request, per_page=25)
    merges = merges_visible_to(request.user).filter(undone_at=None)[:25]
    return render(request, "learning/identities/cases.html", {"page": page, "merges": merges})


@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    case = get_object_or_404(cases_visible_to(request.user), public_id=public_id)
    require(rules.may_decide_case(request.user, case))
    try:
        decide_case(case=case, are_same=request.POST.get("answer") == "same", at=timezone.now(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("rosters:cases")


@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    require(rules.may_see_cases(request.user))
    merge = get_object_or_404(merges_visible_to(request.user), public_id=public_id)
    try:
        undo_merge(merge=merge, reason=request.POST.get("reason", ""), at=timezone.now(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("rosters:cases")
