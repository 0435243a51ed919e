"""Grouping what people wrote. Works without scripts; five hundred statements are one page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from catecp.kernel.translated import written
from catecp.surveys.forms import CodeForm, MergeForm, NewCodeForm, SplitForm, phrases_as_lines
from catecp.surveys.models import Survey
from catecp.surveys.queries.codebook import board, codes_in_use
from catecp.surveys.queries.results import codebook_kinds, texts_unread
from catecp.surveys.services import codebook as codes
from catecp.surveys.services import grouping
from catecp.surveys.views.loading import attempt, managed_code, managed_statement, managed_survey

MOST_STATEMENTS = 4_000


@require_safe
def codebook(request: HttpRequest, slug: str, public_id: str, kind: str) -> HttpResponse:
    survey = managed_survey(request, slug, public_id)
    kinds = codebook_kinds(survey)
    if kind not in dict(kinds):
        raise Http404
    return render(
        request,
        "surveys/codebook.html",
        {
            "survey": survey,
            "event": survey.event,
            "kind": kind,
            "kinds": kinds,
            "board": board(survey, kind),
            "codes": codes_in_use(survey, kind),
            "unread": texts_unread(survey),
            "form": NewCodeForm(),
        },
    )


@require_POST
def group(request: HttpRequest, slug: str, public_id: str, kind: str) -> HttpResponse:
    """`act`: read, again, confirm, assign, aside. Statements by their boxes, or all suggestions of one idea (`all`)."""
    survey = managed_survey(request, slug, public_id)
    deed = {"survey": survey, "by": request.user, "at": timezone.now()}
    attempt(request, lambda: _act(request, kind, deed))
    return redirect("surveys:codebook", slug=slug, public_id=public_id, kind=kind)


def _act(request: HttpRequest, kind: str, deed: dict) -> None:
    chosen = (request.POST.getlist("s") + request.POST.get("all", "").split(","))[:MOST_STATEMENTS]
    statements = [public_id for public_id in chosen if public_id]
    act = request.POST.get("act", "confirm" if "all" in request.POST else "")
    if act == "read":
        number = grouping.read_texts(**deed)
    elif act == "again":
        number = grouping.suggest_again(kind=kind, **deed)
    elif act == "confirm":
        number = grouping.confirm_suggestions(statements=statements, **deed)
    elif act == "aside":
        number = grouping.set_aside(statements=statements, **deed)
    elif act == "assign":
        code = get_object_or_404(deed["survey"].codes, public_id=request.POST.get("code", ""))
        number = grouping.assign_statements(statements=statements, code=code, **deed)
    else:
        raise Http404
    _say(request, number)


def _say(request: HttpRequest, number: int) -> None:
    words = ngettext("%(number)s statement done.", "%(number)s statements done.", number) % {"number": number}
    attempt(request, lambda: None, done=words if number else _("Nothing changed: tick the statements first."))


@require_POST
def code_new(request: HttpRequest, slug: str, public_id: str, kind: str) -> HttpResponse:
    survey = managed_survey(request, slug, public_id)
    if kind not in dict(codebook_kinds(survey)):
        raise Http404
    form = NewCodeForm(request.POST)
    if form.is_valid():
        label = written(form.cleaned_data["label"], request.LANGUAGE_CODE)
        deed = {"survey": survey, "kind": kind, "label": label, "by": request.user, "at": timezone.now()}
        attempt(request, lambda: codes.add_code(**deed), done=_("Added to the codebook."))
    return redirect("surveys:codebook", slug=slug, public_id=public_id, kind=kind)


def code(request: HttpRequest, slug: str, public_id: str, code: str) -> HttpResponse:
    """Words and phrases of one idea."""
    shown = managed_code(request, slug, public_id, code)
    initial = {"label": shown.label, "phrases": phrases_as_lines(shown)}
    form = CodeForm(request.POST or None, initial=initial, languages=shown.survey.languages)
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "code": shown, "by": request.user, "at": timezone.now()}
        if attempt(request, lambda: codes.edit_code(**values), done=_("Saved.")):
            return redirect("surveys:codebook", slug=slug, public_id=public_id, kind=shown.kind)
    context = {"survey": shown.survey, "event": shown.survey.event, "code": shown, "form": form, "merge": MergeForm(code=shown)}
    return render(request, "surveys/code.html", context)


@require_POST
def code_merge(request: HttpRequest, slug: str, public_id: str, code: str) -> HttpResponse:
    shown = managed_code(request, slug, public_id, code)
    form = MergeForm(request.POST, code=shown)
    if form.is_valid():
        deed = {"code": shown, "into": form.cleaned_data["into"], "by": request.user, "at": timezone.now()}
        attempt(request, lambda: codes.merge_codes(**deed), done=_("Merged. Everything said under it has moved."))
    return redirect("surveys:codebook", slug=slug, public_id=public_id, kind=shown.kind)


def statement(request: HttpRequest, slug: str, public_id: str, statement: str) -> HttpResponse:
    """Split what was said in one breath."""
    shown = managed_statement(request, slug, public_id, statement)
    survey: Survey = managed_survey(request, slug, public_id)
    form = SplitForm(request.POST or None, initial={"parts": shown.text})
    if request.method == "POST" and form.is_valid():
        parts = form.cleaned_data["parts"].splitlines()
        deed = {"statement": shown, "parts": parts, "by": request.user, "at": timezone.now()}
        if attempt(request, lambda: grouping.split_statement(**deed), done=_("Split.")):
            return redirect("surveys:codebook", slug=slug, public_id=public_id, kind=shown.answer.question.codebook)
    return render(request, "surveys/statement.html", {"survey": survey, "event": survey.event, "statement": shown, "form": form})
