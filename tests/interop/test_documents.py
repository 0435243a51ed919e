"""Word, PowerPoint and folders of videos."""

import io
import zipfile

import pytest
from docx import Document
from pptx import Presentation
from pptx.util import Inches

from catecp.interop.packages.refusal import PackageRefused
from tests.interop.made import blocks, film, outcomes, png, read, zipped


def word(path):
    document = Document()
    document.add_heading("Welding safely", 0)
    document.add_heading("Before you begin", 1)
    document.add_paragraph("Wear gloves.")
    document.add_paragraph("Goggles", style="List Bullet")
    document.add_paragraph("Apron", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Gas", "Pressure"
    document.add_heading("Sparks", 2)
    document.add_paragraph("They fly far.")
    document.add_picture(io.BytesIO(png()))
    document.inline_shapes[0]._inline.docPr.set("descr", "Sparks on steel")
    document.save(path)
    return path


def test_headings_of_a_document_become_chapters_and_lessons(tmp_path):
    course, items = read(word(tmp_path / "safety.docx"))

    chapter = course.units[0]
    assert (course.format, course.title) == ("word", "Welding safely")
    assert (chapter.title, [unit.title for unit in chapter.units]) == ("Before you begin", ["Before you begin", "Sparks"])
    text = chapter.units[0].blocks[0].body["html"]
    assert [piece in text for piece in ("<p>Wear gloves.</p>", "<li>Goggles</li>", "<td>")] == [True, True, True]
    assert 'alt="Sparks on steel"' in chapter.units[1].blocks[0].body["html"]
    assert outcomes(items) == ["kept", "kept", "kept"]


def test_a_document_with_entities_of_its_own_is_not_read(tmp_path):
    path = word(tmp_path / "a.docx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'

    with pytest.raises(PackageRefused) as refused:
        read(zipped(tmp_path / "b.docx", parts))

    assert refused.value.code == "entities"


def slides(path):
    shown = Presentation()
    first = shown.slides.add_slide(shown.slide_layouts[1])
    first.shapes.title.text = "Customs"
    first.placeholders[1].text = "Declare\nInspect\nRelease"
    first.notes_slide.notes_text_frame.text = "Tell them about the seal."
    second = shown.slides.add_slide(shown.slide_layouts[6])
    picture = second.shapes.add_picture(io.BytesIO(png()), Inches(1), Inches(1))
    picture._element.nvPicPr.cNvPr.set("descr", "A sealed container")
    second.shapes.add_picture(io.BytesIO(png(width=3)), Inches(1), Inches(3))._element.nvPicPr.cNvPr.set("descr", "")
    shown.core_properties.title = "Customs in ASEAN"
    shown.save(path)
    return path


def test_slides_become_lessons_with_text_pictures_and_notes(tmp_path):
    course, items = read(slides(tmp_path / "customs.pptx"))

    first, second = course.units
    assert (course.format, course.title, first.title, second.title) == ("powerpoint", "Customs in ASEAN", "Customs", "Slide 2")
    assert first.blocks[0].body["html"] == (
        "<ul><li>Declare</li><li>Inspect</li><li>Release</li></ul><p>Tell them about the seal.</p>"
    )
    assert [block.body["alt"] for block in second.blocks] == ["A sealed container", ""]
    assert [why for _what, outcome, why in items if "alternative" in why] == [
        "It has no alternative text: write one before publishing."
    ]


CUES = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.500 align:start\n<v Teacher>Hold the torch.</v>\n\n00:03.000 --> 00:04.000\nNow &amp; slowly.\n"


def test_a_folder_of_videos_has_subtitles_beside_them(tmp_path):
    folder = tmp_path / "Welding films"
    (folder / "1 Basics").mkdir(parents=True)
    (folder / "1 Basics" / "02_torch.mp4").write_bytes(film())
    (folder / "1 Basics" / "02_torch.en.vtt").write_text(CUES)
    (folder / "1 Basics" / "10_end.mp4").write_bytes(film() + b"x")
    (folder / "intro.mp4").write_bytes(b"not a film")
    (folder / "link.mp4").symlink_to("/etc/passwd")

    course, items = read(folder)

    torch, end = blocks(course)
    assert (course.format, course.title) == ("videos", "Welding films")
    assert torch.body["cues"] == [
        {"start": 1.0, "end": 2.5, "text": "Hold the torch."},
        {"start": 3.0, "end": 4.0, "text": "Now & slowly."},
    ]
    assert end.body["cues"] == []
    assert ("Video “10 end”", "kept", "It has no subtitles: add them before publishing.") in items
    assert [what for what, outcome, _why in items if outcome == "left_out"] == ["link.mp4", "File “intro.mp4”"]


def test_a_zip_of_videos_reads_srt(tmp_path):
    srt = "1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}Look\r\n\r\n"
    course, _items = read(zipped(tmp_path / "films.zip", {"a.mp4": film(), "a.srt": srt}))

    assert blocks(course)[0].body["cues"] == [{"start": 1.0, "end": 2.0, "text": "Look"}]
