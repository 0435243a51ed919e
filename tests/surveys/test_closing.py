import pytest
from django.db import connection

from catecp.events.models import Registration
from catecp.kernel.models import LedgerEntry
from catecp.surveys.models import AccessCode, Answer, Receipt, Response, Statement
from catecp.surveys.phone_answers import Raw, Submission
from catecp.surveys.services.answering import submit_response
from catecp.surveys.services.closing import CannotClose, CannotOpen, close_survey, open_survey, wipe_old_pages
from catecp.surveys.services.codes import NoSpareCodes, issue_codes, issue_spare_codes
from tests.factories.events import NOON, EventFactory, RegistrationFactory
from tests.factories.surveys import AccessCodeFactory, QuestionFactory, StatementFactory, SurveyFactory

pytestmark = pytest.mark.django_db


def answered_survey(people=12):
    survey = SurveyFactory()
    QuestionFactory(survey=survey)
    for number in range(people):
        code = AccessCodeFactory(survey=survey)
        submit_response(
            survey=survey,
            submission=Submission(client_id=f"{number:032d}", code=code.code, answers={1: Raw([f"answer {number}"])}),
        )
    return survey


def contents(survey):
    return sorted(Answer.objects.filter(response__survey=survey).values_list("text", "response__language"))


def test_closing_keeps_every_answer_and_gives_every_row_a_new_number():
    survey = answered_survey()
    before, keys = contents(survey), set(Response.objects.values_list("key", flat=True))
    receipts = set(Receipt.objects.values_list("client_hash", flat=True))
    ids = set(Answer.objects.values_list("pk", flat=True)) | set(Receipt.objects.values_list("pk", flat=True))

    closed = close_survey(survey=survey, by=None, at=NOON)

    assert (closed.state, closed.closed_at) == ("closed", NOON)
    assert contents(survey) == before
    assert not keys & set(Response.objects.values_list("key", flat=True))
    assert not ids & (set(Answer.objects.values_list("pk", flat=True)) | set(Receipt.objects.values_list("pk", flat=True)))
    assert set(Receipt.objects.values_list("client_hash", flat=True)) == receipts
    assert AccessCode.objects.filter(is_used=True).count() == 12


def test_closing_keeps_statements_with_their_answers():
    survey = answered_survey(3)
    for answer in Answer.objects.all():
        StatementFactory(answer=answer, text=answer.text)

    close_survey(survey=survey, by=None, at=NOON)

    assert [(statement.text == statement.answer.text) for statement in Statement.objects.all()] == [True] * 3


def test_closing_leaves_no_mark_of_a_common_transaction_on_a_code_and_its_answer():
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL marks rows with their transaction")
    survey = answered_survey(3)
    close_survey(survey=survey, by=None, at=NOON)

    with connection.cursor() as cursor:
        marks = set()
        for table in ("surveys_response", "surveys_answer", "surveys_receipt", "surveys_accesscode"):
            cursor.execute(f"SELECT xmin FROM {table}")
            marks |= {str(row[0]) for row in cursor.fetchall()}
    assert len(marks) == 1


def test_closing_writes_the_rows_in_another_order_than_they_came():
    survey = answered_survey(12)
    close_survey(survey=survey, by=None, at=NOON)

    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM surveys_answer" + ("" if connection.vendor == "sqlite" else " ORDER BY ctid"))
        order = [row[0] for row in cursor.fetchall()]
    assert order != [f"answer {number}" for number in range(12)]


def test_closing_records_how_many_answered_and_nothing_of_them():
    survey = answered_survey(3)

    close_survey(survey=survey, by=None, at=NOON)

    entry = LedgerEntry.objects.get()
    assert (entry.kind, entry.body) == (
        "surveys.survey.closed",
        {"survey_id": survey.pk, "event_id": survey.event_id, "responses": 3},
    )


def test_only_an_open_survey_closes_and_only_a_closed_or_new_one_opens():
    survey = answered_survey(1)

    with pytest.raises(CannotOpen):
        open_survey(survey=survey, by=None, at=NOON)
    close_survey(survey=survey, by=None, at=NOON)
    with pytest.raises(CannotClose):
        close_survey(survey=survey, by=None, at=NOON)
    assert open_survey(survey=survey, by=None, at=NOON).state == "open"


def test_a_survey_without_questions_does_not_open():
    with pytest.raises(CannotOpen):
        open_survey(survey=SurveyFactory(state="draft"), by=None, at=NOON)


def test_opening_gives_each_confirmed_registration_one_code():
    event = EventFactory()
    RegistrationFactory.create_batch(3, event=event)
    RegistrationFactory(event=event, state="withdrawn")
    RegistrationFactory()
    survey = SurveyFactory(event=event, state="draft")
    QuestionFactory(survey=survey)

    open_survey(survey=survey, by=None, at=NOON)
    again = issue_codes(survey=survey, by=None, at=NOON)
    RegistrationFactory(event=event)
    late = issue_codes(survey=survey, by=None, at=NOON)

    assert (again, late) == (0, 1)
    assert set(AccessCode.objects.values_list("registration", flat=True)) == set(
        Registration.objects.filter(event=event, state="confirmed").values_list("pk", flat=True)
    )
    assert all(len(code) == 6 for code in AccessCode.objects.values_list("code", flat=True))


def test_spare_codes_are_for_anonymous_surveys_only():
    assert len(issue_spare_codes(survey=SurveyFactory(), number=5, by=None, at=NOON)) == 5

    with pytest.raises(NoSpareCodes):
        issue_spare_codes(survey=SurveyFactory(anonymity="named"), number=5, by=None, at=NOON)


def test_old_pages_are_not_wiped_inside_a_transaction():
    assert wipe_old_pages() is False


@pytest.mark.django_db(transaction=True)
def test_old_pages_are_wiped_from_the_file():
    survey = answered_survey(3)

    assert wipe_old_pages() is True
    assert Response.objects.filter(survey=survey).count() == 3
