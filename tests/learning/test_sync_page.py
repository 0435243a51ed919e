import json

import pytest
from django.test import Client
from django.utils import timezone

from catecp.courses.content import UnitSource
from catecp.learning.models import Attempt, LearningEvent
from tests.factories.courses import OfferingFactory, make_course, single
from tests.factories.learning import EnrolmentFactory

pytestmark = pytest.mark.django_db
UNITS = (UnitSource(title="One", key="u1", blocks=(single(key="q1"), single(key="q2"))),)


@pytest.fixture
def enrolment():
    return EnrolmentFactory(offering=OfferingFactory(version=make_course(units=UNITS).published))


def batch(enrolment, *seqs):
    now = timezone.now().isoformat()
    row = {"kind": "answered", "block": "q1", "enrolment": enrolment.public_id, "at": now, "body": {"answer": "b"}}
    return {"device": "phone-0001", "sent_at": now, "events": [{"seq": seq, **row} for seq in seqs]}


def post(client, said, **more):
    body = said if isinstance(said, str) else json.dumps(said)
    return client.post("/learn/sync/", body, content_type="application/json", **more)


def test_receipt_says_what_is_held_and_how_far_the_learner_is(enrolment, learning):
    response = post(learning(enrolment.learner), batch(enrolment, 1))

    assert (response.status_code, response.json()) == (
        200,
        {"highest": 1, "expected": 2, "kept": 1, "repeated": 0, "oddities": [], "progress": {enrolment.public_id: 0.5}},
    )


def test_batch_that_begins_too_late_is_told_where_to_begin(enrolment, learning):
    response = post(learning(enrolment.learner), batch(enrolment, 4))

    assert (response.status_code, response.json()["expected"]) == (409, 1)
    assert [row["kind"] for row in response.json()["oddities"]] == ["jump"]


def test_nobody_is_told_to_join_again(enrolment):
    assert post(Client(), batch(enrolment, 1)).status_code == 401


@pytest.mark.parametrize(
    ("said", "status"),
    [("{", 400), ("[" * 100_000, 400), ("[]", 400), ('{"device":"phone-0001","events":7}', 400), ("x" * 300_000, 413)],
)
def test_what_is_no_batch_is_refused_and_keeps_nothing(enrolment, learning, said, status):
    assert post(learning(enrolment.learner), said).status_code == status
    assert LearningEvent.objects.count() == 0


def test_another_site_cannot_send_for_the_learner(enrolment, learning):
    client = learning(enrolment.learner)

    foreign = post(client, batch(enrolment, 1), headers={"Origin": "https://evil.example"})
    form = client.post("/learn/sync/", {"device": "phone-0001"})

    assert (foreign.status_code, form.status_code, Attempt.objects.count()) == (403, 403, 0)
