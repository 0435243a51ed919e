from datetime import date, timedelta

import pytest

from catecp.courses.adoption_results import results_of
from catecp.courses.enums import AdoptionState
from catecp.courses.queries.adoptions import adoptions_visible_to, clock, countries_of_use
from catecp.courses.rules_adoption import may_confirm_adoption, may_document_adoption, may_open_evidence
from catecp.courses.services.adoption import (
    AdoptedAlready,
    AdoptionGiven,
    EvidenceGiven,
    OwnCourse,
    ReasonMissing,
    WrongPeriod,
    add_evidence,
    confirm_adoption,
    end_adoption,
    propose_adoption,
    withdraw_evidence,
)
from catecp.credentials.services.awarding import award_certificate, revoke_award
from catecp.files.services import NotTheKind
from catecp.kernel.translated import written
from catecp.learning.models import Learner
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.credentials import class_of, course_of, enrolment_in
from tests.factories.events import NOON
from tests.factories.network import InstitutionFactory
from tests.factories.places import CountryFactory

pytestmark = pytest.mark.django_db


def given(**more) -> AdoptionGiven:
    return AdoptionGiven(**{"programme": written("Diploma of Welding"), "starts_on": date(2024, 9, 1), **more})


def proposed(course=None, institution=None, **more):
    return propose_adoption(
        course=course or course_of(), institution=institution or InstitutionFactory(), given=given(**more), at=NOON, by=None
    )


def confirmed(course=None, institution=None, **more):
    adoption = proposed(course, institution, **more)
    return confirm_adoption(adoption=adoption, given=given(**more), name="SOK Dara, Director", at=NOON, by=None)


def user_of(institution, role):
    return GrantFactory(role=role, scope="institution", scope_id=institution.pk).user


def test_only_the_adopter_confirms():
    adoption = proposed()
    head = user_of(adoption.institution, "institution_head")
    owner = user_of(adoption.course.owner, "institution_head")
    coordinator = GrantFactory().user

    may = [bool(may_confirm_adoption(actor, adoption)) for actor in (head, owner, coordinator, UserFactory())]

    assert may == [True, False, False, False]


def test_a_proposal_is_seen_by_both_sides_and_counts_only_when_confirmed():
    adoption = proposed()
    head = user_of(adoption.institution, "institution_head")
    owner = user_of(adoption.course.owner, "author")
    before = [adoptions_visible_to(actor).count() for actor in (head, owner, UserFactory())]

    counted_before = countries_of_use(adoption.course, on=date(2026, 11, 1))
    done = confirm_adoption(adoption=adoption, given=given(), name="SOK Dara", at=NOON, by=head)

    assert before == [1, 1, 0]
    assert (counted_before, clock(adoption, on=date(2026, 11, 1))) == ([], None)
    assert (done.state, done.confirmed_by_name) == (AdoptionState.CONFIRMED, "SOK Dara")
    assert adoptions_visible_to(UserFactory()).count() == 1


def test_proposing_twice_for_ones_own_course_or_backwards_is_refused():
    adoption = proposed()

    with pytest.raises(AdoptedAlready):
        proposed(adoption.course, adoption.institution)
    with pytest.raises(OwnCourse):
        proposed(adoption.course, adoption.course.owner)
    with pytest.raises(WrongPeriod):
        proposed(ends_on=date(2024, 8, 1))


def test_two_years_are_reached_730_days_after_the_first_day():
    adoption = confirmed()

    early = clock(adoption, on=date(2026, 8, 30))
    reached = clock(adoption, on=date(2026, 8, 31))

    assert (early.days, early.is_reached, early.reached_on) == (729, False, date(2026, 9, 1))
    assert (reached.days, reached.is_reached) == (730, True)


def test_countries_count_once_with_overlaps_and_gaps():
    course, cambodia, laos = course_of(), CountryFactory(code="KH"), CountryFactory(code="LA")
    first, second = InstitutionFactory(country=cambodia), InstitutionFactory(country=cambodia)
    confirmed(course, first, starts_on=date(2023, 1, 1), ends_on=date(2023, 12, 31))
    confirmed(course, second, starts_on=date(2023, 7, 1), ends_on=date(2024, 12, 31))
    confirmed(course, InstitutionFactory(country=laos), starts_on=date(2026, 1, 1))

    uses = countries_of_use(course, on=date(2026, 11, 1))

    assert [(use.code, use.days, use.is_two_years) for use in uses] == [("KH", 731, True), ("LA", 305, False)]


def test_ending_needs_a_reason_stops_the_clock_and_leaves_classes_alone():
    adoption = confirmed()
    study_class = class_of(adoption.course, adoption.institution, adoption=adoption)

    with pytest.raises(ReasonMissing):
        end_adoption(adoption=adoption, reason="", at=NOON, by=None)
    ended = end_adoption(adoption=adoption, reason="The programme was closed", at=NOON, by=None)
    study_class.refresh_from_db()

    assert (ended.state, study_class.offering.adoption, study_class.is_open) == (AdoptionState.ENDED, adoption, True)
    assert clock(ended, on=NOON.date() + timedelta(days=4000)).days == 0
    assert end_adoption(adoption=proposed(), reason="Sent by mistake", at=NOON, by=None).state == AdoptionState.WITHDRAWN


def test_results_count_each_learner_once_on_each_rung(coordinator):
    adoption = confirmed()
    first = class_of(adoption.course, adoption.institution, adoption=adoption)
    second = class_of(adoption.course, adoption.institution)
    elsewhere = class_of(adoption.course)
    twice = enrolment_in(first, last_at=NOON)
    same_person = Learner.objects.create(name="Dara S.", root=twice.learner)
    enrolment_in(second, learner=same_person, completed=False, last_at=NOON)
    enrolment_in(second, completed=False)
    revoked = award_certificate(enrolment=enrolment_in(second), at=NOON, by=None)
    enrolment_in(elsewhere)
    award_certificate(enrolment=twice, at=NOON, by=None)
    revoke_award(award=revoked, reason="Misspelt", at=NOON, by=coordinator)

    results = results_of(adoption)

    assert (results.registered, results.active, results.completed, results.certified) == (3, 2, 2, 1)
    assert [row.registered for row in results.classes] == [1, 3]
    assert results.mean_score == 86


def test_results_take_the_same_number_of_queries_for_one_and_three_classes(django_assert_num_queries):
    adoption = confirmed()
    class_of(adoption.course, adoption.institution, adoption=adoption)
    with django_assert_num_queries(3):
        results_of(adoption)
    class_of(adoption.course, adoption.institution, adoption=adoption)
    class_of(adoption.course, adoption.institution, adoption=adoption)

    with django_assert_num_queries(3):
        results_of(adoption)


def test_evidence_is_private_and_can_be_withdrawn():
    adoption = confirmed()
    head = user_of(adoption.institution, "institution_head")
    scan = EvidenceGiven("photo", written("The class"), date(2025, 1, 7), "class.pdf", b"%PDF-1.7 a class")

    evidence = add_evidence(adoption=adoption, given=scan, at=NOON, by=head)
    may = [bool(may_open_evidence(actor, adoption)) for actor in (head, user_of(adoption.institution, "teacher"), UserFactory())]
    withdraw_evidence(evidence=evidence, at=NOON, by=head)
    evidence.document.refresh_from_db()

    assert may == [True, True, False]
    assert bool(may_document_adoption(UserFactory(), adoption)) is False
    assert evidence.document.withdrawn_at == NOON
    with pytest.raises(NotTheKind):
        add_evidence(adoption=adoption, given=EvidenceGiven("other", written("x"), None, "x.pdf", b"MZ"), at=NOON, by=head)
