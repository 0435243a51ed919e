"""Opening and closing. Closing rewrites anonymous answers in a new order, so that the tables keep no trace of who came when."""

import secrets
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.surveys.enums import SurveyState
from catecp.surveys.facts import SurveyClosed, SurveyOpened
from catecp.surveys.models import Answer, Receipt, Response, Statement, Survey
from catecp.surveys.models.response import random_number
from catecp.surveys.services.codes import issue_codes

_ANSWER_TABLES = ("surveys_response", "surveys_answer", "surveys_receipt", "surveys_accesscode", "surveys_statement")


class CannotOpen(Refused):
    """The survey is open already or has no questions."""


class CannotClose(Refused):
    """Only an open survey can be closed."""


@transaction.atomic
def open_survey(*, survey: Survey, by: User | None, at: datetime) -> Survey:
    """Let people answer; also again after closing. Whoever is registered and has no code yet gets one."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.state == SurveyState.OPEN:
        raise CannotOpen(_("This survey is already open."))
    if not survey.questions.exists():
        raise CannotOpen(_("Add at least one question before opening the survey."))
    survey.state, survey.opened_at, survey.closed_at = SurveyState.OPEN, survey.opened_at or at, None
    survey.revision += 1
    survey.save(update_fields=["state", "opened_at", "closed_at", "revision"])
    if survey.needs_code:
        issue_codes(survey=survey, by=by, at=at)
    ledger.record(SurveyOpened(survey_id=survey.pk, event_id=survey.event_id), by=by, at=at)
    return survey


@transaction.atomic
def close_survey(*, survey: Survey, by: User | None, at: datetime) -> Survey:
    """End it: results may be shown, and no order of arrival is left in the rows."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.state != SurveyState.OPEN:
        raise CannotClose(_("Only an open survey can be closed."))
    survey.state, survey.closed_at = SurveyState.CLOSED, at
    survey.revision += 1
    survey.save(update_fields=["state", "closed_at", "revision"])
    number = _rewrite_in_new_order(survey)
    ledger.record(SurveyClosed(survey_id=survey.pk, event_id=survey.event_id, responses=number), by=by, at=at)
    return survey


def _rewrite_in_new_order(survey: Survey) -> int:
    """Every row that came with an answer is written anew, shuffled and in this one transaction.

    PostgreSQL marks each row with the transaction that wrote it and keeps rows in the order of writing: until now a burnt code and
    the answer it brought shared that mark.
    """
    old = list(survey.responses.order_by("key"))
    answers = list(Answer.objects.filter(response__survey=survey).order_by("pk"))
    statements = list(Statement.objects.filter(answer__response__survey=survey).order_by("pk"))
    new_key = {response.pk: random_number() for response in old}
    new_answer = {answer.pk: random_number() for answer in answers}
    for response in old:
        response.key = new_key[response.pk]
        response._state.adding = True
    for answer in answers:
        answer.pk, answer.response_id = new_answer[answer.pk], new_key[answer.response_id]
    Response.objects.bulk_create(_shuffled(old), batch_size=500)
    Answer.objects.bulk_create(_shuffled(answers), batch_size=500)
    for statement in statements:
        statement.answer_id = new_answer[statement.answer_id]
    Statement.objects.bulk_update(statements, ["answer"], batch_size=500)
    for start in range(0, len(old), 500):
        Response.objects.filter(pk__in=list(new_key)[start : start + 500]).delete()
    receipts = list(survey.receipts.order_by("pk"))
    survey.receipts.all().delete()
    Receipt.objects.bulk_create(
        _shuffled([Receipt(survey=survey, client_hash=receipt.client_hash) for receipt in receipts]), batch_size=500
    )
    survey.access_codes.update(is_used=F("is_used"))
    return len(old)


def _shuffled(rows: list) -> list:
    secrets.SystemRandom().shuffle(rows)
    return rows


def wipe_old_pages() -> bool:
    """Give up the disk pages that still hold the rows as they first came. Impossible inside a transaction: then False."""
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            for table in _ANSWER_TABLES:
                cursor.execute(f"VACUUM FULL {table}")
    return True
