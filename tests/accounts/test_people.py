import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from catecp.accounts import services
from catecp.accounts.links import SIGN_IN, token_for
from catecp.accounts.models import Consent, Grant, Person, User
from catecp.notices.models import Message
from catecp.notices.services import send_due
from tests.factories.accounts import GrantFactory, PersonFactory, UserFactory
from tests.factories.events import NOON, EventFactory, RegistrationFactory
from tests.factories.network import InstitutionFactory

pytestmark = pytest.mark.django_db


def test_invited_person_comes_in_by_the_link_of_the_mail(coordinator_client, client):
    coordinator_client.post("/people/invite/", {"name": "WEI Guohua", "email": "Wei@Example.org", "language": "en"})
    message = Message.objects.get(kind="accounts.invitation")
    link = next(line for line in message.body.splitlines() if "/enter/" in line).removeprefix("http://testserver")

    shown = client.get(link)
    entered = client.post(link)

    user = User.objects.get(email="wei@example.org")
    assert shown.status_code == 200
    assert (entered.status_code, entered.headers["Location"]) == (302, "/desk/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.emailaddress_set.get().verified is True


def test_invented_people_sign_in_on_the_demo_only(client, settings):
    user = UserFactory()
    address = "/enter/" + token_for(user, purpose=SIGN_IN) + "/"

    real = client.post(address)
    signed_in_there = "_auth_user_id" in client.session
    settings.IS_DEMO = True
    demo = client.post(address)

    assert (real.status_code, signed_in_there) == (409, False)
    assert (demo.status_code, "_auth_user_id" in client.session) == (302, True)


def test_link_works_once(client):
    user = UserFactory(person__is_invented=False)
    link = f"/enter/{token_for(user, purpose=SIGN_IN)}/"
    client.post(link)
    client.logout()

    assert client.post(link).status_code == 410
    assert "_auth_user_id" not in client.session


def test_invitation_is_refused_for_an_address_that_signs_in_already(coordinator_client):
    UserFactory(email="wei@example.org")

    response = coordinator_client.post("/people/invite/", {"name": "WEI", "email": "WEI@example.org", "language": "en"})

    assert response.context["form"].errors["email"] == [
        "Somebody signs in with this address already. Look for it in the list, and give the role there."
    ]


def test_invitation_finds_the_person_who_registered_before(coordinator):
    person = PersonFactory(email="wei@example.org")

    user = services.invite_account(name="Somebody else", email="wei@example.org", at=NOON, by=coordinator)

    assert user.person == person
    assert Person.objects.filter(email="wei@example.org").count() == 1


@pytest.mark.parametrize(
    ("role", "place", "scope"),
    [("institution_officer", "institution", "institution"), ("door_staff", "event", "event")],
)
def test_role_is_given_in_its_place(coordinator_client, role, place, scope):
    user, places = UserFactory(person__is_invented=False), {"institution": InstitutionFactory(), "event": EventFactory()}

    coordinator_client.post(f"/people/{user.person.public_id}/", {"role": role, place: places[place].pk})

    grant = Grant.objects.get(user=user)
    assert (grant.role, grant.scope, grant.scope_id) == (role, scope, places[place].pk)


@pytest.mark.parametrize(
    ("data", "field"),
    [({"role": "institution_head"}, "institution"), ({"role": "speaker"}, "event")],
)
def test_role_without_its_place_is_not_given(coordinator_client, data, field):
    user = UserFactory(person__is_invented=False)

    response = coordinator_client.post(f"/people/{user.person.public_id}/", data)

    assert list(response.context["form"].errors) == [field]
    assert not Grant.objects.filter(user=user).exists()


def test_last_coordinator_cannot_be_closed_or_lose_the_role(coordinator):
    other = GrantFactory(role="ministry_viewer").user

    with pytest.raises(services.LastCoordinator):
        services.close_account(user=coordinator, at=NOON, by=other)
    with pytest.raises(services.LastCoordinator):
        services.withdraw_role(grant=coordinator.grants.get(), at=NOON, by=other)


def test_closed_account_cannot_sign_in_and_can_be_opened_again(coordinator_client, client):
    user = UserFactory(person__is_invented=False)
    user.set_password("a-long-password")
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    address = f"/people/{user.person.public_id}/close/"

    coordinator_client.post(address)
    closed = client.post("/account/login/", {"login": user.email, "password": "a-long-password"})
    coordinator_client.post(address)
    opened = client.post("/account/login/", {"login": user.email, "password": "a-long-password"})

    assert (closed.headers.get("Location"), opened.headers.get("Location")) == ("/account/inactive/", "/desk/")


@pytest.mark.parametrize("count", [1, 3])
def test_people_page_asks_the_same_number_of_questions(coordinator_client, django_assert_num_queries, count):
    for _number in range(count):
        GrantFactory(role="institution_officer", scope="institution", scope_id=InstitutionFactory().pk)
    coordinator_client.get("/people/")

    with django_assert_num_queries(7):
        response = coordinator_client.get("/people/")

    assert len(response.context["rows"]) == count + 1


def test_profile_keeps_the_name_in_its_script_and_the_consents(signed_in):
    user = UserFactory(person__is_invented=False)
    client = signed_in(user)
    said = {"name": "SOK  Dara\u202e", "original_name": "សុខ ដារ៉ា", "original_language": "km", "consents": ["later_events"]}

    client.post("/profile/", said)
    client.post("/profile/", {**said, "consents": []})

    user.person.refresh_from_db()
    consent = Consent.objects.get(person=user.person)
    assert (user.person.name, user.person.original_name) == ("SOK Dara", "សុខ ដារ៉ា")
    assert (consent.purpose, consent.withdrawn_at is not None) == ("later_events", True)


def test_my_data_holds_my_rows_and_nobody_elses(signed_in):
    user = UserFactory(person__is_invented=False)
    mine = RegistrationFactory(person=user.person)
    RegistrationFactory()

    found = signed_in(user).get("/profile/data/").json()

    assert found["person"]["name"] == user.person.name
    assert [row["badge_code"] for row in found["events.registration"]] == [mine.badge_code]
    assert "password" not in found["account"]


def test_code_mail_carries_a_link_that_signs_in(client):
    user = UserFactory(person__is_invented=False)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)

    client.post("/account/login/code/", {"email": user.email})
    link = next(line for line in mail.outbox[0].body.splitlines() if "/enter/" in line).removeprefix("http://testserver")

    assert client.post(link).headers["Location"] == "/desk/"


def test_mail_server_that_is_away_is_said_plainly(client, settings):
    settings.EMAIL_BACKEND = "tests.fakes.mail.AwayBackend"
    user = UserFactory(person__is_invented=False)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)

    response = client.post("/account/login/code/", {"email": user.email})

    assert response.status_code == 409
    assert "The mail could not be sent just now." in response.content.decode()


def test_fresh_link_is_a_second_mail(coordinator_client):
    coordinator_client.post("/people/invite/", {"name": "WEI Guohua", "email": "wei@example.org", "language": "en"})
    person = Person.objects.get(email="wei@example.org")

    coordinator_client.post(f"/people/{person.public_id}/invite-again/")

    assert send_due(at=Message.objects.latest("next_try_at").next_try_at) == 2
