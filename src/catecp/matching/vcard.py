"""A contact as a vCard file. Pure. Version 3.0 (RFC 2426) is what phones read; 4.0 (RFC 6350) says the language of each name.

Names are not split into given and family name: we do not know which is which, so N carries the whole name in its first part.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from catecp.kernel.translated import Translated

_PHONE = re.compile(r"\+?[\d\s().\-/]{5,30}")


@dataclass(frozen=True)
class Card:
    """What one person shares with another: the name always, the rest as they chose."""

    name: str
    original_name: str
    original_language: str
    event: str
    email: str = ""
    phone: str = ""
    post: str = ""
    institution: Translated | None = None


def vcard(card: Card, *, version: str = "3.0", revised_at: datetime) -> str:
    """The file's text with CRLF line ends, folded at 75 octets. `version` is 3.0 or 4.0."""
    lines = ["BEGIN:VCARD", f"VERSION:{version}", *_names(card, version)]
    if card.institution:
        lines.append(f"ORG:{_text(card.institution.best('en')[0])}")
    if card.post:
        lines.append(f"TITLE:{_text(card.post)}")
    if card.email:
        lines.append(f"EMAIL;TYPE={'INTERNET' if version == '3.0' else 'work'}:{_text(card.email)}")
    is_number = bool(_PHONE.fullmatch(card.phone.strip()))
    if is_number:
        lines.append(f"TEL;TYPE=CELL:{_text(card.phone.strip())}")
    # What is no number is a messenger's name (a WeChat id); no field of a vCard takes it on every phone, a note does.
    note = card.event if is_number or not card.phone else f"{card.event}\n{card.phone}"
    lines += [f"NOTE:{_text(note)}", f"REV:{revised_at:%Y%m%dT%H%M%SZ}", "END:VCARD"]
    return "".join(_folded(line) + "\r\n" for line in lines)


def _names(card: Card, version: str) -> list[str]:
    whole = f"{card.original_name} ({card.name})" if card.original_name else card.name
    if version == "3.0" or not card.original_name:
        return [f"FN:{_text(whole)}", f"N:{_text(whole)};;;;"]
    language = f";LANGUAGE={card.original_language}" if re.fullmatch(r"[a-zA-Z-]{2,10}", card.original_language) else ""
    return [f"FN;ALTID=1{language}:{_text(card.original_name)}", f"FN;ALTID=1:{_text(card.name)}", f"N:{_text(card.name)};;;;"]


def _text(value: str) -> str:
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 octets a line, never inside a character."""
    parts: list[str] = []
    current, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > (75 if not parts else 74):
            parts.append(current)
            current, size = "", 0
        current += letter
        size += width
    return "\r\n ".join([*parts, current])
