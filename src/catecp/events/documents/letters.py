"""Invitation letters as PDF: pure, from plain values; numbering, storing and sending happen in the service."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from catecp.kernel.qr import qr_svg
from catecp.kernel.typeset import engine
from catecp.kernel.typeset.dates import long_date

TEMPLATE = "events/documents/letter.typ"


@dataclass(frozen=True, slots=True)
class Organiser:
    """One line of the letterhead: `name` as printed, `role` such as "Initiating institution" (may be empty)."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom the letter is for; `original_name` in the person's own script, empty if it is the same."""

    name: str
    original_name: str = ""
    post: str = ""
    institution: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs; a blank space for the signature is left above the name."""

    name: str
    post: str
    institution: str = ""


@dataclass(frozen=True, slots=True)
class LetterText:
    """The wording in one language. `facts` are the rows of the box: (("Event", "2nd …"), ("Dates", "…"), …)."""

    language: str
    subject: str
    salutation: str
    paragraphs: tuple[str, ...]
    closing: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything a letter says. One text, or two for a bilingual letter set side by side."""

    number: str
    issued_on: date
    organisers: tuple[Organiser, ...]
    addressee: Addressee
    texts: tuple[LetterText, ...]
    signatories: tuple[Signatory, ...]
    check_address: str
    passport_name: str = ""
    sender_line: str = ""


def render_letter(letter: Letter, *, at: datetime) -> bytes:
    """The letter as PDF; the same letter and `at` give the same bytes. Raises `GlyphsMissing` for signs no font has."""
    return engine.pdf(template=TEMPLATE, data=letter_data(letter), at=at)


def letter_to_json(letter: Letter) -> dict[str, Any]:
    """The letter as plain values, to be frozen beside its file."""
    plain: dict[str, Any] = json.loads(json.dumps({**asdict(letter), "issued_on": letter.issued_on.isoformat()}))
    return plain


def letter_from_json(content: Mapping[str, Any]) -> Letter:
    """The letter that `letter_to_json` wrote down."""
    texts = tuple(
        LetterText(**{**text, "paragraphs": tuple(text["paragraphs"]), "facts": tuple(tuple(fact) for fact in text["facts"])})
        for text in content["texts"]
    )
    return Letter(
        **{
            **content,
            "issued_on": date.fromisoformat(content["issued_on"]),
            "organisers": tuple(Organiser(**organiser) for organiser in content["organisers"]),
            "addressee": Addressee(**content["addressee"]),
            "texts": texts,
            "signatories": tuple(Signatory(**who) for who in content["signatories"]),
        }
    )


def letter_data(letter: Letter) -> dict[str, object]:
    """What the template reads; the fixed words come in the language of each text."""
    if not 1 <= len(letter.texts) <= 2:
        raise ValueError("a letter has one text, or two for a bilingual letter")
    language = letter.texts[0].language
    with translation.override(language):
        words = {
            "number": _("Number"),
            "date": _("Date"),
            "check": _("Check this letter"),
            "check_how": _("Scan the code or open the address: the page says whether the letter is genuine and still valid."),
            "qr_alt": _("QR code with the address for checking this letter"),
        }
    return {
        "language": language,
        "title": f"{letter.texts[0].subject} · {letter.number}",
        "number": letter.number,
        "dates": [long_date(letter.issued_on, text.language) for text in letter.texts],
        "organisers": [{"name": organiser.name, "role": organiser.role} for organiser in letter.organisers],
        "sender_line": letter.sender_line,
        "addressee": _addressee_lines(letter.addressee),
        "texts": [_text_data(text, letter.passport_name) for text in letter.texts],
        "signatories": [{"name": who.name, "post": who.post, "institution": who.institution} for who in letter.signatories],
        "check_address": letter.check_address,
        "href": letter.check_address,
        "svg": qr_svg(letter.check_address, quiet_zone=0),
        "words": words,
    }


def _addressee_lines(addressee: Addressee) -> dict[str, object]:
    original = "" if addressee.original_name == addressee.name else addressee.original_name
    lines = [line for line in (addressee.post, addressee.institution, addressee.country) if line]
    return {"name": addressee.name, "original_name": original, "lines": lines}


def _text_data(text: LetterText, passport_name: str) -> dict[str, object]:
    facts = [list(fact) for fact in text.facts]
    if passport_name:
        with translation.override(text.language):
            facts.append([_("Name as in passport"), passport_name])
    return {
        "language": text.language,
        "subject": text.subject,
        "salutation": text.salutation,
        "paragraphs": list(text.paragraphs),
        "closing": text.closing,
        "facts": facts,
    }
