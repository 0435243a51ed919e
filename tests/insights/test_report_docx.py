import io
import shutil
import subprocess

import docx
import pytest
from django.utils import translation
from django.utils.translation import gettext
from docx.oxml.ns import qn
from pypdf import PdfReader

from catecp.insights.reports.blocks import FigureWithoutRow, Paragraph, runs
from catecp.insights.reports.docx import render_docx
from tests.insights.reports_sample import ADDRESS, WORDS, sample_report


def opened(report):
    return docx.Document(io.BytesIO(render_docx(report)))


def text_of(document):
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def runs_of(document):
    return list(document.element.body.iter(qn("w:r")))


def fonts_of(run):
    fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    return {} if fonts is None else {name.split("}")[1]: value for name, value in fonts.attrib.items()}


@pytest.mark.parametrize(
    ("language", "first", "second"), [("en", "1 ", "1.1 "), ("zh-hans", "一、", "（一）"), ("km", "១ ", "១.១ ")]
)
def test_word_file_has_real_headings_in_order(language, first, second):
    document = opened(sample_report(language))
    _, heading, under, *_ = WORDS[language]

    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith(("Heading", "Title"))]

    with translation.override(language):
        annex = gettext("Annex: figure ledger")
    assert headings == [
        ("Title", WORDS[language][0]), ("Heading 1", first + heading), ("Heading 2", second + under), ("Heading 1", annex),
    ]  # fmt: skip


def test_every_text_run_names_fonts_for_all_scripts_and_its_language():
    for run in runs_of(opened(sample_report("km"))):
        if run.find(qn("w:t")) is not None:
            assert set(fonts_of(run)) >= {"ascii", "hAnsi", "eastAsia", "cs"}
            assert run.find(f"{qn('w:rPr')}/{qn('w:lang')}").get(qn("w:bidi")) == "km-KH"


def test_chinese_quotation_marks_take_the_chinese_font():
    document = opened(sample_report("zh-hans"))

    quoted = [fonts_of(run) for run in runs_of(document) if "“" in run.text]

    assert [(fonts["ascii"], fonts["hint"]) for fonts in quoted] == [("Noto Sans SC", "eastAsia")]


def test_a_name_in_another_script_gets_its_own_font():
    document = opened(sample_report(extra=(Paragraph(runs("Mr. สมชาย and ខ្ញុំ")),)))

    fonts = {run.text.strip(): fonts_of(run).get("cs") for run in runs_of(document)}

    assert (fonts["สมชาย"], fonts["ខ្ញុំ"]) == ("Noto Sans Thai", "Noto Sans Khmer")


def test_every_figure_links_to_a_bookmark_that_exists():
    body = opened(sample_report()).element.body
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    bookmarks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]

    assert anchors == ["row_F1", "row_F2", "row_F1", "row_F1", "cite_F1", "cite_F2"]
    assert set(anchors) <= set(bookmarks)
    assert len(bookmarks) == len(set(bookmarks))


def test_ledger_row_links_to_the_page_of_its_figure():
    document = opened(sample_report())

    targets = {rel.target_ref for rel in document.part.rels.values() if rel.is_external}

    assert targets == {ADDRESS, ADDRESS + "/participants"}


def test_pictures_have_alternative_text():
    about = [found.get("descr") for found in opened(sample_report()).element.body.iter(qn("wp:docPr"))]

    assert about == ["", "134 people by group", "QR code with the address of this report"]


def test_numbered_lists_each_start_at_one():
    document = opened(sample_report())

    numbers = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "List Number"]

    assert numbers[0] == numbers[1] != numbers[2]


def test_table_header_repeats_and_total_stands_last():
    table = next(table for table in opened(sample_report()).tables if table.cell(0, 0).text == "Group")

    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[-1].cells] == ["Total", "134F1"]


def test_sections_are_upright_then_landscape_with_page_numbers():
    document = opened(sample_report())
    footer = "".join(document.sections[0].footer._element.itertext())

    assert [round(section.page_width.mm) for section in document.sections] == [210, 297]
    assert ("PAGE" in footer, "NUMPAGES" in footer) == (True, True)
    assert document.core_properties.title == WORDS["en"][0]


def test_figure_without_a_row_is_refused():
    with pytest.raises(FigureWithoutRow):
        render_docx(sample_report(ledger=None))


def test_hostile_text_stays_text():
    hostile = "<w:p/> & \u202eevil\u202c \x00 " + "y" * 300

    assert "<w:p/> & evil  " + "y" * 300 in text_of(opened(sample_report(extra=(Paragraph(runs(hostile)),))))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.parametrize("language", ["en", "zh-hans", "km"])
def test_word_file_opens_in_libreoffice(language, tmp_path):
    (tmp_path / "report.docx").write_bytes(render_docx(sample_report(language)))

    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "report.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = PdfReader(tmp_path / "report.pdf").pages

    assert len(pages) == 3
    assert "134" in pages[0].extract_text()
