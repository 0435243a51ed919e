"""The survey's bad days, with the real server: two thousand phones a minute, the server killed with -9, the same answer five times."""

import json
import subprocess
import sys
import threading

import pytest
from django.db import connections

from benchmarks.survey_burst import ROOT, is_sound
from catecp.surveys.models import AccessCode, Response
from catecp.surveys.phone_answers import Raw, Submission
from catecp.surveys.services.answering import AnswersRefused, submit_response
from tests.factories.surveys import AccessCodeFactory, QuestionFactory, SurveyFactory


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["--kill"], []], ids=["killed with -9 halfway", "left alone"])
def test_phones_at_the_pace_of_two_thousand_a_minute_lose_nothing_on_sqlite(arguments):
    """Every tenth phone sends its answer five times; all retry. 200 phones in six seconds is the pace of 2,000 in a minute."""
    command = [sys.executable, str(ROOT / "benchmarks" / "survey_burst.py"), "--database", "sqlite", "--json", *arguments]

    done = subprocess.run([*command, "--answers", "200", "--seconds", "6"], cwd=ROOT, capture_output=True, text=True, timeout=300)

    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout)[0]
    assert is_sound(figures), figures
    assert (figures["acknowledged"], figures["stored"], figures["lost"]) == (200, 200, 0)


def at_once(number, deed):
    """Run `deed` in so many threads that start together; returns what each gave back or raised."""
    start, found = threading.Barrier(number), []

    def run(place):
        start.wait()
        try:
            found.append(deed(place))
        except AnswersRefused as refused:
            found.append(refused)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[place]) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_the_same_answer_sent_five_times_at_once_counts_once():
    survey = SurveyFactory()
    QuestionFactory(survey=survey)
    code = AccessCodeFactory(survey=survey).code
    sent = Submission(client_id="c" * 32, code=code, answers={1: Raw(["Language"])})

    found = at_once(5, lambda _place: submit_response(survey=survey, submission=sent))

    assert sorted(thanks.is_new for thanks in found) == [False] * 4 + [True]
    assert len({thanks.receipt for thanks in found}) == 1
    assert Response.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_five_phones_with_one_code_at_once_give_one_answer():
    survey = SurveyFactory()
    QuestionFactory(survey=survey)
    code = AccessCodeFactory(survey=survey).code

    found = at_once(
        5,
        lambda place: submit_response(
            survey=survey, submission=Submission(client_id=f"{place:032d}", code=code, answers={1: Raw([f"phone {place}"])})
        ),
    )

    refused = [one.problems for one in found if isinstance(one, AnswersRefused)]
    assert refused == [{"code": ("code_used", 0)}] * 4
    assert (Response.objects.count(), AccessCode.objects.filter(is_used=True).count()) == (1, 1)
