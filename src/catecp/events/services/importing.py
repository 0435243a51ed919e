"""A workbook of registrations: brought, its columns and doubts decided, imported in one go, or discarded."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.events.facts_imports import WorkbookBrought, WorkbookDiscarded, WorkbookImported
from catecp.events.models import BatchState, Event, ImportBatch, ImportRow
from catecp.events.queries import imports as queries
from catecp.events.services.import_writing import RowWriter
from catecp.events.workbook.headings import Meaning
from catecp.events.workbook.institutions import Kind
from catecp.events.workbook.plan import ImportPlan
from catecp.events.workbook.sheets import read_file
from catecp.files.services import store_document
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.models import Job
from catecp.kernel.plaintext import clean_line

MEDIA_TYPE = "application/octet-stream"  # a browser is never to open what a stranger brought


class NotInPreview(Refused):
    """The workbook was imported or discarded before."""


class ChangedMeanwhile(Refused):
    """Somebody else decided about the workbook, or changed the directory, while it was being read."""


def bring_workbook(*, event: Event, file_name: str, content: bytes, by: User | None, at: datetime) -> ImportBatch:
    """Keep a workbook and what importing it would do. Nothing is registered yet.

    Raises `UnreadableWorkbook` (a `Refused`) with the reason and what to do; then nothing is kept. A large workbook takes
    seconds to read, so it is read before the transaction: SQLite has one writer, and a hall full of phones must not wait.
    """
    sheets = read_file(BytesIO(content))
    batch = ImportBatch(event=event, file_name=clean_line(file_name, longest=200) or "registrations", created_at=at)
    batch.created_by = by.pk if by else None
    _note_plan(batch, queries.plan_of(batch, sheets=sheets))
    with transaction.atomic():
        batch.document = store_document(name=batch.file_name, media_type=MEDIA_TYPE, content=content, at=at, by=by)
        batch.save()
        ledger.record(WorkbookBrought(batch_id=batch.pk, event_id=event.pk), by=by, at=at)
    return batch


def correct_columns(
    *, batch: ImportBatch, sheet: str = "", header_row: int | None = None, meanings: Mapping[int, Meaning]
) -> ImportBatch:
    """Read the workbook again with another sheet, row of headings or meaning of columns."""
    batch = _as_it_stands(batch)
    seen = _decided(batch)
    spelled = {str(index): Meaning(meaning).value for index, meaning in meanings.items()}
    batch.columns = {"sheet": sheet, "header_row": header_row, "meanings": spelled}
    return _keep_decided(batch, queries.plan_of(batch), seen=seen)


def decide(*, batch: ImportBatch, institutions: Mapping[str, str], pairs: Mapping[str, bool]) -> ImportBatch:
    """Keep decisions: a spelling means this institution (its id, "new:" with a name, or "none"; "" takes a decision back), a pair is one person."""
    return _decide(_as_it_stands(batch), institutions, pairs)


def _decide(batch: ImportBatch, institutions: Mapping[str, str], pairs: Mapping[str, bool]) -> ImportBatch:
    seen = _decided(batch)
    chosen = {**batch.choices.get("institutions", {}), **institutions}
    batch.choices = {
        "institutions": {spelling: meant for spelling, meant in chosen.items() if meant},
        "pairs": {**batch.choices.get("pairs", {}), **pairs},
    }
    return _keep_decided(batch, queries.plan_of(batch), seen=seen)


def accept_suggestions(*, batch: ImportBatch) -> ImportBatch:
    """Decide every unsure spelling as suggested; a name that is not in the directory becomes an institution of its own."""
    batch = _as_it_stands(batch)
    plan = queries.plan_of(batch)
    unsure = {spelling.key: answer for spelling, answer in plan.answers.items() if not answer.certain}
    suggested = {key: answer.key if answer.kind is Kind.DIRECTORY else f"new:{answer.name}" for key, answer in unsure.items()}
    return _decide(batch, suggested, {})


def apply_import(*, batch: ImportBatch, by: User | None, at: datetime, are_invented: bool = False) -> ImportBatch:
    """Register everybody of the workbook, all or nobody.

    A person imported before is found again: unchanged rows change nothing, changed ones correct the registration. What nobody
    decided about institutions waits in the event's queue. `are_invented` marks people of a demo.
    """
    batch = _as_it_stands(batch)
    seen, decisions, entries = _decided(batch), queries.decisions_of(batch), queries.directory_entries()
    plan = queries.plan_of(batch)
    with transaction.atomic():
        batch = _in_preview(batch)
        Event.objects.select_for_update().get(pk=batch.event_id)
        if (_decided(batch), queries.decisions_of(batch), queries.directory_entries()) != (seen, decisions, entries):
            raise _changed_meanwhile()
        return _apply(batch, plan, by=by, at=at, are_invented=are_invented)


def _apply(batch: ImportBatch, plan: ImportPlan, *, by: User | None, at: datetime, are_invented: bool) -> ImportBatch:
    writer = RowWriter(batch=batch, plan=plan, by=by, at=at, are_invented=are_invented)
    rows = writer.write_all()
    ImportRow.objects.bulk_create(rows, batch_size=500)
    done = dict(Counter(row.outcome for row in rows))
    _note_plan(batch, plan)
    batch.counts["done"] = {**done, "gone": len(writer.differences.gone)}
    batch.state, batch.applied_at = BatchState.APPLIED, at
    batch.save(update_fields=["state", "applied_at", "counts", "problems", "choices"])
    ledger.record(WorkbookImported(batch_id=batch.pk, event_id=batch.event_id, done=done), by=by, at=at)
    return batch


@transaction.atomic
def follow_job(*, batch: ImportBatch, job: Job) -> None:
    """Remember the job that imports this workbook, so that its page shows how far it is."""
    ImportBatch.objects.filter(pk=batch.pk).update(job=job)


@transaction.atomic
def discard_import(*, batch: ImportBatch, by: User, at: datetime) -> ImportBatch:
    """Leave a workbook alone; nobody of it was registered."""
    batch = _in_preview(batch)
    batch.state = BatchState.DISCARDED
    batch.save(update_fields=["state"])
    ledger.record(WorkbookDiscarded(batch_id=batch.pk, event_id=batch.event_id), by=by, at=at)
    return batch


def _as_it_stands(batch: ImportBatch) -> ImportBatch:
    """The workbook as last decided, without a lock: reading it again takes seconds, and `_keep_decided` looks once more."""
    found = ImportBatch.objects.select_related("event", "document").get(pk=batch.pk)
    _require_preview(found)
    return found


def _in_preview(batch: ImportBatch) -> ImportBatch:
    locked = ImportBatch.objects.select_for_update(of=("self",)).select_related("event", "document").get(pk=batch.pk)
    _require_preview(locked)
    return locked


def _require_preview(batch: ImportBatch) -> None:
    if batch.state != BatchState.PREVIEW:
        raise NotInPreview(_("This workbook was imported or discarded before. Bring the file again to import it once more."))


def _decided(batch: ImportBatch) -> tuple[dict, dict]:
    return batch.columns, batch.choices


@transaction.atomic
def _keep_decided(batch: ImportBatch, plan: ImportPlan, *, seen: tuple[dict, dict]) -> ImportBatch:
    if _decided(_in_preview(batch)) != seen:
        raise _changed_meanwhile()
    _note_plan(batch, plan)
    batch.save(update_fields=["columns", "choices", "counts", "problems"])
    return batch


def _changed_meanwhile() -> ChangedMeanwhile:
    return ChangedMeanwhile(
        _("Somebody else decided about this workbook or changed the directory meanwhile. Look at the page again, then repeat it.")
    )


def _note_plan(batch: ImportBatch, plan: ImportPlan) -> None:
    counts = plan.as_json()
    batch.problems = [problem.as_stored() for problem in plan.problems]
    batch.counts = {name: value for name, value in counts.items() if name != "problems"}
