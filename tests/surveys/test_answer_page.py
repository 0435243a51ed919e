import gzip
import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from catecp.surveys.models import AccessCode, Response
from catecp.surveys.services.authoring import create_workshop_survey
from catecp.surveys.services.closing import open_survey
from catecp.surveys.starters import phone_words, workshop_survey
from tests.factories.events import NOON, EventFactory, RegistrationFactory
from tests.factories.surveys import LANGUAGES, QuestionFactory, SurveyFactory

MOST_BYTES = 20_000


@pytest.fixture
def survey(db):
    event = EventFactory()
    RegistrationFactory.create_batch(3, event=event)
    draft = create_workshop_survey(event=event, languages=LANGUAGES, by=None, at=NOON)
    return open_survey(survey=draft, by=None, at=NOON)


@pytest.fixture
def phone():
    return Client(enforce_csrf_checks=True)


def page(phone, survey, query="", **extra):
    return phone.get(reverse("surveys:answer", args=[survey.slug]) + query, **extra)


def codes_of(survey):
    return list(survey.access_codes.order_by("pk").values_list("code", flat=True))


def form(survey, **changes):
    return {
        "client": "a" * 32,
        "code": codes_of(survey)[0],
        "lang": "km",
        "r": "4",
        "q1": ["exchange", "green"],
        "q2": "ខ្វះថវិកា",
        **changes,
    }


def send(phone, survey, data, **extra):
    return phone.post(reverse("surveys:answer", args=[survey.slug]), data, **extra)


def send_json(phone, survey, data):
    return send(phone, survey, data, headers={"Accept": "application/json"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_arrives_in_one_request_of_at_most_20_kb_in_every_language(phone, survey, language):
    response = page(phone, survey, f"?lang={language}", headers={"Accept-Encoding": "gzip"})

    html = gzip.decompress(response.content).decode()
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) <= MOST_BYTES
    assert re.findall(r'(?:src|href)="([^"]*)"', html) == ["data:,"]
    assert f'<html lang="{language}">' in html
    assert workshop_survey()["questions"][1]["text"][language] in html


def test_page_holds_every_text_in_all_languages(phone, survey):
    html = page(phone, survey).content.decode()

    data = json.loads(re.search(r'id="d">(.*?)</script>', html).group(1))
    lengths = {language: len(texts) for language, texts in data["l"].items()}
    assert set(lengths) == set(LANGUAGES) and len(set(lengths.values())) == 1
    assert all(isinstance(text, str) and text for texts in data["l"].values() for text in texts)
    numbers = {int(number) for number in re.findall(r'data-t="(\d+)"', html)} | set(data["w"].values())
    assert numbers <= set(range(len(data["l"]["en"])))


def test_page_allows_only_its_own_script_and_style(phone, survey):
    response = page(phone, survey)

    policy = response["Content-Security-Policy"]
    assert re.findall(r"(?:script|style)-src ([^;]*)", policy) == re.findall(r"'sha256-[^']*'", policy)
    assert "unsafe" not in policy


def test_page_marks_a_text_that_is_not_translated(phone, db):
    survey = SurveyFactory(needs_code=False)
    QuestionFactory(survey=survey, text={"en": "Only English?"})

    html = page(phone, survey, "?lang=km").content.decode()

    assert f'lang="en" data-o="{phone_words()["untranslated"]["km"]}">Only English?</span>' in html


def test_page_says_on_the_first_screen_who_sees_the_answers(phone, db):
    found = {}
    for mode in ("anonymous", "institution", "named"):
        survey = SurveyFactory(anonymity=mode)
        QuestionFactory(survey=survey)
        html = page(phone, survey).content.decode()
        found[mode] = [
            word for word in ("anonymous", "institution", "named") if phone_words()[word]["en"] in html.split("</form>")[1]
        ]

    assert found == {"anonymous": ["anonymous"], "institution": ["institution"], "named": ["named"]}


def test_page_fills_in_the_code_of_the_badge_as_it_was_printed(phone, survey):
    html = page(phone, survey, "?c=k7q-lo2<script>").content.decode()

    assert 'value="K7Q102' in html and "<script>lo" not in html.lower().replace("<script>(", "")


def test_page_turns_the_options_from_phone_to_phone(phone, survey):
    first = {re.search(r'name="q1" value="([^"]+)"', page(phone, survey).content.decode()).group(1) for _ in range(60)}

    assert len(first) > 5


def test_page_gives_each_phone_an_id_of_its_own(phone, survey):
    ids = {re.search(r'name="client" value="([^"]+)"', page(phone, survey).content.decode()).group(1) for _ in range(10)}

    assert len(ids) == 10 and all(len(found) == 32 for found in ids)


def test_short_address_is_found_as_people_type_it(phone, db):
    survey = SurveyFactory(slug="k0v1x", needs_code=False)

    response = phone.get("/s/KOVIX/?lang=km")

    assert response["Location"] == f"/s/{survey.slug}/?lang=km"
    assert phone.get("/s/nobody/").status_code == 404


def test_plain_form_post_answers_and_shows_the_receipt(phone, survey):
    response = send(phone, survey, form(survey))

    shown = phone.get(response["Location"])
    receipt = re.search(r"done=([0-9A-Z-]+)", response["Location"]).group(1)
    assert response.status_code == 302
    assert f'id="receipt">{receipt}</p>' in shown.content.decode()
    assert phone_words()["sent"]["km"] in shown.content.decode()
    assert Response.objects.get().language == "km"


def test_same_answer_sent_five_times_counts_once_and_gets_the_same_receipt(phone, survey):
    answers = [send_json(phone, survey, form(survey)).json() for _ in range(5)]

    assert len({answer["receipt"] for answer in answers}) == 1
    assert (Response.objects.count(), AccessCode.objects.filter(is_used=True).count()) == (1, 1)


def test_refused_form_keeps_what_was_typed_and_says_what_is_wrong_beside_the_field(phone, survey):
    response = send(phone, survey, form(survey, q1=["exchange", "green", "policy", "research"], q2="keep <b>this</b>"))

    html = response.content.decode()
    assert response.status_code == 422
    assert (
        f'id="e-q1" role="alert" data-problem="too_many" data-n="3">{phone_words()["too_many"]["km"].replace("{n}", "3")}</p>'
        in html
    )
    assert "keep &lt;b&gt;this&lt;/b&gt;</textarea>" in html
    assert html.count(" checked") == 4
    assert Response.objects.count() == 0


def test_refused_script_request_names_words_of_the_page(phone, survey):
    unknown = send_json(phone, survey, form(survey, code="ZZZZZZ"))
    empty = send_json(phone, survey, {"client": "b" * 32, "code": codes_of(survey)[1]})

    assert (unknown.status_code, unknown.json()) == (422, {"problems": {"code": ["code_unknown", 0]}})
    assert (empty.status_code, empty.json()) == (422, {"problems": {"form": ["nothing", 0]}})


def test_a_code_answers_once(phone, survey):
    send_json(phone, survey, form(survey))

    second = send_json(phone, survey, form(survey, client="c" * 32))

    assert second.json() == {"problems": {"code": ["code_used", 0]}}
    assert Response.objects.count() == 1


def test_closed_and_draft_surveys_say_so_and_take_nothing(phone, db):
    for state, word in (("closed", "closed"), ("draft", "not_open")):
        survey = SurveyFactory(state=state, needs_code=False)
        QuestionFactory(survey=survey)

        html = page(phone, survey).content.decode()
        answer = send_json(phone, survey, {"client": "a" * 32, "q1": "too late"})

        assert phone_words()[word]["en"] in html and "<textarea" not in html
        assert (answer.status_code, answer.json()) == (409, {"problems": {"form": [word, 0]}})
    assert Response.objects.count() == 0


def test_form_of_another_site_is_refused(phone, survey):
    foreign = send(phone, survey, form(survey), headers={"Origin": "https://elsewhere.example"})
    nonsense = send(phone, survey, form(survey), headers={"Origin": "http://["})
    own = send(phone, survey, form(survey), headers={"Origin": "http://testserver"})

    assert (foreign.status_code, nonsense.status_code, own.status_code) == (403, 403, 302)


def test_page_needs_the_same_few_queries_for_one_and_three_questions(phone, db, django_assert_num_queries):
    for number in (1, 3):
        survey = SurveyFactory(needs_code=False)
        for place in range(number):
            QuestionFactory(survey=survey, number=place + 1)

        with django_assert_num_queries(2):
            page(phone, survey)


def test_paper_is_noted_only_when_a_coordinator_keys_it_in(phone, survey, coordinator_client):
    send(coordinator_client, survey, form(survey, paper="1"))
    send(phone, survey, form(survey, paper="1", client="d" * 32, code=codes_of(survey)[1]))

    assert sorted(Response.objects.values_list("source", flat=True)) == ["paper", "phone"]


@pytest.mark.parametrize("client", ["", "short", "x" * 200, "<script>alert(1)</script>"])
def test_without_a_usable_phone_id_the_code_stands_in(phone, survey, client):
    for _ in range(2):
        response = send_json(phone, survey, form(survey, client=client))

    assert response.status_code == 200
    assert Response.objects.count() == 1
