from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from catecp.courses.services.policy import load_checklists, load_fields
from catecp.network.services.institutions import load_institutions
from catecp.places.services import load_countries


class Command(BaseCommand):
    help = (
        "Loads countries, institutions, fields and checklists that come with the program. "
        "Safe to run again: nothing is doubled or overwritten."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        countries = load_countries()
        added = load_institutions(at=timezone.now())
        fields = load_fields()
        lists = load_checklists(at=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"{countries} countries; {added} institutions, {fields} fields and {lists} checklists added")
