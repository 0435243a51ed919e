"""What counts in a version: its lessons, its questions with what decides them, its pools and its rules.

A published version never changes, so its shape is kept in memory.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from catecp.courses.enums import BlockKind, QuestionKind, VersionState
from catecp.courses.models import Block, BlockContent, Passport, Version
from catecp.courses.rendering.questions import check_of
from catecp.courses.rendering.texts import in_language, texts_for
from catecp.learning.draws import drawn
from catecp.learning.progress import Item, Rules, rules_of

KEPT = 64  # versions


@dataclass(frozen=True)
class ShapeBlock:
    key: str
    unit_key: str
    kind: str
    content_id: int
    body: Mapping[str, Any] = field(default_factory=dict)  # of questions and practical tasks only
    check: Mapping[str, Any] = field(default_factory=dict)  # of questions: what decides them

    @property
    def points(self) -> float:
        return float(self.check.get("points", 1.0)) if self.kind == BlockKind.QUESTION else 0.0

    @property
    def tries(self) -> int:
        """How many answers count; 0: any number."""
        return int(self.check.get("tries", 0))


@dataclass(frozen=True)
class Shape:
    version_id: int
    course_id: int
    language: str  # the one the course is written in
    blocks: Mapping[str, ShapeBlock]  # in reading order
    pools: Mapping[str, int]  # {unit key: how many of its questions are drawn}
    rules: Rules

    @cached_property
    def units(self) -> Mapping[str, list[ShapeBlock]]:
        """Lessons in reading order with their blocks."""
        found: dict[str, list[ShapeBlock]] = {}
        for block in self.blocks.values():
            found.setdefault(block.unit_key, []).append(block)
        return found

    def blocks_for(self, unit_key: str, seed: int) -> list[ShapeBlock]:
        """The blocks of a lesson that this learner gets: of a pool only the drawn questions."""
        blocks = self.units.get(unit_key, [])
        if unit_key not in self.pools:
            return blocks
        questions = [block.key for block in blocks if block.kind == BlockKind.QUESTION]
        kept = set(drawn(questions, self.pools[unit_key], seed=seed, key=unit_key))
        return [block for block in blocks if block.kind != BlockKind.QUESTION or block.key in kept]

    def items_for(self, seed: int) -> list[Item]:
        """Everything that counts for a learner with this seed."""
        return [
            Item(block.key, block.unit_key, block.kind, block.points)
            for unit_key in self.units
            for block in self.blocks_for(unit_key, seed)
        ]

    def plain_keys(self, key: str) -> list[str]:
        """What a learner marks done by itself: of a lesson everything that is neither question nor practical task; or one such block."""
        blocks = self.units.get(key) or [self.blocks[key]]
        return [block.key for block in blocks if block.kind not in {BlockKind.QUESTION, BlockKind.PRACTICAL}]


_kept: OrderedDict[str, Shape] = OrderedDict()


def shape_of(version: Version) -> Shape:
    """Two queries the first time, none afterwards."""
    found = _kept.get(version.public_id)
    if found is None:
        found = _read(version)
        if version.state != VersionState.DRAFT:
            _kept[version.public_id] = found
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return found


def _read(version: Version) -> Shape:
    rows = Block.objects.filter(version=version).select_related("content", "unit").order_by("unit__position", "position", "pk")
    blocks: dict[str, ShapeBlock] = {}
    pools: dict[str, int] = {}
    for row in rows:
        kind, body = row.content.kind, row.content.body
        kept = body if kind in {BlockKind.QUESTION, BlockKind.PRACTICAL} else {}
        check = check_of(body) if kind == BlockKind.QUESTION else {}
        blocks[row.key] = ShapeBlock(row.key, row.unit.key, kind, row.content_id, kept, check)
        pool = row.unit.settings.get("pool")
        draw = pool.get("draw") if isinstance(pool, dict) else None
        if isinstance(draw, int) and draw > 0:
            pools[row.unit.key] = draw
    passport = Passport.objects.filter(version=version).select_related("version__course__body").first()
    course = passport.version.course if passport else version.course
    return Shape(version.pk, course.pk, course.language, blocks, pools, rules_of(passport.rules if passport else {}))


def accepted_lines(shape: Shape, block: ShapeBlock, languages: set[str]) -> list[str]:
    """Translated answers to a question that is answered in words. One query; none for other questions or in the course's own language."""
    languages = {language for language in languages if language and language != shape.language}
    if block.body.get("type") != QuestionKind.TEXT or not languages:
        return []
    texts = texts_for([BlockContent(pk=block.content_id)], languages, shape.language)
    lines: list[str] = []
    for language in sorted(languages):
        lines.extend(in_language(BlockKind.QUESTION, dict(block.body), texts[language])[0]["answers"])
    return lines
