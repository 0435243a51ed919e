"""What a newer file says otherwise than what was imported before. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from catecp.events.workbook.merging import Outcome, PlannedRow
from catecp.events.workbook.rows import Reading
from catecp.network.person_names import name_key


@dataclass(frozen=True)
class Known:
    """One row imported before: its key, the hash of what it said, and what it said by meaning."""

    key: str
    fingerprint: str
    values: Mapping[str, str]
    registration: int | None = None


@dataclass(frozen=True)
class Change:
    """One registration that says something else now: (meaning, before, after) for each difference."""

    reading: Reading
    known: Known
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Differences:
    """The newer file beside what was imported: people who are new, the same, changed, and no longer in it."""

    new: tuple[Reading, ...] = ()
    same: tuple[Reading, ...] = ()
    changed: tuple[Change, ...] = ()
    gone: tuple[Known, ...] = ()
    matches: Mapping[tuple[str, int], Known] = field(default_factory=dict)

    @property
    def is_first(self) -> bool:
        """Tell whether nothing was imported before."""
        return not (self.same or self.changed or self.gone)


def compare(rows: Iterable[PlannedRow], known: Iterable[Known], *, told: frozenset[str]) -> Differences:
    """Compare planned rows with those imported before. A row is found again by its key, else by name and institution.

    `told` are the meanings the file has columns for: of anything else it says nothing, so nothing changed there.
    """
    rows = list(rows)
    by_key = {entry.key: entry for entry in known}
    twins: dict[tuple[str, int], list[Reading]] = {}
    for row in rows:
        if row.into is not None:
            twins.setdefault((row.into.sheet, row.into.row), []).append(row.reading)
    people = [row.reading for row in rows if row.outcome is not Outcome.LEFT_OUT]
    matches = {_place(reading): found for reading in people if (found := _by_key(reading, twins, by_key))}
    used = {entry.key for entry in matches.values()} | {row.reading.stored_key for row in rows}
    left = {_slow_key(entry.values): entry for key, entry in by_key.items() if key not in used}
    for reading in people:
        if _place(reading) not in matches and (found := left.pop(_slow_key(reading.values()), None)):
            matches[_place(reading)] = found
    found_again = {entry.registration for entry in matches.values() if entry.registration}
    gone = [entry for entry in left.values() if entry.registration not in found_again]
    # Two lists of different people may be imported for one event; only a newer copy of a list can say that somebody is gone.
    is_newer_copy = len(matches) >= 0.3 * len(by_key)
    return _sorted_out(people, matches, gone if is_newer_copy else (), told)


def _sorted_out(
    people: list[Reading], matches: dict[tuple[str, int], Known], gone: Iterable[Known], told: frozenset[str]
) -> Differences:
    new, same, changed = [], [], []
    for reading in people:
        found = matches.get(_place(reading))
        if found is None:
            new.append(reading)
        elif fields := _fields(found, reading, told):
            changed.append(Change(reading, found, fields))
        else:
            same.append(reading)
    return Differences(tuple(new), tuple(same), tuple(changed), tuple(gone), matches)


def _place(reading: Reading) -> tuple[str, int]:
    return reading.sheet, reading.row


def _by_key(reading: Reading, twins: Mapping[tuple[str, int], list[Reading]], by_key: Mapping[str, Known]) -> Known | None:
    readings = [reading, *twins.get(_place(reading), [])]
    return next((by_key[each.stored_key] for each in readings if each.stored_key in by_key), None)


def _slow_key(values: Mapping[str, str]) -> str:
    """Return name and institution: the address of a person may be corrected between two files."""
    return f"{name_key(values.get('name', ''))}|{values.get('institution', '').casefold()}"


def _fields(known: Known, reading: Reading, told: frozenset[str]) -> tuple[tuple[str, str, str], ...]:
    now = reading.values()
    meanings = dict.fromkeys((*known.values, *now))
    pairs = ((meaning, known.values.get(meaning, ""), now.get(meaning, "")) for meaning in meanings if meaning in told)
    return tuple((meaning, before, after) for meaning, before, after in pairs if before != after)


def values_to_keep(reading: Reading, known: Known | None, *, told: frozenset[str]) -> dict[str, str]:
    """Return what is known of a person after this file: what it says, and what it has no column for as it was."""
    before = known.values if known else {}
    return {**{meaning: value for meaning, value in before.items() if meaning not in told}, **reading.values()}
