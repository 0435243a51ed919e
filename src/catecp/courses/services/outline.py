"""A course begins, and the whole outline of its draft is written at once (by an import, the demo, a test)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.courses.content import BlockSource, UnitSource
from catecp.courses.enums import VersionState
from catecp.courses.facts import CourseStarted, OutlineWritten
from catecp.courses.models import Block, ContentSegment, Course, Edit, Passport, Unit, Version
from catecp.courses.services.contents import keep_contents
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.identifiers import public_id
from catecp.kernel.plaintext import clean_line
from catecp.kernel.translated import Translated
from catecp.languages.models import Segment, TextBody
from catecp.languages.services.segments import carry_over_each, keep_segments
from catecp.network.models import Institution

MOST_BLOCKS = 20_000
CHUNK = 500


class NotADraft(Refused):
    """A published version does not change."""


class TooMany(Refused):
    """More blocks than a course may hold."""


@transaction.atomic
def start_course(
    *,
    title: Translated,
    summary: Translated,
    language: str,
    owner: Institution,
    at: datetime,
    by: object | None,
    origin: str = "",
) -> Course:
    """A new course with an empty first draft. `language` is the one its lessons are written in."""
    body = TextBody.objects.create(name=str(title)[:300], language=language, created_at=at)
    course = Course.objects.create(
        title=title, summary=summary, owner=owner, body=body, origin=clean_line(origin, longest=300), created_at=at
    )
    version = Version.objects.create(course=course, number=1, created_at=at)
    Passport.objects.create(version=version)
    Course.objects.filter(pk=course.pk).update(draft=version)
    course.draft = version
    ledger.record(CourseStarted(course_id=course.pk, owner_id=owner.pk), by=by, at=at)  # type: ignore[arg-type]  # -- any actor
    return course


@transaction.atomic
def write_outline(*, version: Version, units: Sequence[UnitSource], at: datetime, by: object | None) -> Version:
    """Replace the outline of a draft. Units and blocks with known keys keep them, so that translations and progress go on."""
    version = Version.objects.select_for_update().select_related("course__body").get(pk=version.pk)
    if version.state != VersionState.DRAFT:
        raise NotADraft(_("This version is published and does not change. Open a draft, and change that."))
    flat = list(_flattened(units))
    sources = [(number, source) for number, (_depth, unit) in enumerate(flat) for source in unit.blocks]
    if len(sources) > MOST_BLOCKS:
        raise TooMany(
            _("A course holds at most %(most)s blocks; this one has %(count)s.") % {"most": MOST_BLOCKS, "count": len(sources)}
        )
    before = dict(version.blocks.order_by().values_list("key", "content_id"))
    version.blocks.all().delete()  # at once; through their units each would be looked at first
    version.units.all().delete()
    rows = _units(version, flat, at)
    contents = keep_contents(course=version.course, sources=[source for _number, source in sources], at=at)
    blocks, positions = [], dict.fromkeys(range(len(flat)), 0)
    for (number, source), content in zip(sources, contents, strict=True):
        key = source.key or public_id()
        blocks.append(Block(version=version, unit=rows[number], key=key, position=positions[number], content=content))
        positions[number] += 1
    Block.objects.bulk_create(blocks, batch_size=CHUNK)
    _carry_over(before, blocks, at)
    Version.objects.filter(pk=version.pk).update(revision=version.revision + 1)
    Edit.objects.create(
        version=version, what="outline", detail={"blocks": len(blocks)}, edited_by=getattr(by, "pk", None), edited_at=at
    )
    fact = OutlineWritten(course_id=version.course_id, version_id=version.pk, units=len(rows), blocks=len(blocks))
    ledger.record(fact, by=by, at=at)  # type: ignore[arg-type]  # -- any actor
    version.refresh_from_db()
    return version


def _flattened(units: Sequence[UnitSource], depth: int = 0) -> Iterator[tuple[int, UnitSource]]:
    for unit in units:
        yield depth, unit
        yield from _flattened(unit.units, depth + 1)


def _units(version: Version, flat: Sequence[tuple[int, UnitSource]], at: datetime) -> list[Unit]:
    titles = [clean_line(unit.title, longest=300) or "…" for _depth, unit in flat]
    found = keep_segments(body=version.course.body, texts=[(title, False) for title in titles], at=at)
    rows: list[Unit] = []
    last: dict[int, Unit] = {}
    for position, ((depth, unit), title) in enumerate(zip(flat, titles, strict=True)):
        row = Unit(
            version=version,
            key=unit.key or public_id(),
            parent=last.get(depth - 1),
            position=position,
            title=title,
            title_segment=found[position][0] if found[position] else None,
            settings=dict(unit.settings),
        )
        last[depth] = row
        rows.append(row)
    create_units(rows)
    return rows


def create_units(rows: Sequence[Unit]) -> None:
    """Write new units of one version, level by level: a child needs its parent's row."""
    waiting = list(rows)
    while waiting:
        ready = [row for row in waiting if row.parent is None or row.parent.pk is not None]
        Unit.objects.bulk_create(ready, batch_size=CHUNK)
        waiting = [row for row in waiting if row.pk is None]


def _carry_over(before: Mapping[str, int], blocks: Sequence[Block], at: datetime) -> None:
    """What was translated of blocks whose content changed; `before` is the content's id by key."""
    pairs = [(before[row.key], row.content_id) for row in blocks if before.get(row.key, row.content_id) != row.content_id]
    found = segments_of({content for pair in pairs for content in pair})
    carry_over_each([(found.get(old, []), found.get(new, [])) for old, new in pairs], at=at)


def segments_of(contents: Collection[int]) -> dict[int, list[Segment]]:
    """The segments of each content, in reading order."""
    wanted = sorted(contents)
    found: dict[int, list[Segment]] = {}
    for start in range(0, len(wanted), CHUNK):
        links = ContentSegment.objects.filter(content__in=wanted[start : start + CHUNK]).select_related("segment")
        for link in links.order_by("content", "position"):
            found.setdefault(link.content_id, []).append(link.segment)
    return found


def sources_of(version: Version) -> list[UnitSource]:
    """The outline as sources again: what an export or a copy starts from. Keys are kept."""
    blocks: dict[int, list[BlockSource]] = {}
    for block in version.blocks.select_related("content"):
        blocks.setdefault(block.unit_id, []).append(BlockSource(kind=block.content.kind, body=block.content.body, key=block.key))
    units = list(version.units.order_by("position"))

    def under(parent_id: int | None) -> tuple[UnitSource, ...]:
        return tuple(
            UnitSource(
                title=unit.title,
                key=unit.key,
                settings=unit.settings,
                blocks=tuple(blocks.get(unit.pk, ())),
                units=under(unit.pk),
            )
            for unit in units
            if unit.parent_id == parent_id
        )

    return list(under(None))
