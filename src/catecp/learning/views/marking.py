"""Practical work of a class: the queue, one work with its rubric, its photos and films; and the class's messages."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from catecp.courses.media_types import SHOWN
from catecp.files.storage import path_of
from catecp.kernel.errors import Refused
from catecp.kernel.paging import page_of
from catecp.learning.models import PracticalWork
from catecp.learning.queries.classes import class_messages, titles_of, works_in_class
from catecp.learning.queries.shapes import shape_of
from catecp.learning.services.messages import mark_read, write_to_class
from catecp.learning.services.work import mark_work, task_of
from catecp.learning.views.classes import taught


def works(request: HttpRequest, public_id: str) -> HttpResponse:
    study_class = taught(request, public_id)
    page = page_of(works_in_class(study_class), request)
    facts = {"study_class": study_class, "page": page, "titles": titles_of(study_class), "tab": "work"}
    return render(request, "learning/class_works.html", facts)


def work(request: HttpRequest, public_id: str, work: str) -> HttpResponse:
    """Mark one work by the rubric of its task; then the next one that waits."""
    study_class = taught(request, public_id)
    found = get_object_or_404(works_in_class(study_class), public_id=work)
    if request.method == "POST" and _mark(request, found):
        following = works_in_class(study_class).filter(state="waiting").first()
        return (
            redirect("learning:class_work", public_id, following.public_id)
            if following
            else redirect("learning:class_works", public_id)
        )
    block = shape_of(found.enrolment.version).blocks.get(found.block_key)
    facts = {"study_class": study_class, "work": found, "task": block.body if block else {}, "tab": "work"}
    return render(request, "learning/class_work.html", facts | {"rows": _rubric(found, block.body if block else {})})


def _rubric(work: PracticalWork, body: Any) -> list[dict[str, Any]]:
    """The rubric with what was chosen before, in this request or an earlier mark."""
    return [{**row, "chosen": work.marks.get(row["key"])} for row in body.get("rubric", [])]


def _mark(request: HttpRequest, found: PracticalWork) -> bool:
    marks: dict[str, float] = {}
    try:
        for row in task_of(found.enrolment, found.block_key).body.get("rubric", []):
            said = request.POST.get(f"mark_{row['key']}", "")
            if said:
                marks[row["key"]] = float(said)
        passed, remark = request.POST.get("outcome") == "passed", request.POST.get("remark", "")
        mark_work(work=found, marks=marks, passed=passed, remark=remark, at=timezone.now(), by=request.user)
    except ValueError:
        raise Http404 from None  # not sent by our form
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, _("Marked."))
    return True


@require_GET
def evidence(request: HttpRequest, public_id: str, work: str, sha256: str) -> HttpResponse:
    """A photo or film that was handed in, for the teacher only."""
    found = get_object_or_404(works_in_class(taught(request, public_id)), public_id=work)
    asset = get_object_or_404(found.evidence, sha256=sha256)
    path = path_of(asset.sha256)
    if not path.exists():
        raise Http404
    response = FileResponse(path.open("rb"), content_type=asset.media_type)
    response["Content-Disposition"] = content_disposition_header(asset.media_type not in SHOWN, asset.name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400"
    return response


def class_mail(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was written in the class, and a message to everybody."""
    study_class = taught(request, public_id)
    if request.method == "POST":
        try:
            text = request.POST.get("text", "")
            write_to_class(study_class=study_class, learner=None, text=text, at=timezone.now(), by=request.user)
            messages.success(request, _("Sent to everybody of the class."))
            return redirect("learning:class_messages", public_id)
        except Refused as refusal:
            messages.error(request, str(refusal))
    page = page_of(class_messages(study_class), request)
    rows = list(page)
    mark_read(study_class=study_class, at=timezone.now())
    return render(
        request, "learning/class_messages.html", {"study_class": study_class, "page": page, "rows": rows, "tab": "mail"}
    )
