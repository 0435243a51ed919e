from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from catecp.accounts.models import Person, Scope, User
from catecp.accounts.services import grant_role, open_account
from catecp.kernel.plaintext import clean_line


class Command(BaseCommand):
    help = "Makes the first account of a real installation; it signs in with a one-time link."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("email")
        parser.add_argument("name", help="the name as the person writes it, in quotes")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if "@" not in options["email"]:
            raise CommandError("This is not an e-mail address.")
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            person = Person.objects.create(name=clean_line(options["name"]), email=options["email"].lower())
            user = open_account(person=person, email=options["email"], password=None, at=now, is_verified=True)
        grant_role(user=user, role="coordinator", scope=Scope.NETWORK, at=now, by=None)
        self.stdout.write(f"{user.email} is a coordinator of the network. Sign in with “Send me a sign-in code”.")
