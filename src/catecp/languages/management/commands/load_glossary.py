from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from catecp.languages.services.glossary import load_starter


class Command(BaseCommand):
    help = "Loads the starter of the trade glossary. Safe to run again: what people wrote is never changed."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_starter(at=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"{added} terms added to the glossary")
