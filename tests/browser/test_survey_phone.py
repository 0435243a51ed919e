"""The answer page in a real browser: limit, languages, a network that goes and comes back, and no script at all."""

import pytest
from playwright.sync_api import expect

from catecp.surveys.models import AccessCode, Answer, Response
from catecp.surveys.services.authoring import create_workshop_survey
from catecp.surveys.services.closing import open_survey
from catecp.surveys.starters import phone_words, workshop_survey
from tests.browser.conftest import PHONE
from tests.factories.events import NOON, EventFactory, RegistrationFactory
from tests.factories.surveys import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def survey():
    event = EventFactory()
    RegistrationFactory.create_batch(3, event=event)
    return open_survey(survey=create_workshop_survey(event=event, languages=LANGUAGES, by=None, at=NOON), by=None, at=NOON)


def address(survey, number=0):
    code = survey.access_codes.order_by("pk")[number].code
    return f"/s/{survey.slug}/?lang=en&c={code}"


def word(key, language="en", **numbers):
    text = phone_words()[key][language]
    for name, value in numbers.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def tick(page, *keys):
    for key in keys:
        page.check(f'input[value="{key}"]')


def test_a_fourth_choice_cannot_be_made_and_the_counter_says_so(open_page, survey):
    page = open_page(address(survey), width=PHONE)

    tick(page, "exchange", "green", "policy")

    assert page.inner_text(".k") == word("chosen", k=3, n=3)
    assert page.locator('input[name="q1"]:disabled').count() == 8
    assert page.locator('input[name="q1_other"]').is_disabled()
    page.uncheck('input[value="green"]')
    page.fill('input[name="q1_other"]', "drones")
    assert page.inner_text(".k") == word("chosen", k=3, n=3)


def test_language_changes_without_a_reload_and_keeps_what_was_typed(open_page, survey):
    page = open_page(address(survey), width=PHONE)
    page.fill("#q2", "typed before")

    page.select_option("#lang", "km")

    assert page.inner_text("h1") == workshop_survey()["title"]["km"]
    assert page.evaluate("document.documentElement.lang") == "km"
    assert page.input_value("#q2") == "typed before"
    assert page.url.endswith("?lang=km")
    page.goto(page.url.split("?")[0])
    assert page.inner_text("h1") == workshop_survey()["title"]["km"]
    assert page.input_value("#q2") == "typed before"


def test_without_network_the_answer_waits_on_the_phone_survives_a_reload_and_counts_once(open_page, survey):
    page = open_page(address(survey), width=PHONE)
    tick(page, "exchange")
    page.fill("#q2", "Language")
    page.route("**/s/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())

    page.click("#f button")
    expect(page.locator("#state")).to_have_text(word("waiting"), timeout=15_000)
    assert Response.objects.count() == 0
    page.reload()
    expect(page.locator("#state")).to_be_visible()
    page.unroute("**/s/**")
    page.wait_for_selector("#done:not([hidden])", timeout=30_000)

    assert page.inner_text("#done .big") == word("sent")
    assert len(page.inner_text("#receipt")) == 7
    assert list(Answer.objects.values_list("text", flat=True).order_by("text")) == ["", "Language"]
    page.reload()
    assert page.is_visible("#done") and not page.is_visible("#f")
    assert (Response.objects.count(), AccessCode.objects.filter(is_used=True).count()) == (1, 1)


def test_an_answer_that_arrived_but_was_not_thanked_for_counts_once(open_page, survey):
    page = open_page(address(survey), width=PHONE)
    page.fill("#q2", "Language")
    lost = []

    def arrives_but_thanks_get_lost(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/s/**", arrives_but_thanks_get_lost)
    page.click("#f button")
    page.wait_for_selector("#done:not([hidden])", timeout=30_000)

    assert (lost, Response.objects.count()) == ([200], 1)


def test_a_wrong_code_is_said_beside_the_field_and_can_be_corrected(open_page, survey):
    page = open_page(address(survey), width=PHONE)
    page.fill("#code", "ZZZZZZ")
    page.fill("#q2", "Language")
    page.click("#f button")
    page.wait_for_selector("#e-code:not([hidden])")

    assert page.inner_text("#e-code") == word("code_unknown")
    page.fill("#code", survey.access_codes.order_by("pk")[0].code.lower())
    page.click("#f button")
    page.wait_for_selector("#done:not([hidden])")
    assert Response.objects.count() == 1


def test_another_person_answers_on_the_same_phone(open_page, survey):
    page = open_page(address(survey), width=PHONE)
    for number in range(2):
        page.fill("#code", survey.access_codes.order_by("pk")[number].code)
        page.fill("#q2", f"Person {number}")
        page.click("#f button")
        page.wait_for_selector("#done:not([hidden])")
        page.click("#again")
        page.wait_for_selector("#f:not([hidden])")

    assert sorted(Answer.objects.values_list("text", flat=True)) == ["Person 0", "Person 1"]


def test_without_script_the_page_is_a_plain_form(open_page, survey):
    page = open_page(address(survey), width=PHONE, script=False)
    tick(page, "exchange", "green")
    page.fill("#q2", "Language")

    page.click("#f button")

    assert page.inner_text("#done .big") == word("sent")
    assert Response.objects.get().language == "en"


@pytest.mark.parametrize("language", ["km", "my", "th", "lo", "zh-hans", "ru"])
def test_page_fits_a_small_phone_in_every_script(open_page, survey, language):
    page = open_page(f"/s/{survey.slug}/?lang={language}", width=320)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
