"""Turning a file somebody handed us into a Document, or into a reason why not.

Nothing in the file is trusted: its name does not decide what it is, and sizes are bounded before anything is unpacked.
"""

from pathlib import Path

from catecp.insights.reconcile.document import Document
from catecp.insights.reconcile.reading.layout import blocks_of_lines
from catecp.insights.reconcile.reading.pdf import lines_of_pdf
from catecp.insights.reconcile.reading.plain import bounded, text_of
from catecp.insights.reconcile.reading.refusal import Unreadable
from catecp.insights.reconcile.reading.word import blocks_of_docx

LARGEST_FILE = 60 * 2**20
_FOREIGN = (
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"II*\x00", "a picture"), (b"MM\x00*", "a picture"),
    (b"BM", "a picture"), (b"RIFF", "a sound, film or picture"), (b"\x00\x00\x00", "a film"), (b"ID3", "a sound"),
    (b"\x1f\x8b", "a packed archive"), (b"7z\xbc\xaf", "a packed archive"), (b"Rar!", "a packed archive"), (b"SQLite format", "a database"),
    (b"\x7fELF", "a program"), (b"MZ", "a program"),
)  # fmt: skip


def read_report(path: str | Path) -> Document:
    """The report in the file at `path`; raises Unreadable with a sentence that says what to do."""
    path = Path(path)
    return parse_report(_bytes_of(path), name=path.name)


def parse_report(data: bytes, *, name: str) -> Document:
    """The report in the bytes of a txt, docx or pdf file; raises Unreadable."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Unreadable(f"{name} is empty. Choose the file that holds the report.")
    if data.startswith(b"PK"):
        blocks = blocks_of_docx(data, name=name)
    elif b"%PDF-" in data[:1024]:
        blocks = blocks_of_lines(*lines_of_pdf(data, name=name))
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            f"{name} is in an old Office format (or locked with a password). Open it and save it as .docx or PDF"
            f" without a password."
        )
    elif data.startswith(b"{\\rtf"):
        raise Unreadable(f"{name} is a rich text file. Open it and save it as .docx or PDF.")
    else:
        _refuse_foreign(data, name)
        blocks = blocks_of_lines(text_of(data, name=name).split("\n"))
    if not any(any(char.isalnum() for char in block.text) or block.rows for block in blocks):
        raise Unreadable(f"{name} holds no text to check. Choose the file that holds the report's words.")
    return Document(name, tuple(blocks))


def parse_text(text: str, *, name: str) -> Document:
    """A report we hold as text already: one line per paragraph, or lines broken at a margin."""
    return Document(name, tuple(blocks_of_lines(bounded(text, name=name).split("\n"))))


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Unreadable(f"{path} is a folder. Name the report's file: .txt, .docx or .pdf.")
        if not path.exists():
            raise Unreadable(f"There is no file {path}. Check the name and the folder.")
        if not path.is_file():
            raise Unreadable(f"{path} is no ordinary file. Name the report's file: .txt, .docx or .pdf.")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise Unreadable(
                f"{path.name} has {size // 2**20} MB; reports up to {LARGEST_FILE // 2**20} MB are read. Save it with"
                f" smaller pictures, or its text alone."
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unreadable(f"{path.name or path} cannot be opened ({reason}). Check that you may read it.") from error


def _refuse_foreign(data: bytes, name: str) -> None:
    for magic, what in _FOREIGN:
        if data.startswith(magic) and not (magic in (b"BM", b"MZ", b"II*\x00", b"ID3", b"RIFF") and b"\x00" not in data[:2000]):
            raise Unreadable(f"{name} is {what}, not a report. Reports are read as .txt, .docx or .pdf.")
