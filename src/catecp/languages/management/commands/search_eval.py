import json
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from catecp.languages.models import IndexedDocument, IndexedWord, Term, TermForm, TermWord, WordTrigram
from catecp.languages.searching import evaluation

MODELS = (Term, TermWord, TermForm, IndexedDocument, IndexedWord, WordTrigram)

tokens = import_module("catecp.languages.migrations.0004_search_tokens")


class Command(BaseCommand):
    help = "Measures the search over a file of documents and queries: one line a language, code, recall %, precision %."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--wrong", action="store_true", help="name the queries that were not perfect")
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            documents, queries = evaluation.read_set(json.loads(options["file"].read_text("utf-8")))
        except (OSError, ValueError) as problem:
            raise CommandError(f"{options['file']}: {problem}") from problem
        _prepare_database()
        with transaction.atomic():
            evaluation.fill(documents)
            results = evaluation.evaluate(documents, queries)
            transaction.set_rollback(True)
        if options["json"]:
            lines = {result.language: {"recall": result.recall, "precision": result.precision} for result in results}
            self.stdout.write(json.dumps(lines))
            return
        for result in results:
            self.stdout.write(f"{result.language:<4} {result.recall:6.1f} {result.precision:6.1f}")
            for query, missed, too_many in result.wrong if options["wrong"] else []:
                self.stdout.write(f"     {query}  missed: {', '.join(missed) or '-'}  too many: {', '.join(too_many) or '-'}")


def _prepare_database() -> None:
    """A fresh SQLite in memory, so that the installation's own data stay out of it; PostgreSQL as DATABASE_URL gives it, rolled back."""
    if connection.vendor != "sqlite":
        call_command("migrate", verbosity=0)
        return
    connection.close()
    connection.settings_dict["NAME"] = ":memory:"
    with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
        tokens.create(None, editor)
