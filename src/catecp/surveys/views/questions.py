"""Writing questions and their translations."""

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.kernel.plaintext import clean_line
from catecp.kernel.translated import OUTDATED, REVIEWED, TRANSLATED, Translated, written
from catecp.kernel.verdict import require
from catecp.languages.form_fields import STATE_WORDS
from catecp.languages.tags import LANGUAGES
from catecp.surveys import rules
from catecp.surveys.forms import QuestionForm, kind_form
from catecp.surveys.models import Question, Survey
from catecp.surveys.queries.surveys import questions_of
from catecp.surveys.question_types.registry import KINDS
from catecp.surveys.services import authoring
from catecp.surveys.services.authoring import QuestionDraft
from catecp.surveys.starters import phone_words
from catecp.surveys.views.loading import attempt, managed_question, managed_survey
from catecp.surveys.wording import wordings_of


def question_new(request: HttpRequest, slug: str, public_id: str, kind: str) -> HttpResponse:
    survey = managed_survey(request, slug, public_id)
    if kind not in KINDS:
        raise Http404
    require(rules.may_edit_questions(request.user, survey))
    form, special = QuestionForm(request.POST or None), kind_form(kind, data=request.POST or None)
    if request.method == "POST" and form.is_valid() and special.is_valid():
        draft = _draft(form, special, kind=kind, old=None, original=survey.title.original)
        if attempt(request, lambda: authoring.add_question(survey=survey, draft=draft, by=request.user, at=timezone.now())):
            return redirect("surveys:survey", slug=slug, public_id=public_id)
    return _form_page(request, survey, form=form, special=special, kind=kind)


def question(request: HttpRequest, slug: str, public_id: str, question: str) -> HttpResponse:
    shown = managed_question(request, slug, public_id, question)
    require(rules.may_edit_questions(request.user, shown.survey))
    original = shown.text.original
    initial = {
        "text": shown.text[original],
        "hint": shown.hint.best(original)[0],
        "is_required": shown.is_required,
        "codebook": shown.codebook,
    }
    form = QuestionForm(request.POST or None, initial=initial)
    special = kind_form(shown.kind, data=request.POST or None, settings=shown.settings, original=original)
    if request.method == "POST" and form.is_valid() and special.is_valid():
        draft = _draft(form, special, kind=shown.kind, old=shown, original=original)
        if attempt(request, lambda: authoring.edit_question(question=shown, draft=draft, by=request.user, at=timezone.now())):
            return redirect("surveys:survey", slug=slug, public_id=public_id)
    return _form_page(request, shown.survey, form=form, special=special, kind=shown.kind, question=shown)


def _draft(form: QuestionForm, special: Form, *, kind: str, old: Question | None, original: str) -> QuestionDraft:
    """What the two forms say, with the translations of what did not change."""
    text, hint = clean_line(form.cleaned_data["text"]), clean_line(form.cleaned_data["hint"])
    return QuestionDraft(
        kind=kind,
        text=old.text.with_text(original, text) if old else written(text, original),
        hint=_changed(old.hint if old else Translated(), hint, original),
        is_required=form.cleaned_data["is_required"],
        settings=KINDS[kind].settings_from(special.cleaned_data, old=old.settings if old else {}, original=original),
        codebook=form.cleaned_data["codebook"],
    )


def _changed(before: Translated, text: str, original: str) -> Translated:
    return before.with_text(before.original, text) if before else written(text, original)


def _form_page(request: HttpRequest, survey: Survey, **context: object) -> HttpResponse:
    kind = KINDS[str(context["kind"])]
    return render(
        request, "surveys/question.html", {"survey": survey, "event": survey.event, **context, "kind_title": kind.title}
    )


@require_POST
def question_delete(request: HttpRequest, slug: str, public_id: str, question: str) -> HttpResponse:
    shown = managed_question(request, slug, public_id, question)
    deed = {"question": shown, "by": request.user, "at": timezone.now()}
    attempt(request, lambda: authoring.delete_question(**deed), done=_("The question is gone."))
    return redirect("surveys:survey", slug=slug, public_id=public_id)


@require_POST
def question_up(request: HttpRequest, slug: str, public_id: str, question: str) -> HttpResponse:
    shown = managed_question(request, slug, public_id, question)
    attempt(request, lambda: authoring.move_question_up(question=shown, by=request.user, at=timezone.now()))
    return redirect("surveys:survey", slug=slug, public_id=public_id)


def translations(request: HttpRequest, slug: str, public_id: str, language: str) -> HttpResponse:
    """One language beside the original, text by text, with how far each can be trusted."""
    survey = managed_survey(request, slug, public_id)
    if language not in LANGUAGES:
        raise Http404
    wordings = wordings_of(survey, list(questions_of(survey)))
    if request.method == "POST":
        texts = {wording.path: _sent(request, wording.path, wording.text.state(language)) for wording in wordings}
        deed = {"survey": survey, "language": language, "texts": texts, "by": request.user, "at": timezone.now()}
        attempt(request, lambda: authoring.translate_survey(**deed), done=_("Saved."))
        return redirect("surveys:translations", slug=slug, public_id=public_id, language=language)
    rows = [
        {
            "path": wording.path,
            "number": wording.number,
            "is_option": wording.is_option,
            "original": wording.text.best(wording.text.original)[0],
            "original_language": wording.text.original,
            "text": wording.text[language],
            "state": STATE_WORDS[wording.text.state(language)],
            "is_reviewed": wording.text.state(language) == REVIEWED,
        }
        for wording in wordings
    ]
    words = [(word["en"], word[language]) for word in phone_words().values()]
    languages = [(tag, LANGUAGES[tag].own_name) for tag in survey.languages if tag in LANGUAGES and tag != survey.title.original]
    context = {"survey": survey, "event": survey.event, "rows": rows, "words": words, "languages": languages}
    return render(request, "surveys/translations.html", {**context, "language": LANGUAGES[language]})


def _sent(request: HttpRequest, path: str, state: str) -> tuple[str, str]:
    text = clean_line(request.POST.get(path, ""))
    if request.POST.get(f"{path}-reviewed"):
        return text, REVIEWED
    return text, state if state in {OUTDATED, "machine"} and text == request.POST.get(f"{path}-before", "") else TRANSLATED
