from decimal import Decimal

import pytest

from catecp.courses.credit_rules import credits_for
from catecp.courses.models import Field, Passport
from catecp.courses.queries.recognition import PrecedentsAsked, mappings_visible_to, precedents
from catecp.courses.services.recognition import (
    CreditsMissing,
    DecidedAlready,
    MappingDecided,
    MappingGiven,
    ReasonsMissing,
    decide_mapping,
    open_mapping,
)
from catecp.kernel.translated import written
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.credentials import course_of
from tests.factories.events import NOON
from tests.factories.network import InstitutionFactory
from tests.factories.places import CountryFactory

pytestmark = pytest.mark.django_db
FULL = MappingDecided("full", written("Same outcomes and hours"), "The board", credits=Decimal("1.5"), is_shared=True)


def compared(course=None, institution=None, title="Workshop safety", language="en"):
    given = MappingGiven(module_title=written(title, language), hours=Decimal(24), hours_per_credit=Decimal(16))
    version = (course or course_of()).published
    return open_mapping(version=version, institution=institution or InstitutionFactory(), given=given, at=NOON, by=None)


@pytest.mark.parametrize(
    ("hours", "rule", "credits"), [("24", "16", "1.5"), ("25", "40", "0.6"), ("18", "18", "1.0"), ("10", "40", "0.3")]
)
def test_hours_become_credits_to_one_tenth(hours, rule, credits):
    assert credits_for(Decimal(hours), Decimal(rule)) == Decimal(credits)


def test_a_comparison_begins_with_the_outcomes_of_the_passport():
    mapping = compared()

    assert [row["course"] for row in mapping.outcomes] == ["Checks cables and gas before work"]
    assert (mapping.decision, mapping.credits) == ("open", Decimal("1.5"))


def test_a_decision_needs_reasons_and_credits_and_stands():
    mapping = compared()

    with pytest.raises(ReasonsMissing):
        decide_mapping(mapping=mapping, given=MappingDecided("full", written(""), "The board"), at=NOON, by=None)
    with pytest.raises(CreditsMissing):
        decide_mapping(mapping=mapping, given=MappingDecided("full", written("Good"), "The board"), at=NOON, by=None)
    decided = decide_mapping(mapping=mapping, given=FULL, at=NOON, by=None)
    with pytest.raises(DecidedAlready):
        decide_mapping(mapping=decided, given=FULL, at=NOON, by=None)

    assert (decided.decision, decided.credits, decided.decided_at) == ("full", Decimal("1.5"), NOON)


def test_a_refusal_grants_no_credits():
    refused = MappingDecided("refused", written("No practice in it"), "The board", credits=Decimal(3))

    assert decide_mapping(mapping=compared(), given=refused, at=NOON, by=None).credits == 0


def test_precedents_are_shared_decisions_only():
    shared = decide_mapping(mapping=compared(), given=FULL, at=NOON, by=None)
    kept = MappingDecided("full", written("For us"), "The board", credits=Decimal(1))
    own = decide_mapping(mapping=compared(), given=kept, at=NOON, by=None)
    waiting = compared()
    head = GrantFactory(role="institution_head", scope="institution", scope_id=own.institution_id).user

    assert list(precedents(PrecedentsAsked(), actor=UserFactory())) == [shared]
    assert set(precedents(PrecedentsAsked(), actor=head)) == {shared, own}
    assert set(mappings_visible_to(GrantFactory().user)) == {shared, own, waiting}


def test_precedents_are_found_by_field_country_level_decision_and_words_in_any_script():
    khmer = InstitutionFactory(country=CountryFactory(code="KH"))
    course = course_of()
    field = Field.objects.create(key="metal", name={"en": "Metal"})
    Passport.objects.filter(version=course.published).update(field=field, level_aqrf=4)
    wanted = decide_mapping(mapping=compared(course, khmer, "សុវត្ថិភាព", "km"), given=FULL, at=NOON, by=None)
    decide_mapping(
        mapping=compared(institution=InstitutionFactory(country=CountryFactory(code="LA"))), given=FULL, at=NOON, by=None
    )
    actor = UserFactory()

    for asked in (
        PrecedentsAsked(field="metal"),
        PrecedentsAsked(country="KH"),
        PrecedentsAsked(level="4"),
        PrecedentsAsked(search="សុវត្ថិភាព", decision="full", field="metal"),
    ):
        assert list(precedents(asked, actor=actor)) == [wanted]
    assert list(precedents(PrecedentsAsked(decision="refused"), actor=actor)) == []
