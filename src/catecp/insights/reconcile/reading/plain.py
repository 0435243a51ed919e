"""Text files in the encodings that reports in this region arrive in, and the cleaning every text gets."""

import re
import unicodedata

from catecp.insights.reconcile.reading.refusal import Unreadable

LONGEST_TEXT = 6_000_000
_PLACEHOLDER = re.compile(
    r"!?\[(?:image|bookmark|figure|photo|picture|img|footnote|endnote)\s*:[^\]\n]{0,200}\](?:\([^)\n]{0,300}\))?", re.IGNORECASE
)
_THIN_SPACE = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_INVISIBLE = dict.fromkeys((8203, 8204, 8205, 8288, 65279, 173, *range(8206, 8208), *range(8234, 8239), *range(8294, 8298)))
_SPACES = dict.fromkeys((160, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8239, 12288), " ")
_WIDE = {0xFF05: "%", 0xFF0B: "+", 0xFF0C: "，", 0xFF0D: "-", 0xFF1A: "：", 0x2212: "-", 0x2011: "-"}


def text_of(data: bytes, *, name: str) -> str:
    """The text of a file; raises Unreadable when it is none."""
    if len(data) > 4 * LONGEST_TEXT:
        raise Unreadable(f"{name} is longer than any report ({len(data) // 2**20} MB of text). Cut it into parts.")
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if _looks_like_text(text):
            return bounded(text, name=name)
    raise Unreadable(f"{name} is not text in an encoding we know. Save it as UTF-8, .docx or PDF.")


def bounded(text: str, *, name: str) -> str:
    """The text with line ends unified; raises Unreadable when it is too long to be a report."""
    if len(text) > LONGEST_TEXT:
        raise Unreadable(f"{name} is longer than any report ({len(text):,} characters). Cut it into parts.")
    return (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n\n")
        .replace("\x0b", "\n")
        .replace("\f", "\n\n")
    )


def clean(text: str) -> str:
    """One line without placeholders of pictures, invisible characters, odd spaces and digits of other scripts."""
    text = _THIN_SPACE.sub(",", _PLACEHOLDER.sub(" ", text))
    text = text.translate(_INVISIBLE).translate(_SPACES).translate(_WIDE)
    if not text.isascii():
        text = "".join(_western_digit(char) for char in text)
    return text


def _western_digit(char: str) -> str:
    return str(unicodedata.digit(char)) if unicodedata.category(char) == "Nd" else char


def _candidates(data: bytes) -> list[str]:
    if data.startswith(b"\xef\xbb\xbf"):
        return ["utf-8-sig"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    if b"\x00" in data[:400]:
        even, odd = data[0:400:2].count(0), data[1:400:2].count(0)
        return ["utf-16-be" if even > odd else "utf-16-le"]
    return ["utf-8", "gb18030", "cp1252"]


def _looks_like_text(text: str) -> bool:
    sample = text[:20000]
    strange = sum(
        1
        for char in sample
        if (ord(char) < 32 and char not in "\t\n\r\f\x0b\x1a") or char == "\ufffd" or 0xE000 <= ord(char) <= 0xF8FF
    )
    return strange * 100 <= len(sample)
