"""A course begins, and the whole outline of its draft is written at once (by an import, the demo, a test)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.courses.content import BlockSource, UnitSource
from catecp.courses.enums import VersionState
from catecp.courses.facts import CourseStarted, OutlineWritten
from catecp.courses.models import Block, Course, Edit, Passport, Unit, Version
from catecp.courses.services.contents import keep_contents
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.identifiers import public_id
from catecp.kernel.plaintext import clean_line
from catecp.kernel.translated import Translated
from catecp.languages.models import Segment, TextBody
from catecp.languages.services.segments import carry_over, keep_segments
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
    before = _segments_by_key(version)
    version.units.all().delete()
    rows = _units(version, flat, at)
    contents = keep_contents(course=version.course, sources=[source for _number, source in sources], at=at)
    blocks, positions = [], dict.fromkeys(range(len(flat)), 0)
    for (number, source), content in zip(sources, contents, strict=True):
        key = source.key or public_id()
        blocks.append(Block(version=version, unit=rows[number], key=key, position=positions[number], content=content))
        positions[number] += 1
    Block.objects.bulk_create(blocks, batch_size=CHUNK)
    for key, found in _segments_by_key(version, among=set(before)).items():
        carry_over(before=before[key], after=found, at=at)
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
        row.save()
        last[depth] = row
        rows.append(row)
    return rows


def _segments_by_key(version: Version, among: set[str] | None = None) -> dict[str, list[Segment]]:
    """The segments of each block of the version, in reading order."""
    blocks = version.blocks.prefetch_related("content__content_segments__segment")
    found = {}
    for block in blocks:
        if among is None or block.key in among:
            found[block.key] = [link.segment for link in block.content.content_segments.all()]
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
