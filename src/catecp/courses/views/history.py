"""Who changed what in a draft, word by word, and the way back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from catecp.courses.comparison import words_of
from catecp.courses.models import Edit
from catecp.courses.queries import drafts as queries
from catecp.courses.queries.courses import edits_of
from catecp.courses.services.authoring import restore_edit
from catecp.courses.services.units import restore_unit
from catecp.courses.views.drafting import draft_to_write, writer
from catecp.languages.differences import difference


@require_GET
def history(request: HttpRequest, public_id: str) -> HttpResponse:
    draft = draft_to_write(request, public_id)
    block = request.GET.get("block", "")[:12]
    rows = [_row(edit, name) for edit, name in queries.history(draft, block_key=block)]
    return render(
        request, "courses/edit/history.html", {"course": draft.course, "version": draft, "rows": rows, "block_key": block}
    )


def _row(edit: Edit, name: str) -> dict[str, Any]:
    before = words_of(edit.before.kind, edit.before.body) if edit.before else ""
    after = words_of(edit.after.kind, edit.after.body) if edit.after else ""
    what = edit.detail.get("act", edit.what) if edit.what == "outline" else edit.what
    return {
        "edit": edit,
        "name": name,
        "what": what,
        "title": edit.detail.get("title", ""),
        "parts": difference(before, after) if before != after else [],
        "may_restore": (edit.before is not None and before != after) or bool(edit.detail.get("units")),
    }


@require_POST
def restore(request: HttpRequest, public_id: str) -> HttpResponse:
    draft = draft_to_write(request, public_id)
    wanted = request.POST.get("edit", "")
    edit = get_object_or_404(edits_of(draft), pk=int(wanted[:18]) if wanted.isdigit() else 0)
    at, by = timezone.now(), writer(request)
    if edit.what == "outline":
        unit = restore_unit(edit=edit, at=at, by=by)
        messages.success(request, _("“%(title)s” is back.") % {"title": unit.title})
        return redirect("courses:edit", public_id)
    block = restore_edit(edit=edit, at=at, by=by)
    messages.success(request, _("It stands again as it did before."))
    return redirect(reverse("courses:edit_lesson", args=[public_id, block.unit.key]) + f"#b-{block.key}")
