"""Addresses as typed: one e-mail address out of a cell, a telephone number or messenger name as text."""

import re
from dataclasses import dataclass

from catecp.network.spelling import clean

_ADDRESS = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
)
# "name.2@", "name+work@", "name (2)@": a second try with the same address.
_SECOND_TRY = re.compile(r"(?:[._\-](?:[2-9]|copy|new|bis)|\+[^@]*)(?=@)")

_AROUND = " <>(),;:|/\"'[]\t\n"


@dataclass(frozen=True)
class ReadAddress:
    """The first address of a cell in lower case ("" when there is none that can work), and what else stood there."""

    address: str = ""
    others: tuple[str, ...] = ()
    typed: str = ""

    @property
    def wrong(self) -> bool:
        """Tell whether something was typed that is no address."""
        return bool(self.typed) and not self.address


def read_email(cell: object) -> ReadAddress:
    """Find the e-mail address in a cell; full-width and hidden characters, "mailto:" and brackets fall away."""
    typed = clean(str(cell)) if cell is not None else ""
    text = typed.casefold().replace("mailto:", "").replace("。", ".").replace(" @ ", "@").replace("@ ", "@").replace(" @", "@")
    found = [match for match in _ADDRESS.finditer(text) if len(match[0]) <= 254 and len(match[0].split("@")[0]) <= 64]
    # A longer run around the match ("a@b@c.org", "über@x.org") is a slip, not an address.
    whole = [match[0] for match in found if _stands_alone(match, text)]
    if not whole:
        return ReadAddress("", (), typed)
    return ReadAddress(whole[0], tuple(dict.fromkeys(whole[1:])), typed)


def _stands_alone(found: re.Match[str], text: str) -> bool:
    before, after = text[: found.start()][-1:], text[found.end() :][:1]
    return (not before or before in _AROUND) and (not after or after in _AROUND + ".")


def address_stem(address: str) -> str:
    """Return the address without a mark of a second try, to compare "li.hua.2@x.org" with "li.hua@x.org"."""
    return _SECOND_TRY.sub("", address, count=1)


def read_phone(cell: object) -> str:
    """Return a telephone number or messenger name as text; a number cell loses its ".0", nothing else changes."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell)) if cell is not None else ""


def phone_key(text: str) -> str:
    """Return what two spellings of one telephone number or messenger name share; "" when it is too short to say anything."""
    digits = re.sub(r"\D", "", text)
    if len(digits) >= 7 and not re.search(r"[a-z]{3}.*_", text.casefold()):
        return digits[-8:]
    return re.sub(r"[^a-z0-9]", "", text.casefold().replace("wechat", "")) if len(digits) >= 3 or len(text) > 8 else ""
