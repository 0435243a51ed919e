"""Brings the demo to the state “workshop just over”. The second start finds it there and answers at once."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from catecp.web.demo.seed import is_seeded, seed
from catecp.web.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from catecp.web.operations.static import collect_if_changed


class Command(BaseCommand):
    help = "Prepares the demo network: database, reference data, the workshop, static files."

    def handle(self, *args: Any, **options: Any) -> None:
        say: Callable[[str], None] = lambda words: self.stdout.write(f"  {words}")  # noqa: E731 -- shorter than a method
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            say("preparing the database")
            call_command("migrate", verbosity=0, interactive=False)
        call_command("load_glossary", verbosity=0)
        if not is_seeded():
            say("telling the story of the workshop: this takes about a minute, once")
            seed(say)
        if collect_if_changed():
            say("static files collected")
        self.stdout.write(f"\nCATECP is at http://localhost:{settings.PORT}/ — sign in as (password {DEMO_PASSWORD}):")
        for account in DEMO_ACCOUNTS:
            self.stdout.write(f"  {account.email:<28}{account.title}")
        self.stdout.write("\nStop it with Ctrl+C.\n")
