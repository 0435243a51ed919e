"""A package becomes the draft of a course: looked at first (nothing is written), then brought in whole or not at all."""

import errno
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from catecp.courses import content
from catecp.courses.content import BlockSource, UnitSource
from catecp.courses.models import Course
from catecp.courses.services.assets import keep_stored
from catecp.courses.services.outline import start_course, write_outline
from catecp.interop.facts import CourseImported
from catecp.interop.opening import read_course
from catecp.interop.packages.keeping import Keeper, Kept, Measuring
from catecp.interop.packages.reading import CourseSource
from catecp.interop.packages.report import Report
from catecp.interop.packages.stored import Storing
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.kernel.translated import Translated
from catecp.network.models import Institution

_BY_OTHER_NAMES = {"zh": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans", "tl": "fil", "in": "id", "cmn": "zh-hans"}
Say = Callable[[int], None]


class NoRoom(Refused):
    """The disk is full; nothing was kept."""


@dataclass(frozen=True)
class Looked:
    """A package that was read: the course as it would be kept, the files it uses, and what became of every item."""

    course: CourseSource
    assets: dict[str, Kept]  # by SHA-256
    report: Report

    def as_json(self) -> dict[str, Any]:
        """{"format", "title", "kept", "changed", "left_out": whole numbers, "items": [{"what", "outcome", "why"}]}"""
        return {
            "format": self.course.format,
            "title": self.course.title,
            **self.report.counts(),
            "items": [item.as_json() for item in self.report.items],
        }


def look_at(path: Path, *, say: Say | None = None) -> Looked:
    """Read a package to its end and keep nothing. Raises PackageRefused with the reason."""
    return _read(path, Measuring(), say)


def import_course(
    *,
    path: Path,
    owner: Institution,
    at: datetime,
    by: Any,
    language: str = "",
    say: Say | None = None,
    note: Callable[[Course, Looked], None] | None = None,
) -> tuple[Course, Looked]:
    """Make a draft of the package. Files go to the store first, as streams; the course is then written in one transaction.

    `note` is called in that transaction, so that a crash leaves both the course and what is noted of it, or neither.
    """
    try:
        looked = _read(path, Storing(), say)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise NoRoom(_("The disk of the server is full, so nothing was imported. Tell the coordinator.")) from error
        raise
    with transaction.atomic():
        course = _write(looked, owner=owner, at=at, by=by, language=language)
        if note is not None:
            note(course, looked)
    return course, looked


def _read(path: Path, keeper: Keeper, say: Say | None) -> Looked:
    report = Report()
    source, reading = read_course(path, report=report, keeper=keeper, say=say)
    units = tuple(_fitted(unit, report) for unit in source.units)
    course = CourseSource(
        format=source.format,
        title=clean_line(source.title, longest=300) or _("Imported course"),
        units=units,
        language=source.language,
        summary=clean_line(source.summary, longest=600),
        origin=source.origin,
    )
    return Looked(course, {sha256: reading.assets[sha256] for sha256 in _used(units) if sha256 in reading.assets}, report)


def _fitted(unit: UnitSource, report: Report) -> UnitSource:
    """The unit with every body cleaned for its kind; what does not fit a block is said and dropped."""
    blocks = []
    for block in unit.blocks:
        try:
            blocks.append(BlockSource(block.kind, content.cleaned(block.kind, block.body), block.key))
        except ValueError as error:
            report.left_out(unit.title, str(error))
    return UnitSource(unit.title, tuple(blocks), tuple(_fitted(inner, report) for inner in unit.units), unit.key, unit.settings)


def _used(units: tuple[UnitSource, ...]) -> Iterator[str]:
    for unit in units:
        for block in unit.blocks:
            yield from content.assets_of(block.kind, block.body)
        yield from _used(unit.units)


@transaction.atomic
def _write(looked: Looked, *, owner: Institution, at: datetime, by: Any, language: str) -> Course:
    source = looked.course
    written_in = language_of(language or source.language)
    for kept in looked.assets.values():
        keep_stored(sha256=kept.sha256, name=kept.name, media_type=kept.media_type, size=kept.size, at=at, by=by)
    course = start_course(
        title=Translated({written_in: source.title}, original=written_in),
        summary=Translated({written_in: source.summary} if source.summary else {}, original=written_in),
        language=written_in,
        owner=owner,
        at=at,
        by=by,
        origin="; ".join(piece for piece in (source.format, source.origin) if piece),
    )
    if course.draft is None:
        raise RuntimeError("A course begins with a draft.")
    write_outline(version=course.draft, units=source.units, at=at, by=by)
    ledger.record(CourseImported(course_id=course.pk, format=source.format, **looked.report.counts()), by=by, at=at)
    return course


def language_of(tag: str) -> str:
    """A language we know, for a tag from outside ("zh-CN", "en_US"); English where nobody says or we do not know it."""
    low = tag.strip().lower().replace("_", "-")
    known = {code for code, _name in settings.LANGUAGES}
    for candidate in (low, low.split("-")[0]):
        found = _BY_OTHER_NAMES.get(candidate, candidate)
        if found in known:
            return found
    return "en"
