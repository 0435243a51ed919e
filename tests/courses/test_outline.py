from datetime import timedelta

import pytest

from catecp.courses.content import BlockSource, UnitSource
from catecp.courses.models import Course
from catecp.courses.services.outline import NotADraft, sources_of, write_outline
from catecp.courses.services.publishing import NotReady, open_draft, publish_version
from catecp.languages.models import Segment, Translation
from tests.factories.courses import AT, UNITS, make_course, single, text

pytestmark = pytest.mark.django_db


def test_outline_reads_back_as_it_was_written():
    course = make_course(units=UNITS, published=False)

    back = sources_of(course.draft)

    lessons = back[0].units
    assert [back[0].title, *(unit.title for unit in lessons)] == ["Before you start", "What can hurt you", "What protects you"]
    assert [block.kind for block in lessons[0].blocks] == ["text", "question"]


def test_changing_one_sentence_of_500_outdates_one_segment_a_language():
    lessons = [
        text("".join(f"<p>Sentence {lesson} {number}.</p>" for number in range(10)), key=f"block{lesson}") for lesson in range(50)
    ]
    course = make_course(units=[UnitSource(title="All", blocks=tuple(lessons))])
    for segment in Segment.objects.filter(body=course.body):
        for language in ("km", "th"):
            Translation.objects.create(segment=segment, language=language, text=segment.text, state="reviewed")
    draft = open_draft(course=course, at=AT, by=None)
    lessons[7] = text(lessons[7].body["html"].replace("Sentence 7 3.", "Sentence 7 3, put better."), key="block7")

    write_outline(version=draft, units=[UnitSource(title="All", blocks=tuple(lessons))], at=AT + timedelta(hours=1), by=None)

    outdated = Translation.objects.filter(state="outdated").order_by("language")
    assert [(row.language, row.segment.text, row.text) for row in outdated] == [
        ("km", "Sentence 7 3, put better.", "Sentence 7 3."),
        ("th", "Sentence 7 3, put better.", "Sentence 7 3."),
    ]


def test_published_version_does_not_change():
    course = make_course()

    with pytest.raises(NotADraft):
        write_outline(version=course.published, units=UNITS, at=AT, by=None)


def test_draft_of_published_version_keeps_the_keys():
    course = make_course()

    draft = open_draft(course=course, at=AT, by=None)

    assert [block.key for block in draft.blocks.all()] == [block.key for block in course.published.blocks.all()]
    assert draft.number == 2


def test_block_that_needs_the_network_is_not_published_without_a_fallback():
    live = BlockSource(kind="live", body={"title": "Ask the welder", "starts_at": "2026-05-01T09:00:00Z", "minutes": 45})
    course = make_course(units=[UnitSource(title="Live", blocks=(live,))], published=False)

    with pytest.raises(NotReady, match="needs the network"):
        publish_version(version=course.draft, at=AT, by=None)


def test_publishing_takes_the_same_queries_for_one_block_and_for_many(django_assert_max_num_queries):
    units = [UnitSource(title="Many", blocks=tuple(single(prompt=f"<p>Question {number}?</p>") for number in range(300)))]
    course = make_course(units=units, published=False)

    with django_assert_max_num_queries(50):  # with what follows at once in tests: the course goes into the search
        publish_version(version=course.draft, at=AT, by=None)

    assert Course.objects.get(pk=course.pk).published.manifest["blocks"] == {"question": 300}


def test_many_changed_blocks_take_the_same_queries_as_one(django_assert_max_num_queries):
    number = 60
    course = make_course(units=[UnitSource("All", blocks=tuple(text(f"<p>Place {n}.</p>", key=f"b{n}") for n in range(number)))])
    for segment in Segment.objects.filter(body=course.body):
        Translation.objects.create(segment=segment, language="km", text=segment.text, state="reviewed")
    draft = open_draft(course=course, at=AT, by=None)
    changed = tuple(text(f"<p>Place {n}, put better.</p>", key=f"b{n}") for n in range(number))

    with django_assert_max_num_queries(45):
        write_outline(version=draft, units=[UnitSource("All", blocks=changed)], at=AT, by=None)

    assert Translation.objects.filter(state="outdated").count() == number


def test_more_contents_than_a_statement_takes_are_written_over_again():
    lessons = [text(f"<p>Place {n}.</p>", key=f"b{n}") for n in range(1_100)]
    course = make_course(units=[UnitSource("All", blocks=tuple(lessons))])
    draft = open_draft(course=course, at=AT, by=None)
    lessons = [text(f"<p>Place {n}, put better.</p>", key=f"b{n}") for n in range(1_100)]

    written = write_outline(version=draft, units=[UnitSource("All", blocks=tuple(lessons))], at=AT, by=None)

    assert [block.content.body["html"] for block in written.blocks.select_related("content")[1_098:]] == [
        "<p>Place 1098, put better.</p>",
        "<p>Place 1099, put better.</p>",
    ]


def test_units_inside_units_keep_their_places_in_the_next_draft():
    inner = UnitSource("Deep", blocks=(text("<p>Here.</p>", key="b1"),), key="deep")
    course = make_course(units=[UnitSource("One", units=(UnitSource("Two", units=(inner,), key="two"),), key="one")])

    draft = open_draft(course=course, at=AT, by=None)

    placed = [(unit.key, unit.parent and unit.parent.key) for unit in draft.units.select_related("parent").order_by("position")]
    assert placed == [("one", None), ("two", "one"), ("deep", "two")]
