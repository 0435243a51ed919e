from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catecp.kernel.errors import Refused
from catecp.web.operations.archive import read_archive


class Command(BaseCommand):
    help = "Brings an archive into an empty database, checks counts and figures, and migrates to this version."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("source", help="an archive made by bin/catecp backup")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = read_archive(Path(options["source"]))
        except Refused as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        self.stdout.write(
            f"{sum(manifest['counts'].values())} rows and {len(manifest['files'])} files restored; the figures agree:"
        )
        for slug, figures in manifest["figures"].items():
            self.stdout.write(f"  {slug}: " + ", ".join(f"{name} {value}" for name, (value, _code) in figures.items()))
