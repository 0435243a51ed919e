"""The courses the founders wrote for the demo: fit to be published, whole in the languages they promise, small enough for the repository."""

import csv
from pathlib import Path

import pytest

from tools.demo_course import DemoCourse

FOLDER = Path(__file__).parents[2] / "src/catecp/web/demo/courses"
WHOLE_LANGUAGES = {
    "reading-a-multimeter": {"zh-hans", "km", "th", "vi", "id"},
    "five-axis-cnc-basics": {"zh-hans"},
    "welding-shop-safety": {"en", "km", "th", "vi", "id"},
}
KINDS_OF_QUESTIONS = {"single", "multiple", "order", "match", "text", "number"}
MOST_MEDIA = 2_500_000  # bytes of all courses together
MOST_PICTURE = 25_000
MOST_FILM = 300_000
COURSES = sorted(path.parent.name for path in FOLDER.glob("*/course.yaml"))


def course_of(slug: str) -> DemoCourse:
    return DemoCourse.read(FOLDER / slug)


@pytest.mark.parametrize("slug", COURSES)
def test_course_has_no_problem_nor_warning(slug):
    assert course_of(slug).problems() == []


@pytest.mark.parametrize("slug", COURSES)
def test_course_has_lessons_enough(slug):
    course = course_of(slug)

    assert 5 <= len(list(course.lessons())) <= 8
    assert 25 <= len(list(course.blocks())) <= 50


@pytest.mark.parametrize("slug", COURSES)
def test_passport_states_licence_and_what_a_college_must_know(slug):
    course = course_of(slug).course
    passport = course["passport"]

    assert (passport["licence"], passport["rights_holder"]) == ("CC-BY-4.0", "the CATECP founders")
    assert 1 <= passport["level_aqrf"] <= 8
    assert 0 < passport["hours_practical"] <= passport["hours"]
    for name in ("safety", "prerequisites", "assessment", "accessibility", "support"):
        assert {"en", course["language"]} <= passport[name].keys(), name
    assert all(item["what"]["en"] and item["substitute"]["en"] for item in passport["equipment"])


@pytest.mark.parametrize("slug", COURSES)
def test_every_file_is_there_and_used(slug):
    course = course_of(slug)

    assert course.media().keys() == course.assets_named()


@pytest.mark.parametrize("slug", COURSES)
def test_pictures_and_films_are_small(slug):
    sizes = course_of(slug).media()

    assert [name for name, size in sizes.items() if name.endswith(".png") and size > MOST_PICTURE] == []
    assert [name for name, size in sizes.items() if size > MOST_FILM] == []
    assert sum(name.endswith(".png") for name in sizes) >= 3


@pytest.mark.parametrize("slug", COURSES)
def test_pictures_and_films_say_who_made_them(slug):
    pictures = [body for _, kind, body in course_of(slug).blocks() if kind == "picture"]

    assert [body["alt"] for body in pictures if not body["credit"]] == []


@pytest.mark.parametrize(("slug", "language"), [(slug, lang) for slug in COURSES for lang in course_of(slug).languages()])
def test_translation_keeps_marks_and_has_nothing_obsolete(slug, language):
    assert course_of(slug).faults(language) == []


@pytest.mark.parametrize(
    ("slug", "language"), [(slug, lang) for slug, found in WHOLE_LANGUAGES.items() for lang in sorted(found)]
)
def test_promised_language_is_whole(slug, language):
    course = course_of(slug)

    assert course.missing(language) == []
    assert course.course["title"][language] and course.course["summary"][language]
    assert course.course["passport"]["safety"][language]


def test_all_courses_together_use_every_kind_of_question():
    used = {body["type"] for slug in COURSES for _, kind, body in course_of(slug).blocks() if kind == "question"}

    assert used == KINDS_OF_QUESTIONS


def test_all_media_together_are_small():
    assert sum(sum(course_of(slug).media().values()) for slug in COURSES) <= MOST_MEDIA


def column(module: str, file: str, name: str) -> set[str]:
    with (FOLDER.parents[2] / module / "data" / file).open(encoding="utf-8") as rows:
        return {row[name] for row in csv.DictReader(rows)}


def test_owners_are_institutions_of_the_demo():
    names = column("network", "institutions.csv", "name")

    assert [slug for slug in COURSES if course_of(slug).course["owner"] not in names] == []


def test_fields_are_in_the_catalogue_of_fields():
    keys = column("courses", "fields.csv", "key")

    assert [slug for slug in COURSES if course_of(slug).course["field"] not in keys] == []


def test_six_courses_were_written():
    assert len(COURSES) == 6
