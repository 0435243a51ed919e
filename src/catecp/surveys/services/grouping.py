"""Cutting free texts into statements and putting each under an idea. The program suggests, a person confirms, nothing is dropped."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.languages.tags import LANGUAGES, language_by_script, script_of
from catecp.surveys.enums import StatementState
from catecp.surveys.facts import StatementsGrouped
from catecp.surveys.grouping import Codebook, statements_in
from catecp.surveys.models import Code, Statement, Survey
from catecp.surveys.models.response import random_number
from catecp.surveys.queries.results import unread_answers

LONGEST_LEARNED = 60  # a short confirmed statement is as good as a phrase; a long one says too much


class CannotGroup(Refused):
    """The statements or the idea are not of this survey, or a split would lose words."""


@transaction.atomic
def read_texts(*, survey: Survey, by: User | None, at: datetime) -> int:
    """Cut every free text not read yet into statements and suggest an idea for each. Returns the number of statements."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    books = {kind: codebook_of(survey, kind) for kind in set(survey.questions.values_list("codebook", flat=True)) if kind}
    found = []
    for answer in unread_answers(survey):
        for position, text in enumerate(statements_in(answer.text)):
            statement = Statement(
                answer=answer, text=text, position=position, language=_language_of(text, reader=answer.response.language)
            )
            _suggest(statement, books[answer.question.codebook])
            found.append(statement)
    Statement.objects.bulk_create(sorted(found, key=lambda statement: statement.pk), batch_size=500)
    if found:
        _record(survey, "read", len(found), by=by, at=at)
    return len(found)


@transaction.atomic
def suggest_again(*, survey: Survey, kind: str, by: User | None, at: datetime) -> int:
    """New suggestions for everything no person has decided, after the codebook changed. Returns how many have one now."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    book = codebook_of(survey, kind)
    codes = {code.pk: code for code in survey.codes.all()}
    undecided = list(_of(survey, kind).filter(state__in=[StatementState.OPEN, StatementState.SUGGESTED]))
    for statement in undecided:
        _suggest(statement, book)
    Statement.objects.bulk_update(undecided, ["code", "score", "why", "state"], batch_size=500)
    _record(survey, "suggested", len(undecided), by=by, at=at)
    return sum(statement.code_id in codes for statement in undecided)


def codebook_of(survey: Survey, kind: str) -> Codebook:
    """Phrases of the ideas in use, and short statements people have confirmed: the codebook learns from the person."""
    codes = survey.codes.filter(kind=kind, merged_into=None)
    learned: dict[int, list[str]] = {}
    confirmed = _of(survey, kind).filter(state=StatementState.CONFIRMED).values_list("code_id", "text")
    for code, text in confirmed:
        if len(text) <= LONGEST_LEARNED:
            learned.setdefault(code, []).append(text)
    return Codebook(
        {
            str(code.pk): {**code.phrases, "labels": list(code.label.texts.values()), "learned": learned.get(code.pk, [])}
            for code in codes
        }
    )


@transaction.atomic
def confirm_suggestions(*, survey: Survey, statements: Sequence[str], by: User, at: datetime) -> int:
    """A person agrees with the suggestions for these statements (public ids). Returns how many."""
    found = _chosen(survey, statements).filter(state=StatementState.SUGGESTED)
    number = found.update(state=StatementState.CONFIRMED, confirmed_by=by.pk)
    if number:
        _record(survey, "confirmed", number, by=by, at=at)
    return number


@transaction.atomic
def assign_statements(*, survey: Survey, statements: Sequence[str], code: Code, by: User, at: datetime) -> int:
    """Put statements under an idea, wherever they were. Returns how many."""
    if code.survey_id != survey.pk or code.merged_into_id is not None:
        raise CannotGroup(_("This idea is not in the survey's codebook any more. Choose another one."))
    number = (
        _chosen(survey, statements)
        .filter(answer__question__codebook=code.kind)
        .update(code=code, state=StatementState.CONFIRMED, confirmed_by=by.pk, score=0, why="")
    )
    if number:
        _record(survey, "assigned", number, by=by, at=at)
    return number


@transaction.atomic
def set_aside(*, survey: Survey, statements: Sequence[str], by: User, at: datetime) -> int:
    """ "Also said": read by a person, fits no idea, stays visible. Returns how many."""
    number = _chosen(survey, statements).update(code=None, state=StatementState.ALSO_SAID, confirmed_by=by.pk, score=0, why="")
    if number:
        _record(survey, "set aside", number, by=by, at=at)
    return number


@transaction.atomic
def split_statement(*, statement: Statement, parts: Sequence[str], by: User, at: datetime) -> list[Statement]:
    """Two things said in one breath become two statements of the same person. Refused when words would go missing."""
    statement = (
        Statement.objects.select_for_update().select_related("answer__response__survey", "answer__question").get(pk=statement.pk)
    )
    kept = [part.strip() for part in parts if part.strip()]
    if len(kept) < 2:
        raise CannotGroup(_("Write each part on a line of its own, at least two."))
    if _letters("".join(kept)) != _letters(statement.text):
        raise CannotGroup(_("The parts must have the words of the statement, no more and no fewer."))
    survey = statement.answer.response.survey
    book = codebook_of(survey, statement.answer.question.codebook)
    made = []
    for offset, text in zip(count(), kept):
        part = Statement(answer=statement.answer, text=text, position=statement.position + offset, language=statement.language)
        _suggest(part, book)
        part.save(force_insert=True)
        made.append(part)
    statement.delete()
    _record(survey, "split", len(made), by=by, at=at)
    return made


def _suggest(statement: Statement, book: Codebook) -> None:
    found = book.nearest(statement.text)
    statement.pk = statement.pk or random_number()
    statement.code_id = int(found.code) if found else None
    statement.state = StatementState.SUGGESTED if found else StatementState.OPEN
    statement.score, statement.why = (found.score, found.why) if found else (0, "")


def _language_of(text: str, *, reader: str) -> str:
    """By its script; Latin letters from a reader of another script are taken for English."""
    own = LANGUAGES[reader].script if reader in LANGUAGES else "Latn"
    return reader if script_of(text) == own else language_by_script(text, otherwise="en")


def _of(survey: Survey, kind: str) -> QuerySet[Statement]:
    return Statement.objects.filter(answer__response__survey=survey, answer__question__codebook=kind).order_by("pk")


def _chosen(survey: Survey, statements: Sequence[str]) -> QuerySet[Statement]:
    return Statement.objects.filter(answer__response__survey=survey, public_id__in=statements)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _record(survey: Survey, how: str, number: int, *, by: User | None, at: datetime) -> None:
    ledger.record(StatementsGrouped(survey_id=survey.pk, event_id=survey.event_id, how=how, number=number), by=by, at=at)
