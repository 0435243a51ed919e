from datetime import UTC, date, datetime, timedelta

import pytest

from catecp.agreements.models import Agreement, AgreementState
from catecp.agreements.services import drafting, scans, signing
from catecp.agreements.services.drafting import AgreementGiven, PartyGiven
from catecp.files.models import Document
from catecp.files.services import NotTheKind
from catecp.kernel.models import LedgerEntry
from catecp.kernel.translated import written
from catecp.network.models import Institution
from tests.factories.accounts import UserFactory
from tests.factories.agreements import AgreementFactory, PartyFactory, agreement_of
from tests.factories.events import NOON, EventFactory
from tests.factories.network import InstitutionFactory

PDF = b"%PDF-1.7 signed"


def given(*institutions, **fields):
    parties = [PartyGiven(institution, "SOK Dara\u202e", "Director") for institution in institutions]
    return AgreementGiven(parties=parties, **fields)


def plan(event, *institutions, **fields):
    return drafting.plan_agreement(event=event, given=given(*institutions, **fields), at=NOON, by=None)


def order(event):
    return list(Agreement.objects.filter(event=event).order_by("position", "pk"))


def test_plan_agreement_goes_to_the_end_of_the_order(db):
    event = EventFactory()
    one, other = InstitutionFactory(), InstitutionFactory()

    first = plan(event, one, other, title=written("Robotics"), field=written("机器人", "zh-hans"), remark="x\u200b\r\ny")
    second = plan(event, other, one)

    assert order(event) == [first, second]
    assert [(party.institution, party.signatory_name) for party in second.parties.all()] == [
        (other, "SOK Dara"),
        (one, "SOK Dara"),
    ]
    assert (first.search_text, first.remark) == ("robotics\n机器人", "x\ny")
    entry = LedgerEntry.objects.get(kind="agreements.agreement.planned", subject=str(first.pk))
    assert entry.body["institution_ids"] == [one.pk, other.pk]


def test_plan_agreement_is_refused_with_one_institution_under_two_names(db):
    kept = InstitutionFactory()
    absorbed = InstitutionFactory(merged_into=kept)

    with pytest.raises(drafting.TooFewParties):
        plan(EventFactory(), kept, absorbed)
    with pytest.raises(drafting.TooFewParties):
        plan(EventFactory(), kept, InstitutionFactory(), absorbed)

    assert Agreement.objects.count() == 0


def test_edit_agreement_keeps_what_a_signed_one_needs(db):
    one, other = InstitutionFactory(), InstitutionFactory()
    agreement = agreement_of(one, other, signed=True)
    actor = UserFactory()

    nameless = AgreementGiven(parties=[PartyGiven(one, "SOK Dara"), PartyGiven(other)])
    with pytest.raises(drafting.SignatoryMissing):
        drafting.edit_agreement(agreement=agreement, given=nameless, at=NOON, by=actor)
    with pytest.raises(drafting.EndsBeforeSigned):
        drafting.edit_agreement(agreement=agreement, given=given(one, other, ends_on=agreement.signed_on), at=NOON, by=actor)

    drafting.edit_agreement(agreement=agreement, given=given(other, one, kind="loi"), at=NOON, by=actor)
    agreement.refresh_from_db()
    assert (agreement.kind, [party.institution for party in agreement.parties.all()]) == ("loi", [other, one])


@pytest.mark.parametrize(("moved", "places", "expected"), [
    (0, 1, [1, 0, 2]), (2, -1, [0, 2, 1]), (0, -1, [0, 1, 2]), (2, 9, [0, 1, 2]), (2, -9, [2, 0, 1]),
])  # fmt: skip
def test_move_agreement_stays_within_the_order(db, moved, places, expected):
    event = EventFactory()
    rows = [AgreementFactory(event=event, position=7) for _number in range(3)]

    drafting.move_agreement(agreement=rows[moved], places=places, at=NOON, by=UserFactory())

    assert order(event) == [rows[index] for index in expected]
    assert [row.position for row in order(event)] == [1, 2, 3]


def test_cancelled_agreement_leaves_the_order_and_comes_back(db):
    agreement = agreement_of(InstitutionFactory(), InstitutionFactory())
    actor = UserFactory()

    drafting.cancel_agreement(agreement=agreement, reason="no budget", at=NOON, by=actor)

    with pytest.raises(signing.AgreementIsCancelled):
        signing.sign_agreement(agreement=agreement, at=NOON, by=actor)
    with pytest.raises(drafting.NotPlanned):
        drafting.move_agreement(agreement=agreement, places=1, at=NOON, by=actor)
    assert drafting.reinstate_agreement(agreement=agreement, at=NOON, by=actor).state == AgreementState.PLANNED


def test_cancel_is_refused_for_a_signed_agreement(db):
    with pytest.raises(drafting.NotPlanned):
        drafting.cancel_agreement(agreement=agreement_of(signed=True), reason="", at=NOON, by=UserFactory())


def test_sign_agreement_counts_once_and_says_so_once(db):
    one, other = InstitutionFactory(), InstitutionFactory()
    agreement = agreement_of(one, other)
    actor = UserFactory()

    for minutes in (0, 5):
        signed = signing.sign_agreement(agreement=agreement, at=NOON + timedelta(minutes=minutes), by=actor)

    assert (signed.state, signed.signed_on, signed.signed_at) == (AgreementState.SIGNED, date(2025, 5, 13), NOON)
    entries = LedgerEntry.objects.filter(kind="agreements.agreement.signed")
    assert [(entry.actor, entry.body["institution_ids"]) for entry in entries] == [(actor.pk, [one.pk, other.pk])]


def test_sign_agreement_takes_the_day_it_is_at_the_event(db):
    late = datetime(2025, 5, 12, 17, 30, tzinfo=UTC)  # half past midnight in Phnom Penh
    agreement = agreement_of(InstitutionFactory(), InstitutionFactory())

    assert signing.sign_agreement(agreement=agreement, at=late, by=None).signed_on == date(2025, 5, 13)


def test_sign_agreement_is_refused_without_a_name_for_each_signature(db):
    agreement = agreement_of(InstitutionFactory())
    PartyFactory(agreement=agreement, institution=InstitutionFactory(name={"en": "Hai Phong University"}), signatory_name="")

    with pytest.raises(drafting.SignatoryMissing, match="Who signs for Hai Phong University"):
        signing.sign_agreement(agreement=agreement, at=NOON, by=None)


def test_sign_agreement_is_refused_when_its_parties_became_one(db):
    one, other = InstitutionFactory(), InstitutionFactory()
    agreement = agreement_of(one, other)
    Institution.objects.filter(pk=other.pk).update(merged_into=one)

    with pytest.raises(drafting.TooFewParties):
        signing.sign_agreement(agreement=agreement, at=NOON, by=None)


@pytest.mark.parametrize("day", [date(2025, 5, 14), date(2025, 4, 1), date(1850, 1, 1)])
def test_sign_agreement_is_refused_on_a_day_that_cannot_be(db, day):
    agreement = agreement_of(InstitutionFactory(), InstitutionFactory())

    with pytest.raises(signing.SignedOnImpossibleDay):
        signing.sign_agreement(agreement=agreement, on=day, at=NOON, by=None)

    agreement.refresh_from_db()
    assert (agreement.state, agreement.signed_on) == (AgreementState.PLANNED, None)


def test_sign_agreement_without_an_event_may_lie_years_back(db):
    agreement = agreement_of(InstitutionFactory(), InstitutionFactory(), event=None)

    assert signing.sign_agreement(agreement=agreement, on=date(2019, 8, 1), at=NOON, by=None).signed_on == date(2019, 8, 1)


def test_undo_signature_works_on_the_same_day_with_a_reason(db):
    agreement = agreement_of(InstitutionFactory(), InstitutionFactory(), signed=True)
    actor = UserFactory()

    with pytest.raises(signing.ReasonMissing):
        signing.undo_signature(agreement=agreement, reason=" \u200b", at=NOON, by=actor)
    with pytest.raises(signing.TooLateToUndo):
        signing.undo_signature(agreement=agreement, reason="pen was dry", at=NOON + timedelta(hours=13), by=actor)
    undone = signing.undo_signature(agreement=agreement, reason="pen was dry", at=NOON + timedelta(hours=11), by=actor)

    assert (undone.state, undone.signed_on, undone.signed_at) == (AgreementState.PLANNED, None, None)
    assert LedgerEntry.objects.get(kind="agreements.agreement.signature_undone").body["reason"] == "pen was dry"


def test_attach_scan_withdraws_the_one_before(db):
    agreement = agreement_of(signed=True)
    actor = UserFactory()
    first = scans.attach_scan(agreement=agreement, name="a.pdf", content=PDF, at=NOON, by=actor).scan

    second = scans.attach_scan(agreement=agreement, name="b.pdf", content=PDF, at=NOON, by=actor).scan

    assert list(Document.objects.order_by("pk").values_list("pk", "withdrawn_at")) == [(first.pk, NOON), (second.pk, None)]
    assert scans.withdraw_scan(agreement=agreement, at=NOON, by=actor).scan is None


@pytest.mark.parametrize(("name", "content"), [
    ("mou.pdf", b"MZ\x90"), ("mou.exe", PDF), ("mou", PDF), ("mou.png", PDF), ("page.html", b"<script>"),
])  # fmt: skip
def test_attach_scan_is_refused_for_what_only_pretends(db, name, content):
    agreement = agreement_of(signed=True)

    with pytest.raises(NotTheKind):
        scans.attach_scan(agreement=agreement, name=name, content=content, at=NOON, by=UserFactory())

    assert Document.objects.count() == 0
