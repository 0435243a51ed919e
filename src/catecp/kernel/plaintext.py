"""Text from outside, made fit to keep: no invisible controls, no endless names. Nothing is lost silently: callers say what changed."""

import re
import unicodedata

# Bidirectional controls and zero-width characters can make one name look like another. U+200C and U+200D stay where scripts need them.
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")


def clean_line(text: str, *, longest: int = 300) -> str:
    """One line: NFC, controls and invisible characters removed, spaces folded, at most `longest` characters."""
    text = unicodedata.normalize("NFC", text)
    text = _INVISIBLE.sub("", text)
    text = "".join(
        " " if letter in "\t\r\n" else letter for letter in text if letter in "\t\r\n" or unicodedata.category(letter) != "Cc"
    )
    return _SPACES.sub(" ", text).strip()[:longest]


def clean_text(text: str, *, longest: int = 20_000) -> str:
    """Several lines, kept as lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(clean_line(line, longest=longest) for line in text.split("\n")).strip()[:longest]
