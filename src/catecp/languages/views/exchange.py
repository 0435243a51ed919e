"""Translations as a file for translators' tools, out and in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from catecp.kernel.errors import Refused
from catecp.kernel.verdict import require
from catecp.languages import rules
from catecp.languages.forms import ExchangeForm
from catecp.languages.models import TextBody
from catecp.languages.services.exchange import KEPT, LEFT_OUT, UNCHANGED, Outcome, take_xliff, xliff_of
from catecp.languages.tags import LANGUAGES
from catecp.languages.views.desk import asked_of, body_at_desk


@require_GET
def export(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    body = body_at_desk(request, public_id, language)
    response = HttpResponse(
        xliff_of(body=body, language=language, asked=asked_of(request.GET)), content_type="application/xliff+xml"
    )
    response["Content-Disposition"] = f'attachment; filename="{body.public_id}-{language}.xlf"'
    return response


def bring(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    """Choose a file, then the report: what was kept, what was left out and why."""
    body = body_at_desk(request, public_id, language)
    require(rules.may_translate(request.user))
    form = ExchangeForm(request.POST or None, request.FILES or None)
    report = _taken(request, body, language, form) if request.method == "POST" and form.is_valid() else None
    context = {
        "body": body,
        "target": LANGUAGES[language],
        "form": form,
        "report": report_rows(report),
        "totals": report_totals(report),
    }
    return render(request, "languages/bring.html", context)


def _taken(request: HttpRequest, body: TextBody, language: str, form: ExchangeForm) -> list[Outcome] | None:
    file, sign_off = form.cleaned_data["file"], form.cleaned_data["sign_off"]
    if file.size > settings.UPLOAD_LIMIT_BYTES:
        limit = settings.UPLOAD_LIMIT_BYTES // 1_000_000
        form.add_error("file", _("This file is larger than %(limit)s MB. Export fewer sentences at once.") % {"limit": limit})
        return None
    content, at = file.read(), timezone.now()
    try:
        return take_xliff(
            body=body, language=language, content=content, name=file.name, sign_off=sign_off, by=request.user, at=at
        )
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return None


def report_rows(report: list[Outcome] | None) -> list[dict] | None:
    """What was left out first, then what was kept; what stays as it is needs no row."""
    labels = {KEPT: _("kept"), LEFT_OUT: _("left out")}
    order = [LEFT_OUT, KEPT]
    return report and [
        {
            "number": row.number,
            "what": row.what,
            "outcome": row.outcome,
            "outcome_label": labels[row.outcome],
            "reasons": row.reasons,
        }
        for row in sorted(report, key=lambda row: (row.outcome not in order[:1], row.number))
        if row.outcome in order
    ]


def report_totals(report: list[Outcome] | None) -> list[dict]:
    words = ((KEPT, _("kept")), (UNCHANGED, _("as before")), (LEFT_OUT, _("left out")))
    return [{"label": label, "value": sum(row.outcome == kind for row in report)} for kind, label in words] if report else []
