from typing import Any

from django.core.management.base import BaseCommand

from catecp.courses.services.indexing import index_all
from catecp.languages.searching.glossary import index_terms


class Command(BaseCommand):
    help = "Makes the search and the catalogue anew from courses, translations and glossary. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        forms = index_terms()
        courses = index_all()
        if options["verbosity"]:
            self.stdout.write(f"{courses} courses; {forms} forms of trade words")
