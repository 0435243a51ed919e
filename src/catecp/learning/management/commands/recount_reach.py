"""Counts every cell of reach anew and says which differ."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catecp.learning.services.recounting import rebuild_cells, recount


class Command(BaseCommand):
    help = "Counts every cell of reach anew and says which differ; ends with 1 when one does."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--repair", action="store_true", help="put the recounted cells in place of the kept ones")

    def handle(self, *args: Any, **options: Any) -> None:
        found = recount()
        for row in found.examples:
            self.stdout.write(f"{row.cell}: kept {row.kept}, recounted {row.recounted}")
        self.stdout.write(f"{found.cells} cells, {found.different} differ")
        if options["repair"] and not found.is_exact:
            self.stdout.write(f"rebuilt: {rebuild_cells()} cells")
        elif not found.is_exact:
            raise CommandError("Cells differ from the recount. Run it with --repair.", returncode=1)
