from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Brings database, reference data and static files to this version. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=1, interactive=False)
        call_command("load_reference")
        call_command("load_glossary")
        call_command("reindex")
        call_command("collectstatic", verbosity=0, interactive=False)
        self.stdout.write("Ready. Restart web and worker.")
