import pytest

from catecp.insights.reports.blocks import Bound, FigureWithoutRow, Heading, Paragraph, require_rows, runs
from catecp.insights.reports.numbering import han_number, heading_numbers, joined_heading
from tests.insights.reports_sample import sample_report

HEADINGS = (
    Heading(1, "A"),
    Heading(2, "B"),
    Heading(2, "C"),
    Heading(3, "D"),
    Heading(1, "E"),
    Heading(2, "F"),
    Heading(1, "G", numbered=False),
)


def test_figures_are_marked_by_their_place_in_the_ledger():
    report = sample_report()

    assert report.marks() == {"participants": "F1", "institutions": "F2"}
    assert report.bound_figures() == ["participants", "institutions"]


def test_figure_without_a_row_is_refused():
    report = sample_report(extra=(Paragraph(runs("Signed: ", Bound("agreements.signed", "13"))),))

    with pytest.raises(FigureWithoutRow) as refusal:
        require_rows(report)

    assert refusal.value.figures == ["agreements.signed"]


@pytest.mark.parametrize(
    ("language", "numbers"),
    [
        ("en", ["1", "1.1", "1.2", "", "2", "2.1", ""]),
        ("zh-hans", ["一、", "（一）", "（二）", "", "二、", "（一）", ""]),
        ("km", ["១", "១.១", "១.២", "", "២", "២.១", ""]),
    ],
)
def test_headings_are_numbered_as_the_language_does(language, numbers):
    assert heading_numbers(HEADINGS, language) == numbers


def test_joined_heading_has_a_space_only_where_the_language_has_one():
    assert [joined_heading("2.1", "Visits"), joined_heading("一、", "参访"), joined_heading("", "Annex")] == [
        "2.1 Visits",
        "一、参访",
        "Annex",
    ]


def test_han_numbers_to_99():
    assert [han_number(number) for number in (1, 10, 11, 20, 21, 99)] == ["一", "十", "十一", "二十", "二十一", "九十九"]
