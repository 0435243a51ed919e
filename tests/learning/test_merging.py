from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catecp.kernel.models import LedgerEntry
from catecp.learning.ladder import ALL
from catecp.learning.matching import Judgement, Outcome
from catecp.learning.models import ClaimCase, Enrolment, Identity, Learner, LearnerMerge, ReachCell, Standing
from catecp.learning.services.identities import Met, UnreadableValue, add_identity, claim_identity, learner_for
from catecp.learning.services.merging import (
    AlreadyDecided,
    AlreadyUndone,
    SameLearner,
    decide_case,
    merge_learners,
    open_case,
    roots_from,
    undo_merge,
)
from catecp.learning.services.recounting import recount
from catecp.learning.services.standing import note
from tests.factories.learning import EnrolmentFactory, LearnerFactory
from tests.factories.places import CountryFactory
from tests.learning.test_standing import kept_cells, people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def merge(kept, absorbed, rule="by_hand"):
    return merge_learners(kept=kept, absorbed=absorbed, rule=rule, at=AT, by=None)


def roots() -> dict[int, int]:
    return dict(Learner.objects.values_list("pk", "root_id"))


def test_the_same_learner_by_phone_by_a_foreign_subject_and_by_class_list_is_one_person():
    country = CountryFactory(code="KH")
    met = Met(name="Sok Dara", country=country)
    by_phone = learner_for(kind="phone", value="012 345 678", met=met, at=AT)
    by_subject = learner_for(kind="subject", issuer="https://lms.example", value="stud-17", met=met, at=AT)
    by_list = learner_for(kind="class_list", issuer="c1ass", value="17", met=Met(name="DARA Sok"), at=AT)
    for identity in (by_phone, by_subject, by_list):
        note(enrolment=EnrolmentFactory(learner=identity.learner), active=date(2026, 3, 9))
    before, three = kept_cells(), people("active")
    rows = list(Enrolment.objects.order_by("pk").values())

    one = claim_identity(learner=by_subject.learner, identity=by_phone, at=AT)
    two = claim_identity(learner=by_list.learner, identity=by_phone, at=AT)

    assert (three, people("active")) == (3, 1)
    assert Identity.objects.filter(learner__root_id=Learner.objects.get(pk=by_list.learner_id).root_id).count() == 3
    assert list(Enrolment.objects.order_by("pk").values()) == rows  # nothing moved
    assert recount().is_exact
    undo_merge(merge=one, at=AT, by=None)
    undo_merge(merge=two, at=AT, by=None)
    assert (people("active"), kept_cells()) == (3, before)
    assert [entry.kind for entry in LedgerEntry.objects.filter(kind__startswith="learning.learner.merge").order_by("pk")] == [
        "learning.learner.merged",
        "learning.learner.merged",
        "learning.learner.merge_undone",
        "learning.learner.merge_undone",
    ]


def test_chains_are_flat_and_the_merge_lists_what_it_pointed_elsewhere():
    a, b, c = LearnerFactory.create_batch(3)
    merge(b, c)

    found = merge(a, b)

    assert set(roots().values()) == {a.pk}
    assert found.repointed == [b.pk, c.pk]


def test_undoing_the_first_of_two_merges_leaves_the_second():
    a, b, c = LearnerFactory.create_batch(3)
    first = merge(a, b)
    merge(b, c)

    undo_merge(merge=first, at=AT, by=None)

    assert roots() == {a.pk: a.pk, b.pk: b.pk, c.pk: b.pk}


def test_a_second_reason_holds_when_the_first_is_undone():
    a, b = LearnerFactory.create_batch(2)
    first = merge(a, b, "verified_phone")
    merge(a, b, "claim")

    undo_merge(merge=first, at=AT, by=None)

    assert set(roots().values()) == {a.pk}


def test_what_is_refused():
    a, b = LearnerFactory.create_batch(2)
    made = merge(a, b)
    undo_merge(merge=made, at=AT, by=None)

    with pytest.raises(SameLearner):
        merge(a, a)
    with pytest.raises(AlreadyUndone):
        undo_merge(merge=made, at=AT, by=None)


def test_a_phone_that_both_proved_merges_by_itself():
    first = learner_for(kind="phone", value="+85512345678", met=Met(name="Dara", verified_at=AT), at=AT).learner
    other = LearnerFactory(name="Sok Dara")

    added = add_identity(learner=other, kind="phone", value="+855 12 345 678", verified_at=AT, at=AT)

    assert (added.merge.rule, added.case, Learner.objects.get(pk=other.pk).root_id) == ("verified_phone", None, first.pk)


def test_a_phone_that_nobody_proved_makes_a_case():
    first = learner_for(kind="phone", value="+85512345678", met=Met(name="Sok Dara"), at=AT).learner
    other = LearnerFactory(name="Sok Dara")

    added = add_identity(learner=other, kind="phone", value="+85512345678", at=AT)

    assert (added.merge, added.case.rule, {added.case.first_id, added.case.second_id}) == (
        None,
        "same_phone",
        {first.pk, other.pk},
    )


def test_two_who_were_told_apart_are_not_merged_by_a_rule():
    first = learner_for(kind="phone", value="+85512345678", met=Met(name="Sok Dara", verified_at=AT), at=AT).learner
    other = LearnerFactory(name="Sok Dara")
    case = open_case(one=other, other=first, judgement=Judgement(Outcome.CANDIDATE, "x"), institution=None, at=AT)
    decide_case(case=case, are_same=False, at=AT, by=None)

    added = add_identity(learner=other, kind="phone", value="+85512345678", verified_at=AT, at=AT)

    assert (added.merge, added.case, ClaimCase.objects.count()) == (None, case, 1)


def test_a_shared_device_makes_nothing():
    first = learner_for(kind="device", value="d1", at=AT).learner
    other = LearnerFactory()

    added = add_identity(learner=other, kind="device", value="d1", verified_at=AT, at=AT)

    assert (added.merge, added.case, added.identity.learner) == (None, None, first)


def test_deciding_a_case_merges_and_only_once():
    a, b = LearnerFactory.create_batch(2)
    case = open_case(one=a, other=b, judgement=Judgement(Outcome.CANDIDATE, "name_and_number", 0.8), institution=None, at=AT)

    decide_case(case=case, are_same=True, at=AT, by=None)

    assert LearnerMerge.objects.get().rule == "by_hand"
    with pytest.raises(AlreadyDecided):
        decide_case(case=case, are_same=False, at=AT, by=None)


def test_a_value_that_cannot_be_one_is_refused_in_words():
    with pytest.raises(UnreadableValue, match="country's code"):
        learner_for(kind="phone", value="none", at=AT)


PAIR = st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda pair: pair[0] != pair[1])
STEP = st.one_of(
    st.tuples(st.just("merge"), PAIR),
    st.tuples(st.just("undo"), st.integers(0, 20)),
    st.tuples(st.just("note"), st.tuples(st.integers(0, 5), st.integers(0, 4))),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(STEP, max_size=14))
def test_any_merges_and_undoings_equal_the_live_merges_and_the_recount(steps):
    for model in (LearnerMerge, ReachCell, Standing, Enrolment):
        model.objects.all().delete()
    Learner.objects.update(root=None)
    Learner.objects.all().delete()
    learners = LearnerFactory.create_batch(6)
    shared = EnrolmentFactory(learner=learners[0])
    enrolments = [shared, *(EnrolmentFactory(learner=learner, offering=shared.offering) for learner in learners[1:])]
    merges = []

    for what, about in steps:
        if what == "merge":
            merges.append(merge(learners[about[0]], learners[about[1]]))
        elif what == "undo" and merges:
            undo_merge(merge=merges.pop(about % len(merges)), at=AT, by=None)
        elif what == "note":
            rungs = ("active", "completed", "certified")
            note(enrolment=enrolments[about[0]], **{rungs[about[1] % 3]: date(2026, 1 + about[1], 5)})

    live = LearnerMerge.objects.filter(undone_at=None).order_by("pk").values_list("kept_id", "absorbed_id")
    assert roots() == roots_from([learner.pk for learner in learners], live)
    assert recount().examples == []
    for made in reversed(merges):
        undo_merge(merge=made, at=AT, by=None)
    assert roots() == {learner.pk: learner.pk for learner in learners}
    assert people("reached", level="all", course=ALL) == len({row.learner_id for row in Standing.objects.all()})
