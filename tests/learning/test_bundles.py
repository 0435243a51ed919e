import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from catecp.courses.content import UnitSource
from catecp.kernel.models import LedgerEntry
from catecp.learning.bundle.making import entries_of
from catecp.learning.models import Attempt, Batch, Bundle, ClassEntry, Enrolment, Learner, LearningEvent, Oddity
from catecp.learning.services.bundles import ResultsRefused, seal, take_results
from catecp.learning.services.joining import join_by_name
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.courses import OfferingFactory, make_course, single
from tests.factories.learning import ClassEntryFactory, StudyClassFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
UNITS = (UnitSource(title="Light", key="u1", blocks=(single(key="q1"), single(key="q2"))),)
KEY = "0f" * 32


@pytest.fixture
def bundle():
    offering = OfferingFactory(version=make_course(units=UNITS).published)
    study_class = StudyClassFactory(offering=offering)
    return Bundle.objects.create(version=offering.version, study_class=study_class, key=KEY, made_at=NOW)


def seat(entry="", key="seat-0001", answers="b", **more):
    at = NOW.isoformat()
    events = [
        {"seq": seq, "kind": "answered", "block": "q1", "at": at, "body": {"answer": answer, "ms": 5}}
        for seq, answer in enumerate(answers, start=1)
    ]
    return {"key": key, "entry": str(entry), "events": events, **more}


def file_of(bundle, *seats, key=KEY, **changes):
    file = {"format": "catecp-results-1", "bundle": bundle.public_id, "made_at": NOW.isoformat(), "seats": list(seats)}
    return json.dumps({**file, "signature": seal(file, key), **changes}).encode()


def take(bundle, content, study_class=None):
    return take_results(content=content, study_class=study_class or bundle.study_class, at=NOW, by=UserFactory())


def nothing_was_taken():
    return (Learner.objects.count(), LearningEvent.objects.count(), Batch.objects.count()) == (0, 0, 0)


def test_results_of_two_seats_are_taken_by_the_channel_of_the_class(bundle):
    entries = [ClassEntryFactory(study_class=bundle.study_class) for _ in range(2)]

    report = take(bundle, file_of(bundle, seat(entries[0].pk, "seat-0001", "ab"), seat(entries[1].pk, "seat-0002")))

    assert [(row.kept, row.repeated, row.problem) for row in report.seats] == [(2, 0, ""), (1, 0, "")]
    assert set(Batch.objects.values_list("route", flat=True)) == {"bundle"}
    assert Enrolment.objects.filter(study_class=bundle.study_class, progress=0.5).count() == 2
    assert LedgerEntry.objects.get(kind="learning.bundle.results_taken").body["kept"] == 3


def test_same_file_three_times_changes_nothing_after_the_first(bundle):
    entry = ClassEntryFactory(study_class=bundle.study_class)
    content = file_of(bundle, seat(entry.pk, answers="ab"))
    take(bundle, content)

    again = [take(bundle, content) for _ in range(2)]

    assert [(report.kept, report.repeated) for report in again] == [(0, 2), (0, 2)]
    assert (Attempt.objects.count(), Learner.objects.count(), Oddity.objects.count()) == (2, 1, 0)


@pytest.mark.parametrize(
    "forge",
    [
        lambda bundle: file_of(bundle, seat(1), key="aa" * 32),
        lambda bundle: file_of(bundle, seat(1), made_at="2026-01-01T00:00:00Z"),
        lambda bundle: file_of(bundle, seat(1)).replace(b'"answer": "b"', b'"answer": "c"'),
        lambda bundle: file_of(bundle, seat(1), signature=""),
        lambda bundle: file_of(bundle, seat(1), signature=None),
        lambda bundle: file_of(bundle, seat(1), format="other"),
        lambda bundle: file_of(bundle, seat(1), made_at=7, seats="x"),
        lambda bundle: b"not json",
        lambda bundle: b"\xff\xfe\x00",
        lambda bundle: b"[" * 100_000,
        lambda bundle: b"[]",
    ],
)
def test_forged_or_foreign_file_is_refused_whole(bundle, forge):
    with pytest.raises(ResultsRefused):
        take(bundle, forge(bundle))

    assert nothing_was_taken()


def test_results_of_another_class_are_refused(bundle):
    with pytest.raises(ResultsRefused, match="another class"):
        take(bundle, file_of(bundle, seat(1)), study_class=StudyClassFactory())


def test_class_with_minors_and_no_consent_takes_nothing(bundle):
    bundle.study_class.has_minors = True
    bundle.study_class.save()

    with pytest.raises(ResultsRefused, match="consent"):
        take(bundle, file_of(bundle, seat(entry="Sok")))


def test_a_name_that_is_not_on_the_list_is_added_and_found_again(bundle):
    first = take(bundle, file_of(bundle, seat("Sok Dara")))
    again = take(bundle, file_of(bundle, seat("sok dara", key="seat-0002")))

    assert [report.seats[0].is_new for report in (first, again)] == [True, False]
    assert (ClassEntry.objects.get().name, Learner.objects.count()) == ("Sok Dara", 1)


def test_entry_of_another_class_is_nobody_here(bundle):
    stranger = ClassEntryFactory()

    report = take(bundle, file_of(bundle, seat(stranger.pk)))

    assert report.seats[0].problem != ""
    assert Learner.objects.count() == 0


def test_one_broken_seat_does_not_hold_up_the_others(bundle):
    entry = ClassEntryFactory(study_class=bundle.study_class)
    broken = {"key": "x", "entry": "Chan", "events": []}

    report = take(bundle, file_of(bundle, broken, 7, seat(entry.pk)))

    assert [(bool(row.problem), row.kept) for row in report.seats] == [(True, 0), (True, 0), (False, 1)]


def test_bundle_and_phone_of_the_same_learner_add_up(bundle):
    entry = ClassEntryFactory(study_class=bundle.study_class)
    joined = join_by_name(entry=entry, pin="1234", at=NOW)

    take(bundle, file_of(bundle, seat(entry.pk)))

    assert (Learner.objects.count(), Attempt.objects.get().enrolment) == (1, joined.enrolment)
    assert joined.enrolment.seed == entries_of(bundle)[0]["seed"]


def test_more_events_than_a_batch_are_taken_and_a_gap_is_said(bundle):
    entry = ClassEntryFactory(study_class=bundle.study_class)
    rows = [{"seq": seq, "kind": "opened", "block": "u1", "at": NOW.isoformat(), "body": {}} for seq in range(1, 701)]

    whole = take(bundle, file_of(bundle, {"key": "seat-0001", "entry": str(entry.pk), "events": rows}))
    gap = take(bundle, file_of(bundle, {"key": "seat-0002", "entry": str(entry.pk), "events": [rows[0], rows[5]]}))

    assert (whole.seats[0].kept, whole.seats[0].problem) == (700, "")
    assert gap.seats[0].kept == 1 and "missing" in gap.seats[0].problem


def test_results_page_takes_the_file_and_reports_name_by_name(bundle, signed_in):
    teacher = signed_in(GrantFactory(role="teacher", scope="institution", scope_id=bundle.study_class.institution_id).user)
    address = f"/classes/{bundle.study_class.public_id}/results/"
    upload = SimpleUploadedFile("r.json", file_of(bundle, seat("Sok Dara")))

    good = teacher.post(address, {"results": upload})
    bad = teacher.post(address, {"results": SimpleUploadedFile("r.json", b"{}")})

    assert [row["what"] for row in good.context["rows"]] == ["Sok Dara"]
    assert "no file of results" in bad.content.decode()
