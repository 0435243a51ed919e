import re
from datetime import UTC, datetime

import pytest

from catecp.courses.content import BlockSource, UnitSource, clean_html
from catecp.courses.models import Course
from catecp.courses.services.outline import write_outline
from catecp.courses.services.publishing import open_draft, publish_version
from catecp.languages import bodies
from catecp.languages.models import Segment, Translation
from catecp.languages.queries import published_translations, state_counts
from catecp.languages.segmentation import segments
from tests.factories.courses import make_course

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LANGUAGES = ["km", "th", "zh-hans"]


def outline(sentences: list[str]) -> list[UnitSource]:
    blocks = tuple(
        BlockSource(
            kind="text", body={"html": "".join(f"<p>{text}</p>" for text in sentences[start : start + 10])}, key=f"b{start}"
        )
        for start in range(0, len(sentences), 10)
    )
    return [UnitSource(title="Lesson", key="u1", blocks=blocks)]


def translate_all(course: Course) -> None:
    rows = [
        Translation(segment=segment, language=language, text=f"{language} {segment.text}", state="reviewed", written_at=AT)
        for segment in Segment.objects.filter(body=course.body)
        for language in LANGUAGES
    ]
    Translation.objects.bulk_create(rows)


@pytest.fixture
def course(db):
    sentences = [f"Sentence number {number} says something." for number in range(500)]
    course = make_course(units=outline(sentences))
    translate_all(course)
    course.sentences = sentences
    return course


def rewritten(course: Course, sentences: list[str]):
    course.refresh_from_db()
    draft = course.draft or open_draft(course=course, at=AT, by=None)
    return write_outline(version=draft, units=outline(sentences), at=AT, by=None)


def changed(course: Course, number: int = 123, text: str = "Sentence number 123 says something else.") -> list[str]:
    sentences = list(course.sentences)
    sentences[number] = text
    return sentences


def states(course: Course) -> dict[str, tuple[int, int, int]]:
    """{language: (reviewed, outdated, missing)}."""
    counts = state_counts([course.body_id])[course.body_id]
    return {tag: (counts[tag].reviewed, counts[tag].outdated, counts[tag].missing) for tag in LANGUAGES}


def test_changing_one_sentence_of_five_hundred_makes_exactly_one_outdated_in_each_language(course):
    assert states(course) == dict.fromkeys(LANGUAGES, (501, 0, 0))  # and the lesson's title

    rewritten(course, changed(course))

    assert states(course) == dict.fromkeys(LANGUAGES, (500, 1, 0))
    outdated = Translation.objects.filter(state="outdated")
    assert {row.segment.text for row in outdated} == {"Sentence number 123 says something else."}
    assert {row.segment.replaces.text for row in outdated} == {"Sentence number 123 says something."}


def test_the_published_version_keeps_its_wording_and_translations(course):
    before = set(bodies.source().current([course.body_id]).values_list("pk", flat=True))

    rewritten(course, changed(course))

    assert len(published_translations(before, "km")) == 501


def test_taking_the_change_back_brings_the_old_translation_back(course):
    rewritten(course, changed(course))

    rewritten(course, course.sentences)

    assert states(course) == dict.fromkeys(LANGUAGES, (501, 0, 0))


def test_a_sentence_changed_twice_is_outdated_once(course):
    rewritten(course, changed(course))

    rewritten(course, changed(course, text="Sentence number 123 now says a third thing."))

    assert states(course) == dict.fromkeys(LANGUAGES, (500, 1, 0))


def test_a_new_sentence_is_missing_and_outdates_nothing(course):
    rewritten(course, [*course.sentences[:250], "Here is a wholly new warning.", *course.sentences[250:]])

    assert states(course) == dict.fromkeys(LANGUAGES, (501, 0, 1))


def test_a_removed_or_moved_sentence_outdates_nothing(course):
    moved = [*course.sentences[1:10], course.sentences[0], *course.sentences[10:499]]

    rewritten(course, moved)

    assert states(course) == dict.fromkeys(LANGUAGES, (500, 0, 0))


def test_a_machine_draft_is_not_carried_to_the_changed_sentence(course):
    Translation.objects.filter(language="th").update(state="machine")

    rewritten(course, changed(course))

    counts = state_counts([course.body_id])[course.body_id]["th"]
    assert (counts.machine, counts.outdated, counts.missing) == (500, 0, 1)


def test_publishing_the_changed_version_shows_the_original_there_until_it_is_translated(course):
    draft = rewritten(course, changed(course))

    publish_version(version=draft, at=AT, by=None)

    now = set(bodies.source().current([course.body_id]).values_list("pk", flat=True))
    assert len(published_translations(now, "km")) == 500


def test_alternative_text_of_two_sentences_is_never_cut_so_a_translation_cannot_write_attributes():
    html = '<p><img data-asset="aa" alt="First. Second."> And more. Then the end.</p>'

    found = segments(html, is_html=True)

    assert [piece.text for piece in found] == ['<img data-asset="aa" alt="First. Second."> And more.', "Then the end."]


def test_author_html_never_has_a_bracket_inside_an_attribute():
    """Segmentation and the glossary's marks read tags by their brackets."""
    cleaned = clean_html('<p><img data-asset="a" alt="1 > 0 <script>x</script>"><a href="https://a.example/?<b>">x</a></p>')

    assert re.sub(r'<[a-z]+( [a-z-]+="[^"<>]*")*>|</[a-z]+>', "", cleaned) == "x"
