import re

import pytest
from django.test import Client
from django.urls import reverse

from catecp.accounts.models import Scope
from catecp.events.participant_session import COOKIE, key_of, personal_address, registration_of_key
from catecp.matching import services
from catecp.matching.models import CodeMiss, ContactSwap
from tests.factories.accounts import GrantFactory, PersonFactory, UserFactory
from tests.factories.events import NOON, EventFactory, RegistrationFactory
from tests.factories.matching import SwapFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def dara():
    return RegistrationFactory(person=PersonFactory(name="CHAN Sophea", email="dara@example.org"))


@pytest.fixture
def wang(dara):
    return RegistrationFactory(event=dara.event, person=PersonFactory(name="WANG Xiaoming", email="wang@example.org"))


def phone_of(registration) -> Client:
    """A phone that opened its owner's personal link."""
    client = Client()
    client.get(reverse("matching:enter", kwargs={"key": key_of(registration)}))
    return client


def badge(registration) -> str:
    return reverse("matching:badge", kwargs={"code": registration.badge_code})


def test_personal_link_makes_the_phone_its_owners_and_leaves_the_address(dara):
    client = Client()

    answer = client.get(personal_address(dara).removeprefix("http://testserver"))

    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert client.cookies[COOKIE]["httponly"] is True
    assert "CHAN Sophea" in client.get("/me/").text


@pytest.mark.parametrize(
    "spoil", [lambda key: key[:-1] + ("0" if key[-1] != "0" else "1"), lambda key: key[:12], lambda key: "x" * 28]
)
def test_a_guessed_or_cut_link_opens_nothing(dara, spoil):
    client = Client()

    answer = client.get(reverse("matching:enter", kwargs={"key": spoil(key_of(dara))}))

    assert answer.status_code == 404
    assert COOKIE not in client.cookies


def test_badge_code_is_no_personal_link(dara):
    assert registration_of_key(dara.badge_code) is None
    assert registration_of_key(dara.public_id + dara.badge_code * 2) is None


@pytest.mark.parametrize("change", [{"state": "withdrawn"}, {"state": "replaced"}, {"badge_code": "NEWCODE0"}])
def test_link_and_cookie_end_with_the_registration_or_a_new_badge(dara, change):
    client, key = phone_of(dara), key_of(dara)
    type(dara).objects.filter(pk=dara.pk).update(**change)

    assert registration_of_key(key) is None
    assert "does not know yet who you are" in client.get("/me/").text


def test_forged_cookie_is_nobody(dara):
    client = Client()
    client.cookies[COOKIE] = key_of(dara)

    assert "does not know yet who you are" in client.get("/me/").text


def test_leaving_forgets_the_participant(dara):
    client = phone_of(dara)

    client.post(reverse("matching:leave"))

    assert "CHAN Sophea" not in client.get("/me/").text


def test_stranger_gets_the_same_page_for_every_code(dara):
    right = Client().get(badge(dara))
    wrong = Client().get(reverse("matching:badge", kwargs={"code": "ZZZZ9999"}))

    assert right.status_code == wrong.status_code == 200
    assert _without_token(right.text).replace(dara.badge_code, "ZZZZ9999") == _without_token(wrong.text)
    assert "CHAN Sophea" not in right.text


def _without_token(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_signed_in_outsider_is_a_stranger_too(dara, signed_in):
    assert "CHAN Sophea" not in signed_in(UserFactory()).get(badge(dara)).text


def test_participant_of_another_event_learns_nothing_and_it_counts_as_a_miss(dara):
    other = RegistrationFactory(event=EventFactory())

    answer = phone_of(other).get(badge(dara))

    assert answer.status_code == 404
    assert "CHAN Sophea" not in answer.text
    assert CodeMiss.objects.filter(person=other.person).count() == 1


def test_guessing_codes_is_stopped_even_with_the_right_one_and_new_cookies(dara, wang):
    client = phone_of(wang)
    for number in range(20):
        client.get(reverse("matching:badge", kwargs={"code": f"ZZZZ{number:04}"}))

    assert phone_of(wang).get(badge(dara)).status_code == 429
    assert phone_of(dara).get(badge(wang)).status_code == 200


def test_scan_ask_agree_and_see_each_other(dara, wang):
    his, hers = phone_of(wang), phone_of(dara)
    asked = his.post(badge(dara), {"fields_shared": ["email"]}, follow=True)
    swap = ContactSwap.objects.get()
    address = reverse("matching:swap", kwargs={"public_id": swap.public_id})
    before = hers.get(address).text

    hers.post(reverse("matching:accept", kwargs={"public_id": swap.public_id}), {"fields_shared": ["institution"]})
    his_page, her_page = his.get(address).text, hers.get(address).text

    assert "waits for their answer" in asked.text
    assert "wang@example.org" not in before
    assert "wang@example.org" in her_page
    assert "mailto:dara@example.org" not in his_page
    assert str(dara.institution) in his_page


def test_card_is_a_download_until_either_withdraws(dara, wang):
    services.ask_for_contact(asker=wang, asked=dara, fields=["email"], at=NOON, by=None)
    swap = services.ask_for_contact(asker=dara, asked=wang, fields=["email"], at=NOON, by=None)
    address = reverse("matching:card", kwargs={"public_id": swap.public_id})
    client = phone_of(wang)

    there = client.get(address)
    services.withdraw_from_swap(swap=swap, person=dara.person, at=NOON, by=None)
    gone = client.get(address)

    assert there["Content-Type"] == "text/vcard; charset=utf-8"
    assert "EMAIL;TYPE=INTERNET:dara@example.org\r\n" in there.text
    assert "no-store" in there["Cache-Control"]
    assert gone.status_code == 404


@pytest.mark.parametrize("name", ["swap", "card"])
def test_a_third_participant_guessing_the_address_finds_nothing(dara, wang, name):
    swap = SwapFactory(event=dara.event, asker=dara.person, asked=wang.person, asker_fields=["email"], accepted_at=NOON)
    third = phone_of(RegistrationFactory(event=dara.event))

    assert third.get(reverse(f"matching:{name}", kwargs={"public_id": swap.public_id})).status_code == 404


def test_coordinator_sees_counts_and_no_contents(dara, wang, coordinator_client):
    swap = SwapFactory(event=dara.event, asker=dara.person, asked=wang.person, asker_fields=["email"], accepted_at=NOON)

    page = coordinator_client.get(reverse("matching:counts", kwargs={"slug": dara.event.slug}))
    peek = coordinator_client.get(reverse("matching:swap", kwargs={"public_id": swap.public_id}))

    assert "CHAN Sophea" not in page.text
    assert page.context["exchanges"] == 1
    assert peek.status_code == 404


def test_check_in_staff_see_whose_badge_it_is_and_only_at_their_event(dara, signed_in):
    here = GrantFactory(role="door_staff", scope=Scope.EVENT, scope_id=dara.event_id).user
    elsewhere = GrantFactory(role="door_staff", scope=Scope.EVENT, scope_id=EventFactory().pk).user

    assert "Not checked in yet." in signed_in(here).get(badge(dara)).text
    assert "CHAN Sophea" not in signed_in(elsewhere).get(badge(dara)).text


def test_personal_link_is_shown_at_the_desk_to_the_coordinator_and_not_to_check_in_staff(dara, signed_in, coordinator_client):
    staff = GrantFactory(role="door_staff", scope=Scope.EVENT, scope_id=dara.event_id).user

    shown, kept = coordinator_client.get(badge(dara)), signed_in(staff).get(badge(dara))

    assert shown.context["personal_link"] == personal_address(dara)
    assert kept.context["personal_link"] == ""
    assert "Personal link" not in kept.text


def test_own_badge_leads_to_the_own_page(dara):
    assert phone_of(dara).get(badge(dara))["Location"] == "/me/"


def test_typed_code_is_read_leniently(dara, wang):
    code = dara.badge_code.lower()

    answer = phone_of(wang).get(reverse("matching:find"), {"code": f" {code[:4]}-{code[4:]} "})

    assert answer["Location"] == badge(dara)


def test_signed_in_participant_needs_no_link(signed_in):
    user = UserFactory()
    registration = RegistrationFactory(person=user.person)

    assert registration.badge_code[:4] in signed_in(user).get("/me/").text
