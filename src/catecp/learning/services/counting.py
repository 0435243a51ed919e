"""Changing what a person is counted by: lock the person, take the cells before and after, append the difference."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from catecp.learning.ladder import CellKey, Counted, contributions, difference
from catecp.learning.models import Learner, ReachCell, Standing

_COLUMNS = ("country_id", "region_id", "counted_institution_id", "course_id", "channel_id")
_DAYS = ("reached_on", "registered_on", "active_on", "completed_on", "certified_on")


@contextmanager
def counting(learner_ids: Iterable[int]) -> Iterator[frozenset[int]]:
    """Inside, standings and roots of these people may change; on leaving, the cells follow in the same transaction.

    Gives the ids of all rows of the people concerned, locked. Cells are appended, never updated: two transactions that
    count different people never wait for each other.
    """
    with transaction.atomic():
        members = _lock(set(learner_ids))
        before = _contributions(members)
        yield members
        changed = difference(_contributions(members), before)
        ReachCell.objects.bulk_create(
            [
                ReachCell(**cell._asdict(), people=amount.people, enrolments=amount.enrolments, is_new=True)
                for cell, amount in changed.items()
            ],
            batch_size=1_000,
        )


def _lock(ids: set[int]) -> frozenset[int]:
    """Every row of the people these learners belong to. A merge that came first may have widened them: then once more."""
    while True:
        roots = set(Learner.objects.filter(pk__in=ids).values_list("root_id", flat=True))
        rows = Learner.objects.select_for_update(no_key=True, of=("self",)).filter(root_id__in=roots).order_by("pk")
        members = frozenset(rows.values_list("pk", flat=True))
        if ids <= members:
            return members


def _contributions(members: frozenset[int]) -> Counter[tuple[CellKey, str]]:
    """The cells of these people, by their roots as they are now."""
    people: dict[int, list[Counted]] = defaultdict(list)
    rows = Standing.objects.filter(learner_id__in=members).order_by()
    for root, country, region, institution, course, channel, *days in rows.values_list("learner__root_id", *_COLUMNS, *_DAYS):
        counted = Counted(country or "", region or 0, institution or 0, course or 0, channel, tuple(days))  # type: ignore[arg-type]  # -- five days
        people[root].append(counted)
    total: Counter[tuple[CellKey, str]] = Counter()
    for standings in people.values():
        total.update(contributions(standings))
    return total


_FOLD_AT_ONCE = """
    WITH gone AS (DELETE FROM learning_reachcell WHERE is_new RETURNING *), kept AS (
        INSERT INTO learning_reachcell (level, place, course, channel, rung, month, people, enrolments, is_new)
        SELECT level, place, course, channel, rung, month, SUM(people), SUM(enrolments), FALSE
        FROM gone GROUP BY level, place, course, channel, rung, month
        ON CONFLICT (level, place, course, channel, rung, month) WHERE NOT is_new DO UPDATE
        SET people = learning_reachcell.people + excluded.people, enrolments = learning_reachcell.enrolments + excluded.enrolments
    ) SELECT count(*) FROM gone
"""
_FOLD = """
    INSERT INTO learning_reachcell (level, place, course, channel, rung, month, people, enrolments, is_new)
    SELECT level, place, course, channel, rung, month, SUM(people), SUM(enrolments), FALSE
    FROM learning_reachcell WHERE is_new GROUP BY level, place, course, channel, rung, month
    ON CONFLICT (level, place, course, channel, rung, month) WHERE NOT is_new DO UPDATE
    SET people = learning_reachcell.people + excluded.people, enrolments = learning_reachcell.enrolments + excluded.enrolments
"""


@transaction.atomic
def fold_cells() -> int:
    """Fold appended rows into one row a cell. Readers see the same sums before and after. Returns how many rows were folded."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One statement: what is deleted is exactly what is added, whoever appends meanwhile.
            cursor.execute(_FOLD_AT_ONCE)
            return int(cursor.fetchone()[0])
        cursor.execute(_FOLD)  # SQLite has one writer, so nothing can come between the two
        cursor.execute("DELETE FROM learning_reachcell WHERE is_new")
        return int(cursor.rowcount)
