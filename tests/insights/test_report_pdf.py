import io

import pytest
from pypdf import PdfReader

from catecp.insights.reports.blocks import FigureWithoutRow, Paragraph, runs
from catecp.insights.reports.pdf import render_pages, render_pdf
from tests.insights.reports_sample import ADDRESS, WORDS, sample_report


def reader_of(report):
    return PdfReader(io.BytesIO(render_pdf(report)))


def squeezed(text):
    return "".join(text.split())


def words_of(reader):
    return squeezed("".join(page.extract_text() for page in reader.pages))


def annotations_of(page):
    return [note.get_object() for note in page.get("/Annots", [])]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pdf_holds_title_headings_and_figures(language):
    words = words_of(reader_of(sample_report(language)))

    for text in WORDS[language]:
        assert squeezed(text) in words
    assert "134F1" in words


def test_pdf_in_khmer_is_tagged_as_khmer():
    reader = reader_of(sample_report("km"))

    assert reader.trailer["/Root"]["/Lang"] == "km"
    assert reader.metadata.title == WORDS["km"][0]


def test_pdf_outline_lists_the_headings():
    outline = reader_of(sample_report()).outline

    assert outline[0].title.endswith("Participants")
    assert outline[-1].title == "Annex: figure ledger"


def test_every_figure_in_the_text_leads_to_the_annex_and_the_row_to_its_page():
    reader = reader_of(sample_report())
    first, last = reader.pages[0], reader.pages[-1]
    inner = [note for note in annotations_of(first) if "/Dest" in note or note.get("/A", {}).get("/S") == "/GoTo"]
    outer = [note["/A"]["/URI"] for note in annotations_of(last) if "/URI" in note.get("/A", {})]

    assert len(inner) == 4  # two key figures, one in the lead, one in the table's total
    assert outer == [ADDRESS + "/participants"]


def test_annex_is_landscape_on_a_page_of_its_own_and_prints_every_column():
    last = reader_of(sample_report()).pages[-1]
    words = squeezed(last.extract_text())

    assert round(float(last.mediabox.width)) == 842
    for text in (
        "participants",
        "134",
        "people",
        "Peoplecheckedinatleastonce.",
        "13May2025",
        "7F3A-91C2",
        "institutions",
        "48",
        "1B0E-77D4",
    ):
        assert text in words


def test_page_break_and_state_are_on_the_pages():
    reader = reader_of(sample_report())

    assert len(reader.pages) == 3
    assert ["Draftof20May2025" in squeezed(page.extract_text()) for page in reader.pages] == [True] * 3


def test_pdf_with_a_figure_that_has_no_row_is_refused():
    with pytest.raises(FigureWithoutRow):
        render_pdf(sample_report(ledger=None))


def test_markup_in_the_text_is_printed_as_text():
    hostile = Paragraph(runs('#panic("x") *bold* $x$ = @ref <b> ' + "y" * 300))

    assert squeezed('#panic("x")*bold*$x$=@ref<b>' + "y" * 300) in words_of(reader_of(sample_report(extra=(hostile,))))


def test_preview_gives_one_picture_a_page():
    pages = render_pages(sample_report(), ppi=40)

    assert [page[:4] for page in pages] == [b"\x89PNG"] * 3
