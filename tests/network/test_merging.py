from datetime import timedelta

import pytest

from catecp.accounts.models import Scope
from catecp.accounts.queries import holds, scope_ids
from catecp.accounts.roles import Permission
from catecp.kernel.models import LedgerEntry
from catecp.network.models import Institution, ToldApart
from catecp.network.queries.duplicates import merges, pairs_told_apart, what_points_at
from catecp.network.services import merging
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.agreements import agreement_of
from tests.factories.events import NOON, RegistrationFactory
from tests.factories.network import InstitutionFactory


def merge(kept, absorbed, by, **options):
    return merging.merge_institutions(kept=kept, absorbed=absorbed, at=NOON, by=by, **options)


def pointers():
    return dict(Institution.objects.values_list("pk", "merged_into"))


def test_merge_points_at_the_one_kept_and_moves_nothing(coordinator):
    kept, absorbed = InstitutionFactory(), InstitutionFactory()
    registration = RegistrationFactory(institution=absorbed)

    found = merge(kept, absorbed, coordinator, reason="\u200bSame campus ")

    registration.refresh_from_db()
    assert registration.institution == absorbed
    assert pointers() == {kept.pk: None, absorbed.pk: kept.pk}
    assert (found.reason, found.merged_by, found.repointed) == ("Same campus", coordinator.pk, [])


def test_merge_flattens_chains_and_undo_restores_them(coordinator):
    first, second, third, fourth = (InstitutionFactory() for _number in range(4))
    merge(second, first, coordinator)
    before = pointers()

    found = merge(third, second, coordinator)

    assert pointers() == {first.pk: third.pk, second.pk: third.pk, third.pk: None, fourth.pk: None}
    assert found.repointed == [first.pk]

    merging.undo_merge(merge=found, at=NOON, by=coordinator)

    assert pointers() == before


def test_undo_is_refused_while_the_one_kept_is_merged_itself(coordinator):
    first, second, third = (InstitutionFactory() for _number in range(3))
    inner = merge(second, first, coordinator)
    outer = merge(third, second, coordinator)

    with pytest.raises(merging.LaterMergeFirst):
        merging.undo_merge(merge=inner, at=NOON, by=coordinator)

    merging.undo_merge(merge=outer, at=NOON, by=coordinator)
    merging.undo_merge(merge=inner, at=NOON, by=coordinator)
    assert set(pointers().values()) == {None}


def test_undo_leaves_other_merges_into_the_same_one_alone(coordinator):
    kept, one, other = (InstitutionFactory() for _number in range(3))
    found = merge(kept, one, coordinator)
    merge(kept, other, coordinator)

    merging.undo_merge(merge=found, at=NOON, by=coordinator)

    assert pointers() == {kept.pk: None, one.pk: None, other.pk: kept.pk}


def test_undo_is_refused_the_second_time(coordinator):
    found = merge(InstitutionFactory(), InstitutionFactory(), coordinator)
    merging.undo_merge(merge=found, at=NOON, by=coordinator)

    with pytest.raises(merging.MergeAlreadyUndone):
        merging.undo_merge(merge=found, at=NOON, by=coordinator)

    assert list(merges(standing=True)) == []
    assert [row.undone_by for row in merges(standing=False)] == [coordinator.pk]


def test_merge_is_refused_with_itself_and_with_what_is_merged(coordinator):
    kept, absorbed, other = (InstitutionFactory() for _number in range(3))
    merge(kept, absorbed, coordinator)

    with pytest.raises(merging.SameInstitution):
        merge(kept, kept, coordinator)
    with pytest.raises(merging.AlreadyMerged):
        merge(other, absorbed, coordinator)
    with pytest.raises(merging.AlreadyMerged):
        merge(absorbed, other, coordinator)


def test_merge_is_refused_for_two_parties_of_one_agreement(coordinator):
    one, other = InstitutionFactory(), InstitutionFactory()
    agreement_of(one, other, title={"en": "Robotics"})

    with pytest.raises(merging.SpeaksAgainstMerging) as refusal:
        merge(one, other, coordinator)

    assert str(refusal.value) == (
        "Both are parties of the agreement “Robotics”, so they are two institutions. Correct the agreement first."
    )
    assert set(pointers().values()) == {None}


def test_merge_and_undo_are_in_the_ledger(coordinator):
    kept, absorbed = InstitutionFactory(), InstitutionFactory()

    found = merge(kept, absorbed, coordinator)
    merging.undo_merge(merge=found, at=NOON + timedelta(hours=1), by=coordinator)

    kinds = LedgerEntry.objects.filter(subject=str(kept.pk)).order_by("pk").values_list("kind", "actor")
    assert list(kinds) == [
        ("network.institution.merged", coordinator.pk),
        ("network.institution.merge_undone", coordinator.pk),
    ]


def test_grants_work_on_either_row_while_merged_and_exactly_as_before_after_the_undo(coordinator):
    kept, absorbed, other = (InstitutionFactory() for _number in range(3))
    officer = UserFactory()
    GrantFactory(user=officer, role="institution_officer", scope=Scope.INSTITUTION, scope_id=absorbed.pk)

    def held():
        officer.__dict__.pop("_grants", None)
        rows = (kept, absorbed, other)
        return [holds(officer, Permission.MANAGE_INSTITUTION, institution=row.pk) for row in rows]

    assert held() == [False, True, False]
    found = merge(kept, absorbed, coordinator)
    assert held() == [True, True, False]
    assert scope_ids(officer, Permission.MANAGE_INSTITUTION, Scope.INSTITUTION) == {kept.pk, absorbed.pk}
    merging.undo_merge(merge=found, at=NOON, by=coordinator)
    assert held() == [False, True, False]


def test_grants_are_read_in_two_queries_however_many(coordinator, django_assert_num_queries):
    officer = UserFactory()
    for _number in range(3):
        GrantFactory(user=officer, role="institution_officer", scope=Scope.INSTITUTION, scope_id=InstitutionFactory().pk)

    with django_assert_num_queries(2):
        for number in range(5):
            holds(officer, Permission.MANAGE_INSTITUTION, institution=number)


def test_tell_apart_is_remembered_once_and_can_be_taken_back(coordinator):
    one, other = InstitutionFactory(), InstitutionFactory()

    merging.tell_apart(one=other, other=one, reason="two campuses", at=NOON, by=coordinator)
    judged = merging.tell_apart(one=one, other=other, at=NOON, by=coordinator)

    assert list(ToldApart.objects.values_list("first", "second", "reason")) == [(one.pk, other.pk, "two campuses")]
    assert pairs_told_apart() == {frozenset({one.pk, other.pk})}
    merging.undo_telling_apart(judged=judged, at=NOON, by=coordinator)
    assert pairs_told_apart() == frozenset()


def test_what_points_at_counts_rows_of_every_module(coordinator):
    institution, other = InstitutionFactory(), InstitutionFactory()
    RegistrationFactory(institution=institution)
    RegistrationFactory(institution=institution)
    agreement_of(institution, other)

    found = {str(what): number for what, number in what_points_at(institution)}

    assert found == {"registrations": 2, "agreements": 1}
