"""Courses of the reader's institution: the list, a new one, the passport, publishing and withdrawing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from catecp.courses import rules
from catecp.courses.comparison import compared
from catecp.courses.fingerprint import passport_digest
from catecp.courses.forms_authoring import ChangeNoteForm, PassportForm, StartForm
from catecp.courses.models import Passport
from catecp.courses.queries.courses import courses_written_by, institutions_of_author
from catecp.courses.queries.drafts import problems_of
from catecp.courses.queries.passport import checklist_in_force, readiness_of
from catecp.courses.services.outline import sources_of, start_course
from catecp.courses.services.passports import change_passport
from catecp.courses.services.publishing import publish_version, withdraw_version
from catecp.courses.views.drafting import course_to_write, draft_to_write, writer
from catecp.kernel.errors import Refused
from catecp.kernel.paging import page_of
from catecp.kernel.translated import written
from catecp.kernel.verdict import require


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    may_start = rules.may_start_course(request.user)
    require(may_start)
    page = page_of(courses_written_by(request.user), request, per_page=30)
    return render(request, "courses/mine.html", {"page": page, "may_start": may_start})


def start(request: HttpRequest) -> HttpResponse:
    require(rules.may_start_course(request.user))
    form = StartForm(request.POST or None, institutions=institutions_of_author(request.user))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        course = start_course(
            title=written(data["title"], data["language"]),
            summary=written(data["summary"], data["language"]),
            language=data["language"],
            owner=data["owner"],
            at=timezone.now(),
            by=writer(request),
        )
        return redirect("courses:edit", course.public_id)
    return render(request, "courses/start.html", {"form": form})


def passport(request: HttpRequest, public_id: str) -> HttpResponse:
    draft = draft_to_write(request, public_id)
    now = Passport.objects.select_related("field").get(version=draft)
    form = PassportForm(request.POST or None, course=draft.course, passport=now, seen=passport_digest(now))
    if request.method == "POST" and form.is_valid():
        try:
            change_passport(version=draft, said=form.said(), at=timezone.now(), by=writer(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The passport is saved."))
            return redirect("courses:edit", public_id)
    shown = {"course": draft.course, "form": form, "readiness": readiness_of(draft), "checklist": checklist_in_force()}
    return render(request, "courses/edit/passport.html", shown)


def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """What changed, what stands in the way; then it is what learners get."""
    draft = draft_to_write(request, public_id)
    course = draft.course
    form = ChangeNoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note = written(form.cleaned_data["note"], form.cleaned_data["language"])
        try:
            publish_version(version=draft, change_note=note, at=timezone.now(), by=writer(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Published. Learners get this version from now on."))
            return redirect(course)
    problems = problems_of(draft)
    shown = {
        "course": course,
        "version": draft,
        "form": form,
        "blocking": [row for row in problems if not row.problem.is_warning],
        "advice": [row for row in problems if row.problem.is_warning],
        "comparison": compared(sources_of(course.published), sources_of(draft)) if course.published else None,
        "readiness": readiness_of(draft),
        "checklist": checklist_in_force(),
    }
    return render(request, "courses/edit/publish.html", shown)


@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    course = course_to_write(request, public_id)
    if course.published is None:
        messages.error(request, _("There is no published version."))
        return redirect("courses:edit", public_id)
    course.published.course = course
    require(rules.may_withdraw_version(request.user, course.published))
    withdraw_version(version=course.published, reason=request.POST.get("reason", ""), at=timezone.now(), by=writer(request))
    messages.success(request, _("Withdrawn. Nobody new gets it; running classes keep it."))
    return redirect(course)
