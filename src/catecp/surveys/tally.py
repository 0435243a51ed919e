"""Counting answers. Pure: no database. Every share carries the number it is a share of; counts are people, never mentions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catecp.kernel.translated import Translated
from catecp.surveys.question_types.base import Row

SMALLEST_GROUP = 5  # breakdowns of anonymous answers below this are merged
MERGED = "merged"


@dataclass(frozen=True)
class Share:
    """`people` of the `answered` who answered this question gave this answer."""

    key: str
    label: Translated
    people: int
    answered: int

    @property
    def percent(self) -> int:
        return round_half_up(100 * self.people, self.answered)


@dataclass(frozen=True)
class Group:
    """`people` in the groups named by `members`; merged when one of them alone would have been too small to print."""

    members: tuple[str, ...]
    people: int
    is_merged: bool = False


def round_half_up(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole) if whole else 0


def shares(rows: Sequence[Row], *, answered: int) -> list[Share]:
    """Most people first; equal ones in the order of the question."""
    ordered = sorted(rows, key=lambda row: -row.people)
    return [Share(key=row.key, label=row.label, people=row.people, answered=answered) for row in ordered]


def merged_groups(counts: Mapping[str, int], *, smallest: int = SMALLEST_GROUP) -> list[Group]:
    """Groups with at least `smallest` people each, largest first; the smaller ones together in one group at the end.

    When those together are still too few, the next larger group joins them: otherwise the total would give them away. When all
    people together are too few, there is one group of everybody. The counts always sum to the total.
    """
    ordered = sorted(((name, people) for name, people in counts.items() if people), key=lambda item: (-item[1], item[0]))
    kept = [Group((name,), people) for name, people in ordered if people >= smallest]
    small = [(name, people) for name, people in ordered if people < smallest]
    if not small:
        return kept
    while sum(people for _name, people in small) < smallest and kept:
        joined = kept.pop()
        small.insert(0, (joined.members[0], joined.people))
    return [*kept, Group(tuple(name for name, _people in small), sum(people for _name, people in small), is_merged=True)]


def group_of(groups: Sequence[Group]) -> dict[str, str]:
    """For every member the name its group is printed under: its own, or MERGED."""
    return {member: MERGED if group.is_merged else member for group in groups for member in group.members}
