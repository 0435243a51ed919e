"""Blocks of a draft: added, changed, moved, removed, brought back. What was written before is kept as an `Edit`.

Two people at once do not overwrite each other: a change says which revision it was made from, and is refused when somebody else
was faster. Keys never change, so progress and translations go on.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from catecp.courses.content import BlockSource, Body
from catecp.courses.enums import VersionState
from catecp.courses.facts import BlockChanged
from catecp.courses.models import Block, BlockContent, ContentSegment, Edit, Unit, Version
from catecp.courses.services.contents import keep_contents
from catecp.courses.services.outline import MOST_BLOCKS, NotADraft, TooMany
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.identifiers import public_id
from catecp.languages.models import Segment
from catecp.languages.services.segments import carry_over

ONE_SITTING = timedelta(minutes=10)  # saves of one person within it are one line of the history


class GoneMeanwhile(Refused):
    """The block is no longer there."""


@dataclass(eq=False)
class ChangedMeanwhile(Refused):
    """Somebody else saved first. `block` is as it stands now, `edit` says who and when; nothing of either text is lost."""

    block: Block
    edit: Edit | None

    def __str__(self) -> str:
        return _("Somebody else changed this block while you wrote. Both texts are kept: choose.")


def locked_draft(version: Version) -> Version:
    """The draft, locked and with a new revision. Refuses a version that does not change any more."""
    version = Version.objects.select_for_update().select_related("course__body").get(pk=version.pk)
    if version.state != VersionState.DRAFT:
        raise NotADraft(_("This version is published and does not change. Open a draft, and change that."))
    Version.objects.filter(pk=version.pk).update(revision=F("revision") + 1)
    return version


@transaction.atomic
def add_block(*, unit: Unit, source: BlockSource, after: str = "", at: datetime, by: Any) -> Block:
    """A new block in the lesson: behind the block with the key `after`, or at the end."""
    version = locked_draft(unit.version)
    if version.blocks.count() >= MOST_BLOCKS:
        raise TooMany(_("A course holds at most %(most)s blocks.") % {"most": MOST_BLOCKS})
    (content,) = keep_contents(course=version.course, sources=[source], at=at)
    order = list(Block.objects.filter(unit=unit).order_by("position", "pk"))
    place = next((number + 1 for number, row in enumerate(order) if row.key == after), len(order))
    key = source.key or public_id()
    block = Block.objects.create(version=version, unit=unit, key=key, position=place, content=content)
    order.insert(place, block)
    _number(order)
    _note(version, key, "added", None, content, {"unit": unit.key}, at, by)
    return block


@transaction.atomic
def change_block(*, block: Block, body: Body, revision: int, at: datetime, by: Any) -> Block:
    """Write the block anew. `revision` is the one the writer saw. Raises ChangedMeanwhile; the same body again changes nothing."""
    version = locked_draft(block.version)
    block = _block(version, block.key)
    (content,) = keep_contents(course=version.course, sources=[BlockSource(kind=block.content.kind, body=body)], at=at)
    if content.pk == block.content_id:
        return block
    if block.revision != revision:
        raise ChangedMeanwhile(block=block, edit=_last_edit(block))
    return _put(version, block, content, "changed", at, by)


@transaction.atomic
def remove_block(*, block: Block, at: datetime, by: Any) -> Edit:
    """Take the block out of the draft; the edit given back brings it back."""
    version = locked_draft(block.version)
    block = _block(version, block.key)
    unit, position, content = block.unit, block.position, block.content
    block.delete()
    _number(list(Block.objects.filter(unit=unit).order_by("position", "pk")))
    detail = {"unit": unit.key, "position": position}
    return _note(version, block.key, "removed", content, None, detail, at, by)


@transaction.atomic
def move_block(*, block: Block, steps: int, at: datetime, by: Any) -> Block:
    """Up (negative) or down among the blocks of its lesson; beyond the first or last it stays."""
    version = locked_draft(block.version)
    block = _block(version, block.key)
    order = list(Block.objects.filter(unit=block.unit).order_by("position", "pk"))
    place = next(number for number, row in enumerate(order) if row.pk == block.pk)
    wanted = max(0, min(len(order) - 1, place + steps))
    if wanted != place:
        order.insert(wanted, order.pop(place))
        _number(order)
        _note(version, block.key, "moved", block.content, block.content, {"unit": block.unit.key, "position": wanted}, at, by)
    return block


@transaction.atomic
def move_block_to(*, block: Block, unit: Unit, at: datetime, by: Any) -> Block:
    """To the end of another lesson of the same draft."""
    version = locked_draft(block.version)
    block = _block(version, block.key)
    unit = Unit.objects.get(pk=unit.pk, version=version)
    before = block.unit
    Block.objects.filter(pk=block.pk).update(unit=unit, position=Block.objects.filter(unit=unit).count())
    _number(list(Block.objects.filter(unit=before).order_by("position", "pk")))
    _note(version, block.key, "moved", block.content, block.content, {"from": before.key, "unit": unit.key}, at, by)
    return _block(version, block.key)


@transaction.atomic
def restore_edit(*, edit: Edit, at: datetime, by: Any) -> Block:
    """Back to what stood there before this edit; a removed block comes back in its place with its key."""
    version = locked_draft(edit.version)
    if edit.before is None or not edit.block_key:
        raise GoneMeanwhile(_("There was nothing before this."))
    block = Block.objects.filter(version=version, key=edit.block_key).select_related("content", "unit").first()
    if block is not None:
        return _put(version, block, edit.before, "restored", at, by) if block.content_id != edit.before_id else block
    unit = Unit.objects.filter(version=version, key=edit.detail.get("unit", "")).first() or version.units.last()
    if unit is None:
        raise GoneMeanwhile(_("Its lesson is gone. Bring the lesson back first."))
    order = list(Block.objects.filter(unit=unit).order_by("position", "pk"))
    block = Block.objects.create(version=version, unit=unit, key=edit.block_key, position=0, content=edit.before)
    order.insert(min(int(edit.detail.get("position", len(order))), len(order)), block)
    _number(order)
    _note(version, block.key, "restored", None, edit.before, {"unit": unit.key}, at, by)
    return block


def _block(version: Version, key: str) -> Block:
    block = (
        Block.objects.select_for_update(of=("self",))
        .select_related("content", "unit", "version")
        .filter(version=version, key=key)
    )
    found = block.first()
    if found is None:
        raise GoneMeanwhile(_("Somebody removed this block meanwhile. The history brings it back."))
    return found


def _put(version: Version, block: Block, content: BlockContent, what: str, at: datetime, by: Any) -> Block:
    before = block.content
    carry_over(before=_segments(before), after=_segments(content), at=at)
    block.content, block.revision = content, block.revision + 1
    block.save(update_fields=["content", "revision"])
    last = _last_edit(block)
    is_same_sitting = last is not None and last.what == what == "changed" and last.edited_by == getattr(by, "pk", None)
    if last is not None and is_same_sitting and at - last.edited_at < ONE_SITTING:
        Edit.objects.filter(pk=last.pk).update(after=content, edited_at=at)
    else:
        _note(version, block.key, what, before, content, {"unit": block.unit.key}, at, by)
    return block


def _segments(content: BlockContent) -> list[Segment]:
    links = ContentSegment.objects.filter(content=content).select_related("segment").order_by("position")
    return [link.segment for link in links]


def _last_edit(block: Block) -> Edit | None:
    return Edit.objects.filter(version=block.version, block_key=block.key).order_by("-edited_at", "-pk").first()


def _number(order: list[Block]) -> None:
    for position, row in enumerate(order):
        row.position = position
    Block.objects.bulk_update(order, ["position"], batch_size=500)


def _note(
    version: Version,
    key: str,
    what: str,
    before: BlockContent | None,
    after: BlockContent | None,
    detail: dict[str, Any],
    at: datetime,
    by: Any,
) -> Edit:
    edit = Edit.objects.create(
        version=version,
        block_key=key,
        what=what,
        before=before,
        after=after,
        detail=detail,
        edited_by=getattr(by, "pk", None),
        edited_at=at,
    )
    ledger.record(BlockChanged(course_id=version.course_id, version_id=version.pk, block_key=key, what=what), by=by, at=at)
    return edit
