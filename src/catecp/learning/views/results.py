"""Results of a classroom bundle: handed in on the class's page, with a report name by name."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catecp.learning.models import Bundle
from catecp.learning.services.bundles import MOST_BYTES, ResultsRefused, SeatReport, take_results
from catecp.learning.views.classes import taught


def results(request: HttpRequest, public_id: str) -> HttpResponse:
    study_class = taught(request, public_id)
    rows: list[dict[str, Any]] = []
    upload = request.FILES.get("results")
    if request.method == "POST" and upload is not None:
        try:
            content = upload.read(MOST_BYTES + 1)
            report = take_results(content=content, study_class=study_class, at=timezone.now(), by=request.user)
            rows = [_row(number, seat) for number, seat in enumerate(report.seats, start=1)]
            said = ngettext("%(n)s new step was taken.", "%(n)s new steps were taken.", report.kept)
            messages.success(request, said % {"n": report.kept})
        except ResultsRefused as refusal:
            messages.error(request, str(refusal))
    bundles = Bundle.objects.filter(study_class=study_class).order_by("-made_at", "-pk")[:50]
    facts = {"study_class": study_class, "rows": rows, "bundles": bundles, "tab": "results"}
    return render(request, "learning/results.html", facts)


def _row(number: int, seat: SeatReport) -> dict[str, Any]:
    outcome = "refused" if seat.problem and not seat.kept else "new" if seat.kept else "repeated"
    labels = {"refused": _("not taken"), "new": _("taken"), "repeated": _("taken before")}
    counts = {"kept": seat.kept, "repeated": seat.repeated}
    reasons = [_("%(kept)s new steps, %(repeated)s taken before") % counts]
    reasons += [_("was not on the list and was added")] if seat.is_new else []
    reasons += [ngettext("%(n)s oddity", "%(n)s oddities", seat.oddities) % {"n": seat.oddities}] if seat.oddities else []
    reasons += [seat.problem] if seat.problem else []
    return {"number": number, "what": seat.name, "outcome": outcome, "outcome_label": labels[outcome], "reasons": reasons}
