"""Adopting a course: propose, confirm, document, end; one adoption with its clock, results and evidence."""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.courses import rules_adoption as rules
from catecp.courses.adoption_results import results_of
from catecp.courses.documents.adoption_letter import render_adoption_letter
from catecp.courses.documents.evidence_pack import pack_of, pack_pdf, pack_xlsx
from catecp.courses.enums import AdoptionState
from catecp.courses.forms_adoption import AdoptionForm, ConfirmForm, EvidenceForm, FileForm, ReasonForm
from catecp.courses.models import Adoption, Course
from catecp.courses.queries import adoptions as queries
from catecp.courses.queries.adoption_history import history_of, way_of
from catecp.courses.rendering.lesson import OutlineRow, outline
from catecp.courses.services import adoption as services
from catecp.files.responses import document_response
from catecp.kernel.errors import Refused
from catecp.kernel.tabular import XLSX
from catecp.kernel.verdict import require
from catecp.places.queries import country_names


def visible(request: HttpRequest, public_id: str) -> Adoption:
    return get_object_or_404(queries.adoptions_visible_to(request.user), public_id=public_id)


@login_not_required
def adoptions(request: HttpRequest) -> HttpResponse:
    """Confirmed adoptions of all courses, and what waits for the reader."""
    found = queries.adoptions_visible_to(request.user).filter(state__in=queries.IN_FORCE)
    context = {"adoptions": found, "waiting": queries.waiting_for(request.user) if request.user.is_authenticated else []}
    return render(request, "courses/adoption/list.html", context)


def adopt(request: HttpRequest, public_id: str) -> HttpResponse:
    """Propose an adoption of this course."""
    course = get_object_or_404(Course.objects.select_related("owner", "published"), public_id=public_id)
    require(rules.may_propose_adoption(request.user, course))
    own = queries.institutions_to_adopt(request.user)
    start = {"institution": own.first() if own else None, "language": request.LANGUAGE_CODE, "starts_on": timezone.localdate()}
    form = AdoptionForm(request.POST or None, course=course, version=course.published, initial=start)
    if request.method == "POST" and form.is_valid():
        institution = form.cleaned_data["institution"]
        try:
            made = services.propose_adoption(
                course=course, institution=institution, given=form.given(), at=timezone.now(), by=request.user
            )
            messages.success(request, _("Proposed. It counts once the adopting institution confirms it."))
            return redirect(made)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "courses/adoption/form.html", {"form": form, "course": course, "is_new": True})


@login_not_required
def adoption(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible(request, public_id)
    today, results = timezone.localdate(), results_of(found)
    may_document = rules.may_document_adoption(request.user, found)
    context = {
        "adoption": found,
        "today": today,
        "clock": queries.clock(found, on=today),
        "countries": _countries(found, on=today),
        "results": results,
        "units": _lessons(found),
        "evidence": queries.evidence_of(found),
        "way": way_of(found, results),
        "mappings": found.mappings.exclude(decision="open").filter(is_shared=True),
        "may_confirm": rules.may_confirm_adoption(request.user, found),
        "may_document": may_document,
        "may_teach": rules.may_teach_adopted(request.user, found),
        "may_open": rules.may_open_evidence(request.user, found),
        "may_end": rules.may_end_adoption(request.user, found),
        "evidence_form": EvidenceForm(),
        "letter_form": FileForm(),
        "reason_form": ReasonForm(),
        "history": history_of(found) if may_document else [],
    }
    return render(request, "courses/adoption/adoption.html", context)


def _countries(found: Adoption, *, on: date) -> list[tuple[str, queries.CountryUse]]:
    """The countries in which the course is used, by their names in the page's language."""
    names = country_names()
    return [(names.get(use.code, use.code), use) for use in queries.countries_of_use(found.course, on=on)]


def _lessons(found: Adoption) -> list[OutlineRow]:
    """The lessons taken, titled in the page's language where people translated them."""
    taken = {unit.key for unit in queries.units_taken(found)}
    return [row for row in outline(found.version, get_language() or "en") if row.key in taken]


def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible(request, public_id)
    require(rules.may_confirm_adoption(request.user, found))
    initial = {**ConfirmForm.initial_of(found), "name": str(request.user.person)}
    form = ConfirmForm(
        request.POST or None, course=found.course, version=found.version, adopter=found.institution, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            services.confirm_adoption(adoption=found, given=form.given(), name=name, at=timezone.now(), by=request.user)
            messages.success(request, _("Confirmed. The clock of two years runs from the first day of use."))
            return redirect(found)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "courses/adoption/form.html", {"form": form, "course": found.course, "adoption": found})


@require_POST
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible(request, public_id)
    require(rules.may_end_adoption(request.user, found))
    try:
        services.end_adoption(adoption=found, reason=request.POST.get("reason", ""), at=timezone.now(), by=request.user)
        messages.success(request, _("Ended. Running classes go on, and the record stays."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


def letter(request: HttpRequest, public_id: str, kind: str) -> HttpResponseBase:
    """`signed`: the paper as it was kept. `draft`: a letter in the adopter's language and English, to be signed."""
    found = visible(request, public_id)
    require(rules.may_open_evidence(request.user, found))
    if kind == "draft":
        content = render_adoption_letter(found, site=settings.SITE_ADDRESS, at=timezone.now())
        return _attachment(content, "application/pdf", f"adoption-letter-{found.public_id}.pdf")
    if found.letter is None:
        raise Http404
    return document_response(found.letter)


@require_POST
def keep_letter(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible(request, public_id)
    require(rules.may_document_adoption(request.user, found))
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["file"]))
        return redirect(found)
    upload = form.cleaned_data["file"]
    try:
        services.keep_letter(adoption=found, name=upload.name, content=upload.read(), at=timezone.now(), by=request.user)
        messages.success(request, _("The letter is kept."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


@require_POST
def add_evidence(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible(request, public_id)
    require(rules.may_document_adoption(request.user, found))
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect(found)
    try:
        given = form.given(language=request.LANGUAGE_CODE)
        services.add_evidence(adoption=found, given=given, at=timezone.now(), by=request.user)
        messages.success(request, _("Kept with its checksum."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


def evidence(request: HttpRequest, public_id: str, number: int) -> HttpResponseBase:
    found = visible(request, public_id)
    require(rules.may_open_evidence(request.user, found))
    return document_response(get_object_or_404(queries.evidence_of(found), pk=number).document)


@require_POST
def withdraw_evidence(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    found = visible(request, public_id)
    require(rules.may_document_adoption(request.user, found))
    row = get_object_or_404(queries.evidence_of(found), pk=number)
    services.withdraw_evidence(evidence=row, at=timezone.now(), by=request.user)
    messages.success(request, _("Withdrawn."))
    return redirect(found)


def pack(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """The evidence pack for a quality report, as of now."""
    found = visible(request, public_id)
    require(rules.may_open_evidence(request.user, found))
    if found.state == AdoptionState.PROPOSED:
        raise Http404
    made = pack_of(found, site=settings.SITE_ADDRESS, at=timezone.now())
    if kind == "pdf":
        return _attachment(pack_pdf(made, at=timezone.now()), "application/pdf", f"evidence-{found.public_id}.pdf")
    return _attachment(pack_xlsx(made), XLSX, f"evidence-{found.public_id}.xlsx")


def _attachment(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
