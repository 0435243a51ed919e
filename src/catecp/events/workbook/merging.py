"""What becomes of each row: kept as it stands, kept with changes, or left out because another row is the same person."""

from dataclasses import dataclass, replace
from enum import StrEnum

from catecp.events.workbook.duplicates import Pair
from catecp.events.workbook.institutions import InstitutionAnswer, Kind
from catecp.events.workbook.rows import Reading

_FILLED_FROM_TWIN = (
    "title", "native_name", "institution", "institution_native", "position", "country", "country_text", "email", "phone",
    "messenger", "gender", "remarks", "languages", "registered_at",
)  # fmt: skip
# Problems after which less is kept than was typed; the others only ask for a look.
_CHANGING = {
    "hidden_characters",
    "too_long",
    "email_wrong",
    "email_several",
    "date_undecided",
    "date_unreadable",
    "visit_unclear",
}
_WORTH_SAYING = ("position", "institution", "phone", "country", "native_name", "email", "food", "visit")


class Outcome(StrEnum):
    """What becomes of a row."""

    KEPT = "kept"
    CHANGED = "changed"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Note:
    """One reason in the report, as a code of `NOTES` in `wording`: the field it speaks of, what stood there, what stands now."""

    code: str
    field: str = ""
    before: str = ""
    after: str = ""

    def as_stored(self) -> dict[str, str]:
        """Return the note as plain values, to be worded later in any language."""
        return {"note": self.code, "field": self.field, "before": self.before, "after": self.after}


@dataclass(frozen=True)
class PlannedRow:
    """One row with its outcome. `into` is the row it is merged into, where it is left out for that."""

    reading: Reading
    outcome: Outcome
    institution: InstitutionAnswer
    notes: tuple[Note, ...] = ()
    into: Reading | None = None


@dataclass(frozen=True)
class PlannedPair:
    """Two rows offered for merging, and whether the plan merges them."""

    first: Reading
    second: Reading
    pair: Pair
    key: str
    merged: bool


def plan_rows(
    readings: list[Reading], answers: list[InstitutionAnswer], groups: list[list[int]], pairs: tuple[PlannedPair, ...]
) -> tuple[PlannedRow, ...]:
    """Merge each group of rows into its first and say what happens to every row, in the order of the sheet."""
    planned: dict[int, PlannedRow] = {}
    for group in groups:
        first, *others = group
        kept, notes, answer = readings[first], [], answers[first]
        for other in others:
            kept, added = _filled_from(kept, readings[other])
            notes += added
            if answer.kind is Kind.NONE:
                answer = answers[other]
            planned[other] = _left_out(readings[other], readings[first], answers[other], pairs)
        notes += _changes(kept, answer)
        is_changed = bool(notes) or any(problem.code in _CHANGING for problem in kept.problems)
        planned[first] = PlannedRow(kept, Outcome.CHANGED if is_changed else Outcome.KEPT, answer, tuple(notes))
    return tuple(planned[place] for place in range(len(readings)))


def _filled_from(kept: Reading, twin: Reading) -> tuple[Reading, list[Note]]:
    """Fill what the first registration left blank from the second, and say where the two differ."""
    filled: dict[str, object] = {name: getattr(twin, name) for name in _FILLED_FROM_TWIN if not getattr(kept, name)}
    filled |= {} if kept.food.code else {"food": twin.food}
    filled |= {} if kept.visit.joins is not None else {"visit": twin.visit}
    merged = replace(kept, **filled)  # type: ignore[arg-type]  # -- every value is text of one field
    notes = [Note("merged", "", str(twin.row), twin.name)]
    before, other = kept.values(), twin.values()
    for name, value in other.items():
        if name not in before:
            notes.append(Note("filled", name, "", value))
        elif before[name] != value and name in _WORTH_SAYING:
            notes.append(Note("differs", name, before[name], value))
    return merged, notes


def _left_out(reading: Reading, into: Reading, answer: InstitutionAnswer, pairs: tuple[PlannedPair, ...]) -> PlannedRow:
    why = next((p.pair.reasons for p in pairs if p.merged and reading in (p.first, p.second)), ())
    return PlannedRow(reading, Outcome.LEFT_OUT, answer, (Note("duplicate_of", "", str(into.row), " ".join(why)),), into)


def _changes(reading: Reading, answer: InstitutionAnswer) -> list[Note]:
    """Say what differs between the cell and what is stored: the resolved institution, the unified country and address."""
    notes = []
    if answer.kind is Kind.DIRECTORY and answer.certain and answer.text and answer.text != answer.name:
        notes.append(Note("institution", "institution", answer.text, answer.name))
    if answer.kind is Kind.ORGANISER:
        notes.append(Note("organiser", "institution", answer.text, answer.name))
    if not reading.country and not reading.country_text and answer.country:
        notes.append(Note("country_from_institution", "country", "", answer.country))
    typed = dict(reading.typed)
    if reading.email and reading.email not in typed.values() and any("@" in value for value in typed.values()):
        notes.append(Note("email", "email", "", reading.email))
    return notes
