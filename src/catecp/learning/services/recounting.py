"""The exact recount of every cell by plain SQL, from standings and roots alone. It shares no code with the cells it checks.

`recount` compares; `rebuild_cells` is the repair tool: it puts what was recounted in place of the cells. Both work set by set, so
400,000 people with 1.2 million enrolments take about a minute, and memory does not grow with them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from catecp.learning.services import recount_sql as sql


@dataclass(frozen=True)
class Difference:
    """A cell that is not what the recount found. Numbers are (people, enrolments)."""

    cell: tuple[str, str, int, int, str, Any]
    kept: tuple[int, int]
    recounted: tuple[int, int]


@dataclass(frozen=True)
class Recount:
    """How many cells were recounted, how many differ, and the first of those."""

    cells: int
    different: int
    examples: list[Difference] = field(default_factory=list)

    @property
    def is_exact(self) -> bool:
        return self.different == 0


@transaction.atomic
def recount(*, examples: int = 20) -> Recount:
    """Count every cell anew and compare, at one moment of the database. Changes nothing; on PostgreSQL writers wait meanwhile."""
    with _recounted() as cursor:
        cursor.execute(sql.COMPARE)
        rows = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM recount_cell")
        cells = int(cursor.fetchone()[0])
    found = [Difference(tuple(row[:6]), (int(row[6]), int(row[7])), (int(row[8]), int(row[9]))) for row in rows[:examples]]
    return Recount(cells=cells, different=len(rows), examples=found)


@transaction.atomic
def rebuild_cells() -> int:
    """Put the recounted cells in place of the kept ones. Returns how many there are."""
    with _recounted() as cursor:
        cursor.execute("DELETE FROM learning_reachcell")
        cursor.execute(sql.REPLACE)
        return int(cursor.rowcount)


@contextmanager
def _recounted() -> Iterator[Any]:
    """A cursor with the temporary table `recount_cell`: every cell that is not nought."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL work_mem = '128MB'")
            # Standings, roots and cells must not move between the readings of one recount.
            cursor.execute("LOCK TABLE learning_standing, learning_learner, learning_reachcell IN SHARE ROW EXCLUSIVE MODE")
        _drop(cursor)
        cursor.execute(sql.base(connection.vendor))
        cursor.execute(sql.RAW)
        _count_enrolments(cursor)
        for level, place, where in sql.PLACES:
            for course in ("0", "course"):
                _count_people(cursor, level, sql.FIRST.format(place=place, course=course, where=where))
        cursor.execute(sql.cells(connection.vendor))
        yield cursor
        _drop(cursor)


def _drop(cursor: Any) -> None:
    for table in ("recount_base", "recount_made", "recount_first", "recount_raw", "recount_cell"):
        cursor.execute(f"DROP TABLE IF EXISTS {table}")


def _count_enrolments(cursor: Any) -> None:
    """Enrolments add up, so they are counted once at the finest grain and summed from there."""
    cursor.execute(sql.made())
    for level, place, where in sql.PLACES:
        for course in ("0", "course"):
            for channel in ("0", "channel"):
                cursor.execute(sql.ENROLMENTS.format(level=level, place=place, where=where, course=course, channel=channel))


def _count_people(cursor: Any, level: str, first: str) -> None:
    """People do not add up: each kind of cell takes the first month of each person in it."""
    cursor.execute("DROP TABLE IF EXISTS recount_first")
    cursor.execute(first)
    cursor.execute(sql.people(level))
    cursor.execute(sql.people_by_any_channel(level))
    cursor.execute("CREATE INDEX recount_first_person ON recount_first (person, place, course)")
    cursor.execute(sql.people_by_a_second_channel(level))
