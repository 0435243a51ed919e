"""Workbooks of registrations: upload, preview with corrections and decisions, report."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from catecp.accounts.queries import Actor
from catecp.events import import_report, rules
from catecp.events.forms_imports import WorkbookForm, columns_in, institutions_in, pairs_in
from catecp.events.jobs_imports import KIND
from catecp.events.models import BatchState, Event, ImportBatch
from catecp.events.queries import imports as queries
from catecp.events.queries.events import events_visible_to
from catecp.events.services import importing
from catecp.events.workbook.plan import ImportPlan
from catecp.kernel import jobs
from catecp.kernel.errors import Refused
from catecp.kernel.paging import page_of
from catecp.kernel.tabular import download
from catecp.kernel.verdict import require

_AT_ONCE = 400  # more rows than these are imported by a job with progress
_PER_PAGE = 100


def _who(request: HttpRequest) -> Any:
    """The signed-in user: pages are closed by default, so there is one."""
    return request.user


def _event(actor: Actor, slug: str) -> Event:
    event = get_object_or_404(events_visible_to(actor), slug=slug)
    require(rules.may_manage_event(actor, event))
    return event


def _batch(actor: Actor, slug: str, public_id: str) -> ImportBatch:
    event = _event(actor, slug)
    return get_object_or_404(queries.imports_visible_to(actor), event=event, public_id=public_id)


@require_safe
def imports(request: HttpRequest, slug: str) -> HttpResponse:
    """The workbooks brought so far, and the place to bring one."""
    event = _event(request.user, slug)
    batches = queries.imports_visible_to(request.user).filter(event=event)
    return render(request, "events/imports/imports.html", {"event": event, "batches": batches, "form": WorkbookForm()})


@require_POST
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    event = _event(request.user, slug)
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > settings.UPLOAD_LIMIT_BYTES:
        limit = settings.UPLOAD_LIMIT_BYTES // 1_000_000
        words = _("Choose an Excel or CSV file of at most %(limit)s MB. From a larger one, save only the registrations as CSV.")
        messages.error(request, words % {"limit": limit})
        return redirect("events:imports", slug)
    try:
        batch = importing.bring_workbook(
            event=event, file_name=file.name or "", content=file.read(), by=_who(request), at=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("events:imports", slug)
    return redirect("events:import_batch", slug, batch.public_id)


@require_safe
def batch(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The preview of a workbook, or the report once it is imported."""
    found = _batch(request.user, slug, public_id)
    if found.state == BatchState.APPLIED:
        return _report(request, found)
    if found.state == BatchState.DISCARDED:
        return render(request, "events/imports/discarded.html", {"event": found.event, "batch": found})
    try:
        plan = queries.plan_of(found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("events:imports", slug)
    return render(request, "events/imports/preview.html", _preview(request, found, plan))


def _preview(request: HttpRequest, found: ImportBatch, plan: ImportPlan) -> dict[str, Any]:
    names = queries.directory_names()
    differences = queries.differences_of(found, plan)
    decided = found.choices.get("institutions", {})
    return {
        "event": found.event,
        "batch": found,
        "counts": plan.counts,
        "differences": differences,
        "changes": import_report.changes_shown(differences),
        "layouts": plan.layouts,
        "sheets": [sheet.name for sheet in queries.sheets_of(found)],
        "columns": import_report.columns_shown(plan),
        "unsure": import_report.unsure_shown(plan, decided, dict(names)),
        "pairs": import_report.pairs_shown(plan.pairs),
        "names": names,
        "page": page_of(import_report.planned_rows(plan), request, per_page=_PER_PAGE),
        "job": found.job if found.job and not found.job.is_over else None,
        "failed": found.job if found.job and found.job.problem else None,
    }


def _report(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    rows = queries.rows_of(found)
    if request.GET.get("outcome") in import_report.OUTCOMES:
        rows = rows.filter(outcome=request.GET["outcome"])
    if (kind := request.GET.get("format")) in ("csv", "xlsx"):
        lines = import_report.report_lines(rows)
        return download(name=f"import-{found.public_id}", kind=kind, headers=import_report.report_headers(), rows=lines)
    page = page_of(rows, request, per_page=_PER_PAGE)
    done = found.counts.get("done", {})
    outcomes = [(code, label, done[code]) for code, label in import_report.OUTCOMES.items() if done.get(code)]
    return render(
        request,
        "events/imports/report.html",
        {
            "event": found.event,
            "batch": found,
            "page": page,
            "rows": import_report.imported_rows(page.object_list),
            "outcomes": outcomes,
            "chosen": request.GET.get("outcome", ""),
            "gone": done.get("gone", 0),
        },
    )


def _changed(request: HttpRequest, slug: str, public_id: str, change: Any, words: str) -> HttpResponse:
    """Do one thing to a workbook in preview, and say what came of it."""
    found = _batch(request.user, slug, public_id)
    try:
        change(found)
        messages.success(request, words)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("events:import_batch", slug, public_id)


@require_POST
def columns(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    sheet, header_row, meanings = columns_in(request.POST)
    return _changed(
        request,
        slug,
        public_id,
        lambda found: importing.correct_columns(batch=found, sheet=sheet, header_row=header_row, meanings=meanings),
        _("The workbook was read again with these columns."),
    )


@require_POST
def decisions(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    ids_by_name = {name.casefold(): key for key, name in queries.directory_names()}
    institutions, pairs = institutions_in(request.POST, ids_by_name), pairs_in(request.POST)
    return _changed(
        request,
        slug,
        public_id,
        lambda found: importing.decide(batch=found, institutions=institutions, pairs=pairs),
        _("Your decisions are kept with this workbook."),
    )


@require_POST
def suggestions(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    return _changed(
        request,
        slug,
        public_id,
        lambda found: importing.accept_suggestions(batch=found),
        _("Every suggestion was accepted. You can still change each one below."),
    )


@require_POST
def apply(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    found = _batch(request.user, slug, public_id)
    if found.counts.get("rows", 0) > _AT_ONCE:
        return _apply_later(request, found)
    try:
        done = importing.apply_import(batch=found, by=_who(request), at=timezone.now()).counts["done"]
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        added = done.get("added", 0)
        messages.success(request, ngettext("%(n)s person was registered.", "%(n)s people were registered.", added) % {"n": added})
    return redirect("events:import_batch", slug, public_id)


def _apply_later(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    running = found.job is not None and not found.job.is_over
    if not running and found.state == BatchState.PREVIEW:
        title = _("Import of %(file)s") % {"file": found.file_name}
        importing.follow_job(
            batch=found,
            job=jobs.start(kind=KIND, title=title, arguments={"batch": found.pk}, by=request.user.pk, at=timezone.now()),
        )
    return redirect("events:import_batch", found.event.slug, found.public_id)


@require_POST
def discard(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    return _changed(
        request,
        slug,
        public_id,
        lambda found: importing.discard_import(batch=found, by=_who(request), at=timezone.now()),
        _("The workbook was discarded. Nobody of it was registered."),
    )
