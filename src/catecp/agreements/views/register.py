"""The public register, one agreement, and its scan."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.agreements import queries, rules
from catecp.agreements.forms import RegisterForm, ScanForm, SignForm
from catecp.agreements.models import Agreement, AgreementState
from catecp.agreements.queries import RegisterAsked
from catecp.agreements.services.scans import attach_scan, withdraw_scan
from catecp.agreements.services.signing import is_near, local_day
from catecp.events.queries.events import managed_events
from catecp.files.responses import document_response
from catecp.kernel.errors import Refused
from catecp.kernel.paging import page_of
from catecp.kernel.tabular import download
from catecp.kernel.verdict import require


def visible(request: HttpRequest, public_id: str) -> Agreement:
    return get_object_or_404(queries.agreements_visible_to(request.user), public_id=public_id)


@login_not_required
def register(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(request.GET, years=queries.years_of_register(request.user))
    form.full_clean()
    given = {name: form.cleaned_data.get(name, "") for name in ("search", "country", "kind", "event", "year", "sort")}
    asked = RegisterAsked(**{**given, "sort": given["sort"] or "-signed_on"})
    found = queries.register(asked, actor=request.user)
    if request.GET.get("format") in {"csv", "xlsx"}:
        return _download(request, found)
    context = {
        "form": form,
        "page": page_of(found, request),
        "institutions": len(queries.institutions_in(found)),
        "managed": managed_events(request.user)[:5] if request.user.is_authenticated else [],
        "may_plan": rules.may_plan_agreement(request.user, None),
    }
    return render(request, "agreements/register.html", context)


@login_not_required
def agreement(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible(request, public_id)
    may_edit = rules.may_edit_agreement(request.user, found)
    context = {
        "agreement": found,
        "parties": found.parties.all(),
        "may_edit": may_edit,
        "may_open_scan": rules.may_open_scan(request.user, found),
        "scan_form": ScanForm() if may_edit else None,
        "sign_form": _sign_form(found) if may_edit and found.state == AgreementState.PLANNED else None,
        "history": queries.history_of(found) if may_edit else [],
    }
    return render(request, "agreements/agreement.html", context)


def _sign_form(found: Agreement) -> SignForm:
    """Today, or for an event that is long over its last day."""
    today = local_day(found, timezone.now())
    event = found.event
    return SignForm(initial={"on": today if event is None or is_near(event, today) else event.ends_on})


def scan(request: HttpRequest, public_id: str) -> HttpResponseBase:
    found = visible(request, public_id)
    require(rules.may_open_scan(request.user, found))
    if found.scan is None:
        raise Http404
    return document_response(found.scan)


@require_POST
def scan_attach(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible(request, public_id)
    require(rules.may_edit_agreement(request.user, found))
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["scan"]))
        return redirect(found)
    upload = form.cleaned_data["scan"]
    try:
        attach_scan(agreement=found, name=upload.name, content=upload.read(), at=timezone.now(), by=request.user)
        messages.success(request, _("The scan is kept. Its parties and you can open it."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


@require_POST
def scan_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible(request, public_id)
    require(rules.may_edit_agreement(request.user, found))
    withdraw_scan(agreement=found, at=timezone.now(), by=request.user)
    messages.success(request, _("The scan is no longer handed out."))
    return redirect(found)


def _download(request: HttpRequest, found) -> HttpResponse:
    headers = [
        _("Title"), _("Kind"), _("Field of cooperation"), _("Parties"), _("Signatories"), _("Signed on"), _("In force until"),
        _("Event"), _("Address"),
    ]  # fmt: skip
    return download(
        name="catecp-agreements", kind=request.GET["format"], headers=headers, rows=[_row(request, row) for row in found]
    )


def _row(request: HttpRequest, row: Agreement) -> list:
    parties = [(party.institution.merged_into or party.institution, party) for party in row.parties.all()]
    return [
        str(row.title),
        row.get_kind_display(),
        str(row.field),
        "; ".join(f"{institution} ({institution.country_id or '–'})" for institution, _party in parties),
        "; ".join(party.signatory_name or str(party.signatory or "") for _institution, party in parties),
        row.signed_on,
        row.ends_on,
        str(row.event or ""),
        request.build_absolute_uri(row.get_absolute_url()),
    ]
