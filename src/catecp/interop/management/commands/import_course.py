"""bin/catecp import-course FILE [--dry-run] [--json] [--institution NAME] [--language TAG]"""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error
from django.utils import timezone

from catecp.courses.models import Course
from catecp.interop.services.importing import Looked, import_course, look_at
from catecp.kernel.errors import Refused
from catecp.network.models import Institution

CANNOT = 2


class Command(BaseCommand):
    help = "Reads a course package and makes a draft of it. The report names every item: kept, changed, left out, and why."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help="the package: .imscc, .zip, .mbz, .tar.gz, .h5p, .xml, .docx, .pptx, or a folder of videos"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen; needs no database")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument(
            "--institution", default="", help="public id or English name of the institution that will own the course"
        )
        parser.add_argument(
            "--language", default="", help="the language it is written in, where the package does not say (en, zh-hans …)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            looked, course = (look_at(options["file"]), None) if options["dry_run"] else self._import(options)
        except Refused as refusal:
            self._refuse(str(refusal), as_json=options["json"])
            raise CommandError(str(refusal), returncode=CANNOT) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(looked.as_json(), ensure_ascii=False, indent=2))
        else:
            self._say(looked, course)

    def _refuse(self, reason: str, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"refused": reason}, ensure_ascii=False))
            sys.stdout.flush()

    def _import(self, options: dict[str, Any]) -> tuple[Looked, Course]:
        owner = self._owner(options["institution"])
        course, looked = import_course(
            path=options["file"], owner=owner, at=timezone.now(), by=None, language=options["language"]
        )
        return looked, course

    def _owner(self, wanted: str) -> Institution:
        """The institution named; without a name the one there is, or the one that owns most courses."""
        try:
            found = Institution.objects.filter(merged_into=None).order_by("pk")
            if wanted:
                named = found.filter(public_id=wanted).first() or found.filter(sort_name__iexact=wanted).first()
                named = named or next(
                    (one for one in found if wanted.casefold() in {str(text).casefold() for text in one.name.texts.values()}),
                    None,
                )
                if named is None:
                    raise Refused(f"There is no institution “{wanted}” here. Give its public id or its English name.")
                return named
            owners = Course.objects.order_by("pk").values_list("owner", flat=True)
            chosen = found.filter(pk=owners.last()).first() or found.first()
        except Error as error:
            raise Refused(
                "The database is not prepared. Run bin/catecp upgrade first, or look at the file with --dry-run."
            ) from error
        if chosen is None:
            raise Refused(
                "There is no institution yet that could own the course. Create one first, or look at the file with --dry-run."
            )
        return chosen

    def _say(self, looked: Looked, course: Course | None) -> None:
        counts = looked.report.counts()
        self.stdout.write(f"{looked.course.title} ({looked.course.format})")
        self.stdout.write(f"{counts['kept']} items kept, {counts['changed']} changed, {counts['left_out']} left out")
        for item in looked.report.items:
            self.stdout.write(f"  {item.outcome.replace('_', ' ')}: {item.what}" + (f": {item.why}" if item.why else ""))
        if course is None:
            self.stdout.write("Dry run: nothing was written.")
        else:
            self.stdout.write(f"Draft {course.public_id} of {course.owner}.")
        sys.stdout.flush()
