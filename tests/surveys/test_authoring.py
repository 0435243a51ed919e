import pytest

from catecp.kernel.translated import REVIEWED, written
from catecp.surveys.models import Question
from catecp.surveys.queries.surveys import questions_of
from catecp.surveys.services import authoring
from catecp.surveys.services.authoring import NeedsCodes, NotADraft, QuestionDraft
from catecp.surveys.starters import phone_words, starter_codebook, workshop_survey
from catecp.surveys.wording import progress_of, wordings_of
from tests.factories.events import NOON, EventFactory, RegistrationFactory
from tests.factories.surveys import LANGUAGES, QuestionFactory, SurveyFactory


@pytest.fixture
def deed(db, coordinator):
    return {"by": coordinator, "at": NOON}


@pytest.fixture
def draft(deed):
    return authoring.create_workshop_survey(event=EventFactory(), languages=LANGUAGES, **deed)


def settings(survey, **changes):
    return {
        "survey": survey,
        "title": "Quick survey",
        "intro": "",
        "languages": ["en", "km"],
        "anonymity": survey.anonymity,
        "needs_code": survey.needs_code,
        **changes,
    }


def test_starter_texts_are_in_all_languages_and_none_claims_a_review():
    texts = [
        *phone_words().values(),
        workshop_survey()["title"],
        *(question["text"] for question in workshop_survey()["questions"]),
    ]

    assert [text.missing(LANGUAGES) for text in texts] == [[]] * len(texts)
    assert {text.state(language) for text in texts for language in LANGUAGES if language != "en"} == {"translated"}


def test_workshop_survey_has_the_reports_four_questions_and_its_own_codebook(draft):
    questions = [(question.number, question.kind, question.codebook) for question in questions_of(draft)]

    assert questions == [(1, "top_n", "programmes"), (2, "text", "challenges"), (3, "text", "strategies"), (4, "text", "wishes")]
    assert draft.questions.get(number=1).settings["at_most"] == 3
    assert draft.codes.count() == sum(len(codes) for codes in starter_codebook().values())


def test_settings_of_an_open_survey_change_words_but_not_what_people_were_told(draft, deed):
    draft.state = "open"
    draft.save()

    changed = authoring.edit_survey(**settings(draft), **deed)

    assert (str(changed.title), changed.languages, changed.title.state("km")) == ("Quick survey", ["en", "km"], "outdated")
    with pytest.raises(NotADraft):
        authoring.edit_survey(**settings(draft, anonymity="named"), **deed)


def test_a_named_survey_needs_codes(draft, deed):
    with pytest.raises(NeedsCodes):
        authoring.edit_survey(**settings(draft, anonymity="named", needs_code=False), **deed)


def test_questions_are_added_moved_and_deleted_without_gaps(deed):
    survey = SurveyFactory(state="draft")
    for text in "abc":
        authoring.add_question(survey=survey, draft=QuestionDraft(kind="text", text=written(text)), **deed)

    authoring.move_question_up(question=survey.questions.get(number=3), **deed)
    authoring.delete_question(question=survey.questions.get(number=1), **deed)

    assert [(question.number, str(question.text)) for question in questions_of(survey)] == [(1, "c"), (2, "b")]


def test_questions_stand_still_once_the_survey_has_opened(deed):
    question = QuestionFactory()

    for change in (
        lambda: authoring.add_question(survey=question.survey, draft=QuestionDraft(kind="text", text=written("x")), **deed),
        lambda: authoring.edit_question(question=question, draft=QuestionDraft(kind="text", text=written("x")), **deed),
        lambda: authoring.delete_question(question=question, **deed),
        lambda: authoring.move_question_up(question=question, **deed),
    ):
        with pytest.raises(NotADraft):
            change()
    assert Question.objects.count() == 1


def test_translations_are_set_reviewed_and_counted(draft, deed):
    option = f"{draft.questions.get(number=1).public_id}-option-0"

    number = authoring.translate_survey(
        survey=draft, language="km", texts={"title": ("ថ្មី", REVIEWED), option: ("", "translated")}, **deed
    )

    draft.refresh_from_db()
    progress = {one.language: one for one in progress_of(wordings_of(draft, list(questions_of(draft))), LANGUAGES)}
    assert (number, draft.title["km"], draft.title.state("km")) == (2, "ថ្មី", "reviewed")
    assert (progress["km"].total, progress["km"].missing, progress["km"].reviewed, progress["km"].waiting) == (17, 1, 1, 15)


def test_every_change_makes_phones_load_a_new_page(draft, deed):
    before = draft.revision

    authoring.translate_survey(survey=draft, language="km", texts={"title": ("ថ្មី", REVIEWED)}, **deed)
    authoring.edit_survey(**settings(draft), **deed)

    draft.refresh_from_db()
    assert draft.revision == before + 2


@pytest.mark.parametrize("kind", ["choice", "top_n", "scale", "text"])
def test_question_page_makes_and_edits_each_kind(kind, coordinator_client):
    survey = SurveyFactory(state="draft")
    base = f"/surveys/{survey.event.slug}/{survey.public_id}/questions/"
    special = {
        "kind-options": "One\nTwo",
        "kind-at_most": "2",
        "kind-steps": "5",
        "kind-low": "no",
        "kind-high": "yes",
        "kind-longest": "300",
    }

    made = coordinator_client.post(f"{base}new/{kind}/", {"text": "What?", "codebook": "", **special})
    question = survey.questions.get()
    edited = coordinator_client.post(f"{base}{question.public_id}/", {"text": "Why?", "codebook": "", **special})

    assert (made.status_code, edited.status_code) == (302, 302)
    assert (question.kind, str(survey.questions.get().text)) == (kind, "Why?")
    assert coordinator_client.get(f"{base}{question.public_id}/").status_code == 200
    assert coordinator_client.get(f"/surveys/{survey.event.slug}/{survey.public_id}/preview/?lang=km").status_code == 200


def test_question_page_says_what_is_wrong_and_keeps_the_rest(coordinator_client):
    survey = SurveyFactory(state="draft")

    response = coordinator_client.post(
        f"/surveys/{survey.event.slug}/{survey.public_id}/questions/new/top_n/",
        {"text": "What?", "kind-options": "only one", "kind-at_most": "3"},
    )

    html = response.content.decode()
    assert "Write from 2 to 30 options, one a line." in html and "only one" in html
    assert survey.questions.count() == 0


def test_translations_page_saves_and_shows_the_state(coordinator_client, draft):
    address = f"/surveys/{draft.event.slug}/{draft.public_id}/translations/km/"

    coordinator_client.post(address, {"title": "ថ្មី", "title-reviewed": "on"})

    draft.refresh_from_db()
    assert (draft.title["km"], draft.title.state("km")) == ("ថ្មី", "reviewed")


def test_codes_can_be_downloaded_and_a_hostile_name_stays_text(coordinator_client, draft):
    registration = RegistrationFactory(event=draft.event, person__name='=HYPERLINK("http://elsewhere")')
    address = f"/surveys/{draft.event.slug}/{draft.public_id}/codes/"
    coordinator_client.post(f"{address}issue/")

    body = coordinator_client.get(f"{address}?format=csv").content.decode("utf-8-sig")

    code = draft.access_codes.get(registration=registration).code
    assert "'=HYPERLINK" in body and f"/s/{draft.slug}/?c={code}" in body
