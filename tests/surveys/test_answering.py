import pytest
from django.db import connection

from catecp.kernel.models import LedgerEntry
from catecp.surveys.enums import Anonymity
from catecp.surveys.models import AccessCode, Answer, Receipt, Response
from catecp.surveys.phone_answers import Raw, Submission, client_hash, receipt_code
from catecp.surveys.services.answering import AnswersRefused, submit_response
from tests.factories.events import RegistrationFactory
from tests.factories.places import CountryFactory
from tests.factories.surveys import AccessCodeFactory, ChooseThreeFactory, QuestionFactory, SurveyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    survey = SurveyFactory()
    ChooseThreeFactory(survey=survey, number=1)
    QuestionFactory(survey=survey, number=2, codebook="challenges")
    return survey


def submission(access, **changes):
    answers = {1: Raw(["exchange"], "drones"), 2: Raw(["Language"])}
    return Submission(
        **{"client_id": "c" * 32, "code": access.code, "language": "km", "rotation": 3, "answers": answers, **changes}
    )


def named_code(survey):
    registration = RegistrationFactory(event=survey.event, institution__country=CountryFactory(code="TH"))
    return AccessCodeFactory(survey=survey, registration=registration)


def test_submit_stores_the_answers_burns_the_code_and_keeps_a_receipt(survey):
    code = AccessCodeFactory(survey=survey)

    thanks = submit_response(survey=survey, submission=submission(code))

    answers = {answer.question.number: (answer.chosen, answer.text) for answer in Answer.objects.all()}
    hashed = client_hash(survey=survey.public_id, client_id="c" * 32)
    assert answers == {1: (["exchange"], "drones"), 2: ([], "Language")}
    assert list(Response.objects.values_list("language", "rotation", "source")) == [("km", 3, "phone")]
    assert AccessCode.objects.get(pk=code.pk).is_used
    assert (thanks.receipt, thanks.is_new, Receipt.objects.get().client_hash) == (receipt_code(hashed), True, hashed)


def test_the_same_submission_five_times_changes_nothing_after_the_first(survey):
    code = AccessCodeFactory(survey=survey)

    found = [submit_response(survey=survey, submission=submission(code)) for _ in range(5)]

    assert [thanks.is_new for thanks in found] == [True, False, False, False, False]
    assert len({thanks.receipt for thanks in found}) == 1
    assert (Response.objects.count(), Answer.objects.count(), Receipt.objects.count()) == (1, 2, 1)


def test_a_resent_answer_is_thanked_even_after_closing(survey):
    code = AccessCodeFactory(survey=survey)
    submit_response(survey=survey, submission=submission(code))
    survey.state = "closed"
    survey.save()

    assert not submit_response(survey=survey, submission=submission(code)).is_new


@pytest.mark.parametrize(
    ("mode", "stored"),
    [
        (Anonymity.ANONYMOUS, (False, False, "")),
        (Anonymity.INSTITUTION, (True, False, "TH")),
        (Anonymity.NAMED, (True, True, "TH")),
    ],
)
def test_each_mode_stores_of_the_person_what_its_first_screen_said(survey, mode, stored):
    survey.anonymity = mode
    survey.save()
    code = named_code(survey)

    submit_response(survey=survey, submission=submission(code))

    response = Response.objects.get()
    assert (response.institution is not None, response.registration is not None, response.group) == stored


def test_an_anonymous_answer_leaves_no_fact_and_no_time(survey):
    submit_response(survey=survey, submission=submission(named_code(survey)))

    with connection.cursor() as cursor:
        columns = [
            column.name
            for table in ("surveys_response", "surveys_answer", "surveys_receipt", "surveys_accesscode")
            for column in connection.introspection.get_table_description(cursor, table)
        ]
    assert LedgerEntry.objects.count() == 0
    assert [name for name in columns if name.endswith(("_at", "_on")) or "time" in name] == []


def test_rows_with_answers_are_not_numbered_in_the_order_they_came(survey):
    for number in range(12):
        code = AccessCodeFactory(survey=survey)
        answers = {1: Raw(["exchange"]), 2: Raw([f"{number:02d}"])}
        submit_response(survey=survey, submission=submission(code, client_id=f"{number:032d}", answers=answers))

    for rows in (
        Answer.objects.filter(question__number=2).order_by("pk"),
        Answer.objects.filter(question__number=2).order_by("response"),
    ):
        order = [answer.text for answer in rows]
        assert order != sorted(order)
        assert sorted(order) == [f"{number:02d}" for number in range(12)]


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"code": "nobody"}, {"code": ("code_unknown", 0)}),
        ({"answers": {1: Raw(["a-stranger"])}}, {"q1": ("not_offered", 0)}),
        ({"answers": {2: Raw(["x" * 1001])}}, {"q2": ("too_long", 1000)}),
        ({"answers": {}}, {"form": ("nothing", 0)}),
        ({"client_id": "", "code": ""}, {"form": ("again", 0)}),
    ],
    ids=["unknown code", "not offered", "too long", "nothing", "nobody"],
)
def test_a_refused_submission_changes_nothing(survey, changes, problems):
    code = AccessCodeFactory(survey=survey)

    with pytest.raises(AnswersRefused) as refused:
        submit_response(survey=survey, submission=submission(code, **changes))

    assert refused.value.problems == problems
    assert (Response.objects.count(), Receipt.objects.count(), AccessCode.objects.filter(is_used=True).count()) == (0, 0, 0)


def test_a_required_question_is_asked_for(survey):
    survey.questions.filter(number=2).update(is_required=True)

    with pytest.raises(AnswersRefused) as refused:
        submit_response(survey=survey, submission=submission(AccessCodeFactory(survey=survey), answers={1: Raw(["exchange"])}))

    assert refused.value.problems == {"q2": ("needed", 0)}


def test_a_code_is_read_as_people_type_it(survey):
    AccessCodeFactory(survey=survey, code="K7Q102")

    submit_response(survey=survey, submission=submission(AccessCodeFactory(survey=survey), code=" k7q-lo2 "))

    assert AccessCode.objects.get(code="K7Q102").is_used


def test_a_code_of_another_survey_is_unknown_here(survey):
    with pytest.raises(AnswersRefused) as refused:
        submit_response(survey=survey, submission=submission(AccessCodeFactory()))

    assert refused.value.problems == {"code": ("code_unknown", 0)}


def test_one_submission_takes_few_queries(survey, django_assert_max_num_queries):
    code = AccessCodeFactory(survey=survey)

    with django_assert_max_num_queries(10):
        submit_response(survey=survey, submission=submission(code))
