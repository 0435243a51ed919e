"""Files as they arrive: encodings, Word, PDF, and everything that is no report."""

import io
import zipfile

import docx
import openpyxl
import pypdf
import pytest
import typst

from catecp.insights.reconcile.document import HEADING, ITEM, PARAGRAPH, TABLE
from catecp.insights.reconcile.engine import check_document
from catecp.insights.reconcile.reading import LARGEST_FILE, parse_report, read_report
from catecp.insights.reconcile.reading.refusal import Unreadable

SHORT = "A total of 120 participants attended the dialogue: 60 from China, 30 from Laos and 20 from Viet Nam."
NUMBERS = (120, 110, 60, 30, 20)


def docx_of(*, paragraphs: list[str] = (), items: list[str] = (), rows: list[list[str]] = ()) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    for text in items:
        document.add_paragraph(text, style="List Bullet")
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                table.cell(row, column).text = cell
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_part(data: bytes, *, part: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_every_unicode_encoding(encoding):
    document = parse_report((SHORT + "\r\n研讨会在金边举行。").encode(encoding), name="report.txt")

    assert [finding.numbers for finding in check_document(document)] == [NUMBERS]
    assert document.blocks[-1].text == "研讨会在金边举行。"


def test_text_in_gb18030_is_read():
    document = parse_report(
        "研讨会共134人参加，其中中国56人、柬埔寨31人、老挝25人、俄罗斯2人。".encode("gb18030"), name="report.txt"
    )

    assert [finding.numbers for finding in check_document(document)] == [(134, 114, 56, 31, 25, 2)]


def test_digits_of_other_scripts_count():
    document = parse_report("| ខេត្ត | ចំនួន |\n|---|---|\n| ក | ១២ |\n| ខ | ៨ |\n| សរុប | ២២ |\n".encode(), name="report.txt")

    assert [finding.numbers for finding in check_document(document)] == [(22, 20, 12, 8)]


def test_lines_broken_at_the_margin_are_joined_and_items_kept_apart():
    text = (
        "The consultation was organised by the Ministry of Education and\n"
        "Training together with the Chamber of Commerce in the new hall.\n"
        "\n"
        "* Curricula, led by a deputy director of the department of\n"
        "  vocational training.\n"
        "* Teachers.\n"
    )

    blocks = parse_report(text.encode(), name="report.txt").blocks

    assert [(block.kind, block.text.split()[-1]) for block in blocks] == [
        (PARAGRAPH, "hall."),
        (ITEM, "training."),
        (ITEM, "Teachers."),
    ]


def test_word_file_gives_paragraphs_items_and_tables_in_order():
    data = docx_of(paragraphs=[SHORT], items=["First.", "Second."], rows=[["Country", "People"], ["Laos", "3"], ["Total", "4"]])

    document = parse_report(data, name="report.docx")

    assert [block.kind for block in document.blocks] == [PARAGRAPH, ITEM, ITEM, TABLE]
    assert document.blocks[3].rows == (("Country", "People"), ("Laos", "3"), ("Total", "4"))
    assert [finding.numbers for finding in check_document(document)] == [NUMBERS]


def test_totals_of_a_word_table_are_checked():
    data = docx_of(rows=[["Country", "People"], ["Laos", "3"], ["China", "5"], ["Total", "9"]])

    found = [(finding.rule, finding.numbers) for finding in check_document(parse_report(data, name="report.docx"))]

    assert found == [("table_total", (9, 8, 3, 5))]


def test_pdf_gives_sentences_across_lines_and_tables():
    source = (
        f"= Report\n{SHORT} The Ministry of Education and Training thanked everybody who had come from near and far.\n\n"
        "- First\n- Second\n\n#table(columns: 2, [Country], [People], [Laos], [3], [China], [5], [Total], [9])"
    )

    document = parse_report(typst.compile(source.encode()), name="report.pdf")

    assert [block.kind for block in document.blocks] == [HEADING, PARAGRAPH, ITEM, ITEM, TABLE]
    assert sorted(finding.numbers for finding in check_document(document)) == [(9, 8, 3, 5), NUMBERS]
    assert {block.where for block in document.blocks} == {"page 1", "table, page 1"}


def test_running_heads_of_a_pdf_are_no_repeated_paragraphs():
    head = "Report of the Regional Dialogue on Green Skills in Vocational Education and Training, Vientiane 2024"
    source = f'#set page(header: [{head}], numbering: "1")\n' + "#pagebreak()\n".join(
        f"Text of page number {page} only.\n\n" for page in "abcd"
    )

    document = parse_report(typst.compile(source.encode()), name="report.pdf")

    assert check_document(document) == []
    assert [block.text for block in document.blocks] == [f"Text of page number {page} only." for page in "abcd"]


def locked_pdf() -> bytes:
    writer, stream = pypdf.PdfWriter(), io.BytesIO()
    writer.append(io.BytesIO(typst.compile(b"Hello")))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(stream)
    return stream.getvalue()


def workbook() -> bytes:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()


def bomb() -> bytes:
    inside = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>' + b" " * (90 * 2**20)
    return with_part(docx_of(), part="word/document.xml", content=inside)


def entities() -> bytes:
    inside = (
        b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="x"><w:body>&b;</w:body></w:document>'
    )
    return with_part(docx_of(), part="word/document.xml", content=inside)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"\xef\xbb\xbf \n", "is empty", id="only a mark"),
        pytest.param(workbook(), "is a spreadsheet", id="workbook"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "is a picture", id="picture"),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"\0" * 50, "old Office format", id="doc"),
        pytest.param(b"PK\x03\x04broken", "is damaged", id="broken archive"),
        pytest.param(b"%PDF-1.7\nbroken", "is damaged", id="broken pdf"),
        pytest.param(typst.compile(b"#rect(width: 2cm)"), "no text (a scan)", id="scan"),
        pytest.param(locked_pdf(), "locked with a password", id="locked pdf"),
        pytest.param(bomb(), "unpacks to more than", id="zip bomb"),
        pytest.param(entities(), "something unsafe", id="entities"),
        pytest.param(bytes(range(256)) * 40, "is not text", id="noise"),
        pytest.param(b"... --- ...", "holds no text", id="no words"),
    ],
)
def test_what_is_no_report_is_refused_with_the_reason(data, reason):
    with pytest.raises(Unreadable) as refusal:
        parse_report(data, name="thing")

    assert reason in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_missing_files_folders_and_giants_are_refused(tmp_path):
    giant = tmp_path / "giant.txt"
    with giant.open("wb") as stream:
        stream.truncate(LARGEST_FILE + 1)
    reasons = []

    for path in (tmp_path / "missing.txt", tmp_path, giant):
        with pytest.raises(Unreadable) as refusal:
            read_report(path)
        reasons.append(str(refusal.value).partition(" ")[0] + " … " + str(refusal.value).rpartition(". ")[2])

    assert reasons[0] == "There … Check the name and the folder."
    assert reasons[1].endswith("Name the report's file: .txt, .docx or .pdf.")
    assert reasons[2] == "giant.txt … Save it with smaller pictures, or its text alone."
