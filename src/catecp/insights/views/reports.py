"""The draft of a report: read with live figures, written, checked, printed, released."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.events.queries.events import events_visible_to
from catecp.insights import queries, rules
from catecp.insights.figures.moment import one_moment
from catecp.insights.forms import SectionForm, WaiverForm
from catecp.insights.linting import lint
from catecp.insights.models import Report, ReportSection
from catecp.insights.reconciliation import reconcile
from catecp.insights.reports.book import FigureBook
from catecp.insights.reports.builder import build, section_blocks, text_blocks
from catecp.insights.reports.docx import render_docx
from catecp.insights.reports.page import shown
from catecp.insights.reports.pdf import render_pdf
from catecp.insights.services import releasing, writing
from catecp.insights.views.figures import part_lines
from catecp.insights.words import claim_lines
from catecp.kernel import jobs
from catecp.kernel.errors import Refused
from catecp.kernel.models import Job
from catecp.kernel.verdict import require
from catecp.languages.tags import LANGUAGES


@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(events_visible_to(request.user), slug=slug)
    require(rules.may_write_report(request.user, event))
    return redirect(writing.start_report(event=event, at=timezone.now(), by=request.user))


@one_moment()
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """The draft in one language, its findings, and our figures beside the claims of others."""
    draft = _draft(request, public_id)
    language = _language(request, draft)
    waivers = {waiver.finding: waiver for waiver in draft.waivers.order_by("waived_at")}
    findings = [(finding, waivers.get(finding.fingerprint)) for finding in lint(draft, at=timezone.now())]
    beside = reconcile(draft.event)
    groups = queries.parts_of(draft.event, "participants.by_group")
    context = {
        "report": draft,
        "event": draft.event,
        "language": language,
        "languages": [LANGUAGES[tag] for tag in draft.languages],
        "sections": _shown_sections(draft, language),
        "findings": [finding for finding, waiver in findings if waiver is None],
        "waived": [(finding, waiver) for finding, waiver in findings if waiver is not None],
        "groups": groups,
        "group_rows": part_lines(draft.event, groups),
        "group_claims": claim_lines(beside.differing("participants.by_group") + beside.differing("institutions.by_group")),
        "institutions": queries.parts_of(draft.event, "institutions.by_group"),
        "reconciliation": beside,
        "may_release": rules.may_release_report(request.user, draft.event),
        "job": Job.objects.filter(kind="release_report", arguments__report=draft.pk).first(),
        "release": queries.released(draft.event),
        "now": timezone.now(),
    }
    return render(request, "insights/report.html", context)


@one_moment()
def section(request: HttpRequest, public_id: str, section: str) -> HttpResponse:
    """Write one language of one section; what was typed is never lost, also when somebody else was faster."""
    draft = _draft(request, public_id)
    found = get_object_or_404(draft.sections.all(), public_id=section)
    language = _language(request, draft)
    initial = {"heading": found.heading[language], "body": found.body[language], "revision": found.revision}
    form = SectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            writing.write_section(section=found, language=language, at=timezone.now(), by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return _section_page(request, draft, found, language, form, status=409)
        messages.success(request, _("Saved."))
        return redirect(f"{draft.get_absolute_url()}?language={language}#{found.public_id}")
    return _section_page(request, draft, found, language, form)


@require_POST
def preview(request: HttpRequest, public_id: str, section: str) -> HttpResponse:
    """The text as typed, with its figures: for the page to show while somebody writes."""
    draft = _draft(request, public_id)
    get_object_or_404(draft.sections.all(), public_id=section)
    with translation.override(_language(request, draft)):
        book = FigureBook(draft.event, at=timezone.now())
        blocks = _with_links(text_blocks(request.POST.get("body", "")[:20_000], book), book)
    return render(request, "insights/report/_blocks.html", {"blocks": blocks})


@require_POST
def add_section(request: HttpRequest, public_id: str) -> HttpResponse:
    draft = _draft(request, public_id)
    heading = request.POST.get("heading", "")
    made = writing.add_text_section(
        report=draft, heading=heading, language=_language(request, draft), at=timezone.now(), by=request.user
    )
    return redirect("insights:section", draft.public_id, made.public_id)


@require_POST
def waive(request: HttpRequest, public_id: str) -> HttpResponse:
    draft = _draft(request, public_id)
    form = WaiverForm(request.POST)
    now = timezone.now()
    finding = next((found for found in lint(draft, at=now) if found.fingerprint == form.data.get("finding")), None)
    if finding is None:
        messages.info(request, _("This finding is gone: the text or the records changed."))
        return redirect(draft)
    try:
        writing.waive_finding(report=draft, finding=finding, reason=form.data.get("reason", ""), at=now, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(draft.get_absolute_url() + "#findings")


@require_POST
def withdraw(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    draft = _draft(request, public_id)
    waiver = get_object_or_404(draft.waivers.all(), pk=pk)
    writing.withdraw_waiver(waiver=waiver, at=timezone.now(), by=request.user)
    return redirect(draft.get_absolute_url() + "#findings")


@one_moment()
def printed(request: HttpRequest, public_id: str, language: str, kind: str) -> HttpResponse:
    """The draft as Word or PDF; every page says that it is a draft."""
    draft = _draft(request, public_id)
    if language not in draft.languages or kind not in releasing.FORMATS:
        raise Http404
    document = build(draft, language, at=timezone.now())
    content = render_pdf(document) if kind == "pdf" else render_docx(document)
    response = HttpResponse(content, content_type=releasing.FORMATS[kind])
    response["Content-Disposition"] = f'attachment; filename="{draft.event.slug}-draft-{language}.{kind}"'
    return response


@require_POST
def release(request: HttpRequest, public_id: str) -> HttpResponse:
    draft = _draft(request, public_id)
    require(rules.may_release_report(request.user, draft.event))
    title = _("Release: %(report)s") % {"report": draft.title}
    jobs.start(kind="release_report", title=title, arguments={"report": draft.pk}, by=request.user.pk, at=timezone.now())
    messages.success(request, _("The release is being made. You may leave this page and come back."))
    return redirect(draft)


def _draft(request: HttpRequest, public_id: str) -> Report:
    return get_object_or_404(queries.reports_written_by(request.user), public_id=public_id)


def _language(request: HttpRequest, draft: Report) -> str:
    asked = request.GET.get("language", "") or translation.get_language() or "en"
    return asked if asked in draft.languages else draft.languages[0]


def _shown_sections(draft: Report, language: str) -> list[dict]:
    found = []
    with translation.override(language):
        book = FigureBook(draft.event, at=timezone.now())
        for row in draft.sections.order_by("position", "pk"):
            blocks = section_blocks(row, draft.event, book)
            found.append({"section": row, "blocks": _with_links(blocks, book)})
    return found


def _with_links(blocks: list, book: FigureBook) -> list[dict]:
    links = {row.figure: row.href for row in book.ledger().rows}
    return [shown(block, links) for block in blocks]


def _section_page(
    request: HttpRequest, draft: Report, found: ReportSection, language: str, form: SectionForm, *, status: int = 200
) -> HttpResponse:
    found = ReportSection.objects.get(pk=found.pk)
    with translation.override(language):
        book = FigureBook(draft.event, at=timezone.now())
        blocks = _with_links(section_blocks(found, draft.event, book), book)
    context = {
        "report": draft, "section": found, "form": form, "language": LANGUAGES[language], "blocks": blocks,
        "languages": [LANGUAGES[tag] for tag in draft.languages], "state": found.body.state(language),
        "original": None if language == found.body.original else found.body[found.body.original],
        "original_language": found.body.original, "is_conflict": status == 409, "current_body": found.body[language],
        "figures": [(name, row) for name, row in book.figures.items()],
        "preview_address": reverse("insights:section_preview", args=[draft.public_id, found.public_id]) + f"?language={language}",
    }  # fmt: skip
    return render(request, "insights/section.html", context, status=status)
