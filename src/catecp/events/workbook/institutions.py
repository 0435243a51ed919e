"""Which institution each row means: the directory first, then names the file itself spells, then a name of its own."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from catecp.events.workbook.rows import Reading
from catecp.network.name_likeness import squashed, words_of
from catecp.network.names import SUGGESTED, SURE, DirectoryEntry, Match, NameIndex, as_acronym, bare_name
from catecp.network.spelling import clean, fold, is_latin

_SAME_NEW = 0.8


class Kind(StrEnum):
    """Where an answer comes from."""

    NONE = "none"
    ORGANISER = "organiser"
    DIRECTORY = "directory"
    NEW = "new"


@dataclass(frozen=True)
class InstitutionAnswer:
    """What one spelling means. `key` is the directory id, or "new:" and the name for one that is not there yet."""

    kind: Kind
    key: str = ""
    name: str = ""
    text: str = ""
    score: float = 0.0
    certain: bool = True
    reasons: tuple[str, ...] = ()
    candidates: tuple[tuple[str, str, float], ...] = ()
    country: str = ""

    @property
    def counts(self) -> bool:
        """Tell whether it is a participating institution: not none, and not one of the organisers."""
        return self.kind in (Kind.DIRECTORY, Kind.NEW)


@dataclass(frozen=True)
class Spelling:
    """One way to write an institution in the file, with the country of those who wrote it."""

    text: str
    native: str
    country: str

    @property
    def key(self) -> str:
        """Return what a decision about this spelling is kept under: case and hidden characters do not matter."""
        return fold(self.text or self.native)


def spelling_of(reading: Reading) -> Spelling:
    """Return how a row writes its institution."""
    return Spelling(reading.institution or reading.institution_native, reading.institution_native, reading.country)


@dataclass
class InstitutionResolver:
    """Answers for every spelling of one file. `decisions`: spelling key to a directory id, "new:" with a name to add, or "none"."""

    directory: NameIndex
    organisers: NameIndex
    decisions: Mapping[str, str]

    def resolve(self, readings: Iterable[Reading]) -> dict[Spelling, InstitutionAnswer]:
        """Return the answer for each spelling among the rows."""
        counted = Counter(spelling_of(reading) for reading in readings)
        first = {spelling: self._first(spelling) for spelling in counted}
        spelled = frozenset(
            answer.key
            for answer in first.values()
            if answer.kind is Kind.DIRECTORY and answer.certain and "acronym" not in answer.reasons
        )
        second = {spelling: self._again(spelling, answer, spelled) for spelling, answer in first.items()}
        return {**second, **self._new_ones(second, counted)}

    def _first(self, spelling: Spelling) -> InstitutionAnswer:
        decided = self.decisions.get(spelling.key)
        if not spelling.text or decided == "none":
            return InstitutionAnswer(Kind.NONE, text=spelling.text)
        if decided and decided.startswith("new:"):
            return self._decided_new(spelling, clean(decided.removeprefix("new:")))
        organiser = next((entry for entry in self.organisers.entries if entry.id == decided), None)
        if organiser:
            return _as_organiser(organiser, spelling, 1.0)
        chosen = next((entry for entry in self.directory.entries if entry.id == decided), None)
        if chosen:
            return InstitutionAnswer(
                Kind.DIRECTORY, chosen.id, chosen.name, spelling.text, 1.0, reasons=("decided",), country=chosen.country
            )
        return self._organiser(spelling) or _as_answer(self._match(spelling), spelling)

    def _decided_new(self, spelling: Spelling, name: str) -> InstitutionAnswer:
        """Take a name somebody had added; once it is in the directory, that entry is meant."""
        found = self.directory.match(name, country=spelling.country)
        if found.entry and found.certain and found.score >= 0.99:
            return _as_answer(found, spelling)
        text = clean(spelling.text)
        return InstitutionAnswer(Kind.NEW, f"new:{fold(name)}", name, text, 1.0, reasons=("decided",), country=spelling.country)

    def _organiser(self, spelling: Spelling) -> InstitutionAnswer | None:
        ranked = self.organisers.rank(spelling.text)
        begun = [
            entry for entry in self.organisers.entries if any(_begins_alike(spelling.text, name) for _tag, name in entry.names)
        ]
        score = ranked[0].score if ranked else 0.0
        if score < SURE and not begun:
            return None
        better = self.directory.rank(spelling.text, country=spelling.country)
        if better and better[0].score >= SURE and better[0].score > score:
            return None
        return _as_organiser(ranked[0].entry if score >= SURE else begun[0], spelling, max(score, 0.9))

    def _match(self, spelling: Spelling, spelled: frozenset[str] = frozenset()) -> Match:
        match = self.directory.match(spelling.text, country=spelling.country, also_spelled=spelled)
        if not match.certain and spelling.native and spelling.native != spelling.text:
            native = self.directory.match(spelling.native, country=spelling.country, also_spelled=spelled)
            return native if native.score > match.score else match
        return match

    def _again(self, spelling: Spelling, answer: InstitutionAnswer, spelled: frozenset[str]) -> InstitutionAnswer:
        """Ask once more with what the file spells in full: an ambiguous acronym may be settled by it."""
        if answer.kind is Kind.DIRECTORY and not answer.certain and "acronym" in answer.reasons:
            return _as_answer(self._match(spelling, spelled), spelling)
        return answer

    def _new_ones(
        self, answers: Mapping[Spelling, InstitutionAnswer], counted: Counter[Spelling]
    ) -> dict[Spelling, InstitutionAnswer]:
        """Bring together the spellings of names that are not in the directory."""
        unknown = [s for s, answer in answers.items() if answer.kind is Kind.NEW and answer.reasons != ("decided",)]
        # Full names first, as written out as possible, the commonest first: acronyms and slips then find what they stand for.
        ordered = sorted(unknown, key=lambda s: (*_roughness(s.text), -counted[s], -len(s.text), s.text))
        index = NameIndex(())
        found: dict[Spelling, InstitutionAnswer] = {}
        for spelling in ordered:
            text = clean(spelling.text)
            match = index.match(text, country=spelling.country)
            candidates = answers[spelling].candidates
            if match.entry and match.score >= _SAME_NEW:
                entry, score = match.entry, match.score
            else:
                names = tuple(("", name) for name in dict.fromkeys((bare_name(text), bare_name(spelling.native))) if name)
                entry, score = DirectoryEntry(f"new:{spelling.key}", names, country=spelling.country), 1.0
                index.add(entry)
            found[spelling] = InstitutionAnswer(
                Kind.NEW,
                entry.id,
                _shown(entry),
                text,
                score,
                False,
                ("not_in_directory", *match.reasons),
                candidates,
                entry.country,
            )
        return found


def _as_organiser(entry: DirectoryEntry, spelling: Spelling, score: float) -> InstitutionAnswer:
    text = clean(spelling.text)
    return InstitutionAnswer(Kind.ORGANISER, entry.id, entry.name, text, score, reasons=("organiser",), country=entry.country)


def _begins_alike(typed: str, organiser: str) -> bool:
    """Tell whether one name holds the beginning of the other: "Go Study" of "Go Study Global Education", "staff of SEAMEO TED"."""
    short, long = sorted((words_of(typed), words_of(organiser)), key=len)
    spelled, within = [word.text for word in short], [word.text for word in long]
    starts = range(1 if short == words_of(typed) else len(long) - len(short) + 1)
    told = sum(word.weight == 1 for word in short) >= 2
    known = [word.text for word in words_of(organiser)]
    run_together = squashed(typed) in {"".join(known[:count]) for count in range(2, len(known) + 1)}
    return (told and any(within[at : at + len(short)] == spelled for at in starts)) or run_together


def _roughness(text: str) -> tuple[bool, bool, bool]:
    return bool(as_acronym(text)) and " " not in text, "." in text, text.isupper()


def _shown(entry: DirectoryEntry) -> str:
    """Return the name to show; shouting is not kept where it can be told."""
    name = entry.name
    return name.title() if name.isupper() and is_latin(name) and " " in name else name


def _as_answer(match: Match, spelling: Spelling) -> InstitutionAnswer:
    candidates = tuple((c.entry.id, c.entry.name, c.score) for c in match.candidates)
    if match.entry is None or match.score < SUGGESTED:
        text = clean(spelling.text)
        return InstitutionAnswer(Kind.NEW, f"new:{spelling.key}", text, text, match.score, False, match.reasons, candidates)
    entry = match.entry
    return InstitutionAnswer(
        Kind.DIRECTORY,
        entry.id,
        entry.name,
        clean(spelling.text),
        match.score,
        match.certain,
        match.reasons,
        candidates,
        entry.country,
    )
