"""What a changed phone can send: nothing of it may stop the phone, or reach a database as an error."""

import json

import pytest

from catecp.learning.models import LearningEvent
from catecp.learning.sync_events import Unreadable, read_batch, storable
from tests.learning.test_sync_page import batch, enrolment, post  # noqa: F401 -- pytest finds the fixture by its name

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("NaN", 400),
        ("-Infinity", 400),
        ("1e400", 400),
        ('{"a":' * 900 + "1" + "}" * 900, 400),
        ('"\\u0000"', 200),
        ('["\\ud800", {"\\u0000": 1}]', 200),
        ("9" * 4000, 200),
    ],
    ids=["nan", "infinite", "too large", "nested", "nul", "half a letter", "long number"],
)
def test_strange_answer_is_refused_or_kept_and_never_an_error(enrolment, learning, answer, status):  # noqa: F811 -- the fixture
    text = json.dumps(batch(enrolment, 1)).replace('"answer": "b"', f'"answer": {answer}')

    response = post(learning(enrolment.learner), text)

    assert (response.status_code, LearningEvent.objects.count()) == (status, int(status == 200))


def test_letters_nobody_can_write_are_replaced_and_all_others_kept():
    assert storable({"a\0": ["\ud83d", "ផ្សារ 😀", 1.5, None, True]}) == {"a\ufffd": ["\ufffd", "ផ្សារ 😀", 1.5, None, True]}


@pytest.mark.parametrize("seq", [2**63, 2**53, 1.5, float("nan"), True, 0, -1, "1", None, 10**4000])
def test_number_that_counts_nothing_is_refused(seq):
    with pytest.raises(Unreadable):
        read_batch({"device": "phone-0001", "events": [{"seq": seq, "kind": "answered"}]})


@pytest.mark.parametrize("name", ["device", "sent_at", "enrolment", "block", "at", "kind", "body"])
@pytest.mark.parametrize(
    "value", [float("nan"), [], {}, "\0", "\ud800", "9999-99-99T00:00:00Z", "0001-01-01T00:00:00+23:59", True]
)
def test_strange_field_is_refused_or_read_and_never_an_error(name, value):
    said = {"device": "phone-0001", "events": [{"seq": 1, "kind": "answered"}]}
    (said if name in {"device", "sent_at"} else said["events"][0])[name] = value

    try:
        assert len(read_batch(said).events) == 1
    except Unreadable as problem:
        assert str(problem)
