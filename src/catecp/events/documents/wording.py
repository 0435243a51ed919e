"""The wording of invitation letters: placeholders, the default text, languages. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PLACEHOLDERS = ("name", "institution", "event", "theme", "dates", "place")
# One language, or two side by side.
LETTER_LANGUAGES = {
    "en": gettext_lazy("English"),
    "zh-hans": gettext_lazy("Chinese"),
    "km": gettext_lazy("Khmer"),
    "en+zh-hans": gettext_lazy("English and Chinese"),
    "en+km": gettext_lazy("English and Khmer"),
}
_LANGUAGE_OF_COUNTRY = {"CN": "en+zh-hans", "KH": "en+km"}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's text of a letter, with placeholders; `body` has paragraphs parted by empty lines."""

    subject: str
    salutation: str
    body: str
    closing: str


def default_wording(language: str) -> Wording:
    """What a letter says until the coordinator writes something better."""
    with translation.override(language):
        return Wording(
            subject=_("Invitation to {event}"),
            salutation=_("Dear {name},"),
            body=_(
                "It is our pleasure to invite you to {event}, held on {dates} in {place}.\n\n"
                "We would be glad if you could take part. Please confirm your participation with the organisers; "
                "they help with every question about travel and programme."
            ),
            closing=_("Yours sincerely,"),
        )


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with its placeholders replaced; values are put in once and never read again for placeholders."""
    return _PLACEHOLDER.sub(lambda found: values.get(found.group(1), found.group(0)), text)


def unknown_placeholders(text: str) -> list[str]:
    """Placeholders in `text` that mean nothing here, each once."""
    return list(dict.fromkeys(name for name in _PLACEHOLDER.findall(text) if name not in PLACEHOLDERS))


def paragraphs_of(body: str) -> tuple[str, ...]:
    """The paragraphs of a text whose paragraphs are parted by empty lines; single line ends become spaces."""
    parts = re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip())
    return tuple(" ".join(part.split()) for part in parts if part.strip())


def fitting_language(country: str | None) -> str:
    """The languages that fit somebody from `country` (ISO code): English, with Chinese or Khmer beside it where that helps."""
    return _LANGUAGE_OF_COUNTRY.get(country or "", "en")
