"""Two entries, one institution? Offered pairs, side by side, merge and undo."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.kernel.errors import Refused
from catecp.kernel.paging import page_of
from catecp.kernel.verdict import require
from catecp.network import rules
from catecp.network.models import Institution, InstitutionMerge
from catecp.network.objections import objections
from catecp.network.queries import duplicates as queries
from catecp.network.queries.canonical import family_ids
from catecp.network.queries.directory import institutions_visible_to
from catecp.network.services import merging


def duplicates(request: HttpRequest) -> HttpResponse:
    require(rules.may_merge_institutions(request.user))
    context = {
        "page": page_of(queries.offered_pairs(), request, per_page=25),
        "merges": queries.merges(standing=True)[:50],
        "judgements": queries.judgements()[:50],
    }
    return render(request, "network/duplicates.html", context)


def compare(request: HttpRequest, one: str, other: str) -> HttpResponse:
    first, second = _both(request, one, other)
    context = {
        "sides": [queries.side_of(first), queries.side_of(second)],
        "judgement": queries.judgement_on(first, second),
        "one": one,
        "other": other,
        "against": objections(family_ids(first), family_ids(second)),
        "differ_in_country": first.country_id != second.country_id,
    }
    return render(request, "network/compare.html", context)


@require_POST
def merge(request: HttpRequest, one: str, other: str) -> HttpResponse:
    first, second = _both(request, one, other)
    kept, absorbed = (second, first) if request.POST.get("kept") == second.public_id else (first, second)
    try:
        merging.merge_institutions(
            kept=kept, absorbed=absorbed, reason=request.POST.get("reason", ""), at=timezone.now(), by=request.user
        )
        words = _("“%(absorbed)s” now means “%(kept)s” and is counted with it. You can undo this below.")
        messages.success(request, words % {"absorbed": absorbed, "kept": kept})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("network:duplicates")


@require_POST
def merge_undo(request: HttpRequest, merge_id: str) -> HttpResponse:
    require(rules.may_merge_institutions(request.user))
    found = get_object_or_404(InstitutionMerge, public_id=merge_id)
    try:
        merging.undo_merge(merge=found, at=timezone.now(), by=request.user)
        messages.success(request, _("Undone: both institutions stand in the directory as before."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("network:duplicates")


@require_POST
def apart(request: HttpRequest, one: str, other: str) -> HttpResponse:
    first, second = _both(request, one, other)
    merging.tell_apart(one=first, other=second, reason=request.POST.get("reason", ""), at=timezone.now(), by=request.user)
    messages.success(request, _("Noted: these are two institutions. The pair is not offered again."))
    return redirect("network:duplicates")


@require_POST
def apart_undo(request: HttpRequest, one: str, other: str) -> HttpResponse:
    first, second = _both(request, one, other)
    judged = queries.judgement_on(first, second)
    if judged is not None:
        merging.undo_telling_apart(judged=judged, at=timezone.now(), by=request.user)
        messages.success(request, _("The pair may be offered again."))
    return redirect("network:duplicates")


def _both(request: HttpRequest, one: str, other: str) -> tuple[Institution, Institution]:
    """Both institutions, neither merged away; 404 when they are one."""
    require(rules.may_merge_institutions(request.user))
    visible = institutions_visible_to(request.user)
    first, second = (get_object_or_404(visible, public_id=public_id) for public_id in (one, other))
    if first.pk == second.pk:
        raise Http404
    return first, second
