"""What an author sees of a draft: its problems, who changed what, and its fingerprint."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from catecp.accounts.models import User
from catecp.accounts.queries import Actor
from catecp.courses import content
from catecp.courses.content import Problem
from catecp.courses.fingerprint import fingerprint
from catecp.courses.models import Block, Edit, Passport, Version
from catecp.courses.queries.courses import drafts_written_by


@dataclass(frozen=True)
class PlacedProblem:
    """A problem of a block, with where it stands."""

    unit_key: str
    unit_title: str
    block_key: str
    problem: Problem


def problems_of(version: Version) -> list[PlacedProblem]:
    """Everything that stands in the way of publishing, then what should be better; in reading order. One query."""
    blocks = Block.objects.filter(version=version).select_related("content", "unit").order_by("unit__position", "position", "pk")
    found = [
        PlacedProblem(block.unit.key, block.unit.title, block.key, problem)
        for block in blocks
        for problem in content.problems(block.content.kind, block.content.body)
    ]
    return sorted(found, key=lambda row: row.problem.is_warning)


def drafts_with_problems(actor: Actor, *, most: int) -> list[tuple[Version, int]]:
    """The newest drafts this actor may change in which blocks stand in the way of publishing, with how many. Two queries."""
    drafts = {draft.pk: draft for draft in drafts_written_by(actor)[:most]}
    blocks = Block.objects.filter(version__in=drafts).order_by().select_related("content")
    counts: Counter[int] = Counter()
    for block in blocks:
        found = content.problems(block.content.kind, block.content.body)
        counts[block.version_id] += sum(1 for problem in found if not problem.is_warning)
    return [(draft, counts[pk]) for pk, draft in drafts.items() if counts[pk]]


def fingerprint_of(version: Version) -> str:
    """What stands in the version now, passport included."""
    rows = Block.objects.filter(version=version).order_by("unit__position", "position", "pk")
    blocks = rows.values_list("unit__key", "key", "content__sha256")
    units = version.units.order_by("position").values_list("key", "title")
    return fingerprint(units, blocks, Passport.objects.filter(version=version).first())


def names_of_users(ids: Iterable[int | None]) -> dict[int, str]:
    """{user id: the person's name}."""
    wanted = {found for found in ids if found is not None}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=wanted).select_related("person")}


def history(version: Version, *, block_key: str = "", most: int = 200) -> list[tuple[Edit, str]]:
    """Edits with the name of who made them, the newest first."""
    rows = Edit.objects.filter(version=version).select_related("before", "after").order_by("-edited_at", "-pk")
    edits = list((rows.filter(block_key=block_key) if block_key else rows)[:most])
    names = names_of_users(edit.edited_by for edit in edits)
    return [(edit, names.get(edit.edited_by or 0, "")) for edit in edits]
