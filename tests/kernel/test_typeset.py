import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from catecp.kernel.errors import Refused
from catecp.kernel.typeset import engine, fonts
from catecp.kernel.typeset.printable import printable, printable_data
from catecp.kernel.typeset.scripts import Script, script_runs

AT = datetime(2025, 5, 12, 9, 0, tzinfo=UTC)
TEXTS = {
    "en": "Invitation to the workshop",
    "zh-hans": "第二届伙伴关系研讨会",
    "km": "សិក្ខាសាលាភាពជាដៃគូ",
    "lo": "ກອງປະຊຸມສຳມະນາ",
    "th": "การประชุมเชิงปฏิบัติการ",
    "my": "အလုပ်ရုံဆွေးနွေးပွဲ",
    "vi": "Hội thảo hợp tác lần thứ hai",
    "ru": "Второй семинар партнёрства",
}
HOSTILE = [
    "#panic()",
    "*bold* _it_ $x^2$",
    "= Heading",
    "@reference <label>",
    "\\ #let x = 1",
    '#import "x.typ"',
    "a" * 90,
    "``` raw",
]


def probe(texts, *, language="en"):
    """A page of plain lines, through the drawing template: the shortest way from strings to a page."""
    labels = [
        {"x": 5, "y": 20 + 20 * index, "text": text, "size": 12, "fill": "#14242c", "weight": 400, "anchor": "start"}
        for index, text in enumerate(texts)
    ]
    svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 640 400'><rect width='1' height='1'/></svg>"
    picture = {"svg": svg, "width": 640, "height": 400, "alt": "probe", "labels": labels}
    return {"title": "Probe", "lang": language, "picture": picture}


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def squeezed(text):
    return "".join(text.split())


def test_font_packages_are_all_installed_at_set_up():
    assert fonts.are_installed()
    assert set(fonts.families()) == set(Script)


@pytest.mark.parametrize("language", TEXTS)
def test_every_character_of_the_interface_languages_can_be_shown(language):
    assert fonts.missing_characters([TEXTS[language]]) == ()


def test_missing_characters_are_named_once_and_in_order():
    with pytest.raises(fonts.GlyphsMissing) as refusal:
        fonts.require_glyphs(["Ali علي", "علي"])

    assert refusal.value.characters == ("ع", "ل", "ي")
    assert isinstance(refusal.value, Refused)
    assert "U+0639 ARABIC LETTER AIN" in str(refusal.value)


def test_pdf_is_refused_before_boxes_are_printed():
    with pytest.raises(fonts.GlyphsMissing):
        engine.pdf(template="kernel/typeset/drawing.typ", data=probe(["𓀀"]), at=AT)


@pytest.mark.parametrize("language", ["en", "zh-hans", "vi", "ru"])
def test_pdf_text_can_be_read_out_again(language):
    pdf = engine.pdf(template="kernel/typeset/drawing.typ", data=probe([TEXTS[language]], language=language), at=AT)

    assert squeezed(TEXTS[language]) in squeezed(text_of(pdf))


@pytest.mark.parametrize("language", ["km", "my", "th"])
def test_pdf_of_stacked_scripts_holds_every_letter(language):
    pdf = engine.pdf(template="kernel/typeset/drawing.typ", data=probe([TEXTS[language]], language=language), at=AT)

    assert set(squeezed(TEXTS[language])) <= set(text_of(pdf))


@pytest.mark.parametrize(
    ("language", "font"), [("km", "Khmer"), ("lo", "Lao"), ("my", "Myanmar"), ("th", "Thai"), ("zh-hans", "SC")]
)
def test_pdf_embeds_the_font_of_the_script(language, font):
    pdf = engine.pdf(template="kernel/typeset/drawing.typ", data=probe([TEXTS[language]], language=language), at=AT)
    embedded = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"]

    assert [str(entry.get_object()["/BaseFont"]).split("+")[1].startswith(f"NotoSans{font}-") for entry in embedded.values()] == [
        True
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_printed_and_never_run(text):
    pdf = engine.pdf(template="kernel/typeset/drawing.typ", data=probe([text]), at=AT)

    assert squeezed(text) in squeezed(text_of(pdf))


def test_pdf_is_the_same_bytes_for_the_same_data_and_time():
    first = engine.pdf(template="kernel/typeset/drawing.typ", data=probe(["Twice"]), at=AT)
    engine.pdf(template="kernel/typeset/drawing.typ", data=probe(["In between"]), at=AT)
    second = engine.pdf(template="kernel/typeset/drawing.typ", data=probe(["Twice"]), at=AT)

    assert first == second


def test_pdf_is_tagged_and_archivable():
    pdf = engine.pdf(template="kernel/typeset/drawing.typ", data=probe(["Tagged"]), at=AT)
    reader = PdfReader(io.BytesIO(pdf))
    metadata = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata


def test_template_error_is_ours_and_says_where():
    with pytest.raises(engine.NotTypeset, match=r"drawing\.typ"):
        engine.pdf(template="kernel/typeset/drawing.typ", data={"lang": "en"}, at=AT)


def test_printable_drops_what_moves_text_and_keeps_what_spells_it():
    assert printable("\u202eevil\u202c\ufeff\x00\x07 na\tme") == "evil na me"
    assert printable("ក\u200bខ\u200c\u200d") == "ក\u200bខ\u200c\u200d"
    assert printable("e\u0301\ud800") == "é"
    assert printable_data({"a": ["\u202ex", 3], "b": None}) == {"a": ["x", 3], "b": None}


def test_script_runs_join_to_the_text_and_keep_spaces_with_their_words():
    text = "SOK Dara សុខ ដារ៉ា 李晓明 สมชาย"

    runs = script_runs(text)

    assert "".join(words for _, words in runs) == text
    assert [script for script, _ in runs] == [Script.LATIN, Script.KHMER, Script.HAN, Script.THAI]
