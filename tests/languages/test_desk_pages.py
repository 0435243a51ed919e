import re

import pytest

from catecp.courses.content import UnitSource
from catecp.courses.services.outline import write_outline
from catecp.courses.services.publishing import open_draft
from catecp.languages.models import Segment, Translation
from tests.factories.accounts import GrantFactory
from tests.factories.courses import AT, make_course, text
from tests.factories.languages import TranslationFactory, make_term
from tests.factories.network import InstitutionFactory


def lesson(*paragraphs: str) -> list[UnitSource]:
    html = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return [UnitSource(title="Before you weld", key="u1", blocks=(text(html, key="b1"),))]


@pytest.fixture
def course(db):
    return make_course(units=lesson("Arc welding is hot.", "Wear <strong>gloves</strong>.", "Then begin."))


@pytest.fixture
def desk(course) -> str:
    return f"/translate/{course.body.public_id}/km/"


@pytest.fixture
def at_desk(signed_in, db):
    return signed_in(GrantFactory(role="language_reviewer").user)


def segment(course, start: str) -> Segment:
    return Segment.objects.get(body=course.body, text__startswith=start)


def post(client, address: str, *, json: bool = False, **data):
    headers = {"Accept": "application/json"} if json else {}
    return client.post(address, data, headers=headers)


def test_the_desk_shows_the_course_in_reading_order(course, desk, at_desk):
    page = at_desk.get(desk).content.decode()

    places = [page.index(words) for words in ["Before you weld</p>", "Arc welding is hot.", "gloves", "Then begin."]]
    assert places == sorted(places)
    assert page.count('data-segment="') == 4


def test_saving_without_script_comes_back_to_the_same_sentence(course, desk, at_desk):
    row = segment(course, "Then")

    response = post(at_desk, f"{desk}save/?state=missing", segment=row.pk, revision=0, text="រួចចាប់ផ្តើម។")

    assert response.url == f"{desk}?state=missing#s{row.pk}"
    assert row.translations.get().text == "រួចចាប់ផ្តើម។"


def test_saving_without_script_keeps_what_was_typed_when_it_is_refused(course, desk, at_desk):
    row = segment(course, "Wear")

    response = post(at_desk, f"{desk}save/", segment=row.pk, revision=0, text="ពាក់ស្រោមដៃ")

    page = response.content.decode()
    assert response.status_code == 409
    assert "This mark is missing: &lt;strong&gt;" in page
    assert ">ពាក់ស្រោមដៃ</textarea>" in page


def test_saving_by_script_asks_for_the_word_of_the_glossary_and_takes_the_reason(course, desk, at_desk):
    make_term("arc-welding", en="arc welding", km="ការផ្សារ")
    row = segment(course, "Arc")
    data = {"segment": row.pk, "revision": 0, "text": "វាក្តៅ"}

    first = post(at_desk, f"{desk}save/", json=True, **data)
    second = post(at_desk, f"{desk}save/", json=True, **data, term="arc-welding", waive="The title says it.")

    assert (first.status_code, first.json()["missing"]) == (409, ["arc-welding"])
    assert second.json() == {"ok": True, "revision": 1, "state": "translated", "label": "translated"}
    assert row.translations.get().waived == {"arc-welding": "The title says it."}


def test_saving_by_script_says_what_somebody_else_wrote(course, desk, at_desk):
    row = segment(course, "Then")
    TranslationFactory(segment=row, text="របស់គេ", revision=4)

    answer = post(at_desk, f"{desk}save/", json=True, segment=row.pk, revision=3, text="របស់ខ្ញុំ").json()

    assert (answer["ok"], answer["now"], answer["revision"]) == (False, "របស់គេ", 4)


def test_a_sentence_of_another_course_cannot_be_saved_here(course, desk, at_desk):
    foreign = segment(make_course(units=lesson("Foreign words.")), "Foreign")

    assert post(at_desk, f"{desk}save/", segment=foreign.pk, revision=0, text="x").status_code == 404
    assert post(at_desk, f"{desk}note/", segment=foreign.pk, note="x").status_code == 404
    assert foreign.translations.count() == 0


@pytest.mark.parametrize("language", ["en", "xx", "KM"])
def test_only_languages_to_translate_into_have_a_desk(course, at_desk, language):
    assert at_desk.get(f"/translate/{course.body.public_id}/{language}/").status_code == 404


def test_the_filter_keeps_states_and_words_of_both_languages(course, desk, at_desk):
    TranslationFactory(segment=segment(course, "Then"), text="រួចចាប់ផ្តើម", state="machine")

    def shown(query: str) -> list[str]:
        return re.findall(r'data-segment="(\d+)"', at_desk.get(f"{desk}?{query}").content.decode())

    machine = [str(segment(course, "Then").pk)]
    assert shown("state=machine") == machine
    assert shown("q=ចាប់ផ្តើម") == machine
    assert shown("q=gloves") == [str(segment(course, "Wear").pk)]
    assert len(shown("state=missing")) == 3
    assert shown("state=reviewed") == []


def test_an_outdated_sentence_shows_the_difference_to_the_wording_it_was_translated_from(course, desk, at_desk):
    TranslationFactory(segment=segment(course, "Then"), text="រួចចាប់ផ្តើម", state="reviewed")
    draft = open_draft(course=course, at=AT, by=None)
    for third in ("Then begin slowly.", "Then begin very slowly."):
        write_outline(version=draft, units=lesson("Arc welding is hot.", "Wear <strong>gloves</strong>.", third), at=AT, by=None)

    page = at_desk.get(f"{desk}?state=outdated").content.decode()

    assert "Then begin<ins> very slowly</ins>." in page
    assert ">រួចចាប់ផ្តើម</textarea>" in page


def test_one_act_at_a_time_and_many_at_once(course, desk, at_desk):
    draft = TranslationFactory(segment=segment(course, "Then"), text="ក", state="machine")
    written = TranslationFactory(segment=segment(course, "Arc"), text="ខ", state="translated")

    post(at_desk, f"{desk}act/", segment=draft.segment_id, revision=1, what="accept")
    post(at_desk, f"{desk}many/", what="review", chosen=[draft.segment_id, written.segment_id])

    states = dict(Translation.objects.values_list("text", "state"))
    assert states == {"ក": "translated", "ខ": "reviewed"}  # who accepted a draft does not sign it off too


def test_notes_are_written_and_settled_at_the_desk(course, desk, at_desk):
    row = segment(course, "Then")

    post(at_desk, f"{desk}note/", segment=row.pk, note="Begin what?")
    note = row.notes.get()
    assert "Begin what?" in at_desk.get(desk).content.decode()
    post(at_desk, f"{desk}note/", settle=note.public_id)

    assert "Begin what?" not in at_desk.get(desk).content.decode()


def test_a_file_goes_out_and_comes_in_by_the_pages(course, desk, at_desk, tmp_path):
    content = at_desk.get(f"{desk}file/").content.decode()
    path = tmp_path / "back.xlf"
    filled = content.replace("Then begin.</source>", "Then begin.</source><target>រួច</target>").replace(
        'state="initial"', 'state="translated"'
    )
    path.write_text(filled, encoding="utf-8")

    with path.open("rb") as file:
        page = at_desk.post(f"{desk}bring/", {"file": file}).content.decode()

    assert segment(course, "Then").translations.get().text == "រួច"
    assert "Then begin." in page


def test_a_wrong_file_is_refused_beside_the_field(course, desk, at_desk, tmp_path):
    (tmp_path / "x.xlf").write_bytes(b"<!DOCTYPE a [<!ENTITY b 'c'>]><xliff>&b;</xliff>")

    with (tmp_path / "x.xlf").open("rb") as file:
        page = at_desk.post(f"{desk}bring/", {"file": file}).content.decode()

    assert "declares a document type or entities" in page


def test_drafts_page_says_plainly_that_they_are_off(course, desk, at_desk):
    page = at_desk.get(f"{desk}drafts/").content.decode()

    assert "switched off" in page
    assert "CATECP_MODEL_ADDRESS" in page
    assert "Draft the missing sentences" not in page


def test_translators_see_published_courses_and_drafts_of_their_own_institution(signed_in, db):
    home = InstitutionFactory()
    published = make_course(title="Published elsewhere")
    make_course(title="Draft elsewhere", published=False)
    own = make_course(title="Draft at home", published=False, owner=home)
    client = signed_in(GrantFactory(role="translator", scope="institution", scope_id=home.pk).user)

    page = client.get("/translate/").content.decode()

    assert ("Published elsewhere" in page, "Draft at home" in page, "Draft elsewhere" in page) == (True, True, False)
    assert client.get(f"/translate/{published.body.public_id}/km/").status_code == 200
    assert client.get(f"/translate/{own.body.public_id}/km/").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_courses_asks_the_same_questions_however_long_it_is(number, at_desk, django_assert_max_num_queries):
    for _course in range(number):
        make_course()
    at_desk.get("/translate/")

    with django_assert_max_num_queries(9):
        at_desk.get("/translate/")


@pytest.mark.parametrize("number", [2, 20])
def test_the_desk_asks_the_same_questions_however_many_sentences(number, at_desk, django_assert_max_num_queries):
    course = make_course(units=lesson(*(f"Sentence {place} stands here." for place in range(number))))
    for row in Segment.objects.filter(body=course.body):
        TranslationFactory(segment=row, text="ក", state="outdated")
    address = f"/translate/{course.body.public_id}/km/"
    at_desk.get(address)

    with django_assert_max_num_queries(22):
        at_desk.get(address)


def test_the_glossary_shows_what_is_not_reviewed_and_escapes_what_people_typed(client, db):
    make_term("bad", en="<script>x</script>", km="ក")

    page = client.get("/glossary/bad/").content.decode()

    assert page.count("not reviewed") == 2
    assert "<script>x" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_glossary_asks_the_same_questions_however_long_it_is(number, client, db, django_assert_max_num_queries):
    for place in range(number):
        make_term(f"t-{place}", en=f"word {place}", km="ក")
    client.get("/glossary/")

    with django_assert_max_num_queries(8):
        client.get("/glossary/")
