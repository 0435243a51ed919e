"""Which entries of the directory may be one institution? Pure: entries in, ranked pairs with reasons out.

Comparing everybody with everybody is too slow for a thousand institutions, so only entries are compared that share a telling
word, an abbreviation, a website, or a run of characters in an unspaced script.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from urllib.parse import urlsplit

from catecp.network.name_likeness import Likeness, likeness, squashed, word_likeness, words_of
from catecp.network.name_words import WEAK
from catecp.network.names import acronyms_of
from catecp.network.resolve_entry import ResolveEntry
from catecp.network.romanisation import english_readings
from catecp.network.spelling import is_latin

OFFERED = 0.6
LIKELY = 0.85
LARGEST_BLOCK = 60  # a word shared by more entries tells nothing
SAME_WEBSITE, SAME_ABBREVIATION, INITIALS = 0.9, 0.88, 0.7


@dataclass(frozen=True)
class Pair:
    """Two entries (ids in ascending order) that may be one, how likely from 0 to 1, and why, as codes."""

    first: int
    second: int
    score: float
    reasons: tuple[str, ...]

    @property
    def is_likely(self) -> bool:
        return self.score >= LIKELY


@dataclass
class _Known:
    entry: ResolveEntry
    _likeness: dict = field(default_factory=dict)

    @cached_property
    def spelled(self) -> list[tuple[str, str]]:
        """(text, how it came about): names, earlier names, and English readings of Chinese names."""
        found = [(name, "") for _tag, name in self.entry.names] + [(name, "earlier_name") for name in self.entry.earlier]
        readings = [(reading, "translated") for name, _how in found for reading in english_readings(name)]
        return found + readings

    @cached_property
    def telling(self) -> list[frozenset[str]]:
        """For each Latin spelling its telling words, without the words of the country."""
        return [
            frozenset(word.text for word in words_of(text) if word.weight == 1) for text, _how in self.spelled if is_latin(text)
        ]

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        return frozenset(squashed(text) for text in self.entry.abbreviations) - {""}

    @cached_property
    def initials(self) -> frozenset[str]:
        names = [name for _tag, name in self.entry.names] + list(self.entry.earlier)
        return frozenset(letters for name in names for letters in acronyms_of(name) if len(letters) >= 4)

    @cached_property
    def host(self) -> str:
        return (urlsplit(self.entry.website).hostname or "").removeprefix("www.")

    def filed_under(self) -> Iterator[str]:
        """What this entry is filed under; only entries filed together are compared."""
        yield from (f"word {word}" for words in self.telling for word in words)
        yield from (f"letters {letters}" for letters in self.abbreviations | self.initials)
        if self.host:
            yield f"host {self.host}"
        for text, _how in self.spelled:
            letters = squashed(text)
            yield f"same {letters}"
            if not is_latin(text):
                yield from (f"run {letters[start : start + 4]}" for start in range(max(1, len(letters) - 3)))


def likely_duplicates(entries: Iterable[ResolveEntry], *, apart: frozenset[frozenset[int]] = frozenset()) -> list[Pair]:
    """Pairs worth a look, the likeliest first; those somebody told apart are left out."""
    known = {entry.id: _Known(entry) for entry in entries}
    pairs = (
        _compared(known[first], known[second])
        for first, second in _filed_together(known.values())
        if frozenset({first, second}) not in apart
    )
    offered = [pair for pair in pairs if pair and pair.score >= OFFERED]
    return sorted(offered, key=lambda pair: (-pair.score, pair.first, pair.second))


def near_to(newcomer: ResolveEntry, entries: Iterable[ResolveEntry]) -> list[int]:
    """Ids of entries the newcomer may be, the likeliest first."""
    new = _Known(newcomer)
    keys = set(new.filed_under())
    known = (_Known(entry) for entry in entries)
    pairs = [_compared(new, other) for other in known if not keys.isdisjoint(other.filed_under())]
    offered = [pair for pair in pairs if pair and pair.score >= OFFERED]
    return [pair.second for pair in sorted(offered, key=lambda pair: (-pair.score, pair.second))]


def _filed_together(known: Iterable[_Known]) -> set[tuple[int, int]]:
    files: dict[str, set[int]] = defaultdict(set)
    for entry in known:
        for key in entry.filed_under():
            files[key].add(entry.entry.id)
    return {pair for ids in files.values() if 1 < len(ids) <= LARGEST_BLOCK for pair in combinations(sorted(ids), 2)}


def _compared(one: _Known, other: _Known) -> Pair | None:
    found: dict[str, float] = {}
    if one.host and one.host == other.host:
        found["website"] = SAME_WEBSITE
    if one.abbreviations & other.abbreviations:
        found["same_abbreviation"] = SAME_ABBREVIATION
    elif one.abbreviations & other.initials or other.abbreviations & one.initials:
        found["initials"] = INITIALS + 0.1
    score, reasons = _nearest_names(one, other)
    found |= dict.fromkeys(reasons, score)
    if not found:
        return None
    total = max(found.values()) + 0.03 * (len([value for value in {*found.values()} if value >= OFFERED]) - 1)
    if one.entry.country and other.entry.country and one.entry.country != other.entry.country:
        total *= 0.6
    best = [reason for reason, value in found.items() if value >= OFFERED]
    return Pair(one.entry.id, other.entry.id, round(min(total, 1.0), 3), tuple(dict.fromkeys(best)))


def _nearest_names(one: _Known, other: _Known) -> tuple[float, tuple[str, ...]]:
    free = frozenset(word.casefold() for entry in (one.entry, other.entry) for place in entry.places for word in place.split())
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for text, how in one.spelled:
        for other_text, other_how in other.spelled:
            if is_latin(text) != is_latin(other_text) or _plainly_different(text, other_text):
                continue
            both_ways = [likeness(text, other_text, free_words=free), likeness(other_text, text, free_words=free)]
            found = max([*both_ways, _containment(text, other_text)], key=lambda like: like.score)
            score = min(found.score, 0.9) if "translated" in (how, other_how) else found.score
            if score > best[0]:
                best = (score, (*found.reasons, *(code for code in (how, other_how) if code)))
    return best


def _containment(one: str, other: str) -> Likeness:
    """All words of one name stand in the other: "Polytechnic Institute of X" in "Regional Polytechnic Institute Y X"."""
    short, long = sorted(({word.text for word in words_of(text)} - WEAK for text in (one, other)), key=len)
    if not short <= long or not short & (_telling_words(one) | _telling_words(other)):
        return Likeness(0.0)
    return Likeness(round(OFFERED + 0.2 * len(short) / len(long), 3), ("contained",))


def _plainly_different(one: str, other: str) -> bool:
    """Both sides have telling words of their own and none of them resembles one of the other side: a quick no."""
    if not is_latin(one):
        return False
    ours, theirs = _telling_words(one), _telling_words(other)
    left, right = ours - theirs, theirs - ours
    if not left or not right:
        return False
    return not any(_resemble(a, b) for a in left for b in right)


def _telling_words(text: str) -> set[str]:
    return {word.text for word in words_of(text) if word.weight == 1}


def _resemble(one: str, other: str) -> bool:
    return one[0] == other[0] and max(word_likeness(one, other, False), word_likeness(other, one, False)) > 0
