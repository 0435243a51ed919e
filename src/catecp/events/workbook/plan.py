"""The plan of an import: what will happen to every row, why, and what it adds up to. Nothing is written here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from catecp.events.workbook.columns import ColumnChoices, Layout, layouts_of
from catecp.events.workbook.doubts import Doubts
from catecp.events.workbook.duplicates import Found, find_duplicates, groups_of, pair_key
from catecp.events.workbook.institutions import InstitutionAnswer, InstitutionResolver, Spelling, spelling_of
from catecp.events.workbook.merging import Outcome, PlannedPair, PlannedRow, plan_rows
from catecp.events.workbook.problems import Problem
from catecp.events.workbook.rows import Reading, read_rows
from catecp.events.workbook.sheets import Sheet
from catecp.network.names import DirectoryEntry, NameIndex


@dataclass(frozen=True)
class Counts:
    """The sums of a plan, every suggestion accepted. People = rows - likely duplicates."""

    rows: int
    people: int
    institutions: int
    without_institution: int
    likely_duplicates: int
    unsure: int


@dataclass(frozen=True)
class Decisions:
    """What a person decided about one file.

    `institutions`: spelling key to a directory id, "new:" with a name to add, or "none". `pairs`: pair key to True (merge) or False (two people).
    """

    columns: ColumnChoices = ColumnChoices()
    institutions: Mapping[str, str] = field(default_factory=dict)
    pairs: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportPlan:
    """Everything an import would do, for the preview, the report and the command."""

    layouts: tuple[Layout, ...]
    rows: tuple[PlannedRow, ...]
    skipped: tuple[Problem, ...]
    pairs: tuple[PlannedPair, ...]
    answers: Mapping[Spelling, InstitutionAnswer]
    problems: tuple[Problem, ...]
    counts: Counts

    @property
    def people(self) -> tuple[PlannedRow, ...]:
        """Return the rows that become one registration each."""
        return tuple(row for row in self.rows if row.outcome is not Outcome.LEFT_OUT)

    @property
    def told(self) -> frozenset[str]:
        """Return the meanings the file has columns for, as `Reading.values` names them."""
        found = {meaning.value for layout in self.layouts for meaning in layout.meanings}
        spread = {"visit"} if "bus" in found else set()
        return frozenset(found | spread | {"name"})

    def problems_by_row(self) -> dict[tuple[str, int], list[Problem]]:
        """Return the problems by sheet and row. That a row is a double is said by its own note where it is left out for that."""
        merged = {(row.reading.sheet, row.reading.row) for row in self.rows if row.into is not None}
        found: dict[tuple[str, int], list[Problem]] = {}
        for problem in self.problems:
            place = (problem.sheet, problem.row)
            if not (problem.code == "duplicate" and place in merged):
                found.setdefault(place, []).append(problem)
        return found

    @property
    def unsure_answers(self) -> tuple[InstitutionAnswer, ...]:
        """Return the answers about institutions that wait for a person, one for each spelling."""
        unsure = {spelling.key: answer for spelling, answer in self.answers.items() if not answer.certain}
        return tuple(unsure.values())

    def as_json(self) -> dict[str, object]:
        """Return the sums and problems as `bin/catecp import-registrations --json` prints them."""
        counts = self.counts
        return {
            "rows": counts.rows,
            "people": counts.people,
            "institutions": counts.institutions,
            "without_institution": counts.without_institution,
            "likely_duplicates": counts.likely_duplicates,
            "unsure": counts.unsure,
            "problems": [problem.as_json() for problem in self.problems],
        }


def plan_import(
    sheets: Iterable[Sheet],
    *,
    directory: NameIndex,
    organisers: Iterable[DirectoryEntry] = (),
    decisions: Decisions | None = None,
    event_starts: datetime | None = None,
) -> ImportPlan:
    """Plan the import of the registrations in `sheets`.

    Staff of the `organisers` are people without a participating institution. `event_starts` is naive, in the event's time.
    Raises `UnreadableWorkbook` when no sheet lists people.
    """
    decisions = decisions or Decisions()
    layouts = layouts_of(sheets, decisions.columns)
    read = [read_rows(layout, event_starts=event_starts) for layout in layouts]
    named = len(layouts) > 1
    readings = [reading if named else _unnamed(reading) for part in read for reading in part.readings]
    skipped = tuple(problem if named else replace(problem, sheet="") for part in read for problem in part.skipped)
    answers = InstitutionResolver(directory, NameIndex(tuple(organisers)), decisions.institutions).resolve(readings)
    of_row = [answers[spelling_of(reading)] for reading in readings]
    found = find_duplicates(readings, [answer.key for answer in of_row])
    pairs = _decided_pairs(readings, found, decisions)
    groups = groups_of(len(readings), [planned.pair for planned in pairs if planned.merged])
    rows = plan_rows(readings, of_row, groups, pairs)
    problems = Doubts(layouts, answers).all(readings, found, pairs, skipped)
    return ImportPlan(layouts, rows, skipped, pairs, answers, problems, _count(rows, answers, pairs))


def _unnamed(reading: Reading) -> Reading:
    """Drop the name of the sheet where there is only one: it would say nothing."""
    return replace(reading, sheet="", problems=tuple(replace(problem, sheet="") for problem in reading.problems))


def _decided_pairs(readings: list[Reading], found: Found, decisions: Decisions) -> tuple[PlannedPair, ...]:
    planned = []
    for pair in found.pairs:
        first, second = readings[pair.first], readings[pair.second]
        key = pair_key(first, second)
        planned.append(PlannedPair(first, second, pair, key, decisions.pairs.get(key, pair.likely)))
    return tuple(planned)


def _count(rows: tuple[PlannedRow, ...], answers: Mapping[Spelling, InstitutionAnswer], pairs: tuple[PlannedPair, ...]) -> Counts:
    people = [row for row in rows if row.outcome is not Outcome.LEFT_OUT]
    unsure = {spelling.key for spelling, answer in answers.items() if not answer.certain}
    undecided = [planned for planned in pairs if not planned.pair.likely and not planned.merged]
    return Counts(
        rows=len(rows),
        people=len(people),
        institutions=len({row.institution.key for row in people if row.institution.counts}),
        without_institution=sum(1 for row in people if not row.institution.counts),
        likely_duplicates=len(rows) - len(people),
        unsure=len(unsure) + len(undecided),
    )
