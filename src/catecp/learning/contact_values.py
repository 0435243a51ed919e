"""One spelling of what identifies a learner: phone numbers, addresses, numbers of class lists. Pure, without a network.

Two people who type the same number differently must meet the same row; two different numbers must never become one.
"""

import re
import unicodedata

from catecp.learning.enums import IdentityKind

LONGEST = 200
# Country: (calling code, trunk prefix dialled inside the country, shortest and longest number without either).
# From the numbering plans the countries registered with the ITU (E.164); the lengths cover fixed and mobile numbers.
_PLANS = {
    "BN": ("673", "", 7, 7), "KH": ("855", "0", 8, 9), "ID": ("62", "0", 7, 12), "LA": ("856", "0", 8, 10),
    "MY": ("60", "0", 8, 10), "MM": ("95", "0", 7, 10), "PH": ("63", "0", 8, 10), "SG": ("65", "", 8, 8),
    "TH": ("66", "0", 8, 9), "TL": ("670", "", 7, 8), "VN": ("84", "0", 9, 10), "CN": ("86", "0", 10, 11),
    "RU": ("7", "8", 10, 10), "HK": ("852", "", 8, 8), "MO": ("853", "", 8, 8), "TW": ("886", "0", 8, 9),
}  # fmt: skip
_EMAIL = re.compile(r"^[^\s@<>(),;:\"\[\]\\]+@[^\s@<>(),;:\"\[\]\\]+\.[^\s@<>(),;:\"\[\]\\.]{2,}$")
_PHONE_LETTERS = re.compile(r"[\s().\-–/·]|\u00a0")
_SPACES = re.compile(r"\s+")


class NotAValue(ValueError):
    """The text cannot be a phone number, an address or a number of that kind."""


def normalised(kind: str, value: str, *, country: str = "") -> str:
    """The one spelling of `value`; saying it again gives the same. `country` (ISO 3166 alpha-2) reads phone numbers without "+".

    Raises `NotAValue`.
    """
    text = _visible(value)
    if kind == IdentityKind.PHONE:
        return phone(text, country=country)
    if kind == IdentityKind.EMAIL:
        return email(text)
    if kind == IdentityKind.CLASS_LIST:
        text = text.casefold()
    if not text or len(text) > LONGEST:
        raise NotAValue(value[:LONGEST])
    return text


def email(value: str) -> str:
    """Lower case: no provider of the region tells addresses apart by case, and people type them either way."""
    text = _visible(value).removeprefix("mailto:").casefold()
    if len(text) > LONGEST or not _EMAIL.match(text) or ".." in text:
        raise NotAValue(value[:LONGEST])
    return text


def phone(value: str, *, country: str = "") -> str:
    """`+` and digits as E.164 has it: "012 345 678" in KH is +85512345678. Digits of any script are read.

    Without "+", "00" or a country it cannot be said whose number it is: refused, never guessed.
    """
    text = "".join(str(unicodedata.digit(letter)) if letter.isdigit() else letter for letter in _visible(value))
    text = _PHONE_LETTERS.sub("", text.removeprefix("tel:").replace("(0)", ""))
    if text.startswith("00"):
        text = f"+{text[2:]}"
    digits = text.removeprefix("+")
    if not digits.isascii() or not digits.isdigit():
        raise NotAValue(value[:LONGEST])
    if not text.startswith("+"):
        digits = _international(digits, country)
    digits = _without_trunk(digits)
    if not 8 <= len(digits) <= 15:
        raise NotAValue(value[:LONGEST])
    return f"+{digits}"


def _international(digits: str, country: str) -> str:
    plan = _PLANS.get(country)
    if plan is None:
        raise NotAValue(digits)
    code, trunk, shortest, longest = plan
    if trunk and digits.startswith(trunk) and shortest <= len(digits) - len(trunk) <= longest:
        return code + digits[len(trunk) :]
    if shortest <= len(digits) <= longest:
        return code + digits
    if digits.startswith(code) and len(digits) > longest:
        return digits
    raise NotAValue(digits)


def _without_trunk(digits: str) -> str:
    """ "+855 012 345 678" is written by many and dialled by nobody; the trunk prefix goes when the length shows it is one."""
    for code, trunk, shortest, longest in _PLANS.values():
        rest = digits.removeprefix(code)
        if rest != digits and trunk == "0" and rest.startswith("0") and shortest <= len(rest) - 1 <= longest:
            return code + rest[1:]
    return digits


def _visible(value: str) -> str:
    folded = unicodedata.normalize("NFKC", value)
    kept = "".join(
        " " if letter.isspace() else letter for letter in folded if unicodedata.category(letter) not in ("Cf", "Co", "Cs")
    )
    return _SPACES.sub(" ", "".join(letter for letter in kept if unicodedata.category(letter) != "Cc")).strip()
