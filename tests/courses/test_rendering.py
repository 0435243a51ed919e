import pytest
from django.template.loader import render_to_string

from catecp.courses.content import BlockSource, UnitSource
from catecp.courses.rendering import AddressBook, lesson, outline
from catecp.courses.rendering.questions import answer_from_form, check_of, choices
from catecp.courses.services.assets import keep_bytes
from catecp.languages.models import Segment, Translation
from tests.factories.courses import AT, make_course, single, text

pytestmark = pytest.mark.django_db
BOOK = AddressBook(media=lambda sha256, _type: f"/m/{sha256[:6]}")
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 60


def translate(course, source, target, language="km", state="reviewed"):
    segment = Segment.objects.get(body=course.body, text=source)
    return Translation.objects.create(segment=segment, language=language, text=target, state=state)


def read(course, language="en", second="", unit=0):
    version = course.published
    lessons = [row for row in version.units.order_by("position") if version.blocks.filter(unit=row).exists()]
    return lesson(version, lessons[unit], language, book=BOOK, second=second)


def html_of(shown):
    return render_to_string("courses/blocks/block.html", {"block": shown.blocks[0], "lesson": shown})


def test_sentence_nobody_translated_stays_in_its_own_language():
    course = make_course()
    translate(course, "Wear a mask.", "ពាក់របាំង។")

    shown = read(course, "km")

    assert shown.blocks[0].body["html"] == '<p><span lang="en" class="untranslated">Light burns.</span> ពាក់របាំង។</p>'
    assert (shown.tally.missing > 0, shown.blocks[0].tally.unreviewed) == (True, 0)


def test_machine_draft_is_not_shown():
    course = make_course()
    translate(course, "Wear a mask.", "machine words", state="machine")

    shown = read(course, "km")

    assert "machine words" not in shown.blocks[0].body["html"]


def test_outdated_sentence_is_shown_with_the_original_beside_it():
    course = make_course()
    translate(course, "Wear a mask.", "ពាក់របាំង។", state="outdated")

    shown = read(course, "km")

    assert (
        '<span class="outdated">ពាក់របាំង។</span> <span lang="en" class="original">Wear a mask.</span>'
        in shown.blocks[0].body["html"]
    )


def test_hostile_translation_is_made_harmless():
    course = make_course()
    translate(course, "Wear a mask.", "<script>alert(1)</script><b onclick=x>ok</b>")

    shown = read(course, "km")

    assert "script" not in html_of(shown) and "onclick" not in html_of(shown)


def test_two_languages_stand_side_by_side():
    course = make_course()
    translate(course, "Wear a mask.", "ពាក់របាំង។")

    shown = read(course, "km", second="en")

    assert shown.blocks[0].beside == {"html": "<p>Light burns. Wear a mask.</p>"}
    assert 'class="prose second" lang="en"' in html_of(shown)


def test_lesson_takes_the_same_queries_however_long(django_assert_num_queries):
    short = make_course(units=[UnitSource(title="A", blocks=(text("<p>One.</p>"),))])
    long = make_course(units=[UnitSource(title="A", blocks=tuple(text(f"<p>Number {n}.</p>") for n in range(40)))])
    units = [course.published.units.get() for course in (short, long)]

    for course, unit in zip((short, long), units, strict=True):
        with django_assert_num_queries(7):
            lesson(course.published, unit, "km", book=BOOK, second="th")


def test_picture_inside_a_text_gets_an_address():
    asset = keep_bytes(name="mask.png", content=PNG, at=AT, by=None)
    course = make_course(
        units=[UnitSource(title="A", blocks=(text(f'<p>Look: <img data-asset="{asset.sha256}" alt="A mask"></p>'),))]
    )

    shown = read(course)

    assert f'<img src="/m/{asset.sha256[:6]}" alt="A mask" loading="lazy">' in html_of(shown)


def test_outline_names_lessons_in_the_readers_language():
    course = make_course()
    translate(course, "What can hurt you", "អ្វីអាចធ្វើឱ្យអ្នករបួស")

    rows = outline(course.published, "km")

    assert [(row.title_language, row.depth, row.is_lesson) for row in rows] == [
        ("en", 0, False),
        ("km", 1, True),
        ("en", 1, True),
    ]


@pytest.mark.parametrize("kind", ["picture", "audio", "video", "file", "practical", "live", "package", "question"])
def test_every_kind_of_block_can_be_shown(kind):
    asset = keep_bytes(name="mask.png", content=PNG, at=AT, by=None).sha256
    bodies = {
        "picture": {"asset": asset, "alt": "A mask"},
        "audio": {"asset": asset, "title": "Listen", "transcript": "<p>Words.</p>"},
        "video": {"asset": asset, "title": "See", "cues": [{"start": 0, "end": 1, "text": "Words."}]},
        "file": {"asset": asset, "title": "Plan"},
        "practical": {"task": "<p>Weld.</p>", "rubric": [{"criterion": "Bead", "levels": [{"points": 1, "text": "even"}]}]},
        "live": {"title": "Talk", "fallback": "<p>Read this.</p>"},
        "package": {"asset": asset, "format": "scorm12", "title": "Play", "fallback": "<p>Read this.</p>"},
        "question": single().body,
    }
    course = make_course(units=[UnitSource(title="A", blocks=(BlockSource(kind=kind, body=bodies[kind]),))])

    shown = read(course)

    assert f'data-kind="{kind}"' in html_of(shown)


def test_check_and_choices_of_an_ordering_question_do_not_give_the_order_away():
    body = {"type": "order", "prompt": "?", "options": [{"key": key, "text": key} for key in "abcd"]}

    shown = [option["key"] for option in choices(body, "seed")["options"]]

    assert shown != check_of(body)["right"] == list("abcd")


def test_posted_order_is_read_as_keys(rf):
    body = {"type": "order", "options": [{"key": key} for key in "abc"]}
    data = rf.post("/", {"answer_a": "3", "answer_b": "1", "answer_c": "2"}).POST

    assert answer_from_form(body, data) == ["b", "c", "a"]


def test_sentences_of_a_chinese_paragraph_get_a_space_between_them_in_other_scripts():
    course = make_course(units=[UnitSource(title="甲", blocks=(text("<p>弧光伤眼。戴面罩。</p>"),))], language="zh-hans")
    translate(course, "弧光伤眼。", "Light burns.")
    translate(course, "戴面罩。", "Wear a mask.")

    shown = read(course, "km")

    assert shown.blocks[0].body["html"] == "<p>Light burns. Wear a mask.</p>"
