import pytest
from django.conf import settings
from django.test import Client

from catecp.kernel.errors import Refused
from catecp.web.demo_accounts import DEMO_ACCOUNTS
from tests.factories.accounts import GrantFactory, PersonFactory, UserFactory
from tests.factories.events import CheckpointFactory, EventFactory, RegistrationFactory, ScanFactory
from tests.factories.notices import MessageFactory

pytestmark = pytest.mark.django_db


def test_front_page_counts_and_never_invents(client):
    event = EventFactory(name={"en": "2nd Workshop"})
    door = CheckpointFactory(event=event)
    for _number in range(3):
        ScanFactory(checkpoint=door, registration=RegistrationFactory(event=event))

    spine = client.get("/").context["spine"]

    assert [(row["step"], row["value"]) for row in spine] == [("Meet", 3), ("Agree", 0), ("Teach", 0), ("Prove", 0)]


def test_front_page_of_an_empty_network_says_what_comes(client):
    response = client.get("/")

    assert "The first event is being prepared." in response.content.decode()
    assert "spine" not in response.context


def test_front_page_does_not_tell_of_a_closed_event(client):
    EventFactory(name={"en": "Closed meeting"}, is_public=False)

    assert "Closed meeting" not in client.get("/").content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_front_page_asks_the_same_number_of_questions(client, django_assert_num_queries, people):
    event = EventFactory()
    RegistrationFactory.create_batch(people, event=event)
    client.get("/")

    with django_assert_num_queries(16):
        client.get("/")


def test_demo_signs_in_with_one_click_as_an_invented_person_only(client, settings):
    settings.IS_DEMO = True
    account, real = DEMO_ACCOUNTS[0], DEMO_ACCOUNTS[1]
    user = UserFactory(email=account.email)
    UserFactory(email=real.email, person=PersonFactory(is_invented=False))

    refused = client.post("/demo/sign-in/", {"email": real.email})
    accepted = client.post("/demo/sign-in/", {"email": account.email, "next": "https://evil.example/"})

    assert refused.status_code == 404
    assert (accepted.status_code, accepted.headers["Location"]) == (302, "/desk/")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_accounts_stand_on_the_front_page_of_the_demo_only(client, settings):
    UserFactory(email=DEMO_ACCOUNTS[0].email)

    real = client.get("/").content.decode()
    settings.IS_DEMO = True
    demo = client.get("/").content.decode()

    assert [DEMO_ACCOUNTS[0].email in page for page in (real, demo)] == [False, True]
    assert DEMO_ACCOUNTS[1].email not in demo


def test_desk_of_a_coordinator_says_what_waits_and_since_when(coordinator_client):
    event = EventFactory(name={"en": "2nd Workshop"})
    waiting = RegistrationFactory(event=event, state="waiting")
    MessageFactory(about=f"event:{event.pk}", state="failed")

    tasks = coordinator_client.get("/desk/").context["tasks"]

    assert [(task.title, task.place, task.since) for task in tasks] == [
        ("One registration waits for you.", "2nd Workshop", waiting.submitted_at),
        ("One mail did not arrive.", "2nd Workshop", waiting.submitted_at),
    ]


def test_desk_of_an_event_coordinator_tells_nothing_of_other_events(signed_in):
    event, other = EventFactory(), EventFactory(name={"en": "Other workshop"})
    RegistrationFactory(event=other, state="waiting")
    client = signed_in(GrantFactory(scope="event", scope_id=event.pk).user)

    response = client.get("/desk/")

    assert response.context["tasks"] == []
    assert "Other workshop" not in response.content.decode()


def test_desk_of_a_participant_shows_the_badge_code(signed_in):
    user = UserFactory()
    registration = RegistrationFactory(person=user.person)

    assert registration.badge_code in signed_in(user).get("/desk/").content.decode()


def test_language_switch_comes_back_to_the_same_list(client):
    response = client.post("/language/", {"language": "km", "next": "/institutions/?q=poly&page=2"})

    assert response.headers["Location"] == "/institutions/?q=poly&page=2"
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "km"


@pytest.mark.parametrize("after", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_language_switch_leads_nowhere_else(client, after):
    assert client.post("/language/", {"language": "km", "next": after}).headers["Location"] == "/"


def test_page_says_how_much_of_it_is_in_the_readers_language(client, monkeypatch):
    monkeypatch.setattr("catecp.web.context.share_translated", lambda language: 40)

    assert "40 % of the words of this interface are in ไทย so far." in client.get("/?lang=th").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/account/login/",
        "/account/signup/",
        "/account/login/code/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/inactive/",
        "/account/confirm-email/",
    ],
)
def test_visitors_reach_the_sign_in_pages(client, address):
    assert client.get(address).status_code == 200


def test_visitors_get_what_a_passkey_needs(client):
    found = client.get("/account/2fa/webauthn/login/", headers={"accept": "application/json"}).json()

    assert found["request_options"]["publicKey"]["rpId"] == "testserver"


@pytest.mark.parametrize(
    "address",
    ["/account/email/", "/account/password/set/", "/account/2fa/", "/account/2fa/webauthn/", "/account/logout/"],
)
def test_own_account_pages_ask_visitors_to_sign_in(client, address):
    response = client.get(address)

    assert (response.status_code, response.headers["Location"].split("?")[0]) in {(302, "/account/login/"), (302, "/")}


def test_sign_in_pages_keep_the_content_policy(client):
    """No inline script but data, no inline style: what the policy would stop is not there."""
    for address in ("/account/login/", "/account/signup/", "/account/login/code/"):
        html = client.get(address).content.decode()

        assert " style=" not in html
        assert "<script>" not in html
        assert "onclick" not in html


def test_openid_connect_button_is_there_when_it_is_set_up(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "institution",
                    "name": "Campus",
                    "client_id": "x",
                    "secret": "y",
                    "settings": {"server_url": "https://id.example"},
                },
            ]
        }
    }

    html = client.get("/account/login/").content.decode()

    assert "Sign in with Campus" in html
    assert 'action="/account/oidc/institution/login/?process=login"' in html


def test_missing_page_says_what_to_do(client):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "There is no such page for you" in response.content.decode()


def test_forbidden_page_gives_the_reason(signed_in):
    response = signed_in(UserFactory()).get("/people/")

    assert response.status_code == 403
    assert "People and roles are managed by the coordinator of the network." in response.content.decode()


def test_refusal_nobody_caught_is_said_in_its_words(coordinator_client, monkeypatch):
    def refuse(**_more):
        raise Refused("The hall is full.")

    monkeypatch.setattr("catecp.accounts.services.invite_again", refuse)
    guest = UserFactory()

    response = coordinator_client.post(f"/people/{guest.person.public_id}/invite-again/")

    assert response.status_code == 409
    assert "The hall is full." in response.content.decode()


def test_broken_page_stands_alone_and_gives_a_code(client, monkeypatch):
    def break_down(*_more, **_options):
        raise RuntimeError("broken")

    monkeypatch.setattr("catecp.web.context.navigation", break_down)
    client.raise_request_exception = False

    response = client.get("/")

    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()
    assert response.headers["X-Request-Id"] in response.content.decode()


def test_form_that_was_open_too_long_is_answered_kindly():
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "km"})

    assert response.status_code == 403
    assert "Please send it again" in response.content.decode()
