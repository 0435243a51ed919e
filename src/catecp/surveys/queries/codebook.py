"""The codebook page: every statement, under its idea or beside all ideas."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from catecp.surveys.enums import StatementState
from catecp.surveys.models import Code, Statement, Survey
from catecp.surveys.queries.results import statements_of, wrote_count


@dataclass(frozen=True)
class Group:
    """One idea: who a person confirmed for it (`people`, of those who wrote), and what is only suggested."""

    code: Code
    confirmed: Sequence[Statement]
    suggested: Sequence[Statement]
    people: int

    @property
    def suggested_ids(self) -> str:
        return ",".join(statement.public_id for statement in self.suggested)


@dataclass(frozen=True)
class Board:
    """Every statement is in exactly one place: `total` is the sum of all of them."""

    groups: Sequence[Group]
    open: Sequence[Statement]
    also_said: Sequence[Statement]
    wrote: int
    total: int


def codes_in_use(survey: Survey, kind: str) -> QuerySet[Code]:
    return survey.codes.filter(kind=kind, merged_into=None).order_by("position", "pk")


def board(survey: Survey, kind: str) -> Board:
    """Three queries however many statements there are. Ideas with most people first, then those with suggestions."""
    statements = list(statements_of(survey, kind))
    by_place: dict[tuple[int | None, str], list[Statement]] = {}
    for statement in statements:
        by_place.setdefault((statement.code_id, statement.state), []).append(statement)
    groups = []
    for code in codes_in_use(survey, kind):
        confirmed = by_place.get((code.pk, StatementState.CONFIRMED), [])
        suggested = by_place.get((code.pk, StatementState.SUGGESTED), [])
        people = len({statement.answer.response_id for statement in confirmed})
        groups.append(Group(code, confirmed, sorted(suggested, key=lambda statement: -statement.score), people))
    groups.sort(key=lambda group: (-group.people, -len(group.suggested), group.code.position))
    return Board(
        groups=groups,
        open=_alike_together(by_place.get((None, StatementState.OPEN), [])),
        also_said=_alike_together(by_place.get((None, StatementState.ALSO_SAID), [])),
        wrote=wrote_count(survey, kind),
        total=len(statements),
    )


def _alike_together(statements: list[Statement]) -> list[Statement]:
    return sorted(statements, key=lambda statement: (statement.language, statement.text.casefold(), statement.pk))
