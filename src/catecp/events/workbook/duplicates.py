"""Registrations that are probably one person twice, with reasons; and those that only look like it.

A trailing initial ("WEI Siyuan T.") is how lists tell namesakes apart: such rows stay two people unless the address is the same.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from catecp.events.workbook.contact import address_stem, phone_key
from catecp.events.workbook.rows import Reading
from catecp.network.person_names import NameLikeness, compare_names, name_key
from catecp.network.spelling import fold

LIKELY = 0.8
POSSIBLE = 0.5
# A bucket larger than this says nothing about a person (everybody wrote the hotel's telephone number).
_LARGEST_BUCKET = 12
_ALIKE = {NameLikeness.SAME, NameLikeness.PART, NameLikeness.CLOSE}


@dataclass(frozen=True)
class Pair:
    """Two rows (places in the list of readings) that may be one person: how likely, and why, as codes."""

    first: int
    second: int
    confidence: float
    reasons: tuple[str, ...]

    @property
    def likely(self) -> bool:
        """Tell whether merging is suggested; otherwise the pair is only shown."""
        return self.confidence >= LIKELY


@dataclass(frozen=True)
class Found:
    """Likely and possible pairs, and rows that share an address though their names differ."""

    pairs: tuple[Pair, ...]
    shared_addresses: tuple[tuple[int, int], ...]


def find_duplicates(readings: list[Reading], institution_keys: list[str]) -> Found:
    """Compare rows that share anything. `institution_keys` are what each row's institution was resolved to ("" for none)."""
    phones = Counter(phone_key(reading.phone) for reading in readings)
    pairs: list[Pair] = []
    shared: list[tuple[int, int]] = []
    for first, second in sorted(_candidates(readings, institution_keys)):
        evidence = _Evidence(readings[first], readings[second], (institution_keys[first], institution_keys[second]), phones)
        confidence, reasons = evidence.judge()
        if confidence >= POSSIBLE:
            pairs.append(Pair(first, second, confidence, reasons))
        elif evidence.same_address:
            shared.append((first, second))
    return Found(tuple(pairs), tuple(shared))


def _candidates(readings: list[Reading], institution_keys: list[str]) -> set[tuple[int, int]]:
    buckets: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, reading in enumerate(readings):
        keys = {
            ("stem", address_stem(reading.email)),
            ("name", name_key(reading.name)),
            ("letters", "".join(sorted(name_key(reading.name).replace(" ", "")))),
            ("name", name_key(reading.native_name)),
            ("phone", phone_key(reading.phone)),
            ("messenger", phone_key(reading.messenger)),
        }
        if institution_keys[place]:
            # Slips and left-out names: the same institution and the same beginning of one name.
            keys |= {(f"at {institution_keys[place]}", word[:3]) for word in name_key(reading.name).split() if len(word) > 2}
        for key in keys:
            if key[1]:
                buckets[key].append(place)
    found: set[tuple[int, int]] = set()
    for key, places in buckets.items():
        if key[0] not in ("phone", "messenger") or len(places) <= _LARGEST_BUCKET:
            found.update(combinations(places[:200], 2))
    return found


class _Evidence:
    """What speaks for and against two rows being one person."""

    def __init__(self, left: Reading, right: Reading, institutions: tuple[str, str], phones: Mapping[str, int]) -> None:
        self.names = _compare_in_both_scripts(left, right)
        self.native = _compare_native(left, right)
        self.same_address = bool(left.email) and left.email == right.email
        self.second_try = not self.same_address and bool(left.email and right.email) and _same_mailbox(left.email, right.email)
        self.same_institution = bool(institutions[0]) and institutions[0] == institutions[1]
        self.other_institution = bool(institutions[0] and institutions[1]) and institutions[0] != institutions[1]
        self.same_phone = _same_rare(left.phone, right.phone, phones) or _same_rare(left.messenger, right.messenger, {})
        self.same_moment = left.registered_at is not None and left.registered_at == right.registered_at
        self.no_address = not left.email or not right.email
        self.other_country = bool(left.country and right.country) and left.country != right.country

    def judge(self) -> tuple[float, tuple[str, ...]]:
        """Return how likely the rows are one person (0 to 1) and the reasons."""
        confidence = self._by_address() if self.same_address else self._by_name()
        return confidence, self._reasons() if confidence >= POSSIBLE else ()

    def _by_address(self) -> float:
        if self.names in _ALIKE or self.names is NameLikeness.NAMESAKE:
            return 0.97
        # A name in another script cannot contradict; a shared office address with two clear names can.
        return 0.9 if self.names is NameLikeness.OTHER_SCRIPT or self.native == "same" else 0.0

    def _by_name(self) -> float:
        support = self.second_try + self.same_phone + self.same_moment
        if self.names is NameLikeness.NAMESAKE:
            return 0.85 if self.second_try and self.same_phone else 0.0
        if self.names is NameLikeness.SAME and self.native != "different":
            return self._same_name(support)
        if self.names in (NameLikeness.CLOSE, NameLikeness.PART) and self.native != "different":
            if self.same_institution and (support or self.native == "same"):
                return 0.85
            may_be = self.no_address or self.names is NameLikeness.PART
            return 0.6 if self.same_institution and may_be else 0.0
        if self.names is NameLikeness.OTHER_SCRIPT and self.same_institution and support:
            return 0.8
        return 0.0

    def _same_name(self, support: int) -> float:
        if self.same_institution:
            return 0.95 if support else 0.9
        if self.other_country or (self.other_institution and not support):
            return 0.0
        if self.other_institution:
            return 0.85 if support >= 2 else 0.6
        return 0.85 if support or self.no_address else 0.55

    def _reasons(self) -> tuple[str, ...]:
        found = {
            "address": self.same_address,
            "second_try": self.second_try,
            "name": self.names is NameLikeness.SAME,
            "name_alike": self.names in (NameLikeness.CLOSE, NameLikeness.PART, NameLikeness.NAMESAKE),
            "native_name": self.native == "same",
            "institution": self.same_institution,
            "phone": self.same_phone,
            "moment": self.same_moment,
        }
        return tuple(reason for reason, holds in found.items() if holds)


def _compare_in_both_scripts(left: Reading, right: Reading) -> NameLikeness:
    """Compare the names; one typed in its own script is compared with the other's name in that script."""
    relation = compare_names(left.name, right.name)
    crossed = ((left.name, right.native_name), (left.native_name, right.name))
    if relation is NameLikeness.OTHER_SCRIPT and any(compare_names(a, b) is NameLikeness.SAME for a, b in crossed if a and b):
        return NameLikeness.SAME
    return relation


def _compare_native(left: Reading, right: Reading) -> str:
    if not left.native_name or not right.native_name:
        return ""
    relation = compare_names(left.native_name, right.native_name)
    if relation is NameLikeness.OTHER_SCRIPT:
        return ""
    return "same" if relation is NameLikeness.SAME else "different" if relation is NameLikeness.DIFFERENT else ""


def _same_mailbox(left: str, right: str) -> bool:
    """Tell whether two addresses differ by a mark of a second try, or are one long name at two providers."""
    local_left, local_right = left.split("@")[0], right.split("@")[0]
    return address_stem(left) == address_stem(right) or (local_left == local_right and len(local_left) >= 9)


def _same_rare(left: str, right: str, counts: Mapping[str, int]) -> bool:
    """Tell whether both gave one number that nearly nobody else gave."""
    key = phone_key(left)
    return bool(key) and key == phone_key(right) and counts.get(key, 2) <= 3


def groups_of(count: int, pairs: Iterable[Pair]) -> list[list[int]]:
    """Return the rows in groups that are one person each, in order of their first row."""
    leader = list(range(count))

    def lead(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for pair in pairs:
        one, other = sorted((lead(pair.first), lead(pair.second)))
        leader[other] = one
    grouped: dict[int, list[int]] = defaultdict(list)
    for place in range(count):
        grouped[lead(place)].append(place)
    return list(grouped.values())


def pair_key(left: Reading, right: Reading) -> str:
    """Return what a decision about a pair is kept under: the same for the same two registrations in a later file."""
    return " & ".join(sorted(f"{reading.key}|{fold(reading.name)}" for reading in (left, right)))
