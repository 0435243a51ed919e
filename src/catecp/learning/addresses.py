"""Phone numbers and e-mail addresses as people type them in one field, and names as a list may show them. Pure."""

from catecp.learning.contact_values import NotAValue, normalised
from catecp.learning.enums import IdentityKind


class NoAddress(ValueError):
    """Neither a phone number nor an e-mail address."""


def read_address(typed: str, *, country: str = "") -> tuple[str, str]:
    """(kind, value): `+855 12 345-678` is a phone, `Sok@Example.org` an e-mail. Raises NoAddress."""
    kind = IdentityKind.EMAIL if "@" in typed else IdentityKind.PHONE
    try:
        return kind.value, normalised(kind, typed[:200], country=country)
    except NotAValue as error:
        raise NoAddress(typed) from error


def hidden(kind: str, value: str) -> str:
    """Enough of it for its owner to know: `+855 …678`, `s…@example.org`."""
    if kind == IdentityKind.PHONE:
        return f"{value[:4]}…{value[-3:]}"
    name, _at, host = value.partition("@")
    return f"{name[:1]}…@{host}"


def shortened(name: str) -> str:
    """A name as a list shows it that strangers may see: the first word, and the first letter of the others."""
    words = name.split()
    if len(words) > 1:
        return " ".join([words[0], *(f"{word[0]}." for word in words[1:])])
    return name if len(name) <= 3 else f"{name[:3]}…"
