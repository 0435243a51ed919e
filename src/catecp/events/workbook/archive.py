"""Look at a file before anything opens it: what it is, and whether unpacking it is safe.

Everything uploaded is hostile until shown otherwise. A workbook is a zip archive of XML: both can be made to fill a disk.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import BinaryIO

from catecp.events.workbook.refusal import UnreadableWorkbook

MEGABYTE = 1024 * 1024
MAX_FILE_BYTES = 25 * MEGABYTE
MAX_UNPACKED_BYTES = 150 * MEGABYTE
MAX_PARTS = 2_000
MAX_RATIO = 150
# Small files may pack well without harm: a sheet of equal cells shrinks a hundredfold.
RATIO_COUNTS_FROM = 5 * MEGABYTE
MAX_MERGES = 20_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF")
_OTHER_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_CHUNK = 256 * 1024


@dataclass(frozen=True)
class CheckedArchive:
    """A workbook that was unpacked once in full, in passing, and is safe to open. Merges by part: "xl/worksheets/sheet1.xml"."""

    merges: dict[str, tuple[str, ...]] = field(default_factory=dict)


def kind_of(file: BinaryIO) -> str:
    """Return "xlsx" or "text" for what may be read; refuse everything else by its first bytes, whatever its name says."""
    size = _size_of(file)
    if size == 0:
        raise UnreadableWorkbook("empty")
    if size > MAX_FILE_BYTES:
        raise UnreadableWorkbook("too_large", size=-(-size // MEGABYTE), limit=MAX_FILE_BYTES // MEGABYTE)
    head = file.read(8192)
    file.seek(0)
    if head.startswith(b"PK"):
        return "xlsx"
    refuse_by_head(head, file)
    return "text"


def _size_of(file: BinaryIO) -> int:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return size


def refuse_by_head(head: bytes, file: BinaryIO) -> None:
    """Refuse what is certainly no workbook and no text, with the sentence that helps."""
    if head.startswith(_OLE):
        whole = file.read()
        file.seek(0)
        raise UnreadableWorkbook("password" if _ENCRYPTED in whole else "old_excel")
    if head.startswith(b"%PDF"):
        raise UnreadableWorkbook("pdf")
    if head.startswith(_PICTURES):
        raise UnreadableWorkbook("picture")
    if head.startswith(_OTHER_ARCHIVES):
        raise UnreadableWorkbook("other_archive")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        raise UnreadableWorkbook("web_page")
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\x00" in head and not _may_be_utf16(head):
        raise UnreadableWorkbook("not_text")


def _may_be_utf16(head: bytes) -> bool:
    """Tell whether zero bytes stand only on one side of the pairs, as in UTF-16 without a mark."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return max(even, odd) > len(head) // 40 and min(even, odd) == 0 and b"\x00\x00" not in head


def check_archive(file: BinaryIO) -> CheckedArchive:
    """Unpack every part in passing, bounded, and say whether the archive is a workbook that is safe to open."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _check_list(parts, _size_of(file))
            _check_kind({part.filename for part in parts}, archive)
            merges = _read_through(archive, parts, _size_of(file))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise UnreadableWorkbook("damaged") from error
    file.seek(0)
    return CheckedArchive(merges)


def _check_list(parts: list[zipfile.ZipInfo], packed: int) -> None:
    if len(parts) > MAX_PARTS:
        raise UnreadableWorkbook("too_many_parts", count=len(parts))
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnreadableWorkbook("password")
    _check_amount(sum(part.file_size for part in parts), packed)


def _check_amount(unpacked: int, packed: int) -> None:
    if unpacked > RATIO_COUNTS_FROM and unpacked > MAX_RATIO * max(packed, 1):
        raise UnreadableWorkbook("bomb")
    if unpacked > MAX_UNPACKED_BYTES:
        raise UnreadableWorkbook("too_large_unpacked", size=unpacked // MEGABYTE, limit=MAX_UNPACKED_BYTES // MEGABYTE)


def _check_kind(names: set[str], archive: zipfile.ZipFile) -> None:
    if any(name.lower() == "xl/workbook.xml" for name in names) and "[Content_Types].xml" in names:
        return
    folders = {name.split("/", 1)[0] for name in names}
    if "xl/workbook.bin" in names:
        raise UnreadableWorkbook("binary_excel")
    if "word" in folders:
        raise UnreadableWorkbook("word")
    if "ppt" in folders:
        raise UnreadableWorkbook("slides")
    if "mimetype" in names and "content.xml" in names:
        with archive.open("mimetype") as part:
            raise UnreadableWorkbook("open_document" if b"spreadsheet" in part.read(100) else "word")
    raise UnreadableWorkbook("other_archive")


def _read_through(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], packed: int) -> dict[str, tuple[str, ...]]:
    """Unpack all parts chunk by chunk: count the bytes that really come, look for declarations, note merged cells."""
    unpacked = 0
    merges: dict[str, tuple[str, ...]] = {}
    for part in parts:
        found: list[str] = []
        before = b""
        is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                _check_amount(unpacked, packed)
                if is_xml:
                    found += _look_at(before + chunk, seen=len(before), first=not before)
                    before = (before + chunk)[-64:]
                    _check_merges(found)
        if found:
            merges[part.filename] = tuple(dict.fromkeys(found))
    return merges


def _look_at(window: bytes, *, seen: int, first: bool) -> list[str]:
    wide = first and window.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"))
    # Only UTF-8 is written by spreadsheet programs; other encodings could hide a declaration from us.
    if wide or _DECLARATION.search(window):
        raise UnreadableWorkbook("unsafe_xml")
    return [match[1].decode("ascii") for match in _MERGE.finditer(window) if match.end() > seen]


def _check_merges(found: list[str]) -> None:
    if len(found) > MAX_MERGES:
        raise UnreadableWorkbook("bomb")
