from datetime import date

import pytest

from catecp.agreements import queries
from catecp.agreements.queries import RegisterAsked
from catecp.agreements.services.drafting import move_agreement
from catecp.network.models import Institution
from catecp.network.services.institutions import refresh_search_text
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.agreements import agreement_of
from tests.factories.events import NOON, EventFactory
from tests.factories.network import InstitutionFactory
from tests.factories.places import CountryFactory


def register(actor=None, **asked):
    return list(queries.register(RegisterAsked(**asked), actor=actor))


def officer_of(institution):
    return GrantFactory(role="institution_officer", scope="institution", scope_id=institution.pk).user


def test_planned_agreements_are_for_their_parties_and_the_coordinator(db):
    one, other = InstitutionFactory(), InstitutionFactory()
    planned = agreement_of(one, other)
    signed = agreement_of(InstitutionFactory(), InstitutionFactory(), signed=True)
    closed = agreement_of(InstitutionFactory(), InstitutionFactory(), signed=True, event=EventFactory(is_public=False))

    def seen(actor):
        return set(queries.agreements_visible_to(actor))

    assert seen(None) == seen(UserFactory()) == {signed}
    assert seen(officer_of(one)) == {planned, signed}
    assert seen(GrantFactory().user) == {planned, signed, closed}
    of_event = GrantFactory(role="coordinator", scope="event", scope_id=closed.event_id).user
    assert seen(of_event) == {signed, closed}


def test_planned_agreement_of_an_absorbed_institution_is_seen_from_the_one_kept(db):
    kept, absorbed = InstitutionFactory(), InstitutionFactory()
    planned = agreement_of(absorbed, InstitutionFactory())
    Institution.objects.filter(pk=absorbed.pk).update(merged_into=kept)

    assert list(queries.agreements_visible_to(officer_of(kept))) == [planned]
    assert list(queries.agreements_of(kept, actor=officer_of(kept))) == [planned]


def test_register_filters_by_party_country_kind_year_and_event(db):
    thai = InstitutionFactory(
        country=CountryFactory(code="TH"), name={"en": "Lampang Vocational College", "th": "วิทยาลัยอาชีวศึกษาลำปาง"}
    )
    refresh_search_text(thai)
    chosen = agreement_of(
        thai, InstitutionFactory(), signed=True, kind="loi", signed_on=date(2024, 2, 1), search_text="robotics\n机器人"
    )
    other = agreement_of(InstitutionFactory(), InstitutionFactory(), signed=True)

    assert register() == [other, chosen]
    for asked in ({"country": "TH"}, {"kind": "loi"}, {"year": "2024"}, {"event": chosen.event.slug}, {"search": "ลำปาง"},
                  {"search": "机器"}, {"search": "LAMPANG robot"}):  # fmt: skip
        assert register(**asked) == [chosen], asked
    assert register(sort="signed_on") == [chosen, other]


@pytest.mark.parametrize(
    "asked", [{"search": "%"}, {"search": "\x00"}, {"year": "٢٠٢٤"}, {"year": "99999"}, {"year": "0000"}, {"sort": "pk"}]
)
def test_register_survives_hostile_questions(db, asked):
    signed = agreement_of(InstitutionFactory(), InstitutionFactory(), signed=True)

    assert register(**asked) == ([] if "search" in asked else [signed])


def test_register_finds_by_the_name_of_what_was_merged_in(db):
    kept = InstitutionFactory(name={"en": "Battambang Polytechnic"})
    absorbed = InstitutionFactory(name={"en": "Techo Sen Institute"}, merged_into=kept)
    for row in (kept, absorbed):
        refresh_search_text(row)
    signed = agreement_of(absorbed, InstitutionFactory(), signed=True)

    assert register(search="techo") == register(search="battambang") == [signed]


def test_figures_of_agreements_count_merged_institutions_once(db):
    event = EventFactory()
    one, same, other, third = (InstitutionFactory() for _number in range(4))
    agreement_of(one, other, signed=True, event=event)
    agreement_of(same, other, signed=True, event=event)
    agreement_of(one, other, third, signed=True, event=event)
    agreement_of(one, third, event=event)
    agreement_of(one, third, signed=True)
    Institution.objects.filter(pk=same.pk).update(merged_into=one)

    signed = queries.agreements_signed(event=event)

    assert signed.count() == 3
    assert queries.institutions_in(signed) == {one.pk, other.pk, third.pk}
    assert queries.pairs_in(signed) == {(one.pk, other.pk): 3, (one.pk, third.pk): 1, (other.pk, third.pk): 1}
    assert queries.agreements_signed().count() == 4


def test_signing_count_says_how_far_and_who_is_next(db):
    event = EventFactory()
    assert queries.signing_count(event) == queries.SigningCount(signed=0, total=0, next=None)
    agreement_of(InstitutionFactory(), InstitutionFactory(), event=event, signed=True, position=1)
    later = agreement_of(InstitutionFactory(), InstitutionFactory(), event=event, position=3)
    sooner = agreement_of(InstitutionFactory(), InstitutionFactory(), event=event, position=2)
    agreement_of(InstitutionFactory(), InstitutionFactory(), event=event, state="cancelled", position=0)
    agreement_of(InstitutionFactory(), InstitutionFactory())

    assert queries.signing_count(event) == queries.SigningCount(signed=1, total=3, next=sooner)
    before = queries.signing_version(event)
    move_agreement(agreement=later, places=-1, at=NOON, by=UserFactory())
    assert queries.signing_count(event).next == later
    assert queries.signing_version(event) != before


@pytest.mark.parametrize("number", [1, 3])
def test_register_takes_the_same_queries_for_any_size(db, number, django_assert_num_queries):
    for _number in range(number):
        agreement_of(InstitutionFactory(), InstitutionFactory(), signed=True)

    with django_assert_num_queries(2):
        for row in queries.register(RegisterAsked(), actor=None):
            assert [party.institution.country.code for party in row.parties.all()] == ["KH", "KH"]
            assert row.event.country.code == "KH"
