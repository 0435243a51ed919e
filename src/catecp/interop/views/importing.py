"""Bringing a package: upload in pieces or at once, the report of a dry run, the draft made of it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catecp.courses.rules import may_start_course
from catecp.interop import jobs, queries, report_shown
from catecp.interop.forms import PackageForm
from catecp.interop.models import PackageUpload, UploadState
from catecp.interop.services import uploads
from catecp.kernel.errors import Refused
from catecp.kernel.paging import page_of
from catecp.kernel.tabular import download
from catecp.kernel.verdict import require

_PIECE = 2_000_000  # bytes a script sends at once


@require_http_methods(["GET", "HEAD", "POST"])
def import_course(request: HttpRequest) -> HttpResponse:
    """The packages brought so far, and the place to bring one; a small one comes with the form itself."""
    require(may_start_course(request.user))
    form = PackageForm(request.POST or None, request.FILES or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            upload = _whole(form, request.user)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("interop:import_upload", upload.public_id)
    found = queries.uploads_visible_to(request.user).exclude(state=UploadState.DISCARDED)
    facts = {"form": form, "page": page_of(found, request, per_page=20), "piece": _PIECE}
    facts |= {"limit_small": settings.UPLOAD_LIMIT_BYTES // 1_000_000, "limit_large": settings.PACKAGE_LIMIT_BYTES // 1024**3}
    return render(request, "interop/import_course.html", facts)


def _whole(form: PackageForm, actor: Any) -> PackageUpload:
    """A package that came in one request."""
    file = form.cleaned_data["file"]
    if file.size > settings.UPLOAD_LIMIT_BYTES:
        limit = settings.UPLOAD_LIMIT_BYTES // 1_000_000
        raise uploads.TooLarge(
            _("Without JavaScript a package has at most %(limit)s MB. Allow scripts for this page, or split the course.")
            % {"limit": limit}
        )
    upload = _begun(form, actor, name=file.name, size=file.size)
    upload = uploads.take_piece(upload=upload, offset=0, stream=file)
    return jobs.look(upload=upload, by=actor.pk)


def _begun(form: PackageForm, actor: Any, *, name: str, size: int) -> PackageUpload:
    owner = form.cleaned_data["owner"]
    require(may_start_course(actor, owner))
    language = form.cleaned_data["language"]
    return uploads.begin_upload(name=name, size=size, owner=owner, language=language, at=timezone.now(), by=actor)


@require_POST
def begin(request: HttpRequest) -> JsonResponse:
    """A script announces a file: {"address", "received", "piece"}; the same file again goes on where it stopped."""
    require(may_start_course(request.user))
    form = PackageForm(request.POST, actor=request.user, needs_file=False)
    name, size = request.POST.get("name", ""), request.POST.get("size", "")
    if not form.is_valid() or not _is_count(size):
        return JsonResponse({"problem": _("Choose the institution and the file.")}, status=400)
    waiting = queries.uploads_visible_to(request.user).filter(
        state=UploadState.ARRIVING, size=int(size), owner=form.cleaned_data["owner"], file_name=uploads.safe_name(name)
    )
    try:
        upload = waiting.first() or _begun(form, request.user, name=name, size=int(size))
    except Refused as refusal:
        return JsonResponse({"problem": str(refusal)}, status=409)
    address = reverse("interop:import_piece", args=[upload.public_id])
    return JsonResponse({"address": address, "received": upload.received, "piece": _PIECE})


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


@require_http_methods(["PUT"])
def piece(request: HttpRequest, public_id: str) -> JsonResponse:
    """A piece of a file at `?offset=`; answers how many bytes are here, and where to go when all are."""
    upload = get_object_or_404(queries.uploads_visible_to(request.user), public_id=public_id)
    offset = request.GET.get("offset", "")
    try:
        upload = uploads.take_piece(upload=upload, offset=int(offset) if _is_count(offset) else -1, stream=request)
    except Refused as refusal:
        upload.refresh_from_db()
        return JsonResponse({"problem": str(refusal), "received": upload.received}, status=409)
    if upload.state == UploadState.WAITING:
        jobs.look(upload=upload, by=request.user.pk)
        return JsonResponse({"received": upload.received, "next": reverse("interop:import_upload", args=[upload.public_id])})
    return JsonResponse({"received": upload.received})


@require_safe
def import_upload(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far the work is, then what became of every item."""
    upload = get_object_or_404(queries.uploads_visible_to(request.user), public_id=public_id)
    outcome = request.GET.get("outcome", "")
    rows = report_shown.rows_of(upload.report, outcome=outcome)
    if (kind := request.GET.get("format")) in ("csv", "xlsx") and upload.report:
        lines = [[row["number"], row["what"], str(row["outcome_label"]), *row["reasons"]] for row in rows]
        return download(name=f"import-{upload.public_id}", kind=kind, headers=report_shown.headers(), rows=lines)
    page = page_of(rows, request, per_page=100)
    facts = {
        "upload": upload,
        "page": page,
        "rows": page.object_list,
        "counts": report_shown.counts_of(upload.report),
        "chosen": outcome,
    }
    facts["job"] = upload.job if upload.job and not upload.job.is_over else None
    facts["course_address"] = _course_address(upload)
    return render(request, "interop/import_upload.html", facts)


def _course_address(upload: PackageUpload) -> str:
    for name in ("courses:edit", "courses:course"):
        try:
            return reverse(name, args=[upload.course.public_id]) if upload.course else ""
        except NoReverseMatch:
            continue
    return ""


@require_POST
def import_make(request: HttpRequest, public_id: str) -> HttpResponse:
    upload = get_object_or_404(queries.uploads_visible_to(request.user), public_id=public_id)
    require(may_start_course(request.user, upload.owner))
    try:
        jobs.make(upload=upload, by=request.user.pk)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("interop:import_upload", public_id)


@require_POST
def import_discard(request: HttpRequest, public_id: str) -> HttpResponse:
    upload = get_object_or_404(queries.uploads_visible_to(request.user), public_id=public_id)
    try:
        uploads.discard_upload(upload=upload)
        messages.success(request, _("The package was discarded. No course was made of it."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("interop:import_course")
