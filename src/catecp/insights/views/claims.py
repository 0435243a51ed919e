"""Numbers that others state about an event."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.events.models import Event
from catecp.events.queries.events import events_visible_to
from catecp.insights import queries, rules
from catecp.insights.figures.moment import one_moment
from catecp.insights.forms import ClaimForm
from catecp.insights.reconciliation import reconcile
from catecp.insights.services.claims import record_claim, remove_claim
from catecp.kernel.errors import Refused
from catecp.kernel.translated import written
from catecp.kernel.verdict import require


@one_moment()
def claims(request: HttpRequest, slug: str) -> HttpResponse:
    event = _event(request, slug)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        statement = values.pop("statement")
        try:
            record_claim(
                event=event,
                key=slugify(f"{values['unit']} {statement}")[:80] or "claim",
                statement=written(statement, get_language() or "en"),
                at=timezone.now(),
                by=request.user,
                **values,
            )
            messages.success(request, _("The claim is stored with its source."))
            return redirect("insights:claims", event.slug)
        except Refused as refusal:
            messages.error(request, str(refusal))
    return render(request, "insights/claims.html", {"event": event, "form": form, "reconciliation": reconcile(event)})


@require_POST
def remove(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    event = _event(request, slug)
    claim = get_object_or_404(queries.claims_of(event), public_id=public_id)
    remove_claim(claim=claim, at=timezone.now(), by=request.user)
    messages.success(request, _("The claim was removed."))
    return redirect("insights:claims", event.slug)


def _event(request: HttpRequest, slug: str) -> Event:
    event = get_object_or_404(events_visible_to(request.user), slug=slug)
    require(rules.may_record_claim(request.user, event))
    return event
