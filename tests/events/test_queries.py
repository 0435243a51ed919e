import pytest
from django.contrib.auth.models import AnonymousUser

from catecp.events.headcount import partition
from catecp.events.models import Organiser
from catecp.events.queries.events import events_visible_to, organiser_institution_ids
from catecp.events.queries.people import (
    confirmed_registrations,
    counts_by_state,
    delegations_visible_to,
    headcount_rows,
    registration_of,
    registrations_visible_to,
)
from tests.factories.accounts import GrantFactory, PersonFactory, UserFactory
from tests.factories.events import DelegationFactory, EventFactory, RegistrationFactory, TalkFactory
from tests.factories.network import InstitutionFactory
from tests.factories.places import CountryFactory

pytestmark = pytest.mark.django_db


def test_events_visible_to_a_visitor_are_the_public_ones():
    public = EventFactory()
    EventFactory(is_public=False)

    assert list(events_visible_to(AnonymousUser())) == [public]


@pytest.mark.parametrize("role", ["participant", "speaker", "door_staff", "coordinator"])
def test_closed_event_is_visible_to_its_own_people_only(role):
    closed, other = EventFactory(is_public=False), EventFactory(is_public=False)
    inside = GrantFactory(role=role, scope="event", scope_id=closed.pk).user

    assert list(events_visible_to(inside)) == [closed]
    assert other not in events_visible_to(inside)


def test_closed_event_is_visible_to_a_registered_person_and_a_speaker_without_a_role():
    closed = EventFactory(is_public=False)
    registered, speaker, outsider = UserFactory(), UserFactory(), UserFactory()
    RegistrationFactory(event=closed, person=registered.person)
    TalkFactory(session__event=closed, speaker=speaker.person)
    RegistrationFactory(event=closed, person=outsider.person, state="withdrawn")

    seen = [list(events_visible_to(user)) for user in (registered, speaker, outsider)]

    assert seen == [[closed], [closed], []]


def test_registrations_visible_to_each_reader():
    event, other = EventFactory(), EventFactory()
    delegation = DelegationFactory(event=event)
    own = RegistrationFactory(event=event, person=UserFactory().person)
    delegate = RegistrationFactory(event=event, delegation=delegation)
    elsewhere = RegistrationFactory(event=other)
    officer = GrantFactory(role="institution_officer", scope="institution", scope_id=delegation.institution_id).user
    event_coordinator = GrantFactory(role="coordinator", scope="event", scope_id=event.pk).user
    network_coordinator = GrantFactory().user
    ministry = GrantFactory(role="ministry_viewer").user

    seen = {
        "self": set(registrations_visible_to(own.person.user)),
        "officer": set(registrations_visible_to(officer)),
        "event": set(registrations_visible_to(event_coordinator)),
        "network": set(registrations_visible_to(network_coordinator)),
        "ministry": set(registrations_visible_to(ministry)),
        "visitor": set(registrations_visible_to(AnonymousUser())),
    }

    assert seen == {
        "self": {own},
        "officer": {delegate},
        "event": {own, delegate},
        "network": {own, delegate, elsewhere},
        "ministry": set(),
        "visitor": set(),
    }


def test_delegations_visible_to_an_officer_are_their_institutions():
    mine, other = DelegationFactory(), DelegationFactory()
    RegistrationFactory(event=mine.event, delegation=mine)
    RegistrationFactory(event=mine.event, delegation=mine, state="withdrawn")
    officer = GrantFactory(role="institution_officer", scope="institution", scope_id=mine.institution_id).user

    seen = list(delegations_visible_to(officer))

    assert [(delegation, delegation.people) for delegation in seen] == [(mine, 1)]
    assert set(delegations_visible_to(GrantFactory().user)) == {mine, other}


def test_confirmed_registrations_leave_out_other_states_and_other_events():
    event = EventFactory()
    coming = RegistrationFactory(event=event)
    for state in ("draft", "waiting", "withdrawn", "replaced", "merged"):
        RegistrationFactory(event=event, state=state)
    RegistrationFactory()

    assert list(confirmed_registrations(event)) == [coming]


def test_confirmed_registrations_count_a_merged_person_once():
    kept = PersonFactory()
    first = RegistrationFactory(person=kept)
    RegistrationFactory(event=first.event, person=PersonFactory(merged_into=kept))

    assert list(confirmed_registrations(first.event)) == [first]


def test_headcount_rows_follow_merges_and_leave_organisers_unclassified():
    event = EventFactory()
    china = CountryFactory(code="CN")
    kept = InstitutionFactory(country=china)
    absorbed = InstitutionFactory(country=china, merged_into=kept)
    organiser = InstitutionFactory()
    Organiser.objects.create(event=event, institution=organiser, role="initiating")
    for institution in (kept, absorbed, organiser, None):
        RegistrationFactory(event=event, institution=institution)

    parts = {part.group.value: (part.people, part.institutions) for part in partition(headcount_rows(event)) if part.people}

    assert parts == {"china": (2, (kept.pk,)), "unclassified": (2, ())}


def test_organiser_institution_ids_hold_both_sides_of_a_merge():
    kept = InstitutionFactory()
    absorbed = InstitutionFactory(merged_into=kept)
    event = EventFactory()
    Organiser.objects.create(event=event, institution=absorbed, role="supporting")

    assert organiser_institution_ids(event) == {kept.pk, absorbed.pk}


def test_registration_of_a_person_is_the_confirmed_one():
    user = UserFactory()
    waiting = RegistrationFactory(person=user.person, state="waiting")
    confirmed = RegistrationFactory(person=user.person)

    assert registration_of(user, waiting.event) is None
    assert registration_of(user, confirmed.event) == confirmed
    assert registration_of(AnonymousUser(), confirmed.event) is None


def test_counts_by_state():
    event = EventFactory()
    RegistrationFactory.create_batch(2, event=event)
    RegistrationFactory(event=event, state="withdrawn")

    assert counts_by_state(event) == {"confirmed": 2, "withdrawn": 1}


@pytest.mark.parametrize("people", [1, 3])
def test_headcount_needs_the_same_queries_for_one_and_three_people(people, django_assert_num_queries):
    event = EventFactory()
    RegistrationFactory.create_batch(people, event=event)

    with django_assert_num_queries(2):
        headcount_rows(event)
