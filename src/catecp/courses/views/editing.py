"""The editor: the outline of a draft, a lesson with its blocks, and how it looks on a phone."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from catecp.courses import content, rendering
from catecp.courses.enums import BlockKind, QuestionKind
from catecp.courses.models import Block, Unit, Version
from catecp.courses.queries.courses import outline_of
from catecp.courses.queries.drafts import problems_of
from catecp.courses.queries.passport import checklist_in_force, languages_of, readiness_of
from catecp.courses.services import units as services
from catecp.courses.services.publishing import open_draft
from catecp.courses.views.drafting import BOOK, course_to_write, draft_to_write, unit_to_write, writer
from catecp.kernel.errors import Refused
from catecp.languages.tags import LANGUAGES


def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """The outline. Without a draft it offers to open one."""
    course = course_to_write(request, public_id)
    if request.method == "POST" and course.draft is None:
        open_draft(course=course, at=timezone.now(), by=writer(request))
        return redirect("courses:edit", course.public_id)
    draft = course.draft
    if draft is None:
        return render(request, "courses/edit/no_draft.html", {"course": course})
    draft.course = course
    problems = problems_of(draft)
    return render(
        request,
        "courses/edit/outline.html",
        {
            "course": course,
            "version": draft,
            "units": list(outline_of(draft)),
            "problems": problems,
            "blocking": sum(1 for row in problems if not row.problem.is_warning),
            "readiness": readiness_of(draft),
            "checklist": checklist_in_force(),
        },
    )


@require_POST
def units(request: HttpRequest, public_id: str) -> HttpResponse:
    """One act on a chapter or lesson: `act` says which."""
    draft = draft_to_write(request, public_id)
    try:
        said = _act(request, draft)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if said:
            messages.success(request, said)
    return redirect("courses:edit", public_id)


def _act(request: HttpRequest, draft: Version) -> str:
    post, by, at = request.POST, writer(request), timezone.now()
    act, title = post.get("act", ""), post.get("title", "")
    if act == "add":
        parent = unit_to_write(draft, post["parent"]) if post.get("parent") else None
        services.add_unit(version=draft, title=title, parent=parent, at=at, by=by)
        return ""
    unit = unit_to_write(draft, post.get("unit", ""))
    if act == "rename":
        services.rename_unit(unit=unit, title=title, at=at, by=by)
    elif act in {"up", "down"}:
        services.move_unit(unit=unit, steps=-1 if act == "up" else 1, at=at, by=by)
    elif act == "pool":
        services.set_pool(unit=unit, draw=int(post.get("draw", "0") or 0) if post.get("draw", "0").isdigit() else 0, at=at, by=by)
    elif act == "remove":
        services.remove_unit(unit=unit, at=at, by=by)
        return _("“%(title)s” is removed. The history brings it back.") % {"title": unit.title}
    return ""


def lesson(request: HttpRequest, public_id: str, key: str) -> HttpResponse:
    draft = draft_to_write(request, public_id)
    unit = unit_to_write(draft, key)
    shown = rendering.lesson(draft, unit, draft.course.language, book=BOOK)
    by_key = {block.key: block for block in draft.blocks.filter(unit=unit).select_related("content", "unit")}
    return render(
        request,
        "courses/edit/lesson.html",
        {
            "course": draft.course,
            "version": draft,
            "unit": unit,
            "lesson": shown,
            "rows": [row_of(by_key[block.key], block) for block in shown.blocks if block.key in by_key],
            "opened": request.GET.get("open", ""),
            "kinds": BlockKind.choices,
            "question_kinds": QuestionKind.choices,
            "lessons": [row for row in outline_of(draft) if row.key != unit.key],
        },
    )


def row_of(block: Block, shown: Any) -> dict[str, Any]:
    """A block as its author sees it: as shown, its body to change, and what is wrong with it."""
    body = block.content.body
    return {
        "block": block,
        "shown": shown,
        "body": body,
        "kind": block.content.kind,
        "kind_name": block.content.get_kind_display(),
        "problems": content.problems(block.content.kind, body),
        "form": f"courses/edit/forms/{block.content.kind}.html",
        "options": _with_spare(body.get("options", []), 6),
        "pairs": _with_spare(body.get("pairs", []), 5),
        "rubric": _rubric(body.get("rubric", [])),
    }


def _with_spare(rows: list[dict[str, Any]], least: int) -> list[dict[str, Any]]:
    """Two empty rows to write in, and at least so many in all."""
    spare = max(2, least - len(rows))
    return [*rows, *({} for _row in range(spare))][: content.MOST_OPTIONS]


def _rubric(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each criterion with four levels to write in."""
    full = _with_spare(rows, 3)
    return [
        {**row, "levels": [*row.get("levels", []), *({} for _level in range(4 - len(row.get("levels", []))))]} for row in full
    ]


@require_GET
def preview(request: HttpRequest, public_id: str, key: str) -> HttpResponse:
    """The lesson as a phone of 360 pixels shows it, in the language asked for."""
    draft = draft_to_write(request, public_id)
    unit = unit_to_write(draft, key)
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGES else draft.course.language
    states = languages_of(draft)
    shown = rendering.lesson(draft, unit, language, book=BOOK)
    return render(
        request,
        "courses/edit/preview.html",
        {
            "course": draft.course,
            "unit": unit,
            "lesson": shown,
            "language": language,
            "mode": request.GET.get("mode", ""),
            "languages": [
                (state.tag, LANGUAGES[state.tag].own_name, state.percent) for state in states if state.tag in LANGUAGES
            ],
        },
    )


def first_lesson(version: Version) -> Unit | None:
    return next((unit for unit in outline_of(version) if unit.blocks.all()), None)
