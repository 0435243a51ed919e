"""bin/catecp import-registrations FILE --event SLUG [--dry-run] [--json]"""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error
from django.utils import timezone

from catecp.events.models import Event, ImportBatch
from catecp.events.queries.imports import plan_of, surroundings_of, surroundings_without_event
from catecp.events.services.importing import accept_suggestions, apply_import, bring_workbook
from catecp.events.workbook.plan import ImportPlan, plan_import
from catecp.events.workbook.sheets import read_path
from catecp.kernel.errors import Refused

CANNOT = 2


class Command(BaseCommand):
    help = "Reads a workbook of registrations (.xlsx, .csv) into an event. Every suggestion is accepted; the report says which."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the workbook")
        parser.add_argument("--event", required=True, help="slug of the event")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen; counts the file alone")
        parser.add_argument("--json", action="store_true", help="print the sums and problems as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            plan, batch = self._look(options) if options["dry_run"] else self._import(options)
        except Refused as refusal:
            raise CommandError(str(refusal), returncode=CANNOT) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(plan.as_json(), ensure_ascii=False, indent=2))
        else:
            self._say(plan, batch)

    def _look(self, options: dict[str, Any]) -> tuple[ImportPlan, None]:
        event = self._event(options["event"])
        if event is None:
            self.stderr.write(
                f"There is no event “{options['event']}” here. The file is counted alone, against the reference list of"
                " institutions; the parties of the initiative count as its organisers."
            )
        around = surroundings_of(event) if event else surroundings_without_event()
        sheets = read_path(options["file"])
        plan = plan_import(sheets, directory=around.directory, organisers=around.organisers, event_starts=around.event_starts)
        return plan, None

    def _import(self, options: dict[str, Any]) -> tuple[ImportPlan, ImportBatch]:
        event = self._event(options["event"])
        if event is None:
            raise CommandError(
                f"There is no event “{options['event']}”. Create it first, or look at the file with --dry-run.", returncode=CANNOT
            )
        path: Path = options["file"]
        read_path(path)  # refuses by size and kind before the file is taken into memory as a whole
        batch = bring_workbook(event=event, file_name=path.name, content=path.read_bytes(), by=None, at=timezone.now())
        plan = plan_of(batch)
        batch = accept_suggestions(batch=batch)
        return plan, apply_import(batch=batch, by=None, at=timezone.now())

    def _event(self, slug: str) -> Event | None:
        try:
            return Event.objects.select_related("country").filter(slug=slug).first()
        except Error:
            return None

    def _say(self, plan: ImportPlan, batch: ImportBatch | None) -> None:
        counts = plan.counts
        self.stdout.write(
            f"{counts.rows} rows: {counts.people} people, {counts.institutions} institutions,"
            f" {counts.without_institution} people without one, {counts.likely_duplicates} merged, {counts.unsure} unsure"
        )
        for problem in plan.problems:
            place = f"{problem.sheet} " if problem.sheet else ""
            self.stdout.write(f"  {place}row {problem.row}, {problem.column or 'row'}: {problem.what}")
        if batch is None:
            self.stdout.write("Dry run: nothing was written.")
        else:
            done = ", ".join(
                f"{number} {outcome.replace('_', ' ')}" for outcome, number in batch.counts["done"].items() if number
            )
            self.stdout.write(f"Imported: {done or 'nothing'}.")
        sys.stdout.flush()
