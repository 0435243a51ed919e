"""The signed text in the QR code: what an employer must see, small enough to be scanned from 25 mm of paper. Pure.

Fields in order: kid, number, name in Latin letters, name in own script, course in English, course in the learner's language,
provider, receiving institution, day (ISO), hours, result in percent, bit in the status list. What would make the code too dense is cut
with an ellipsis, and the page says so; the full text stands on the paper and behind the number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KIND = "C1"
REVOKED_KIND = "S1"
# Bytes of UTF-8 each text may take; together with the rest below 560 characters of QR: version 19 at error level M.
ROOM = {"name": 48, "original_name": 60, "title": 60, "own_title": 75, "provider": 44, "receiver": 44}
_ELLIPSIS = "…"


@dataclass(frozen=True)
class ShortCertificate:
    """What a code says, read back."""

    number: str
    name: str
    original_name: str
    title: str
    own_title: str
    provider: str
    receiver: str
    day: str
    hours: str
    score: int | None
    status_index: int


def fields(content: Mapping[str, Any], *, kid: str, status_index: int) -> list[Any]:
    english, own = content["in"]["en"], content["in"][content["language"]]
    original = content["original_name"] if content["original_name"] != content["name"] else ""
    texts = {
        "name": content["name"],
        "original_name": original,
        "title": english["title"],
        "own_title": own["title"] if own["title"] != english["title"] else "",
        "provider": english["provider"],
        "receiver": english["receiver"],
    }
    short = [cut(text, ROOM[name]) for name, text in texts.items()]
    return [kid, content["number"], *short, content["day"], content["hours"], content["score"], status_index]


def read_fields(found: list[Any]) -> ShortCertificate:
    """Raises `ValueError` when the fields are not those of a certificate."""
    if len(found) != 12 or not all(isinstance(text, str) for text in found[1:10]) or not isinstance(found[11], int):
        raise ValueError("not a certificate")
    return ShortCertificate(*found[1:])


def cut(text: str, room: int) -> str:
    """At most `room` bytes of UTF-8, ending in an ellipsis when something is left out; never half a character."""
    raw = text.encode()
    if len(raw) <= room:
        return text
    return raw[: room - len(_ELLIPSIS.encode())].decode(errors="ignore").rstrip() + _ELLIPSIS
