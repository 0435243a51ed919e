"""Practical work: handed in with evidence from the phone, marked by the local teacher with the rubric."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from catecp.courses.enums import BlockKind
from catecp.courses.media_types import is_film, is_picture, media_type_of
from catecp.courses.services.assets import keep_asset
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_text
from catecp.learning.enums import EventKind, MarkState
from catecp.learning.facts import WorkHandedIn, WorkMarked
from catecp.learning.models import Enrolment, Learner, PracticalWork
from catecp.learning.queries.shapes import ShapeBlock, shape_of
from catecp.learning.services.effects import Book, keep_enrolment, keep_marks, load_marks
from catecp.learning.services.intake import take_from_page

MOST_FILES = 6
MOST_HANDED_IN = 20  # times, of one task by one learner


class WorkRefused(Refused):
    """The work was not taken, or not marked; the sentence says why."""


def task_of(enrolment: Enrolment, key: str) -> ShapeBlock:
    block = shape_of(enrolment.version).blocks.get(key)
    if block is None or block.kind != BlockKind.PRACTICAL:
        raise WorkRefused(_("This task is not in the course any more. Open the lesson again."))
    return block


@transaction.atomic
def hand_in(
    *, learner: Learner, enrolment: Enrolment, block_key: str, files: Sequence[UploadedFile], note: str, at: datetime
) -> PracticalWork:
    """Keep photos or films as evidence and put the work into the teacher's queue."""
    task = task_of(enrolment, block_key)
    note = clean_text(note, longest=4_000)
    evidence = task.body.get("evidence", "photo")
    _refuse_unfit(files, evidence)
    if evidence != "observed" and not files:
        raise WorkRefused(_("Choose a photo or a film that shows your work."))
    works = PracticalWork.objects.filter(enrolment=enrolment, block_key=block_key)
    if works.count() >= MOST_HANDED_IN:
        raise WorkRefused(_("You have handed this in many times. Ask your teacher to look at it."))
    work = PracticalWork.objects.create(
        learner_id=enrolment.learner_id,
        enrolment=enrolment,
        block_key=block_key,
        note=note,
        language=enrolment.language,
        handed_in_at=at,
    )
    work.evidence.set([keep_asset(name=file.name or "photo", chunks=file.chunks(), at=at, by=None) for file in files])
    body = {"work": work.public_id}
    take_from_page(learner=learner, enrolment=enrolment, kind=EventKind.SUBMITTED, block=block_key, body=body, at=at)
    ledger.record(WorkHandedIn(work_id=work.pk, enrolment_id=enrolment.pk), by=None, at=at)
    return work


def _refuse_unfit(files: Sequence[UploadedFile], evidence: str) -> None:
    if len(files) > MOST_FILES:
        raise WorkRefused(_("Send at most %(most)s files.") % {"most": MOST_FILES})
    limit = settings.UPLOAD_LIMIT_BYTES
    if sum(file.size or 0 for file in files) > limit:
        raise WorkRefused(
            _("Together the files are larger than %(limit)s MB. Make the film shorter.") % {"limit": limit // 1_000_000}
        )
    for file in files:
        kind = media_type_of(file.name or "", file.read(64))
        file.seek(0)
        fits = (is_picture(kind) and evidence != "video") or (is_film(kind) and evidence != "photo")
        if not fits:
            raise WorkRefused(_("“%(name)s” is no photo or film that fits this task.") % {"name": (file.name or "")[:60]})


@transaction.atomic
def mark_work(
    *, work: PracticalWork, marks: Mapping[str, float], passed: bool, remark: str, at: datetime, by: Any
) -> PracticalWork:
    """Points by criterion of the rubric; passed, or to be done again. Marking again replaces the mark."""
    work = PracticalWork.objects.select_for_update(of=("self",)).get(pk=work.pk)
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("version__course__body", "offering", "study_class")
        .get(pk=work.enrolment_id)
    )
    task = task_of(enrolment, work.block_key)
    work.marks, work.score = _points(task, marks)
    work.state = MarkState.PASSED if passed else MarkState.AGAIN
    work.remark = clean_text(remark, longest=4_000)
    if not passed and not work.remark:
        raise WorkRefused(_("Say in a sentence what is to be done again."))
    work.marked_at, work.marked_by = at, by.pk
    work.marked_by_name = str(getattr(by, "person", None) or by)[:300]
    work.save()
    _count(enrolment, work, at)
    ledger.record(WorkMarked(work_id=work.pk, state=work.state), by=by, at=at)
    return work


def _points(task: ShapeBlock, marks: Mapping[str, float]) -> tuple[dict[str, float], float | None]:
    """The points by criterion, each one of the rubric's levels, and their share of the most there is."""
    kept: dict[str, float] = {}
    most = 0.0
    for row in task.body.get("rubric", []):
        levels = [float(level["points"]) for level in row["levels"]]
        most += max(levels, default=0.0)
        if row["key"] in marks and marks[row["key"]] in levels:
            kept[row["key"]] = marks[row["key"]]
        elif levels:
            raise WorkRefused(_("Choose a level for “%(criterion)s”.") % {"criterion": row["criterion"]})
    return kept, (sum(kept.values()) / most if most else None)


def _count(enrolment: Enrolment, work: PracticalWork, at: datetime) -> None:
    """The task is done when any of the works handed in was passed."""
    book = Book(enrolment, shape_of(enrolment.version))
    load_marks(book)
    rows = PracticalWork.objects.filter(enrolment=enrolment, block_key=work.block_key)
    mark = book.mark(work.block_key, at)
    mark.is_done = rows.filter(state=MarkState.PASSED).exists()
    mark.score = max((row.score for row in rows if row.score is not None), default=None)
    mark.tries = rows.count()
    keep_marks([mark])
    keep_enrolment(book, at=at)
