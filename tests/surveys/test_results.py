import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import RequestFactory

from catecp.events.models import Scan
from catecp.surveys.models import Answer
from catecp.surveys.queries.results import (
    choices_by_language,
    export_headers,
    export_rows,
    people_by_language,
    shares_of,
    top_choices,
)
from catecp.surveys.tally import Group
from catecp.surveys.views.projector import projector_part
from tests.factories.events import CheckpointFactory, RegistrationFactory, ScanFactory
from tests.factories.surveys import AnswerFactory, ChooseThreeFactory, QuestionFactory, ResponseFactory, SurveyFactory

pytestmark = pytest.mark.django_db


def answered(survey, question, choices):
    """choices: [(language, [option keys])]."""
    for language, chosen in choices:
        AnswerFactory(response=ResponseFactory(survey=survey, language=language), question=question, chosen=chosen)


@pytest.fixture
def survey():
    survey = SurveyFactory(state="closed")
    question = ChooseThreeFactory(survey=survey)
    answered(survey, question, [("en", ["exchange", "green"])] * 6 + [("km", ["exchange"])] * 5 + [("th", ["policy"])] * 2)
    return survey


def address(survey, page):
    return f"/surveys/{survey.event.slug}/{survey.public_id}/{page}"


def test_shares_are_of_the_people_who_answered_the_question(survey):
    ResponseFactory(survey=survey)

    found = {share.key: (share.people, share.answered, share.percent) for share in shares_of(survey.questions.get())}

    assert {key: found[key] for key in ("exchange", "green", "policy", "research")} == {
        "exchange": (11, 13, 85),
        "green": (6, 13, 46),
        "policy": (2, 13, 15),
        "research": (0, 13, 0),
    }


def test_top_choices_keep_equals_of_the_last_one():
    survey = SurveyFactory()
    question = ChooseThreeFactory(survey=survey)
    answered(survey, question, [("en", ["exchange", "green", "policy"]), ("en", ["exchange", "research", "policy"])])

    assert [share.key for share in top_choices(question, most=3)] == ["exchange", "policy", "green", "research"]


def test_languages_of_an_anonymous_survey_are_merged_below_five(survey):
    assert people_by_language(survey) == [Group(("en",), 6), Group(("km", "th"), 7, is_merged=True)]


def test_languages_of_a_named_survey_are_not_merged():
    survey = SurveyFactory(anonymity="named")
    ResponseFactory(survey=survey, language="th")

    assert people_by_language(survey) == [Group(("th",), 1)]


def test_breakdown_rows_sum_to_the_people_of_the_option(survey):
    breakdown = choices_by_language(survey.questions.get())

    assert all(sum(cells) == share.people for share, cells in breakdown.rows)
    assert {share.key: cells for share, cells in breakdown.rows}["exchange"] == [6, 5]


def test_export_has_one_row_a_person_merged_languages_and_no_order_of_arrival(survey):
    text = QuestionFactory(survey=survey, number=2)
    for number, response in enumerate(survey.responses.order_by("-key")):
        AnswerFactory(response=response, question=text, text=f"text {number:02d}")
    questions = list(survey.questions.order_by("number"))

    rows = export_rows(survey, questions)

    assert export_headers(questions) == ["language", "source", "q1", "q2", "q1_text", "q2_text"]
    assert (len(rows), rows == sorted(rows), {row[0] for row in rows}) == (13, True, {"en", "merged"})


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_downloads_with_hostile_texts_as_text(survey, coordinator_client, kind):
    text = QuestionFactory(survey=survey, number=2)
    AnswerFactory(response=survey.responses.first(), question=text, text="=1+1")

    response = coordinator_client.get(address(survey, f"answers/?format={kind}"))

    assert response["Content-Disposition"].endswith(f'.{kind}"')
    if kind == "csv":
        assert "'=1+1" in response.content.decode("utf-8-sig")


def test_results_page_needs_no_more_queries_for_more_people(coordinator_client, survey, django_assert_max_num_queries):
    coordinator_client.get(address(survey, "results/"))
    answered(survey, survey.questions.get(), [("en", ["exchange"])] * 20)

    with django_assert_max_num_queries(16):
        assert coordinator_client.get(address(survey, "results/")).status_code == 200


def projector(client, survey, key=None):
    return client.get(address(survey, f"projector/?key={survey.projector_key if key is None else key}"))


def test_projector_opens_with_its_key_and_not_with_another(client, survey):
    assert projector(client, survey).status_code == 200
    assert projector(client, survey, key="guess").status_code == 404
    assert projector(client, survey, key="").status_code == 404


def test_projector_counts_answers_of_the_people_checked_in_and_hides_bars_until_closing(client, survey):
    door = CheckpointFactory(event=survey.event)
    for _ in range(20):
        ScanFactory(checkpoint=door, registration=RegistrationFactory(event=survey.event))
    survey.state = "open"
    survey.save()

    open_html = projector(client, survey).content.decode()
    survey.state = "closed"
    survey.save()
    closed_html = projector(client, survey).content.decode()

    assert Scan.objects.count() == 20
    assert "<strong>13</strong> <span>of 20 checked in have answered</span>" in open_html
    assert "Student and staff exchange" not in open_html and f"/s/{survey.slug}" in open_html
    assert "Student and staff exchange" in closed_html and "N = 13" in closed_html


def test_projector_shows_languages_merged_below_five(client, survey):
    survey.state = "open"
    survey.save()

    html = projector(client, survey).content.decode()

    assert "small groups, together" in html and "ไทย" not in html


def test_projector_part_streams_a_version_that_changes_with_the_answers(client, survey):
    part = address(survey, f"projector/part/?key={survey.projector_key}")

    def version():
        request = RequestFactory().get(part, headers={"Accept": "text/event-stream"})
        request.user = AnonymousUser()
        stream = projector_part(request, survey.event.slug, survey.public_id)
        lines = iter(stream.streaming_content)
        found = [next(lines), next(lines)][1]
        request_finished.disconnect(close_old_connections)  # it would end the test's transaction
        stream.close()
        request_finished.connect(close_old_connections)
        return found

    before = version()
    ResponseFactory(survey=survey)

    assert (before, version()) == (b"data: closed-13-0\n\n", b"data: closed-14-0\n\n")
    assert client.get(part).content.decode().startswith('<p class="big">')
    assert Answer.objects.count() == 13
