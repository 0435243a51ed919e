"""A draft becomes a version that never changes; the next change begins with a new draft of it."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from catecp.courses import content
from catecp.courses.enums import VersionState
from catecp.courses.facts import DraftOpened, VersionPublished, VersionWithdrawn
from catecp.courses.models import Asset, Block, Course, Passport, Unit, Version
from catecp.courses.services.outline import create_units
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_text
from catecp.kernel.translated import Translated

CHUNK = 500


class NotReady(Refused):
    """Blocks stand in the way of publishing."""


class NothingToDo(Refused):
    """The version is not in the state for it."""


@transaction.atomic
def publish_version(*, version: Version, at: datetime, by: object | None, change_note: Translated | None = None) -> Version:
    """The draft is what learners get from now on. Refused while a block has a problem, with the first of them named."""
    version = Version.objects.select_for_update().select_related("course").get(pk=version.pk)
    if version.state != VersionState.DRAFT:
        raise NothingToDo(_("This version is not a draft; it was published already."))
    blocks = list(version.blocks.select_related("content", "unit"))
    _refuse_unfit(blocks)
    version.state = VersionState.PUBLISHED
    version.published_at = at
    version.published_by = getattr(by, "pk", None)
    version.manifest = manifest_of(version, blocks)
    version.change_note = change_note or version.change_note
    version.save(update_fields=["state", "published_at", "published_by", "manifest", "change_note"])
    Course.objects.filter(pk=version.course_id).update(published=version, draft=None)
    fact = VersionPublished(course_id=version.course_id, version_id=version.pk, blocks=len(blocks))
    ledger.record(fact, by=by, at=at)  # type: ignore[arg-type]  # -- any actor
    return version


def _refuse_unfit(blocks: list[Block]) -> None:
    if not blocks:
        raise NotReady(_("The course has no content yet. Write a lesson first."))
    for block in blocks:
        for problem in content.problems(block.content.kind, block.content.body):
            if not problem.is_warning:
                place = {"lesson": block.unit.title, "problem": problem.text}
                raise NotReady(_("In the lesson “%(lesson)s”: %(problem)s") % place)


def manifest_of(version: Version, blocks: Iterable[Block]) -> dict[str, Any]:
    """What was published: a checksum over everything, blocks by kind, and bytes of media as they were uploaded."""
    blocks = list(blocks)
    everything = hashlib.sha256()
    for block in blocks:
        everything.update(f"{block.unit.key}:{block.key}:{block.content.sha256}\n".encode())
    used = Asset.objects.filter(pk__in=Block.objects.filter(version=version).values("content__content_assets__asset"))
    return {
        "sha256": everything.hexdigest(),
        "blocks": dict(Counter(block.content.kind for block in blocks)),
        "media_bytes": used.aggregate(total=Sum("size"))["total"] or 0,
    }


@transaction.atomic
def open_draft(*, course: Course, at: datetime, by: object | None) -> Version:
    """The draft to work in: the one there is, or a copy of the published version."""
    course = Course.objects.select_for_update().get(pk=course.pk)
    if course.draft is not None:
        return course.draft
    source = course.published or course.versions.first()
    newest = course.versions.order_by("-number").first()
    draft = Version.objects.create(course=course, number=(newest.number if newest else 0) + 1, based_on=source, created_at=at)
    if source is None:
        Passport.objects.create(version=draft)
    else:
        _copy(source, draft)
    Course.objects.filter(pk=course.pk).update(draft=draft)
    ledger.record(DraftOpened(course_id=course.pk, version_id=draft.pk), by=by, at=at)  # type: ignore[arg-type]  # -- any actor
    return draft


def _copy(source: Version, draft: Version) -> None:
    passport = Passport.objects.get(version=source)
    passport.pk, passport.version = None, draft  # type: ignore[assignment]  # -- a copy gets a key of its own
    passport._state.adding = True
    passport.save()
    units: dict[int, Unit] = {}
    for unit in source.units.order_by("position"):
        old, parent = unit.pk, unit.parent_id
        unit.pk, unit.version = None, draft  # type: ignore[assignment]  # -- a copy gets a key of its own
        unit.parent = units[parent] if parent else None
        unit._state.adding = True
        units[old] = unit
    create_units(list(units.values()))
    copies = [
        Block(version=draft, unit=units[block.unit_id], key=block.key, position=block.position, content_id=block.content_id)
        for block in source.blocks.all()
    ]
    Block.objects.bulk_create(copies, batch_size=CHUNK)


@transaction.atomic
def withdraw_version(*, version: Version, reason: str, at: datetime, by: object) -> None:
    """Nobody new gets the version; running classes keep it."""
    version = Version.objects.select_for_update().get(pk=version.pk)
    if version.state != VersionState.PUBLISHED:
        raise NothingToDo(_("Only a published version can be withdrawn."))
    Version.objects.filter(pk=version.pk).update(state=VersionState.WITHDRAWN, withdrawn_at=at)
    Course.objects.filter(pk=version.course_id, published=version).update(published=None)
    fact = VersionWithdrawn(course_id=version.course_id, version_id=version.pk, reason=clean_text(reason, longest=300))
    ledger.record(fact, by=by, at=at)  # type: ignore[arg-type]  # -- any actor
