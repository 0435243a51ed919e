"""The catalogue: what is found, counted, shown and downloaded."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from catecp.courses.facets import Row, narrowed
from catecp.courses.models import CatalogueEntry
from catecp.courses.queries.catalogue import CatalogueAsked, catalogue
from catecp.courses.services.indexing import index_course
from catecp.courses.services.publishing import open_draft, publish_version, withdraw_version
from catecp.kernel.translated import Translated
from catecp.languages.models import IndexedDocument, Segment, Term, TermWord, Translation
from catecp.languages.searching.asking import ask_run, ask_word
from catecp.languages.searching.glossary import index_terms
from catecp.languages.searching.normalising import normalise
from catecp.languages.searching.snippets import snippet, wanted_tokens
from catecp.languages.searching.tokens import Run, parts_of
from tests.factories.courses import FieldFactory, UnitSource, make_course, text
from tests.factories.network import InstitutionFactory

AT = datetime(2026, 5, 1, tzinfo=UTC)


def course(title: str | Translated, body: str = "<p>Some words.</p>", *, language: str = "en", **more):
    made = make_course(title=title, language=language, units=(UnitSource(title="Lesson", blocks=(text(body),)),), **more)
    index_course(made.pk)
    return made


def titles(**asked) -> list[str]:
    kept = catalogue(CatalogueAsked(**asked), actor=None, language="en").rows
    names = dict(CatalogueEntry.objects.values_list("pk", "sort_title"))
    return [names[row.course] for row in kept]


@pytest.mark.django_db
def test_a_published_course_is_found_by_the_words_of_its_lessons():
    course("Metalwork", "<p>Strike the <strong>arc</strong> &amp; weld.</p>")
    course("Baking")

    assert titles(search="welding") == ["metalwork"]
    assert titles(search="strong") == []


@pytest.mark.django_db
def test_a_course_is_found_by_its_title_in_a_language_its_lessons_are_not_in_yet():
    made = course(Translated({"en": "Metalwork", "km": "សុវត្ថិភាពក្នុងរោងផ្សារ"}))

    assert titles(search="ផ្សារ") == ["metalwork"]
    assert CatalogueEntry.objects.get(course=made).languages == ["en"]


@pytest.mark.django_db
def test_a_draft_is_not_in_the_catalogue_and_a_withdrawn_course_leaves_it(django_user_model):
    course("Draft of welding", published=False)
    made = course("Welding")
    by = django_user_model.objects.create(email="a@example.org")

    before = titles(search="welding")
    withdraw_version(version=made.published, reason="Wrong.", at=AT, by=by)
    index_course(made.pk)

    assert [before, titles(search="welding")] == [["welding"], []]
    assert not CatalogueEntry.objects.exists()
    assert not IndexedDocument.objects.filter(subject=made.public_id).exists()


@pytest.mark.django_db
def test_a_new_version_takes_the_place_of_the_old_one_in_the_search():
    made = course("Lathe", "<p>The chuck.</p>")
    draft = open_draft(course=made, at=AT, by=None)
    draft.units.update(title="Spindle")
    publish_version(version=draft, at=AT, by=None)

    index_course(made.pk)
    index_course(made.pk)

    assert [titles(search="chuck"), titles(search="spindle")] == [["lathe"], ["lathe"]]
    assert IndexedDocument.objects.filter(subject=made.public_id).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "expected"), [("reviewed", ["welding"]), ("machine", [])])
def test_translations_people_wrote_are_found_and_drafts_by_machine_are_not(state, expected):
    made = course("Welding", "<p>Wear a mask.</p>")
    segment = Segment.objects.get(text="Wear a mask.")
    Translation.objects.create(segment=segment, language="km", text="ត្រូវពាក់របាំងមុខ", state=state)

    index_course(made.pk)

    assert titles(search="របាំងមុខ") == expected


@pytest.mark.django_db
def test_a_khmer_word_finds_the_chinese_welding_course():
    term = Term.objects.create(key="welding", field="welding")
    for language, word in (("km", "ការផ្សារ"), ("zh-hans", "焊接")):
        TermWord.objects.create(term=term, language=language, text=word)
    index_terms([term])
    course("焊接技术基础", "<p>焊接前检查焊机。</p>", language="zh-hans")

    assert titles(search="ផ្សារ") == ["焊接技术基础"]


@pytest.mark.django_db
def test_counts_are_what_one_gets_by_choosing():
    welding, cnc = FieldFactory(key="welding"), FieldFactory(key="cnc", name={"en": "CNC"})
    course("Arc welding", field=welding, level_aqrf=2, hours=3)
    course("Gas welding", field=welding, level_aqrf=3, hours=30)
    course("Milling", field=cnc, level_aqrf=3, hours=30)

    found = catalogue(CatalogueAsked(level="3"), actor=None, language="en")

    assert sorted(titles(level="3")) == ["gas welding", "milling"]
    assert dict(found.counts["field"]) == {"welding": 1, "cnc": 1}
    assert dict(found.counts["level"]) == {"2": 1, "3": 2}
    for value, number in found.counts["field"].items():
        assert len(titles(level="3", field=value)) == number


def test_narrowed_counts_a_facet_without_its_own_choice():
    def row(number: int, field: str, level: str) -> Row:
        return Row(number, str(number), field, level, '["en"]', "CN", "", "small")

    kept, counts = narrowed([row(1, "a", "1"), row(2, "a", "2"), row(3, "b", "2")], {"field": "a", "level": "2"})

    assert [row.course for row in kept] == [2]
    assert [dict(counts["field"]), dict(counts["level"])] == [{"a": 1, "b": 1}, {"1": 1, "2": 1}]


@pytest.mark.django_db
@pytest.mark.parametrize("search", ["", "welding"])
def test_the_page_asks_the_same_questions_for_one_course_and_for_many(client, search, django_assert_max_num_queries):
    owner = InstitutionFactory()
    for number in range(12):
        course(f"Welding {number}", owner=owner)

    with django_assert_max_num_queries(18):
        response = client.get(reverse("courses:catalogue"), {"search": search})

    assert response.content.decode().count("course-hit") == 12


@pytest.mark.django_db
def test_the_page_marks_the_hit_and_says_its_language(client):
    course("焊接技术基础", "<p>引弧之后，焊接速度均匀。</p>", language="zh-hans")

    html = client.get(reverse("courses:catalogue"), {"search": "焊接"}).content.decode()

    assert '<span lang="zh-hans">引弧之后，<mark>焊接</mark>速度均匀。</span>' in html
    assert "<mark>焊接</mark>技术基础" in html


@pytest.mark.django_db
def test_the_download_holds_exactly_the_courses_asked_for(client):
    course("Welding", hours=6)
    course("=Baking")

    content = client.get(reverse("courses:catalogue"), {"search": "welding", "format": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))

    assert [row[0] for row in rows] == ["Title", "Welding"]
    assert rows[1][5] == "6.0"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", [{"level": "x", "page": "-3"}, {"search": "<script>alert(1)</script>"}, {"sort": "nonsense", "field": "\x00"}]
)
def test_nonsense_in_the_address_is_answered(client, query):
    course("Welding")

    response = client.get(reverse("courses:catalogue"), query)

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def _wanted(query: str) -> set[str]:
    return wanted_tokens(
        ask_run(part) if isinstance(part, Run) else ask_word(part, loose=True) for part in parts_of(normalise(query))
    )


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("The welder checks welds before welding.", "welding", ["welds", "welding"]),
        ("数控機床的操作", "机床", ["機床"]),
        ("ก่อนเริ่มการเชื่อมต้องสวมหน้ากาก", "เชื่อม", ["เชื่อม"]),
        ("ត្រូវ\u200bពាក់\u200bស្រោមដៃ ពេលផ្សារដែក", "ផ្សារ", ["ផ្សារ"]),
        ("Dòng ĐIỆN ba pha", "điện", ["ĐIỆN"]),
    ],
)
def test_snippet_marks_what_was_found_as_it_was_written(text, query, hits):
    bits = snippet(text, _wanted(query))

    assert [bit.text for bit in bits if bit.is_hit] == hits
    assert "".join(bit.text for bit in bits) == text


def test_snippet_is_cut_around_the_first_hit():
    bits = snippet("word " * 100 + "arc " + "more " * 100, _wanted("arc"))

    whole = "".join(bit.text for bit in bits)
    assert whole.startswith("… word") and whole.endswith("more …")
    assert len(whole) < 260
