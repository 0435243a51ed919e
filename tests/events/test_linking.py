import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from catecp.accounts.models import Grant, Person, User
from catecp.accounts.queries import holds
from catecp.accounts.roles import Permission
from catecp.accounts.services import open_account
from catecp.events.models import Registration
from catecp.events.queries.people import registration_of, registrations_visible_to
from catecp.events.services.linking import grant_event_roles, link_person_by_verified_email
from catecp.events.services.programme import TalkDetails, remove_talk, save_talk
from catecp.events.services.registration import withdraw_registration
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import NOON, RegistrationFactory, SessionFactory, TalkFactory

pytestmark = pytest.mark.django_db


def account(email="dara@example.org", *, is_verified=True, name="dara") -> User:
    person = Person.objects.create(name=name, email=email)
    return open_account(person=person, email=email, password=None, at=NOON, is_verified=is_verified)


def registered(email="dara@example.org", **changes) -> Registration:
    return RegistrationFactory(person=PersonFactory(name="SOK Dara", email=email), **changes)


def link(user: User) -> None:
    link_person_by_verified_email(user=user, at=NOON)
    user.refresh_from_db()


def test_new_account_becomes_the_registered_person_and_takes_part():
    registration = registered()
    user = account()
    stub = user.person

    link(user)

    stub.refresh_from_db()
    assert (user.person, stub.merged_into) == (registration.person, registration.person)
    assert registration_of(user, registration.event) == registration
    assert holds(user, Permission.TAKE_PART, event=registration.event_id)


def test_unproven_address_links_nobody():
    registration = registered()
    user = account(is_verified=False)

    link(user)

    assert user.person != registration.person
    assert (registration_of(user, registration.event), Grant.objects.count()) == (None, 0)


def test_shared_address_of_two_people_is_not_guessed():
    registration, other = registered("office@college.edu"), registered("office@college.edu")
    user = account("office@college.edu", name="office")

    link(user)

    assert user.person not in {registration.person, other.person}


def test_account_of_a_known_person_keeps_it_and_follows_the_registration():
    registration = registered()
    user = account(name="SOK Dara")
    known = user.person
    RegistrationFactory(person=known)

    link(user)

    registration.person.refresh_from_db()
    assert (user.person, registration.person.merged_into) == (known, known)
    assert registration_of(user, registration.event) == registration
    assert registration in registrations_visible_to(user)


def test_person_who_has_an_account_is_not_taken_over():
    registration = registered()
    owner = UserFactory(person=registration.person)
    thief = account("dara@example.org.evil")
    User.objects.filter(pk=thief.pk).update(email="other@example.org")
    EmailAddress.objects.create(user=owner, email="dara@example.org", verified=True)

    link(thief)

    owner.refresh_from_db()
    assert owner.person == registration.person


def test_linking_twice_changes_nothing():
    registered()
    user = account()
    link(user)
    before = (user.person, list(Grant.objects.values_list("pk", flat=True)))

    link(user)

    assert (user.person, list(Grant.objects.values_list("pk", flat=True))) == before


def test_signing_in_links():
    registration = registered()
    user = account()
    user.set_password("a long enough password")
    user.save()

    Client().post(reverse("account_login"), {"login": user.email, "password": "a long enough password"})

    user.refresh_from_db()
    assert user.person == registration.person


def roles(user) -> list[str]:
    return list(Grant.objects.filter(user=user).order_by("role").values_list("role", flat=True))


def test_roles_follow_talks_and_registration():
    user = UserFactory()
    session = SessionFactory()
    talk = save_talk(session=session, details=TalkDetails(speaker=user.person), by=None, at=NOON)
    registration = RegistrationFactory(event=session.event, person=user.person)
    grant_event_roles(person=user.person, event=session.event, at=NOON)
    both = roles(user)

    remove_talk(talk=talk, by=UserFactory(), at=NOON)
    one = roles(user)
    withdraw_registration(registration=registration, by=None, at=NOON)

    assert (both, one, roles(user)) == (["participant", "speaker"], ["participant"], [])


def test_role_at_another_event_stays():
    user = UserFactory()
    talk, other = TalkFactory(speaker=user.person), TalkFactory(speaker=user.person)
    for each in (talk, other):
        grant_event_roles(person=user.person, event=each.session.event, at=NOON)

    remove_talk(talk=talk, by=UserFactory(), at=NOON)

    assert list(Grant.objects.filter(user=user).values_list("scope_id", flat=True)) == [other.session.event_id]
