"""What a file is, found from its bytes: a name may lie. Pure."""

import re

HEAD = 4096  # bytes needed to tell
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"}
_BY_START: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"OggS", "audio/ogg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"FLV\x01", "video/x-flv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-wmv"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
)
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xcf\xfa\xed\xfe",
    b"#!",
    b"\xce\xfa\xed\xfe",
)
_PROGRAM_ENDINGS = {
    ".exe", ".dll", ".bat", ".cmd", ".com", ".scr", ".msi", ".ps1", ".vbs", ".vbe", ".jse", ".wsf", ".hta", ".jar", ".apk", ".sh",
    ".php", ".phtml", ".asp", ".aspx", ".jsp", ".lnk", ".reg", ".pif", ".cpl", ".app", ".dmg", ".deb", ".rpm", ".swf",
}  # fmt: skip
_TYPED_BY_NAME = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".epub": "application/epub+zip",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".h5p": "application/zip",
}
_TEXTS = {
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".md": "text/plain",
    ".vtt": "text/vtt",
    ".srt": "text/plain",
    ".tex": "text/plain",
}
_FAMILY = {
    ".png": "image/", ".jpg": "image/", ".jpeg": "image/", ".gif": "image/", ".webp": "image/", ".bmp": "image/", ".svg": "image/svg",
    ".pdf": "application/pdf", ".mp4": "video/", ".m4v": "video/", ".webm": "video/", ".mov": "video/", ".avi": "video/",
    ".mp3": "audio/", ".m4a": "audio/", ".wav": "audio/", ".zip": "application/zip",
}  # fmt: skip
_MARKUP = re.compile(rb"<\s*(script|html|body|iframe|svg|object|embed|!doctype html)", re.IGNORECASE)


def media_type(head: bytes, ending: str) -> str:
    """The type by the first bytes; for what has no mark (text, old sounds) by its name; "" when it cannot be told."""
    for start, found in _BY_START:
        if head.startswith(start):
            return _TYPED_BY_NAME.get(ending, found) if found in {"application/zip", "application/x-ole-storage"} else found
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return (
            "audio/mp4"
            if head[8:11] == b"M4A" or ending == ".m4a"
            else "image/heic"
            if head[8:12] in {b"heic", b"mif1"}
            else "video/mp4"
        )
    if head[4:8] in {b"moov", b"mdat", b"wide", b"free"} and ending in {".mov", ".mp4", ".m4v"}:
        return "video/mp4"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and ending in {".mp3", ".aac", ""}:
        return "audio/mpeg"
    if head[:2] == b"BM" and ending == ".bmp":
        return "image/bmp"
    return _text_type(head, ending)


def _text_type(head: bytes, ending: str) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1024].lower()
    if b"<svg" in start and start.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")):
        return "image/svg+xml"
    if start.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    if b"\x00" in head:
        return ""
    return _TEXTS.get(ending, "text/html" if ending in {".html", ".htm", ".xhtml"} else "")


def is_program(head: bytes, ending: str) -> bool:
    """Whether a computer would run it. Such files are never handed to learners."""
    return ending in _PROGRAM_ENDINGS or head.startswith(_PROGRAMS)


def pretends(found: str, ending: str) -> bool:
    """Whether the name promises another family of file than the bytes are."""
    return (
        ending in _FAMILY
        and not found.startswith(_FAMILY[ending])
        and not (ending in {".mp4", ".m4v", ".webm"} and found.startswith("audio/"))
    )


def is_two_things(found: str, head: bytes, tail: bytes) -> bool:
    """A picture that is also a page or an archive (a polyglot): one file, two readings."""
    if found not in PICTURES - {"image/svg+xml"}:
        return False
    return b"PK\x05\x06" in tail[-66_000:] or bool(_MARKUP.search(head[:1024]))
