"""One institution under two names: the same words in another order, or one letter apart, or two long forms of one short form."""

import re
from collections.abc import Iterator

from catecp.insights.reconcile.document import Document
from catecp.insights.reconcile.findings import NOTE, Finding, Quote
from catecp.insights.reconcile.words import INSTITUTIONS, singular

_SMALL = r"(?:(?:of|and|for|&|in|de|du)(?:\s+the)?)"
_NAME = re.compile(
    rf"\b[A-Z][\w’'-]+(?:\s+(?:{_SMALL}\s+){{0,2}}[A-Z][\w’'-]+)+(?:,\s+[A-Z][\w’'-]+(?:\s+(?:and|&)\s+[A-Z][\w’'-]+)+)?"
)
_SHORT = re.compile(r"^\s*\(([A-Z][A-Za-z-]{1,9}[A-Z])\)")
_KIND = INSTITUTIONS | {"ministry", "department", "office", "secretariat", "council", "foundation", "authority", "commission"}
_DROPPED = frozenset(["of", "and", "for", "the", "&", "in", "de", "du"])
_SPELLINGS = {"centre": "center", "organisation": "organization", "programme": "program", "labour": "labor", "sports": "sport"}


def check(document: Document) -> list[Finding]:
    """Findings `two_names`, one for each pair of names."""
    places: dict[str, Quote] = {}
    long_forms: dict[str, dict[str, Quote]] = {}
    for sentence in document.sentences:
        for match in _NAME.finditer(sentence.text):
            name = re.sub(r"^(?:The|In|At|From|And|Mr|Dr|Prof|His|Her)\s+", "", match.group())
            quote = Quote(sentence.text, sentence.where)
            if short := _SHORT.match(sentence.text[match.end() :]):
                long_forms.setdefault(short[1], {}).setdefault(name, quote)
            if any(singular(word) in _KIND for word in name.split()) and len(name.split()) >= 3:
                places.setdefault(name, quote)
    return [*_pairs(places), *_long_forms(long_forms)]


def _key(name: str) -> tuple[str, ...]:
    words = [singular(word) for word in re.findall(r"[\w’'-]+", name) if word.lower() not in _DROPPED]
    return tuple(_SPELLINGS.get(word, word) for word in words)


def _pairs(places: dict[str, Quote]) -> Iterator[Finding]:
    names = [(name, _key(name), quote) for name, quote in places.items() if len(_key(name)) >= 3]
    for order, (name, key, quote) in enumerate(names):
        for other, other_key, other_quote in names[:order]:
            if key == other_key:
                continue
            if sorted(key) == sorted(other_key) or _letters_apart(key, other_key):
                yield _finding(other, name, other_quote, quote)


def _letters_apart(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Whether exactly one long word differs, and only by a letter added, left out, changed or two swapped."""
    if len(first) != len(second):
        return False
    differing = [(one, other) for one, other in zip(first, second, strict=True) if one != other]
    return len(differing) == 1 and min(len(word) for word in differing[0]) >= 6 and _one_edit(*differing[0])


def _one_edit(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1 or any(char.isdigit() for char in one + other):
        return False
    start = next(
        (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), min(len(one), len(other))
    )
    if len(one) == len(other):
        swapped = one[:start] + one[start + 1 : start + 2] + one[start : start + 1] + one[start + 2 :]
        return one[start + 1 :] == other[start + 1 :] or swapped == other
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[start + 1 :] == shorter[start:]


def _long_forms(long_forms: dict[str, dict[str, Quote]]) -> Iterator[Finding]:
    for forms in long_forms.values():
        names = list(forms.items())
        for (name, quote), (other, other_quote) in zip(names, names[1:], strict=False):
            first, second = set(_key(name)), set(_key(other))
            short, longer = sorted((first, second), key=len)
            if first != second and not short <= longer and len(first & second) * 2 >= len(first | second):
                yield _finding(name, other, quote, other_quote)


def _finding(name: str, other: str, quote: Quote, other_quote: Quote) -> Finding:
    return Finding(
        "two_names",
        f"“{name}” and “{other}” look like one institution under two names.",
        (),
        (quote, other_quote),
        0,
        NOTE,
        {"names": [name, other]},
    )
