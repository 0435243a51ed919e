"""Names of people, compared: the same person is recognised whatever the order of the words, and nobody is merged by it. Pure."""

import re
import unicodedata

_LETTERS = re.compile(r"[^\W\d_]+")


def name_words(name: str) -> frozenset[str]:
    """The words of a name without accents, case and titles of one letter: “Sok DARA” and “Dara Sok” give the same."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter) or ord(letter) > 0x036F)
    return frozenset(word for word in _LETTERS.findall(plain) if len(word) > 1)


def same_person_likely(name: str, other: str, *, original: str = "", other_original: str = "") -> bool:
    """For two people of one address: a shared word in Latin letters, or the same name in their own script."""
    if original and original == other_original:
        return True
    return bool(name_words(name) & name_words(other))


def name_key(name: str) -> str:
    """One text per set of words, to find doubles in a list; empty for a name without words."""
    return " ".join(sorted(name_words(name)))
