"""Files that must not be opened, or cannot be read: each is refused with a sentence that says what to do."""

import io
import random
import struct
import zipfile

import pytest
from openpyxl import Workbook

from catecp.events.workbook import archive
from catecp.events.workbook.delimited import decode
from catecp.events.workbook.refusal import SENTENCES, UnreadableWorkbook
from catecp.events.workbook.sheets import MAX_ROWS, read_file, read_path
from tests.events.workbook.workshops import saved

CONTENT_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def zipped(parts: dict[str, bytes]) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    file.seek(0)
    return file


def workbook_with(part: bytes, *, name: str = "xl/worksheets/sheet1.xml") -> io.BytesIO:
    """A real workbook with one part exchanged."""
    book = Workbook()
    book.active.append(["Name", "E-mail"])
    with zipfile.ZipFile(saved(book)) as made:
        parts = {entry: made.read(entry) for entry in made.namelist()}
    return zipped({**parts, name: part})


def refusal_of(file) -> str:
    with pytest.raises(UnreadableWorkbook) as refused:
        read_file(file)
    return refused.value.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\x1f\x8b\x08\x00", "other_archive"),
        (b"<html><body><table><tr><td>Name</td></tr></table></body></html>", "web_page"),
        (bytes(range(256)) * 4, "not_text"),
        (b"PK\x03\x04 and then nothing", "damaged"),
    ],
)
def test_file_is_refused_by_what_it_is(content, code):
    assert refusal_of(io.BytesIO(content)) == code


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": b"<x/>"}, "word"),
        ({"[Content_Types].xml": CONTENT_TYPES, "ppt/presentation.xml": b"<x/>"}, "slides"),
        ({"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.bin": b"x"}, "binary_excel"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}, "open_document"),
        ({"holiday.jpg": b"x"}, "other_archive"),
    ],
)
def test_archive_that_is_no_workbook_is_refused_by_its_parts(parts, code):
    assert refusal_of(zipped(parts)) == code


def test_zip_bomb_named_as_a_workbook_is_refused_before_it_is_opened():
    bomb = workbook_with(b"<worksheet>" + b" " * 40_000_000 + b"</worksheet>")

    assert len(bomb.getvalue()) < 100_000
    assert refusal_of(bomb) == "bomb"


def test_zip_bomb_that_lies_about_its_size_is_refused():
    bomb = workbook_with(b"<worksheet>" + b" " * 40_000_000 + b"</worksheet>")
    content = bomb.getvalue()
    true_size, small = struct.pack("<I", 40_000_023), struct.pack("<I", 1_000)
    assert true_size in content

    assert refusal_of(io.BytesIO(content.replace(true_size, small))) in ("damaged", "bomb")


def test_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 6_000_000)
    filler = random.Random(1).randbytes(3_500_000)

    assert refusal_of(workbook_with(filler + filler[::-1], name="xl/media/picture.bin")) == "too_large_unpacked"


def test_two_hundred_megabyte_workbook_is_refused_without_reading_it(tmp_path):
    path = tmp_path / "registrations.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(200 * archive.MEGABYTE)

    with pytest.raises(UnreadableWorkbook) as refused:
        read_path(path)

    assert refused.value.code == "too_large"
    assert "200 MB" in str(refused.value)


def test_archive_of_very_many_parts_is_refused():
    assert refusal_of(zipped({f"part{number}": b"" for number in range(archive.MAX_PARTS + 1)})) == "too_many_parts"


@pytest.mark.parametrize(
    "part",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet>&a;</worksheet>',
        b'<?xml version="1.0"?>' + b" " * 300_000 + b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><worksheet/>'.encode("utf-16"),
    ],
    ids=["entities", "far from the start", "utf-16"],
)
def test_workbook_that_declares_entities_is_refused(part):
    assert refusal_of(workbook_with(part)) == "unsafe_xml"


def test_workbook_with_broken_xml_is_refused_as_damaged():
    assert refusal_of(workbook_with(b"<worksheet><sheetData><row>")) == "damaged"


def test_sheet_of_too_many_rows_is_refused():
    rows = b"\n".join(b"LI Hua,li@example.org" for _ in range(MAX_ROWS + 1))

    assert refusal_of(io.BytesIO(b"Name,E-mail\n" + rows)) == "too_many_rows"


def test_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(UnreadableWorkbook) as refused:
        read_path(tmp_path / "nothing.xlsx")

    assert "nothing.xlsx" in str(refused.value)


def test_formula_is_read_as_its_own_text_and_never_calculated():
    book = Workbook()
    book.active.append(["Name", "=1+1", '=HYPERLINK("http://127.0.0.1/x","click")'])

    (sheet,) = read_file(saved(book))

    assert sheet.rows[0].cells == ("Name", "=1+1", '=HYPERLINK("http://127.0.0.1/x","click")')


def test_rows_keep_the_numbers_of_the_spreadsheet_when_some_are_empty():
    book = Workbook()
    book.active.append(["Name"])
    book.active["A7"] = "LI Hua"

    (sheet,) = read_file(saved(book))

    assert [row.number for row in sheet.rows] == [1, 7]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5"])
def test_decode_reads_chinese_headings_in_every_common_encoding(encoding):
    text = "姓名,單位,國家\n" if encoding == "big5" else "姓名,单位,国家\n李华,柳州职业技术大学,中国\n"

    assert decode(text.encode(encoding)) == text


def test_separator_line_of_excel_is_obeyed_and_row_numbers_stay():
    (sheet,) = read_file(io.BytesIO(b"sep=;\nName;E-mail\nLI, Hua;li@example.org\n"))

    assert [(row.number, row.cells) for row in sheet.rows] == [(2, ("Name", "E-mail")), (3, ("LI, Hua", "li@example.org"))]


def test_every_refusal_has_a_sentence_that_can_be_filled_in():
    params = {"name": "x", "size": 1, "limit": 2, "count": 3}

    assert all(str(UnreadableWorkbook(code, **params)).endswith(".") for code in SENTENCES)


def test_damaged_compression_is_refused():
    content = bytearray(workbook_with(b"<worksheet/>" * 2_000).getvalue())
    start = content.find(b"xl/worksheets/sheet1.xml") + 24
    content[start : start + 8] = b"\xff" * 8

    assert refusal_of(io.BytesIO(bytes(content))) == "damaged"
