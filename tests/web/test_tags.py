from datetime import date
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from catecp.accounts.models import Person
from catecp.kernel.models import Job
from catecp.kernel.translated import Translated
from catecp.kernel.verdict import ALLOWED, denied
from catecp.network.models import Institution


def drawn(source: str, path: str = "/list/?q=a&page=2", **context) -> str:
    rendered = engines["django"].from_string(source).render(context, RequestFactory().get(path))
    return " ".join(rendered.split())


NAME = Translated(texts={"en": "Polytechnic", "km": "ពហុបច្ចេកទេស"}, original="km")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "Polytechnic"), ("km", "ពហុបច្ចេកទេស"), ("th", '<span lang="km">ពហុបច្ចេកទេស</span>')],
)
def test_text_says_its_language_when_it_is_not_the_pages(language, expected):
    with translation.override(language):
        assert drawn("{{ name|t }}", name=NAME) == expected


def test_text_from_outside_is_escaped():
    hostile = Translated(texts={"km": "<script>alert(1)</script>"}, original="km")

    assert drawn("{{ name|t }}", name=hostile) == '<span lang="km">&lt;script&gt;alert(1)&lt;/script&gt;</span>'


def test_institution_shows_its_original_name_beside_the_english_one():
    shown = drawn("{% institution one %}", one=Institution(name=NAME, public_id="abc"))

    assert shown == (
        '<span class="institution"><a href="/institutions/abc/">Polytechnic</a>'
        ' <span class="original small"><span lang="km">ពហុបច្ចេកទេស</span></span></span>'
    )


def test_person_shows_both_scripts():
    shown = drawn("{% person one %}", one=Person(name="SOK Dara", original_name="សុខ ដារ៉ា", original_language="km"))

    assert (
        shown == '<span class="person"><span class="name">SOK Dara</span> <span class="original" lang="km">សុខ ដារ៉ា</span></span>'
    )


def test_partition_draws_parts_in_proportion_and_hatches_the_unclassified():
    parts = [{"label": "China", "value": 75}, {"label": "Unclassified", "value": 25, "is_unclassified": True}]

    shown = drawn("{% partition parts total=100 %}", parts=parts)

    assert '<rect class="k1" x="0.000%" width="75.000%" height="34"/>' in shown
    assert '<rect class="un" fill="url(#hatch-1)" x="75.000%" width="25.000%" height="34"/>' in shown
    assert "The parts sum to" not in shown


def test_partition_says_when_its_parts_do_not_sum():
    shown = drawn("{% partition parts total=134 %}", parts=[{"label": "China", "value": 114}])

    assert "The parts sum to 114, the total is 134." in shown


def test_two_partitions_of_a_page_have_patterns_of_their_own():
    shown = drawn("{% partition p %}{% partition p %}", p=[{"label": "a", "value": 1, "is_unclassified": True}])

    assert [shown.count(f'id="hatch-{number}"') for number in (1, 2)] == [1, 1]


def test_figure_without_a_value_says_that_nothing_is_counted():
    assert '<span class="n none">not counted yet</span>' in drawn('{% figure value=None unit="courses" %}')


def test_figure_says_what_it_is_and_opens_its_records():
    shown = drawn(
        '{% figure value=1134 unit="people" nature="stock" as_of=day href="/r/" label="Participants" %}', day=date(2025, 5, 13)
    )

    assert '<p class="what">Participants · people · stock · on 13 May 2025</p>' in shown
    assert '<a class="small" href="/r/">see the 1,134 records</a>' in shown


@pytest.mark.parametrize(("verdict", "expected"), [(ALLOWED, False), (denied("Not now.", who_can="the coordinator"), True)])
def test_verdict_speaks_only_when_it_denies(verdict, expected):
    shown = drawn("{% verdict v %}", v=verdict)

    assert ("Not now." in shown and "Who can: the coordinator" in shown) is expected
    assert bool(shown) is expected


def test_pager_and_downloads_keep_the_filter():
    shown = drawn("{% pager page %}{% downloads %}", page=Paginator(range(120), 50).page(2))

    assert '<a rel="prev" href="?q=a&amp;page=1">' in shown
    assert '<a rel="next" href="?q=a&amp;page=3">' in shown
    assert '<a href="?q=a&amp;format=xlsx" download>XLSX</a>' in shown


def test_empty_state_may_stand_in_the_empty_branch_of_a_loop():
    shown = drawn('{% for x in rows %}{{ x }}{% empty %}{% empty "Nothing." %}{% endfor %}', rows=[])

    assert shown == '<div class="empty"><p class="strong">Nothing.</p></div>'


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("waiting", "Waiting for its turn."),
        ("running", "83 of 138"),
        ("failed", "Not a workbook."),
        ("stopped", "It was stopped."),
    ],
)
def test_progress_says_how_far_a_job_is(state, words):
    job = Job(public_id="abc", title="Import", state=state, done=83, total=138 if state == "running" else 0)
    job.problem = "Not a workbook." if state == "failed" else ""

    assert words in drawn("{% progress job %}", job=job)


def test_import_report_gives_every_reason():
    rows = [{"number": 3, "what": "王小明", "outcome": "changed", "reasons": ["Spaces removed.", "Country read."]}]

    assert "Spaces removed.<br>Country read." in drawn("{% import_report rows %}", rows=rows)


def test_element_without_content_is_left_out():
    assert drawn('{% filled "nav" css="crumbs" %}{{ nothing }}{% endfilled %}', nothing="") == ""


def test_qr_code_is_a_drawing_without_text():
    shown = drawn("{% qr_code address %}", address="https://catecp.example/s/1/")

    assert shown.startswith('<span class="qr"><svg')
    assert "catecp.example" not in shown


@pytest.mark.django_db
def test_form_field_shows_help_and_error_beside_the_input(client):
    html = client.post("/account/login/code/", {"email": "not an address"}).content.decode()

    assert 'aria-describedby="id_email_error"' in html
    assert '<ul class="errorlist" id="id_email_error"><li>Enter a valid email address.</li></ul>' in " ".join(html.split())
    assert 'value="not an address"' in html


def test_message_has_its_tone():
    shown = drawn("{{ message|tone_of }}", message=SimpleNamespace(level=40))

    assert shown == "bad"
