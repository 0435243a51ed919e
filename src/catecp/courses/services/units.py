"""Chapters and lessons of a draft: added, renamed, moved, removed with all in them, brought back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.courses.facts import UnitChanged
from catecp.courses.models import Block, BlockContent, Edit, Unit, Version
from catecp.courses.services.authoring import GoneMeanwhile, locked_draft
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.identifiers import public_id
from catecp.kernel.plaintext import clean_line
from catecp.languages.models import Segment
from catecp.languages.services.segments import carry_over, keep_segments

MOST_UNITS = 1_000
DEEPEST = 2  # a chapter, and lessons in it
MOST_DRAWN = 500


class UnfitUnit(Refused):
    """It has no title, or there are too many."""


@transaction.atomic
def add_unit(*, version: Version, title: str, parent: Unit | None = None, at: datetime, by: Any) -> Unit:
    """A chapter or a lesson, behind all others of its parent."""
    version = locked_draft(version)
    rows = _rows(version)
    if len(rows) >= MOST_UNITS:
        raise UnfitUnit(_("A course holds at most %(most)s chapters and lessons.") % {"most": MOST_UNITS})
    if parent is not None and parent.parent_id is not None:
        raise UnfitUnit(_("A lesson stands in a chapter, not in another lesson."))
    title, segment = _title(version, title, at)
    unit = Unit.objects.create(
        version=version, key=public_id(), parent=parent, position=len(rows), title=title, title_segment=segment
    )
    place = len(rows) if parent is None else rows.index(parent) + len(_subtree(rows, parent))
    rows.insert(place, unit)
    _number(rows)
    _note(version, unit.key, "added", {"title": title}, at, by)
    return unit


@transaction.atomic
def rename_unit(*, unit: Unit, title: str, at: datetime, by: Any) -> Unit:
    """Translations of the old title go along, outdated."""
    version = locked_draft(unit.version)
    unit = _unit(version, unit.key)
    before, (title, segment) = unit.title, _title(version, title, at)
    if title == before:
        return unit
    if unit.title_segment and segment:
        carry_over(before=[unit.title_segment], after=[segment], at=at)
    unit.title, unit.title_segment = title, segment
    unit.save(update_fields=["title", "title_segment"])
    _note(version, unit.key, "renamed", {"title": title, "before": before}, at, by)
    return unit


@transaction.atomic
def set_pool(*, unit: Unit, draw: int, at: datetime, by: Any) -> Unit:
    """So many questions of the lesson are drawn for each learner; 0 gives all."""
    version = locked_draft(unit.version)
    unit = _unit(version, unit.key)
    settings = {key: value for key, value in unit.settings.items() if key != "pool"}
    unit.settings = {**settings, "pool": {"draw": min(draw, MOST_DRAWN)}} if draw > 0 else settings
    unit.save(update_fields=["settings"])
    _note(version, unit.key, "settings", {"draw": draw}, at, by)
    return unit


@transaction.atomic
def move_unit(*, unit: Unit, steps: int, at: datetime, by: Any) -> Unit:
    """Up or down among its siblings, with everything in it; a lesson at the edge of its chapter goes on into the next one."""
    version = locked_draft(unit.version)
    rows = _rows(version)
    unit = next((row for row in rows if row.key == unit.key), unit)
    siblings = [row for row in rows if row.parent_id == unit.parent_id]
    place = siblings.index(unit)
    wanted = place + (1 if steps > 0 else -1)
    if 0 <= wanted < len(siblings):
        other = siblings[wanted]
        moved = _subtree(rows, unit)
        left = [row for row in rows if row not in moved]
        target = left.index(other) if steps < 0 else left.index(other) + len(_subtree(rows, other))
        _number([*left[:target], *moved, *left[target:]])
    elif unit.parent_id is not None:
        _into_next_chapter(rows, unit, steps)
    else:
        return unit
    _note(version, unit.key, "moved", {"steps": steps}, at, by)
    return unit


def _into_next_chapter(rows: list[Unit], unit: Unit, steps: int) -> None:
    chapters = [row for row in rows if row.parent_id is None]
    here = next(number for number, row in enumerate(chapters) if row.pk == unit.parent_id)
    wanted = here + (1 if steps > 0 else -1)
    if not 0 <= wanted < len(chapters):
        return
    chapter = chapters[wanted]
    unit.parent = chapter
    unit.save(update_fields=["parent"])
    left = [row for row in rows if row.pk != unit.pk]
    place = left.index(chapter) + (1 if steps > 0 else len([row for row in left if row.parent_id == chapter.pk]) + 1)
    left.insert(place, unit)
    _number(left)


@transaction.atomic
def remove_unit(*, unit: Unit, at: datetime, by: Any) -> Edit:
    """With everything in it. The edit given back holds it all, so it can be brought back."""
    version = locked_draft(unit.version)
    rows = _rows(version)
    unit = next((row for row in rows if row.key == unit.key), unit)
    gone = _subtree(rows, unit)
    detail = {
        "title": unit.title,
        "position": rows.index(unit),
        "units": [
            {
                "key": row.key,
                "title": row.title,
                "parent": row.parent.key if row.parent else "",
                "segment": row.title_segment_id,
                "settings": row.settings,
                "blocks": [[block.key, block.content_id] for block in row.blocks.order_by("position", "pk")],
            }
            for row in gone
        ],
    }
    Unit.objects.filter(pk__in=[row.pk for row in gone]).delete()
    _number([row for row in rows if row not in gone])
    return _note(version, unit.key, "removed", detail, at, by)


@transaction.atomic
def restore_unit(*, edit: Edit, at: datetime, by: Any) -> Unit:
    """Bring back what `remove_unit` took out, with its keys."""
    version = locked_draft(edit.version)
    wanted = edit.detail.get("units") or []
    rows = _rows(version)
    known = {row.key: row for row in rows}
    if not wanted or wanted[0]["key"] in known:
        raise GoneMeanwhile(_("This was brought back already."))
    made: list[Unit] = []
    for row in wanted:
        parent = known.get(row["parent"])
        unit = Unit.objects.create(
            version=version,
            key=row["key"],
            parent=parent,
            position=0,
            title=row["title"],
            title_segment_id=row["segment"],
            settings=row["settings"],
        )
        contents = BlockContent.objects.in_bulk([content for _key, content in row["blocks"]])
        taken = set(version.blocks.values_list("key", flat=True))
        blocks = [
            Block(version=version, unit=unit, key=key, position=position, content=contents[content])
            for position, (key, content) in enumerate(row["blocks"])
            if key not in taken
        ]
        Block.objects.bulk_create(blocks, batch_size=500)
        known[row["key"]] = unit
        made.append(unit)
    place = min(int(edit.detail.get("position", len(rows))), len(rows))
    if made[0].parent is not None:  # it stays inside its chapter
        chapter = rows.index(made[0].parent)
        place = max(chapter + 1, min(place, chapter + len(_subtree(rows, made[0].parent))))
    _number([*rows[:place], *made, *rows[place:]])
    _note(version, made[0].key, "restored", {"title": made[0].title}, at, by)
    return made[0]


def _rows(version: Version) -> list[Unit]:
    return list(version.units.select_related("parent", "title_segment").order_by("position"))


def _unit(version: Version, key: str) -> Unit:
    unit = version.units.select_related("title_segment").filter(key=key).first()
    if unit is None:
        raise GoneMeanwhile(_("Somebody removed this lesson meanwhile. The history brings it back."))
    return unit


def _subtree(rows: list[Unit], unit: Unit) -> list[Unit]:
    """The unit and everything under it, in order."""
    inside = {unit.pk}
    for row in rows:
        if row.parent_id in inside:
            inside.add(row.pk)
    return [row for row in rows if row.pk in inside]


def _title(version: Version, title: str, at: datetime) -> tuple[str, Segment | None]:
    title = clean_line(title, longest=300)
    if not title:
        raise UnfitUnit(_("Give it a title."))
    (found,) = keep_segments(body=version.course.body, texts=[(title, False)], at=at)
    return title, found[0] if found else None


def _number(rows: list[Unit]) -> None:
    for position, row in enumerate(rows):
        row.position = position
    Unit.objects.bulk_update(rows, ["position"], batch_size=500)


def _note(version: Version, key: str, what: str, detail: dict[str, Any], at: datetime, by: Any) -> Edit:
    edit = Edit.objects.create(
        version=version,
        what="outline",
        detail={**detail, "unit": key, "act": what},
        edited_by=getattr(by, "pk", None),
        edited_at=at,
    )
    ledger.record(UnitChanged(course_id=version.course_id, version_id=version.pk, unit_key=key, what=what), by=by, at=at)
    return edit
