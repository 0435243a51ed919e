from urllib.parse import quote

import brotli
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catecp.courses.content import BlockSource, UnitSource
from catecp.learning.models import Attempt, BlockProgress, Enrolment, Message, PracticalWork
from catecp.learning.sessions import COOKIE
from tests.factories.courses import ChannelFactory, OfferingFactory, make_course, single, text
from tests.factories.learning import ClassEntryFactory, EnrolmentFactory, StudyClassFactory
from tests.test_page_weight import weight

pytestmark = pytest.mark.django_db
PRACTICAL = BlockSource(
    kind="practical",
    key="p1",
    body={
        "task": "<p>Weld a bead.</p>",
        "evidence": "photo",
        "rubric": [
            {"key": "bead", "criterion": "Bead", "levels": [{"points": 0, "text": "none"}, {"points": 2, "text": "even"}]}
        ],
    },
)
UNITS = (
    UnitSource(title="Light", key="u1", blocks=(text("<p>Light burns.</p>", key="t1"), single(key="q1"))),
    UnitSource(title="Bead", key="u2", blocks=(PRACTICAL,)),
)
JPEG = b"\xff\xd8\xff" + b"0" * 200


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def enrolment():
    offering = OfferingFactory(version=make_course(units=UNITS).published)
    return EnrolmentFactory(offering=offering, study_class=StudyClassFactory(offering=offering))


@pytest.fixture
def browser(enrolment, learning):
    return learning(enrolment.learner)


def address(enrolment, rest=""):
    return f"/learn/{enrolment.public_id}/{rest}"


def test_code_name_and_four_digits_lead_to_the_course():
    entry = ClassEntryFactory(name="Sok Dara")
    client = Client()

    names = client.post("/join/", {"code": entry.study_class.code.lower()}, follow=True)
    course = client.post(f"/join/class/{entry.study_class.code}/{entry.pk}/", {"pin": "1234"}, follow=True)

    enrolment = Enrolment.objects.get()
    assert "Sok Dara" in names.content.decode()
    assert course.redirect_chain[-1][0] == address(enrolment)
    assert (client.cookies[COOKIE]["httponly"], client.get("/learn/").status_code) == (True, 200)


def test_names_of_minors_are_shortened_and_told_apart_by_their_number():
    study_class = StudyClassFactory(has_minors=True, consent_at="2026-01-01T00:00Z", consent_by="The head")
    for number in ("S-017", "S-018"):
        ClassEntryFactory(study_class=study_class, name="Sok Dara Pich", number=number)

    shown = Client().get(f"/join/class/{study_class.code}/").content.decode()

    assert "Sok D. P. (017)" in shown and "Sok D. P. (018)" in shown
    assert "Dara" not in shown


def test_guessing_codes_is_stopped_after_twenty_misses_even_for_the_right_one():
    entry = ClassEntryFactory()
    client = Client()
    for _ in range(20):
        client.post("/join/", {"code": "ZZZZZZZZ"})

    assert client.post("/join/", {"code": entry.study_class.code}).status_code == 429
    assert client.get(f"/join/class/{entry.study_class.code}/").status_code == 429


@pytest.mark.parametrize(("wanted", "reached"), [("/learn/practice/", "/learn/practice/"), ("https://evil.example/", "/learn/")])
def test_joining_goes_back_to_where_the_learner_was_going_but_never_to_another_site(wanted, reached):
    entry, client = ClassEntryFactory(), Client()
    client.get("/join/", {"next": wanted})

    response = client.post(f"/join/class/{entry.study_class.code}/{entry.pk}/", {"pin": "1234"})

    assert response["Location"].startswith(reached)


def test_lesson_without_a_learner_asks_to_join_first(enrolment):
    asked = Client().get(address(enrolment, "u1/"))

    assert asked["Location"] == f"/join/?next={quote(address(enrolment, 'u1/'), safe='')}"


def test_not_me_lets_the_next_learner_take_the_phone(browser, enrolment):
    browser.post("/learn/not-me/")

    assert browser.get(address(enrolment)).status_code == 302


def test_channel_link_offers_what_is_open_and_the_demo_shows_the_code(settings):
    settings.IS_DEMO = True
    channel = ChannelFactory(join_code="WELD2026")
    offering, closed = OfferingFactory(channel=channel), OfferingFactory(channel=channel, is_open=False)
    client = Client()

    listed = client.get("/join/c/weld2026/").content.decode()
    asked = client.post(f"/join/c/WELD2026/{offering.public_id}/", {"name": "Sok", "address": "+855 12 345 678"}, follow=True)
    digits = asked.context["shown"]
    course = client.post(asked.redirect_chain[-1][0], {"digits": digits}, follow=True)

    assert offering.public_id in listed and closed.public_id not in listed
    assert course.status_code == 200
    assert Enrolment.objects.get().channel == channel


def test_lesson_of_somebody_else_is_not_there(learning, enrolment):
    stranger = EnrolmentFactory()

    assert learning(stranger.learner).get(address(enrolment, "u1/")).status_code == 404


def test_answer_without_script_shows_feedback_and_explanation(browser, enrolment):
    response = browser.post(address(enrolment, "u1/answer/"), {"block": "q1", "answer": "b"})
    page = browser.get(address(enrolment, "u1/")).content.decode()

    assert response["Location"] == address(enrolment, "u1/") + "#b-q1"
    assert "Right." in page and "Two it is." in page
    assert Attempt.objects.values_list("score", "number").get() == (1.0, 1)


def test_same_form_sent_twice_is_one_try(browser, enrolment):
    for answer in ("a", "a", "b"):
        browser.post(address(enrolment, "u1/answer/"), {"block": "q1", "answer": answer})

    assert list(Attempt.objects.order_by("number").values_list("answer", flat=True)) == ["a", "b"]


def test_done_goes_on_with_the_next_lesson(browser, enrolment):
    response = browser.post(address(enrolment, "u1/done/"), {"following": "u2"})

    assert response["Location"] == address(enrolment, "u2/")
    assert list(BlockProgress.objects.filter(is_done=True).values_list("block_key", flat=True)) == ["t1"]


def test_course_home_says_in_words_what_is_left(browser, enrolment):
    browser.post(address(enrolment, "u1/done/"))
    browser.post(address(enrolment, "u1/answer/"), {"block": "q1", "answer": "b"})

    page = " ".join(browser.get(address(enrolment)).content.decode().split())

    assert "1 of 2 lessons done." in page and "1 practical task is left." in page
    assert "worth 100 % of all points" in page


def test_photo_of_practical_work_waits_for_the_teacher(browser, enrolment):
    photo = SimpleUploadedFile("bead.jpg", JPEG, "image/jpeg")

    browser.post(address(enrolment, "u2/hand-in/"), {"block": "p1", "evidence": photo, "note": "My first bead"})

    work = PracticalWork.objects.get()
    assert (work.state, work.note, work.evidence.count()) == ("waiting", "My first bead", 1)
    assert "waiting to be marked" in browser.get(address(enrolment, "u2/")).content.decode()


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ([], "Choose a photo"),
        ([("bead.svg", b"<svg onload=alert(1)>")], "no photo or film"),
        ([("bead.jpg", b"MZ not a photo")], "no photo or film"),
        ([(f"{n}.jpg", JPEG) for n in range(7)], "at most 6"),
    ],
)
def test_evidence_that_is_none_is_refused_in_words(browser, enrolment, files, reason):
    evidence = [SimpleUploadedFile(name, content) for name, content in files]

    page = browser.post(address(enrolment, "u2/hand-in/"), {"block": "p1", "evidence": evidence}, follow=True)

    assert reason in page.content.decode()
    assert PracticalWork.objects.count() == 0


def test_language_switch_keeps_progress_and_shows_two_side_by_side(browser, enrolment):
    browser.post(address(enrolment, "u1/answer/"), {"block": "q1", "answer": "b"})

    response = browser.post(address(enrolment, "languages/"), {"language": "km", "second": "en", "unit": "u1"}, follow=True)

    assert 'class="prose second" lang="en"' in response.content.decode()
    assert Enrolment.objects.values_list("language", "second_language", "score").get() == ("km", "en", 1.0)


def test_text_only_is_kept_as_a_preference(browser, enrolment):
    browser.post("/learn/media/", {"mode": "text", "next": address(enrolment, "u1/")})

    assert browser.get(address(enrolment, "u1/")).context["mode"] == "text"


def test_learner_writes_to_the_teacher(browser, enrolment):
    browser.post(address(enrolment, "write/"), {"text": "The film does not open."})

    assert Message.objects.values_list("from_learner", "learner").get() == (True, enrolment.learner.pk)


def test_leaving_asks_first_and_keeps_what_was_learned(browser, enrolment):
    asked = browser.get(address(enrolment, "leave/"))
    browser.post(address(enrolment, "leave/"))

    assert asked.status_code == 200
    assert Enrolment.objects.get().left_at is not None
    assert browser.get(address(enrolment)).status_code == 404


def test_lesson_arrives_within_60_kb_at_first_and_15_kb_afterwards(browser, enrolment):
    page = browser.get(address(enrolment, "u1/")).content

    assert weight(page) <= 60_000
    assert len(brotli.compress(page)) <= 15_000


def test_a_lesson_takes_the_same_queries_however_long(learning, django_assert_max_num_queries):
    for size in (1, 30):
        units = (UnitSource(title="A", key="u1", blocks=tuple(single(key=f"q{n}") for n in range(size))),)
        enrolment = EnrolmentFactory(offering=OfferingFactory(version=make_course(units=units).published), language="km")
        client = learning(enrolment.learner)
        client.get(address(enrolment, "u1/"))
        with django_assert_max_num_queries(19):
            client.get(address(enrolment, "u1/"))
