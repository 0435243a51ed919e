from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from catecp.web.operations.archive import default_name, write_archive


class Command(BaseCommand):
    help = "Writes database and files into one archive. It may run while the platform is in use."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("target", nargs="?", default=".", help="a file, or a folder for a file named after the moment")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        target = Path(options["target"])
        if target.is_dir():
            target = target / default_name(now)
        manifest = write_archive(target, at=now)
        rows = sum(manifest["counts"].values())
        self.stdout.write(f"{target}: {rows} rows of {len(manifest['counts'])} tables, {len(manifest['files'])} files")
