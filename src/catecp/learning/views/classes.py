"""The teacher's pages: classes, one class, its list, one learner, the code on the wall."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from catecp.accounts.roles import Permission
from catecp.events.workbook.refusal import UnreadableWorkbook
from catecp.events.workbook.sheets import read_file
from catecp.kernel.errors import Refused
from catecp.kernel.paging import page_of
from catecp.kernel.tabular import download
from catecp.kernel.verdict import require
from catecp.languages.tags import LANGUAGES
from catecp.learning import rules
from catecp.learning.class_lists import Listed, pasted_rows, read_list
from catecp.learning.models import ClassEntry, Enrolment, StudyClass
from catecp.learning.queries.classes import (
    class_page,
    classes_visible_to,
    lessons_of_learner,
    oddities_in_class,
    offerings_for_classes,
    titles_of,
    with_counts,
    works_in_class,
)
from catecp.learning.queries.shapes import shape_of
from catecp.learning.services import classes as service
from catecp.learning.services.messages import NothingSaid, write_to_class
from catecp.network.models import Institution
from catecp.network.queries.canonical import institutions_held

LIST_LIMIT = 2_000_000  # bytes of a class list


class ClassForm(forms.Form):
    name = forms.CharField(label=_("Name of the class"), max_length=200)
    offering = forms.ModelChoiceField(label=_("Course"), queryset=None)
    institution = forms.ModelChoiceField(label=_("Institution"), queryset=None)
    language = forms.ChoiceField(
        label=_("Language of the class"), choices=[(row.tag, row.own_name) for row in LANGUAGES.values()]
    )
    has_minors = forms.BooleanField(
        label=_("There are learners under age"),
        required=False,
        help_text=_("Then the institution records its consent before anybody joins."),
    )

    def __init__(self, *args: Any, actor: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        held = institutions_held(actor, Permission.TEACH)
        rows = Institution.objects.filter(merged_into=None).order_by("pk")
        self.fields["institution"].queryset = rows if held is None else rows.filter(pk__in=held)
        self.fields["offering"].queryset = offerings_for_classes(actor)
        self.fields["offering"].label_from_instance = lambda row: f"{row.version.course.title} · {row.channel.name}"


class ListForm(forms.Form):
    pasted = forms.CharField(
        label=_("Names, one on each line"),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        max_length=200_000,
        help_text=_(
            "With the student number before or behind it, if there is one. Copy from a sheet, and it is read by columns."
        ),
    )
    file = forms.FileField(label=_("Or a file (XLSX, CSV)"), required=False)


def taught(request: HttpRequest, public_id: str) -> StudyClass:
    """404 for a class of another institution."""
    return get_object_or_404(classes_visible_to(request.user), public_id=public_id)


def classes(request: HttpRequest) -> HttpResponse:
    require(rules.may_teach_anywhere(request.user))
    page = page_of(with_counts(classes_visible_to(request.user)), request)
    return render(request, "learning/classes.html", {"page": page})


def make_class(request: HttpRequest) -> HttpResponse:
    require(rules.may_teach_anywhere(request.user))
    form = ClassForm(request.POST or None, actor=request.user)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        require(rules.may_make_class(request.user, said["institution"]))
        words = service.ClassWords(name=said["name"], language=said["language"], has_minors=said["has_minors"])
        made = service.make_class(
            offering=said["offering"], institution=said["institution"], words=words, at=timezone.now(), by=request.user
        )
        messages.success(request, gettext("The class is made. Add its names."))
        return redirect("learning:class_list", made.public_id)
    return render(request, "learning/class_new.html", {"form": form})


def class_(request: HttpRequest, public_id: str) -> HttpResponse:
    study_class = taught(request, public_id)
    page = class_page(study_class, timezone.now())
    if request.GET.get("format") in {"csv", "xlsx"}:
        return _download(study_class, page, request.GET["format"])
    only = request.GET.get("only", "")
    rows = [row for row in page.rows if _is_wanted(row, only)]
    facts = {"study_class": study_class, "page": page, "rows": rows, "only": only, "tab": "class"}
    return render(request, "learning/class.html", facts | {"may_open": rules.may_open_class(study_class)})


def _is_wanted(row: Any, only: str) -> bool:
    tests = {"stuck": bool(row.stuck), "missing": row.enrolment is None, "waiting": row.waiting > 0, "odd": row.oddities > 0}
    return tests.get(only, True)


def _download(study_class: StudyClass, page: Any, kind: str) -> HttpResponse:
    headers = [gettext("Number"), gettext("Name"), gettext("Name in own script"), gettext("Joined"), gettext("Progress in percent"),
               gettext("Score in percent"), gettext("Completed"), gettext("Last seen"), gettext("Stuck")]  # fmt: skip
    return download(name=f"class-{study_class.code}", kind=kind, headers=headers, rows=_cells(page))


def _cells(page: Any) -> Iterator[list[Any]]:
    for row in page.rows:
        entry, enrolment = row.entry, row.enrolment
        days = [getattr(enrolment, name, None) for name in ("enrolled_at", "completed_at", "last_at")]
        joined, completed, last = [day.date() if day else None for day in days]
        original = entry.original_name if entry else ""
        yield [
            entry.number if entry else "", row.name, original, joined, row.percent if enrolment else None, row.score_percent,
            completed, last, ", ".join(row.stuck),
        ]  # fmt: skip


def class_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add names, with a report line by line."""
    study_class = taught(request, public_id)
    form, report = ListForm(request.POST or None, request.FILES or None), []
    if form.is_bound and form.is_valid():
        try:
            rows = _read(form.cleaned_data["file"], form.cleaned_data["pasted"])
            report = service.take_list(study_class=study_class, rows=rows, at=timezone.now(), by=request.user)
            form = ListForm()
        except Refused as refusal:
            form.add_error("file", str(refusal))
    shown = [
        {"number": taken.row.line, "what": f"{taken.row.number} {taken.row.name}", "outcome": taken.outcome,
         "outcome_label": OUTCOMES[taken.outcome], "reasons": [taken.reason] if taken.reason else []}
        for taken in report
    ]  # fmt: skip
    facts = {"study_class": study_class, "form": form, "report": shown, "tab": "list"}
    return render(request, "learning/class_list.html", facts | {"entries": study_class.entries.filter(removed_at=None)})


OUTCOMES = {"added": _("added"), "repeated": _("on the list already"), "left_out": _("left out")}


def _read(file: UploadedFile | None, pasted: str) -> list[Listed]:
    if file is None:
        return read_list(pasted_rows(pasted))
    if (file.size or 0) > min(LIST_LIMIT, settings.UPLOAD_LIMIT_BYTES):
        raise service.ClassRefused(gettext("This file is larger than 2 MB. A class list is small: choose the right file."))
    try:
        sheets = read_file(file)
    except UnreadableWorkbook as refusal:
        raise service.ClassRefused(str(refusal)) from refusal
    filled = next((sheet for sheet in sheets if sheet.rows and not sheet.hidden), None)
    return read_list([(row.number, row.cells) for row in filled.rows]) if filled else []


def class_code(request: HttpRequest, public_id: str) -> HttpResponse:
    """For the wall: the code, the address, the QR."""
    study_class = taught(request, public_id)
    address = settings.SITE_ADDRESS + reverse("learning:join_class", args=[study_class.code])
    return render(request, "learning/class_code.html", {"study_class": study_class, "address": address, "tab": "code"})


@require_POST
def consent(request: HttpRequest, public_id: str) -> HttpResponse:
    study_class = taught(request, public_id)
    deed = _attempt(request, service.record_consent, study_class=study_class, said_by=request.POST.get("said_by", ""))
    if deed:
        messages.success(request, gettext("Recorded. The class can be joined."))
    return redirect("learning:class", public_id)


@require_POST
def open_or_close(request: HttpRequest, public_id: str) -> HttpResponse:
    study_class = taught(request, public_id)
    _attempt(request, service.set_open, study_class=study_class, is_open=request.POST.get("open") == "1")
    return redirect("learning:class", public_id)


def learner(request: HttpRequest, public_id: str, entry: int) -> HttpResponse:
    """One name of the list: lesson by lesson, what is hard, what was handed in, what is odd; message, new digits."""
    study_class = taught(request, public_id)
    chosen = get_object_or_404(ClassEntry.objects.select_related("learner"), study_class=study_class, pk=entry)
    root = chosen.learner.root_id if chosen.learner else None
    enrolments = Enrolment.objects.filter(study_class=study_class, learner__root_id=root) if root else Enrolment.objects.none()
    enrolment = enrolments.select_related("version__course__body", "learner").first()
    facts: dict[str, Any] = {"study_class": study_class, "entry": chosen, "enrolment": enrolment, "tab": "class"}
    if enrolment is not None:
        facts["lessons"] = lessons_of_learner(enrolment, shape_of(enrolment.version), titles_of(study_class))
        facts["works"] = works_in_class(study_class).filter(enrolment=enrolment)
        facts["oddities"] = oddities_in_class(study_class).filter(enrolment=enrolment)
    return render(request, "learning/class_learner.html", facts)


@require_POST
def act_on_name(request: HttpRequest, public_id: str, entry: int) -> HttpResponse:
    """New digits, off the list, a message to one."""
    study_class = taught(request, public_id)
    chosen = get_object_or_404(ClassEntry.objects.select_related("learner"), study_class=study_class, pk=entry, removed_at=None)
    act = request.POST.get("act", "")
    if act == "reset" and _attempt(request, service.reset_pin, entry=chosen):
        messages.success(request, gettext("%(name)s chooses four new digits.") % {"name": chosen.name})
    elif act == "remove" and _attempt(request, service.remove_name, entry=chosen):
        messages.success(request, gettext("%(name)s is off the list.") % {"name": chosen.name})
        return redirect("learning:class", public_id)
    elif act == "write" and chosen.learner is not None:
        said = {"study_class": study_class, "learner": chosen.learner, "text": request.POST.get("text", "")}
        if _attempt(request, write_to_class, **said):
            messages.success(request, gettext("Sent."))
    return redirect("learning:class_learner", public_id, entry)


@require_POST
def judge(request: HttpRequest, public_id: str) -> HttpResponse:
    study_class = taught(request, public_id)
    chosen = oddities_in_class(study_class).filter(pk__in=[pk for pk in request.POST.getlist("oddity") if pk.isdigit()])
    count = _attempt(request, service.judge_oddities, oddities=chosen, judgement=request.POST.get("judgement", ""))
    if count:
        messages.success(request, ngettext("%(n)s is judged.", "%(n)s are judged.", count) % {"n": count})
    return redirect(reverse("learning:class_oddities", args=[public_id]))


def oddities(request: HttpRequest, public_id: str) -> HttpResponse:
    study_class = taught(request, public_id)
    page = page_of(oddities_in_class(study_class), request)
    facts = {"study_class": study_class, "page": page, "titles": titles_of(study_class), "tab": "oddities"}
    return render(request, "learning/class_oddities.html", facts)


def _attempt(request: HttpRequest, deed: Any, **said: Any) -> Any:
    """Do it; a refusal becomes a message in the reader's words."""
    try:
        return deed(**said, at=timezone.now(), by=request.user)
    except (Refused, NothingSaid) as refusal:
        messages.error(request, str(refusal))
        return None
