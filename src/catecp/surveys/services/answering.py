"""Taking an answer: one short transaction. What is acknowledged is on the disk, once."""

import threading
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction

from catecp.kernel.errors import Refused
from catecp.kernel.identifiers import read_code
from catecp.surveys.enums import Anonymity, Source, SurveyState
from catecp.surveys.models import AccessCode, Answer, Receipt, Response, Survey
from catecp.surveys.phone_answers import Problems, Submission, checked_answers, client_hash, is_client_id, receipt_code
from catecp.surveys.queries.surveys import questions_of, state_held
from catecp.surveys.question_types.base import Given
from catecp.surveys.starters import phone_words

# SQLite has one writer; who finds it busy asks again at growing intervals, and in a burst some threads never get lucky. In a line each
# waits its turn.
_turn_of_this_process = threading.Lock()


class AnswersRefused(Refused):
    """`problems` says per field which word of the phone page is the reason; as text, the first of them."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        word, number = next(iter(problems.values()))
        super().__init__(str(phone_words()[word]).replace("{n}", str(number)))


@dataclass(frozen=True)
class Thanks:
    """`receipt` is what the person may keep; `is_new` is false when these answers had arrived before."""

    receipt: str
    is_new: bool


def submit_response(*, survey: Survey, submission: Submission, source: str = Source.PHONE) -> Thanks:
    """Store one person's answers. Sending the same client id again gives the same thanks and stores nothing.

    Takes no `at=` and records no fact: an anonymous answer has no time.
    """
    hashed = _hash_of(survey, submission)
    given, problems = checked_answers(list(questions_of(survey)), submission)
    try:
        with _turn_of_this_process if connection.vendor == "sqlite" else nullcontext():
            is_new = _store(survey=survey, submission=submission, hashed=hashed, given=given, problems=problems, source=source)
    except IntegrityError:
        # The same phone sent twice at once: the other one arrived. Anything else is an error of ours.
        if not Receipt.objects.filter(survey=survey, client_hash=hashed).exists():
            raise
        is_new = False
    return Thanks(receipt=receipt_code(hashed), is_new=is_new)


@transaction.atomic
def _store(
    *, survey: Survey, submission: Submission, hashed: str, given: Mapping[int, Given], problems: Problems, source: str
) -> bool:
    state = state_held(survey.pk)
    if Receipt.objects.filter(survey=survey, client_hash=hashed).exists():
        return False
    if state != SurveyState.OPEN:
        raise AnswersRefused({"form": ("closed" if state == SurveyState.CLOSED else "not_open", 0)})
    if problems:
        raise AnswersRefused(problems)
    Receipt.objects.create(survey=survey, client_hash=hashed)
    burnt = _burn(survey, submission.code) if survey.needs_code else None
    response = _response(survey, burnt, submission=submission, source=source)
    Answer.objects.bulk_create(
        Answer(response=response, question_id=question, chosen=list(answer.chosen), text=answer.text)
        for question, answer in given.items()
    )
    return True


def _burn(survey: Survey, typed: str) -> AccessCode | None:
    """Use the code up. Refused when it is nobody's or has answered. Whose it was is looked up only where that is stored."""
    code = read_code(typed)
    if not AccessCode.objects.filter(survey=survey, code=code, is_used=False).update(is_used=True):
        is_known = AccessCode.objects.filter(survey=survey, code=code).exists()
        raise AnswersRefused({"code": ("code_used" if is_known else "code_unknown", 0)})
    if survey.anonymity == Anonymity.ANONYMOUS:
        return None
    return AccessCode.objects.select_related("registration__institution__country").get(survey=survey, code=code)


def _response(survey: Survey, burnt: AccessCode | None, *, submission: Submission, source: str) -> Response:
    """In the anonymous mode `burnt` is None: nothing of the code's holder can reach the response."""
    response = Response(
        survey=survey,
        language=submission.language if submission.language in survey.languages else "en",
        rotation=submission.rotation % 100,
        source=source,
    )
    registration = burnt.registration if burnt is not None else None
    if registration is not None:
        response.institution = registration.institution
        response.group = (registration.institution.country_id or "") if registration.institution else ""
    if survey.anonymity == Anonymity.NAMED:
        response.registration = registration
    response.save(force_insert=True)
    return response


def _hash_of(survey: Survey, submission: Submission) -> str:
    """Without a usable client id (no script, odd browser) the personal code stands in, which also answers once."""
    client_id = submission.client_id
    if not is_client_id(client_id):
        if not (survey.needs_code and read_code(submission.code)):
            raise AnswersRefused({"form": ("again", 0)})
        client_id = f"code {read_code(submission.code)}"
    return client_hash(survey=survey.public_id, client_id=client_id)
