"""Workbooks of registrations: who sees them, what the directory offers them, what they would do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.db import Error
from django.db.models import QuerySet

from catecp.accounts.models import Scope
from catecp.accounts.queries import Actor, scope_ids
from catecp.accounts.roles import Permission
from catecp.events.models import BatchState, Event, ImportBatch, ImportRow, Registration
from catecp.events.queries.events import organiser_institution_ids
from catecp.events.workbook.columns import ColumnChoices
from catecp.events.workbook.differences import Differences, Known, compare
from catecp.events.workbook.headings import Meaning
from catecp.events.workbook.plan import Decisions, ImportPlan, plan_import
from catecp.events.workbook.sheets import Sheet, read_path
from catecp.files import storage
from catecp.network.names import DirectoryEntry, NameIndex
from catecp.network.queries.entries import ResolveEntry, resolve_entries
from catecp.network.reference import listed_institutions
from catecp.network.spelling import fold

PERSON_OUTCOMES = ("added", "changed", "unchanged", "merged")


@dataclass(frozen=True)
class Surroundings:
    """What a workbook is read against: the directory, who organises the event, and its first day (naive)."""

    directory: NameIndex
    organisers: tuple[DirectoryEntry, ...]
    event_starts: datetime | None = None


def imports_visible_to(actor: Actor) -> QuerySet[ImportBatch]:
    """The workbooks brought for the events `actor` coordinates. Newest first."""
    batches = ImportBatch.objects.select_related("event", "document", "job").order_by("-created_at", "-pk")
    ids = scope_ids(actor, Permission.MANAGE_EVENT, Scope.EVENT)
    return batches if ids is None else batches.filter(event_id__in=ids)


def surroundings_of(event: Event) -> Surroundings:
    """The directory as it is, and the organisers recorded for the event."""
    entries = resolve_entries()
    organising = organiser_institution_ids(event)
    organisers = tuple(_entry(entry) for entry in entries if entry.id in organising)
    return Surroundings(NameIndex(tuple(_entry(e) for e in entries)), organisers, datetime.combine(event.starts_on, time()))


def directory_entries() -> tuple[DirectoryEntry, ...]:
    """The directory as a workbook is read against it; two readings are equal when nothing changed between them."""
    return tuple(_entry(entry) for entry in resolve_entries())


def surroundings_without_event() -> Surroundings:
    """For counting a file alone: the directory if there is one, else the reference list that comes with the program.

    Nobody is recorded as an organiser yet, so the parties of the initiative in the reference list count as such.
    """
    listed = listed_institutions()
    entries = [_listed_entry(number, item) for number, item in enumerate(listed)]
    organisers = tuple(entry for entry, item in zip(entries, listed, strict=True) if item.party_role)
    try:
        stored = tuple(_entry(entry) for entry in resolve_entries())
    except Error:  # no database yet, or one without tables: the file can still be counted
        stored = ()
    return Surroundings(NameIndex(stored or tuple(entries)), organisers)


def _entry(entry: ResolveEntry) -> DirectoryEntry:
    return DirectoryEntry(str(entry.id), entry.names, entry.abbreviations, entry.earlier, entry.country, entry.places)


def _listed_entry(number: int, item: object) -> DirectoryEntry:
    also = getattr(item, "also_named", ())
    names = (("en", item.name), *(("en", text) for kind, text in also if kind == "variant"))  # type: ignore[attr-defined]  # -- rows of the packaged list
    earlier = tuple(text for kind, text in also if kind == "earlier")
    short = tuple(text for kind, text in also if kind == "abbreviation")
    province = getattr(item, "province", "")
    return DirectoryEntry(f"listed-{number}", names, short, earlier, item.country, (province,) if province else ())  # type: ignore[attr-defined]  # -- rows of the packaged list


def sheets_of(batch: ImportBatch) -> tuple[Sheet, ...]:
    """The sheets of the workbook as it was brought. Raises `UnreadableWorkbook`."""
    if batch.document is None:
        return ()
    return read_path(storage.path_of(batch.document.sha256))


def decisions_of(batch: ImportBatch) -> Decisions:
    """What was decided about this workbook, on top of what was decided about the same spellings and pairs before."""
    institutions = _resolved_before(batch.event)
    pairs: dict[str, bool] = {}
    earlier = (
        ImportBatch.objects.filter(event=batch.event, state=BatchState.APPLIED).exclude(pk=batch.pk).order_by("applied_at", "pk")
    )
    for choices in (*earlier.values_list("choices", flat=True), batch.choices):
        institutions |= choices.get("institutions", {})
        pairs |= choices.get("pairs", {})
    return Decisions(_column_choices(batch.columns), institutions, pairs)


def _resolved_before(event: Event) -> dict[str, str]:
    """Spellings that somebody resolved in the queue; one that was resolved in two ways decides nothing."""
    resolved = Registration.objects.filter(event=event, institution__isnull=False, is_affiliation_open=False)
    found: dict[str, set[int]] = {}
    for affiliation, institution in resolved.exclude(affiliation="").values_list("affiliation", "institution_id"):
        found.setdefault(fold(affiliation), set()).add(institution)
    return {spelling: str(next(iter(ids))) for spelling, ids in found.items() if len(ids) == 1}


def _column_choices(columns: dict) -> ColumnChoices:
    known = {meaning.value for meaning in Meaning}
    meanings = {int(index): Meaning(value) for index, value in columns.get("meanings", {}).items() if value in known}
    return ColumnChoices(columns.get("sheet", ""), columns.get("header_row"), meanings)


def plan_of(batch: ImportBatch, *, sheets: Iterable[Sheet] | None = None) -> ImportPlan:
    """What importing this workbook would do, as decided so far. Raises `UnreadableWorkbook`."""
    around = surroundings_of(batch.event)
    return plan_import(
        sheets_of(batch) if sheets is None else sheets,
        directory=around.directory,
        organisers=around.organisers,
        decisions=decisions_of(batch),
        event_starts=around.event_starts,
    )


def imported_before(event: Event) -> list[Known]:
    """The rows of all workbooks imported for the event, each person as they were said last."""
    rows = ImportRow.objects.filter(batch__event=event, batch__state=BatchState.APPLIED, outcome__in=PERSON_OUTCOMES)
    latest: dict[str, Known] = {}
    # Two registrations of one person may share their key: the one that was kept speaks, not the one merged into it.
    in_order = sorted(rows.order_by("batch__applied_at", "batch_id", "pk"), key=lambda row: row.outcome != "merged")
    for row in in_order:
        latest[row.key] = Known(row.key, row.fingerprint, row.raw.get("values", {}), row.registration_id)
    return list(latest.values())


def differences_of(batch: ImportBatch, plan: ImportPlan) -> Differences:
    """The workbook beside what was imported before."""
    return compare(plan.rows, imported_before(batch.event), told=plan.told)


def rows_of(batch: ImportBatch) -> QuerySet[ImportRow]:
    """The report of an imported workbook, in the order of the sheets."""
    return batch.rows.select_related("registration", "registration__person").order_by("sheet", "number", "pk")


def directory_names() -> list[tuple[str, str]]:
    """(id, name) of every institution that can be chosen, by name."""
    return sorted(((str(entry.id), entry.names[0][1]) for entry in resolve_entries() if entry.names), key=lambda pair: pair[1])
