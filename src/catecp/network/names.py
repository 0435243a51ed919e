"""Which institution does a typed name mean? Pure: directory entries in, a ranked answer with reasons out."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from catecp.network.name_likeness import Likeness, likeness, squashed, words_of
from catecp.network.name_words import STOPWORDS
from catecp.network.romanisation import english_readings
from catecp.network.spelling import clean, fold, is_latin

SURE = 0.93
SUGGESTED = 0.72
MARGIN = 0.04
OTHER_COUNTRY = 0.9

_BRACKETS = re.compile(r"[(\[（【][^)\]）】]*[)\]）】]")
_BRACKET_CONTENT = re.compile(r"[(\[（【]([^)\]）】]*)[)\]）】]")
_SEPARATORS = re.compile(r"\s*[,;/|\n，；、]\s*|\s+[-–—]\s+")
_COUNTRY_WORDS = {
    "BN": "brunei darussalam", "KH": "cambodia kingdom", "ID": "indonesia", "LA": "lao laos pdr", "MY": "malaysia",
    "MM": "myanmar", "PH": "philippines", "SG": "singapore", "TH": "thailand", "TL": "timor leste", "VN": "vietnam",
    "CN": "china pr chinese", "RU": "russia russian federation",
}  # fmt: skip

_ALL_COUNTRY_WORDS = frozenset(" ".join(_COUNTRY_WORDS.values()).split()) | {"of"}


@dataclass(frozen=True)
class DirectoryEntry:
    """What the directory knows of one institution. `names` are (language tag, name); `country` is ISO 3166 alpha-2."""

    id: str
    names: tuple[tuple[str, str], ...]
    abbreviations: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    country: str = ""
    places: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the first name given: the one to show."""
        return self.names[0][1] if self.names else self.id


@dataclass(frozen=True)
class Candidate:
    """One entry a typed name may mean, with a score from 0 to 1 and the reasons as codes."""

    entry: DirectoryEntry
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """The answer for one typed name: the entry meant (None: no entry is near), whether that is certain, and the runners-up."""

    text: str
    entry: DirectoryEntry | None
    score: float
    certain: bool
    reasons: tuple[str, ...]
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class _Known:
    entry: DirectoryEntry
    name: str
    reason: str
    free_words: frozenset[str]


@dataclass
class NameIndex:
    """A directory prepared for asking. Build once, ask often."""

    entries: tuple[DirectoryEntry, ...]
    _by_start: dict[str, list[_Known]] = field(default_factory=lambda: defaultdict(list))
    _by_acronym: dict[str, dict[str, tuple[DirectoryEntry, float]]] = field(default_factory=lambda: defaultdict(dict))
    _other_scripts: list[_Known] = field(default_factory=list)

    def __post_init__(self) -> None:
        for entry in self.entries:
            self.add(entry)

    def add(self, entry: DirectoryEntry) -> None:
        """Let later questions find one more entry."""
        free = frozenset(f"{_COUNTRY_WORDS.get(entry.country, '')} {' '.join(entry.places)}".casefold().split())
        spelled = [(name, "name") for _tag, name in entry.names] + [(name, "earlier_name") for name in entry.earlier]
        for name, reason in spelled:
            known = _Known(entry, name, reason, free)
            if not is_latin(name):
                self._other_scripts.append(known)
            for start in {spelled[:2] for word in words_of(name) for spelled in (word.text, word.typed)}:
                self._by_start[start].append(known)
            for acronym, score in acronyms_of(name).items():
                self._note_acronym(acronym, entry, score)
        for abbreviation in entry.abbreviations:
            self._note_acronym(squashed(abbreviation), entry, 0.98)

    def _note_acronym(self, acronym: str, entry: DirectoryEntry, score: float) -> None:
        held = self._by_acronym[acronym].get(entry.id)
        if held is None or held[1] < score:
            self._by_acronym[acronym][entry.id] = (entry, score)

    def match(self, text: str, *, country: str = "", also_spelled: frozenset[str] = frozenset()) -> Match:
        """Say which entry `text` means.

        `country` is that of the person (alpha-2 or empty). `also_spelled` holds ids of entries the same source spells in
        full elsewhere: an acronym that several entries share then means the one the source speaks of.
        """
        ranked = self.rank(text, country=country)
        if also_spelled and len(ranked) > 1 and "acronym" in ranked[0].reasons:
            ranked = _settled_by_source(ranked, also_spelled)
        if not ranked or ranked[0].score < SUGGESTED:
            return Match(text, None, ranked[0].score if ranked else 0.0, False, ("not_in_directory",), tuple(ranked[:3]))
        best = ranked[0]
        rivals = [other for other in ranked[1:] if other.score > best.score - MARGIN]
        certain = best.score >= SURE and not rivals
        reasons = best.reasons + (("rivals",) if rivals else ())
        return Match(text, best.entry, best.score, certain, reasons, tuple(ranked[:3]))

    def rank(self, text: str, *, country: str = "") -> list[Candidate]:
        """Return the entries `text` may mean, best first; entries of another country than the person's come lower."""
        best = self._best(text, country, wide=False)
        if max((candidate.score for candidate in best.values()), default=0.0) < SUGGESTED:
            best = self._best(text, country, wide=True)
        placed = (_weighed_by_country(candidate, country) for candidate in best.values())
        return sorted(placed, key=lambda candidate: (-candidate.score, candidate.entry.name, candidate.entry.id))

    def _best(self, text: str, country: str, *, wide: bool) -> dict[str, Candidate]:
        best: dict[str, Candidate] = {}
        for reading, part in readings_of(text):
            for candidate in (
                *self._by_name(reading, wide=wide),
                *self._by_initials(reading, country),
                *self._by_translation(reading),
            ):
                score = candidate.score * (0.97 if part else 1.0)
                reasons = candidate.reasons + (("part",) if part else ())
                held = best.get(candidate.entry.id)
                if held is None or score > held.score:
                    best[candidate.entry.id] = replace(candidate, score=round(score, 3), reasons=reasons)
        return best

    def _by_name(self, text: str, *, wide: bool = False) -> Iterable[Candidate]:
        near: dict[int, _Known] = {}
        words = words_of(text)
        # Names usually meet by a place or a trade. Looking wide compares with all that share a common word, or its first letter.
        telling = words if wide else [word for word in words if word.weight == 1] or words
        for start in {spelled[:2] for word in telling for spelled in (word.text, word.typed)}:
            near.update((id(known), known) for known in self._by_start.get(start, ()))
        if not is_latin(text):
            near.update((id(known), known) for known in self._other_scripts)
        for known in near.values():
            found = likeness(text, known.name, free_words=known.free_words)
            if found.score >= 0.4:
                yield Candidate(known.entry, found.score, _with(found, known.reason))

    def _by_initials(self, text: str, country: str) -> Iterable[Candidate]:
        acronym = as_acronym(text)
        for entry, score in self._by_acronym.get(acronym, {}).values() if acronym else ():
            # Three letters are soon shared by somebody outside the directory: the country has to agree.
            short = len(acronym) <= 3 and score < 0.98 and not (country and entry.country == country)
            yield Candidate(entry, 0.9 if short else score, ("acronym",))

    def _by_translation(self, text: str) -> Iterable[Candidate]:
        for reading in english_readings(text):
            for candidate in self._by_name(reading):
                yield replace(candidate, score=min(0.9, candidate.score), reasons=("translated",))


def _with(found: Likeness, reason: str) -> tuple[str, ...]:
    return found.reasons + ((reason,) if reason == "earlier_name" else ())


def _weighed_by_country(candidate: Candidate, country: str) -> Candidate:
    if not country or not candidate.entry.country or candidate.entry.country == country:
        return candidate
    factor = 0.75 if "acronym" in candidate.reasons else OTHER_COUNTRY
    return replace(candidate, score=round(candidate.score * factor, 3), reasons=(*candidate.reasons, "other_country"))


def _settled_by_source(ranked: list[Candidate], also_spelled: frozenset[str]) -> list[Candidate]:
    near = [candidate for candidate in ranked if candidate.score > ranked[0].score - 0.1]
    spoken_of = [candidate for candidate in near if candidate.entry.id in also_spelled]
    if len(spoken_of) != 1:
        return ranked
    best = replace(spoken_of[0], score=max(0.95, spoken_of[0].score), reasons=(*spoken_of[0].reasons, "also_spelled"))
    return [best] + [replace(c, score=min(c.score, 0.9)) for c in ranked if c.entry.id != best.entry.id]


def readings_of(text: str) -> list[tuple[str, bool]]:
    """Return the ways to read a typed name, each with whether it is only a part: "X (NPIA)", "X / 单位", "Faculty, X"."""
    text = clean(text)
    readings = {text: False}
    outside = clean(_BRACKETS.sub(" ", text))
    if outside and outside != text:
        inside = [clean(part) for part in _BRACKET_CONTENT.findall(text)]
        readings.setdefault(outside, not all(_belongs(part, outside) for part in inside))
        readings.update({part: True for part in inside if part and part not in readings})
    parts = [part for part in _SEPARATORS.split(text) if len(part) > 2]
    for part in parts:
        others = [other for other in parts if other != part]
        if any(as_acronym(part) in acronyms_of(other) for other in others):
            continue  # "Leshan College - LC" says one thing twice; alone, the initials could mean others too
        readings.setdefault(part, not all(_belongs(other, part) for other in others))
    for run in (*_script_runs(text), *_without_country(text)):
        readings.setdefault(run, True)
    return list(readings.items())


def bare_name(text: str) -> str:
    """Return the name without a bracket that only repeats it: "X (NPIA)" is "X"; "China (Chongqing) Centre" stays."""
    text = clean(text)
    outside = clean(_BRACKETS.sub(" ", text))
    inside = [clean(part) for part in _BRACKET_CONTENT.findall(text)]
    return outside if inside and outside and all(as_acronym(part) in acronyms_of(outside) for part in inside) else text


def _belongs(bracketed: str, outside: str) -> bool:
    """Tell whether a bracket only repeats the name: its own acronym, or the name in another script."""
    return as_acronym(bracketed) in acronyms_of(outside) or is_latin(bracketed) != is_latin(outside)


def _script_runs(text: str) -> list[str]:
    latin = clean(re.sub(r"[^\x00-\u024f\u1e00-\u1eff]+", " ", text))
    other = clean(re.sub(r"[\x00-\u024f\u1e00-\u1eff]+", "", text))
    return [run for run in (latin, other) if len(run) > 2 and latin and other]


def _without_country(text: str) -> list[str]:
    """Return what is left of "NTTI Cambodia" without the country, when that is a single word."""
    words = text.replace(",", " ").split()
    left = [word for word in words if fold(word) not in _ALL_COUNTRY_WORDS]
    return left if len(left) == 1 and len(words) > 1 and left[0].isupper() else []


def as_acronym(text: str) -> str:
    """Return `text` as a bare acronym in lower case ("N.T.T.I." is "ntti"), or nothing when it does not look like one."""
    letters = re.sub(r"[.\-\s&]", "", clean(text))
    single = len(re.split(r"[\s]+", clean(text))) == 1 or re.fullmatch(r"(?:\w\.?[\s-]*)+", clean(text)) is not None
    spaced = all(len(piece.strip(".")) == 1 for piece in clean(text).split())
    if 2 <= len(letters) <= 8 and letters.isalnum() and is_latin(letters) and single and (spaced or " " not in clean(text)):
        return fold(letters)
    return ""


def acronyms_of(name: str) -> dict[str, float]:
    """Return the acronyms a name may be given, with how surely: initials with and without small words, a leading acronym."""
    if not is_latin(name):
        return {}
    outside = clean(_BRACKETS.sub(" ", name)) or clean(name)
    pieces = [piece for piece in re.split(r"[\s/&,.]+", re.sub("['’]", "", outside)) if piece[:1].isalnum()]
    split_up = [part for piece in pieces for part in piece.split("-") if part]
    found: dict[str, float] = {}
    with_brackets = [piece for piece in re.split(r"[\s/&,.()\-]+", re.sub("['’]", "", clean(name))) if piece[:1].isalnum()]
    for words in (pieces, split_up, with_brackets):
        telling = [word for word in words if fold(word) not in STOPWORDS]
        for chosen, score in ((telling, 0.96), (words, 0.95)):
            if len(chosen) >= 2:
                found.setdefault(fold("".join(word[0] for word in chosen)), score)
    for bracketed in _BRACKET_CONTENT.findall(name):
        if as_acronym(bracketed):
            found.setdefault(as_acronym(bracketed), 0.97)
    if len(pieces) > 1 and pieces[0].isupper() and len(pieces[0]) >= 4 and not clean(name).isupper():
        found.setdefault(fold(pieces[0]), 0.95)
    found.update({acronym: score - 0.1 for acronym, score in _local_acronyms(split_up).items() if acronym not in found})
    return {acronym: (score if len(acronym) > 2 else 0.8) for acronym, score in found.items() if len(acronym) >= 2}


def _local_acronyms(words: list[str]) -> dict[str, float]:
    """Return the acronym of "State Polytechnic of X" in the country's own words (Politeknik Negeri X: PNX)."""
    folded = [fold(word) for word in words if fold(word) not in STOPWORDS]
    if folded[:2] == ["state", "polytechnic"]:
        return {"pn" + "".join(word[0] for word in folded[2:]): 1.05}
    return {}
