from datetime import timedelta

import pytest

from catecp.courses.content import BlockSource, UnitSource
from catecp.courses.services.assets import keep_bytes
from catecp.kernel.models import LedgerEntry
from catecp.learning.enums import Anomaly
from catecp.learning.models import Attempt, Batch, BlockProgress, Device, Enrolment, LearningEvent, Oddity, Standing
from catecp.learning.services.intake import take_batch, take_from_page
from catecp.learning.sync_events import Unreadable, read_batch
from tests.factories.courses import OfferingFactory, make_course, single, text
from tests.factories.learning import EnrolmentFactory, LearnerFactory

pytestmark = pytest.mark.django_db
UNITS = (
    UnitSource(title="One", key="u1", blocks=(text("<p>Read.</p>", key="t1"), single(key="q1"), single(key="q2", tries=2))),
    UnitSource(title="Two", key="u2", blocks=(text("<p>More.</p>", key="t2"),)),
)


@pytest.fixture
def enrolment():
    return EnrolmentFactory(offering=OfferingFactory(version=make_course(units=UNITS).published))


NOW = EnrolmentFactory._meta.declarations["enrolled_at"] + timedelta(days=1)


def event(seq, kind="answered", block="q1", answer="b", at=None, **more):
    body = more.pop("body", {"answer": answer} if kind == "answered" else {})
    at = at or NOW - timedelta(hours=1) + timedelta(seconds=30 * seq)
    return {"seq": seq, "kind": kind, "block": block, "at": at.isoformat(), "body": body, **more}


def send(enrolment, *events, device="phone-0001", at=NOW, learner=None):
    rows = [{"enrolment": enrolment.public_id, **row} for row in events]
    batch = read_batch({"device": device, "sent_at": at.isoformat(), "events": rows})
    return take_batch(learner=learner or enrolment.learner, batch=batch, at=at)


def oddities():
    return [(row.kind, row.seq) for row in Oddity.objects.order_by("pk")]


def test_batch_is_kept_and_acknowledged_by_its_highest_number(enrolment):
    receipt = send(enrolment, event(1, "done", "u1"), event(2, answer="a"), event(3, answer="b"))

    assert (receipt.highest, receipt.kept, receipt.repeated, receipt.oddities) == (3, 3, 0, ())
    assert list(Attempt.objects.values_list("block_key", "number", "score")) == [("q1", 1, 0.0), ("q1", 2, 1.0)]
    assert list(BlockProgress.objects.order_by("block_key").values_list("block_key", "is_done", "score", "tries")) == [
        ("q1", True, 1.0, 2),
        ("t1", True, None, 0),
    ]
    assert Batch.objects.values_list("first", "last", "kept", "route").get() == (1, 3, 3, "sync")
    found = Enrolment.objects.get()
    assert (found.progress, found.score, found.last_block) == (0.5, 0.5, "q1")


def test_a_resend_three_times_leaves_exactly_one_attempt(enrolment):
    first = send(enrolment, event(1))

    again = [send(enrolment, event(1)) for _ in range(3)]

    assert [(receipt.highest, receipt.kept, receipt.repeated) for receipt in again] == [(1, 0, 1)] * 3
    assert (first.kept, Attempt.objects.count(), LearningEvent.objects.count(), oddities()) == (1, 1, 1, [])


def test_a_batch_that_overlaps_the_last_one_adds_only_what_is_new(enrolment):
    send(enrolment, event(1), event(2, "done", "u1"))

    receipt = send(enrolment, event(1), event(2, "done", "u1"), event(3, block="q2"))

    assert (receipt.highest, receipt.kept, receipt.repeated) == (3, 1, 2)


def test_another_story_under_the_same_number_is_an_oddity_and_the_first_is_kept(enrolment):
    send(enrolment, event(1, answer="a"))

    receipt = send(enrolment, event(1, answer="b"))

    assert oddities() == [(Anomaly.REPLAY, 1)]
    assert (receipt.kept, Attempt.objects.get().answer, BlockProgress.objects.get().score) == (0, "a", 0.0)


def test_two_stories_under_one_number_in_one_batch_keep_the_first(enrolment):
    receipt = send(enrolment, event(1, answer="a"), event(1, answer="b"), event(1, answer="a"))

    assert (receipt.highest, Attempt.objects.count()) == (1, 1)
    assert oddities() == [(Anomaly.REPLAY, 1)]


def test_nothing_from_a_gap_on_is_taken_and_it_can_be_filled_later(enrolment):
    receipt = send(enrolment, event(1), event(5, "done", "u1"))

    later = send(enrolment, event(2, block="q2"), event(3, "opened", "u2"), event(4, "done", "u2"), event(5, "done", "u1"))

    assert (receipt.highest, receipt.kept) == (1, 1)
    assert [(suspect.kind, suspect.seq, suspect.detail) for suspect in receipt.oddities] == [(Anomaly.JUMP, 5, {"expected": 2})]
    assert (later.highest, later.kept) == (5, 4)


def test_forged_jump_to_a_high_number_blocks_nothing(enrolment):
    send(enrolment, event(9_000_000))

    assert send(enrolment, event(1)).highest == 1
    assert oddities() == [(Anomaly.JUMP, 9_000_000)]


def test_two_devices_of_one_learner_add_up(enrolment):
    send(enrolment, event(1, answer="a"), device="phone-0001")

    send(enrolment, event(1, answer="b"), event(2, "done", "u2"), device="tablet-01")

    assert list(Attempt.objects.order_by("number").values_list("number", "score")) == [(1, 0.0), (2, 1.0)]
    assert sorted(Device.objects.values_list("key", "highest")) == [("phone-0001", 1), ("tablet-01", 2)]
    assert Enrolment.objects.get().progress == 0.5


def test_tries_beyond_those_allowed_are_kept_but_do_not_count(enrolment):
    receipt = send(enrolment, *(event(seq, block="q2", answer="a") for seq in (1, 2)), event(3, block="q2", answer="b"))

    mark = BlockProgress.objects.get(block_key="q2")
    assert (mark.score, mark.tries, Attempt.objects.count()) == (0.0, 3, 3)
    assert [(suspect.kind, suspect.seq, suspect.detail["reason"]) for suspect in receipt.oddities] == [
        (Anomaly.IMPOSSIBLE, 3, "tries")
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (event(1, block="nowhere"), "block"),
        (event(1, block="t1"), "question"),
        (event(1, body={}), "question"),
        (event(1, "package", "q1", body={"status": "completed"}), "package"),
        (event(1, enrolment="strangers00"), "enrolment"),
    ],
)
def test_what_is_not_in_the_course_is_shown_and_counts_for_nothing(enrolment, row, reason):
    receipt = send(enrolment, row)

    again = send(enrolment, row)

    assert Oddity.objects.get().detail["reason"] == reason
    assert (receipt.highest, again.repeated, again.kept) == (1, 1, 0)
    assert (Attempt.objects.count(), BlockProgress.objects.count()) == (0, 0)


def test_enrolment_of_somebody_else_takes_nothing(enrolment):
    stranger = LearnerFactory()

    send(enrolment, event(1), learner=stranger)

    assert (LearningEvent.objects.count(), Oddity.objects.get().learner) == (0, stranger)


def test_merged_learner_goes_on_with_the_enrolment_of_the_other_row(enrolment):
    other = LearnerFactory(root=enrolment.learner)

    send(enrolment, event(1), learner=other)

    assert (Attempt.objects.get().learner, LearningEvent.objects.get().learner) == (enrolment.learner, other)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([timedelta(days=30)], [(Anomaly.CLOCK_AHEAD, 1)]),
        ([timedelta(minutes=9)], []),
        ([timedelta(0), timedelta(hours=-3), timedelta(hours=-2)], [(Anomaly.CLOCK_BEHIND, 2)]),
        ([timedelta(0), timedelta(seconds=-30)], []),
    ],
)
def test_clocks_that_cannot_be_right_are_seen(enrolment, times, expected):
    send(enrolment, *(event(seq, "opened", "u1", at=NOW + time) for seq, time in enumerate(times, start=1)))

    assert oddities() == expected


def test_clock_that_runs_back_between_batches_is_seen(enrolment):
    send(enrolment, event(1, at=NOW))
    send(enrolment, event(2, at=NOW - timedelta(days=1)))

    assert oddities() == [(Anomaly.CLOCK_BEHIND, 2)]


def test_a_phone_whose_clock_is_ahead_dates_nothing_in_the_future(enrolment):
    send(enrolment, event(1, at=NOW + timedelta(days=400)))

    assert Attempt.objects.get().answered_at == NOW
    assert Enrolment.objects.get().last_at == NOW


def test_more_answers_than_time_allows_are_seen_across_batches(enrolment):
    times = [NOW - timedelta(hours=1) + timedelta(seconds=seq) for seq in range(40)]
    rows = [event(seq, at=when) for seq, when in enumerate(times, start=1)]

    send(enrolment, *rows[:20])
    before = oddities()
    send(enrolment, *rows[20:])

    assert before == []
    assert oddities() == [(Anomaly.TOO_FAST, 31)]


def test_completing_is_one_fact_and_one_rung_however_often_it_is_sent(enrolment):
    rows = [event(1), event(2, block="q2"), event(3, "done", "u1"), event(4, "done", "u2")]

    receipt = send(enrolment, *rows)
    send(enrolment, *rows)
    send(enrolment, event(5, answer="a"))

    assert receipt.progress[enrolment.public_id].is_completed
    assert LedgerEntry.objects.filter(kind="learning.course.completed").count() == 1
    assert Standing.objects.values_list("active_on", "completed_on").get() == ((NOW - timedelta(hours=1)).date(), NOW.date())
    assert Enrolment.objects.get().completed_at == NOW


def test_page_and_phone_share_the_same_progress(enrolment):
    take_from_page(learner=enrolment.learner, enrolment=enrolment, kind="answered", block="q1", body={"answer": "a"}, at=NOW)
    take_from_page(learner=enrolment.learner, enrolment=enrolment, kind="done", block="u1", body={}, at=NOW)
    send(enrolment, event(1, answer="b"))

    assert Device.objects.get(key="page-here").highest == 2
    assert BlockProgress.objects.get(block_key="q1").tries == 2


def test_only_drawn_questions_of_a_pool_count():
    pool = UnitSource(title="Test", key="u", settings={"pool": {"draw": 2}}, blocks=tuple(single(key=f"q{n}") for n in range(6)))
    enrolment = EnrolmentFactory(offering=OfferingFactory(version=make_course(units=(pool,)).published), seed=7)

    send(enrolment, *(event(seq, block=f"q{seq - 1}") for seq in range(1, 7)))

    assert BlockProgress.objects.count() == 2
    assert Enrolment.objects.get().progress == 1.0
    assert Oddity.objects.filter(detail__reason="not_drawn").count() == 4


def test_package_reports_completion_and_score():
    asset = keep_bytes(name="play.zip", content=b"PK\x03\x04 not really", at=NOW, by=None).sha256
    body = {"asset": asset, "format": "scorm12", "title": "Play", "fallback": "<p>Read.</p>"}
    units = (UnitSource(title="P", key="u", blocks=(BlockSource(kind="package", body=body, key="p1"),)),)
    enrolment = EnrolmentFactory(offering=OfferingFactory(version=make_course(units=units).published))

    send(enrolment, event(1, "package", "p1", body={"status": "passed", "score": 0.8, "seconds": 12, "state": {}}))

    assert BlockProgress.objects.values_list("is_done", "score").get() == (True, 0.8)


def test_switched_language_is_kept_and_progress_untouched(enrolment):
    send(enrolment, event(1), event(2, "language", "", body={"language": "km", "second": "en"}))

    found = Enrolment.objects.get()
    assert (found.language, found.second_language, found.progress) == ("km", "en", 0.25)


def test_a_batch_takes_the_same_queries_however_long(enrolment, django_assert_max_num_queries):
    send(enrolment, event(1))

    with django_assert_max_num_queries(16):
        send(enrolment, *(event(seq, "done", "u1") for seq in range(2, 202)))


@pytest.mark.parametrize(
    "said",
    [
        [],
        {"device": "x", "events": []},
        {"device": "phone-0001", "events": {}},
        {"device": "phone-0001", "events": [{"seq": 0, "kind": "done"}]},
        {"device": "phone-0001", "events": [{"seq": True, "kind": "done"}]},
        {"device": "phone-0001", "events": [{"seq": 1, "kind": "won"}]},
        {"device": "phone-0001", "events": [{"seq": 1, "kind": "done", "block": "x" * 13}]},
        {"device": "phone-0001", "events": [{"seq": 1, "kind": "done", "body": {"x": "y" * 20_000}}]},
        {"device": "phone-0001", "events": [{"seq": seq, "kind": "done"} for seq in range(1, 502)]},
    ],
)
def test_what_is_no_batch_is_refused_whole(said):
    with pytest.raises(Unreadable):
        read_batch(said)
