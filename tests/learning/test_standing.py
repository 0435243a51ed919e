from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catecp.learning.ladder import ALL
from catecp.learning.models import ReachCell, Standing
from catecp.learning.services.counting import fold_cells
from catecp.learning.services.recounting import rebuild_cells, recount
from catecp.learning.services.standing import Noted, count_anew_at, days, mark_certified, note, note_many, unmark_certified
from tests.factories.courses import ChannelFactory, OfferingFactory
from tests.factories.learning import EnrolmentFactory, LearnerFactory
from tests.factories.network import InstitutionFactory

pytestmark = pytest.mark.django_db
START = date(2026, 3, 1)


def people(rung: str = "registered", **where) -> int:
    scope = {"level": "all", "place": "", "course": ALL, "channel": ALL, **where}
    return sum(ReachCell.objects.filter(rung=rung, **scope).values_list("people", flat=True))


def kept_cells() -> dict:
    cells: dict = {}
    for *key, persons, enrolments in ReachCell.objects.values_list(
        "level", "place", "course", "channel", "rung", "month", "people", "enrolments"
    ):
        before = cells.get(tuple(key), (0, 0))
        cells[tuple(key)] = (before[0] + persons, before[1] + enrolments)
    return {key: amount for key, amount in cells.items() if amount != (0, 0)}


def test_joining_counts_a_person_and_an_enrolment():
    enrolment = EnrolmentFactory()

    note(enrolment=enrolment)

    assert (people("reached"), people("registered"), people("active")) == (1, 1, 0)
    assert recount().is_exact


def test_saying_it_again_changes_nothing():
    enrolment = EnrolmentFactory()
    note(enrolment=enrolment, active=START)
    before = kept_cells()

    note(enrolment=enrolment, active=START + timedelta(days=40))

    assert kept_cells() == before


def test_an_earlier_day_moves_the_person_to_the_earlier_month():
    enrolment = EnrolmentFactory()
    note(enrolment=enrolment, completed=date(2026, 5, 3))

    note(enrolment=enrolment, completed=date(2026, 4, 30))

    rows = [(month, number) for (_l, place, course, channel, rung, month), (number, _e) in kept_cells().items()
            if (place, course, channel, rung) == ("", ALL, ALL, "completed")]  # fmt: skip
    assert rows == [(date(2026, 4, 1), 1)]


def test_a_certificate_taken_back_leaves_the_rungs_below():
    enrolment = EnrolmentFactory()
    mark_certified(enrolment=enrolment, on=date(2026, 6, 1))

    unmark_certified(enrolment=enrolment)

    assert (people("certified"), people("completed")) == (0, 1)
    assert recount().is_exact


def test_a_merged_institution_is_counted_as_the_one_kept():
    kept, absorbed = InstitutionFactory(), InstitutionFactory()
    enrolment = EnrolmentFactory(offering=OfferingFactory(institution=absorbed))
    note(enrolment=enrolment)
    absorbed.merged_into = kept
    absorbed.save()

    moved = count_anew_at(institution_ids=[absorbed.pk])

    assert (moved, people(level="institution", place=str(kept.pk)), people(level="institution", place=str(absorbed.pk))) == (
        1,
        1,
        0,
    )
    assert recount().is_exact


def test_folding_keeps_every_sum():
    for _number in range(3):
        note(enrolment=EnrolmentFactory(), active=START)
    before = kept_cells()

    folded = fold_cells()
    note(enrolment=EnrolmentFactory(), active=START)
    fold_cells()

    assert folded > 0
    assert ReachCell.objects.filter(is_new=True).count() == 0
    assert people("active") == 4
    assert set(before) <= set(kept_cells())
    assert recount().is_exact


def test_the_recount_finds_a_cell_that_is_wrong():
    note(enrolment=EnrolmentFactory())
    fold_cells()
    ReachCell.objects.filter(level="all", course=ALL, channel=ALL, rung="reached").update(people=7)

    found = recount()

    assert (found.is_exact, found.different, found.examples[0].kept, found.examples[0].recounted) == (False, 1, (7, 1), (1, 1))


def test_rebuilding_repairs():
    note(enrolment=EnrolmentFactory(), completed=START)
    good = kept_cells()
    ReachCell.objects.all().delete()

    made = rebuild_cells()

    assert kept_cells() == good
    assert made == len(good)


def test_noting_a_hundred_takes_as_many_queries_as_noting_one(django_assert_max_num_queries):
    channel = ChannelFactory()
    learners = LearnerFactory.create_batch(100)
    noted = [Noted(learner.pk, "roster:1", channel.pk, days(registered=START)) for learner in learners]

    with django_assert_max_num_queries(14):
        note_many(noted)

    assert people() == 100


SOMEBODY = st.tuples(
    st.integers(0, 3),  # learner
    st.integers(0, 2),  # channel
    st.integers(0, 2),  # institution, 2: none
    st.integers(0, 4),  # rung
    st.dates(date(2025, 12, 1), date(2026, 3, 31)),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(SOMEBODY, max_size=12), st.booleans())
def test_cells_equal_the_recount_whatever_is_noted(notes, folded_between):
    Standing.objects.all().delete()
    ReachCell.objects.all().delete()
    learners = LearnerFactory.create_batch(4)
    channels, institutions = ChannelFactory.create_batch(3), [*InstitutionFactory.create_batch(2), None]

    for learner, channel, institution, rung, day in notes:
        steps = tuple(day if number == rung else None for number in range(5))
        at = institutions[institution]
        source = f"roster:{channel}:{institution}"
        note_many([Noted(learners[learner].pk, source, channels[channel].pk, steps, institution_id=at.pk if at else None)])
        if folded_between:
            fold_cells()

    assert recount().examples == []
