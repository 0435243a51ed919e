"""What a file is, from its first bytes. Pure. Only types that browsers show without running anything are shown; all else is offered to keep."""

SHOWN = {
    "image/png", "image/jpeg", "image/webp", "image/gif",
    "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "audio/webm",
    "video/mp4", "video/webm", "video/ogg", "video/quicktime",
}  # fmt: skip
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
)
_OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "h5p": "application/zip",
}
_TEXTS = {"txt": "text/plain", "csv": "text/csv", "vtt": "text/vtt", "srt": "application/x-subrip"}


def media_type_of(name: str, head: bytes) -> str:
    """The media type by the first 64 bytes; the name only tells apart what looks alike (office files, plain texts)."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], "application/octet-stream")
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return "audio/mp4" if brand.startswith(b"M4A") else "video/quicktime" if brand == b"qt  " else "video/mp4"
    found = next((media_type for start, media_type in _STARTS if head.startswith(start)), "")
    if found == "video/webm" and ending in {"weba", "mka"}:
        return "audio/webm"
    if found == "application/zip":
        return _OFFICE.get(ending, found)
    if not found and ending in _TEXTS and b"\0" not in head:
        return _TEXTS[ending]
    return found or "application/octet-stream"


def is_picture(media_type: str) -> bool:
    return media_type in SHOWN and media_type.startswith("image/")


def is_sound(media_type: str) -> bool:
    return media_type in SHOWN and media_type.startswith("audio/")


def is_film(media_type: str) -> bool:
    return media_type in SHOWN and media_type.startswith("video/")
