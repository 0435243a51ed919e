"""Text from outside, made safe to set in type: what cannot be seen must not move what can.

Names arrive from spreadsheets and phones. Control characters, direction overrides and stray byte-order marks would
reorder or blank a line; joiners and zero-width spaces stay, because Khmer and Burmese spell with them.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_KEPT_FORMATS = frozenset("\u200b\u200c\u200d")
_SPACES = frozenset("\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u2028\u2029\u0085")
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def printable(text: str) -> str:
    """`text` in composed form (NFC) without characters that print nothing or change direction; a tab becomes a space."""
    return "".join(_kept(char) for char in unicodedata.normalize("NFC", text))


def _kept(char: str) -> str:
    if char == "\n" or char in _KEPT_FORMATS:
        return char
    if char == "\t" or char in _SPACES:
        return " "
    if char in _DIRECTION or unicodedata.category(char) in _UNPRINTABLE:
        return ""
    return char


def printable_data(value: Any) -> Any:
    """The same for every string inside nested mappings and sequences; other values unchanged."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {str(key): printable_data(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [printable_data(item) for item in value]
    return value
