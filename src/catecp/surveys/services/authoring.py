"""Setting a survey up: from the workshop's four questions or from nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.events.models import Event
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.translated import Translated
from catecp.surveys.enums import Anonymity, SurveyState
from catecp.surveys.facts import SurveyCreated, SurveyEdited
from catecp.surveys.models import Code, Question, Survey
from catecp.surveys.queries.surveys import questions_of
from catecp.surveys.starters import starter_codebook, translated, workshop_survey
from catecp.surveys.wording import wordings_of


class NotADraft(Refused):
    """Questions and the mode stand still once people can answer."""


class NeedsCodes(Refused):
    """Without personal codes nobody would know whose answers these are."""


@dataclass(frozen=True)
class QuestionDraft:
    kind: str
    text: Translated
    hint: Translated = field(default_factory=Translated)
    is_required: bool = False
    settings: dict[str, Any] = field(default_factory=dict)
    codebook: str = ""


@transaction.atomic
def create_survey(*, event: Event, title: Translated, languages: Sequence[str], by: User | None, at: datetime) -> Survey:
    """An empty draft."""
    survey = Survey.objects.create(event=event, title=title, languages=list(languages))
    ledger.record(SurveyCreated(survey_id=survey.pk, event_id=event.pk), by=by, at=at)
    return survey


@transaction.atomic
def create_workshop_survey(
    *, event: Event, languages: Sequence[str], by: User | None, at: datetime, anonymity: str = Anonymity.ANONYMOUS
) -> Survey:
    """A draft with the workshop report's four questions, their translations and the starter codebook."""
    starter = workshop_survey()
    survey = Survey.objects.create(
        event=event, title=starter["title"], intro=starter["intro"], languages=list(languages), anonymity=anonymity
    )
    for number, question in enumerate(starter["questions"], start=1):
        Question.objects.create(survey=survey, number=number, **question)
        _give_codebook(survey, question["codebook"])
    ledger.record(SurveyCreated(survey_id=survey.pk, event_id=event.pk), by=by, at=at)
    return survey


def _give_codebook(survey: Survey, kind: str) -> None:
    """The survey's own copy of the starter codebook of that kind, once."""
    if not kind or survey.codes.filter(kind=kind).exists():
        return
    Code.objects.bulk_create(
        Code(
            survey=survey,
            kind=kind,
            key=key,
            label=translated({language: phrases[0] for language, phrases in lines.items()}),
            phrases=lines,
            position=position,
        )
        for position, (key, lines) in enumerate(starter_codebook().get(kind, {}).items())
    )


def _locked(survey: Survey) -> Survey:
    return Survey.objects.select_for_update().get(pk=survey.pk)


def _locked_draft(survey: Survey) -> Survey:
    survey = _locked(survey)
    if survey.state != SurveyState.DRAFT:
        raise NotADraft(_("The survey has opened, so its questions stand still. Make a new survey for other questions."))
    return survey


def _edited(survey: Survey, what: str, *, by: User | None, at: datetime) -> None:
    Survey.objects.filter(pk=survey.pk).update(revision=F("revision") + 1)
    ledger.record(SurveyEdited(survey_id=survey.pk, event_id=survey.event_id, what=what), by=by, at=at)


@transaction.atomic
def edit_survey(
    *,
    survey: Survey,
    title: str,
    intro: str,
    languages: Sequence[str],
    anonymity: str,
    needs_code: bool,
    by: User | None,
    at: datetime,
) -> Survey:
    """Texts are in the original language. The mode and the codes change only before the first answer can come."""
    survey = _locked(survey)
    if survey.state != SurveyState.DRAFT and (anonymity, needs_code) != (survey.anonymity, survey.needs_code):
        raise NotADraft(_("People were told who sees their answers. The mode cannot change after the survey has opened."))
    if anonymity != Anonymity.ANONYMOUS and not needs_code:
        raise NeedsCodes(_("Only personal codes say whose answers these are. Keep the codes, or choose anonymous."))
    survey.title = survey.title.with_text(survey.title.original, title)
    survey.intro = survey.intro.with_text(survey.intro.original, intro)
    survey.languages, survey.anonymity, survey.needs_code = list(languages), anonymity, needs_code
    survey.save(update_fields=["title", "intro", "languages", "anonymity", "needs_code"])
    _edited(survey, "settings", by=by, at=at)
    return survey


@transaction.atomic
def add_question(*, survey: Survey, draft: QuestionDraft, by: User | None, at: datetime) -> Question:
    survey = _locked_draft(survey)
    last = survey.questions.aggregate(last=Max("number"))["last"] or 0
    question = Question.objects.create(
        survey=survey,
        number=last + 1,
        kind=draft.kind,
        text=draft.text,
        hint=draft.hint,
        is_required=draft.is_required,
        settings=draft.settings,
        codebook=draft.codebook,
    )
    _give_codebook(survey, draft.codebook)
    _edited(survey, "question", by=by, at=at)
    return question


@transaction.atomic
def edit_question(*, question: Question, draft: QuestionDraft, by: User | None, at: datetime) -> Question:
    survey = _locked_draft(question.survey)
    question.text, question.hint, question.is_required = draft.text, draft.hint, draft.is_required
    question.settings, question.codebook = draft.settings, draft.codebook
    question.save(update_fields=["text", "hint", "is_required", "settings", "codebook"])
    _give_codebook(survey, draft.codebook)
    _edited(survey, "question", by=by, at=at)
    return question


@transaction.atomic
def delete_question(*, question: Question, by: User | None, at: datetime) -> None:
    survey = _locked_draft(question.survey)
    question.delete()
    _number(list(questions_of(survey)))
    _edited(survey, "question", by=by, at=at)


@transaction.atomic
def move_question_up(*, question: Question, by: User | None, at: datetime) -> None:
    survey = _locked_draft(question.survey)
    order = list(questions_of(survey))
    place = order.index(question)
    if place:
        order[place - 1], order[place] = order[place], order[place - 1]
        _number(order)
        _edited(survey, "order", by=by, at=at)


def _number(order: list[Question]) -> None:
    """Number from 1, through numbers nobody uses: two questions may not share one even for a moment."""
    for offset in (1000, 1):
        for number, question in enumerate(order):
            Question.objects.filter(pk=question.pk).update(number=number + offset)


@transaction.atomic
def translate_survey(*, survey: Survey, language: str, texts: dict[str, tuple[str, str]], by: User | None, at: datetime) -> int:
    """Set translations: {path: (text, state)} as in wording.py. Allowed at any time. Returns how many changed."""
    survey = _locked(survey)
    changed = 0
    questions = list(questions_of(survey))
    for wording in wordings_of(survey, questions):
        if wording.path not in texts or language == wording.text.original:
            continue
        text, state = texts[wording.path]
        new = wording.text.with_text(language, text, state=state)
        if new != wording.text:
            wording.put(new)
            changed += 1
    if changed:
        survey.save(update_fields=["title", "intro"])
        Question.objects.bulk_update(questions, ["text", "hint", "settings"])
        _edited(survey, "translation", by=by, at=at)
    return changed
