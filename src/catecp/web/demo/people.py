"""The demo's accounts, one per role, and the grants that make them what they are."""

from datetime import datetime
from functools import cache

from django.contrib.auth.hashers import make_password

from catecp.accounts.models import Person, Scope, User
from catecp.accounts.services import grant_role, open_account
from catecp.events.models import Event, Registration
from catecp.events.queries.people import confirmed_registrations
from catecp.network.models import Institution
from catecp.web.demo.workshop import institution_named
from catecp.web.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD, DemoAccount

HEAD_OF = "Liuzhou Polytechnic University"
OFFICER_OF = "Minburi Technical College"
AUTHOR_OF = "Shaanxi Polytechnic Institute"


def account_of(account: DemoAccount, person: Person, *, at: datetime) -> User:
    found = User.objects.filter(email=account.email).first()
    if found is not None:
        return found
    user = open_account(person=person, email=account.email, password=None, at=at, is_verified=True)
    User.objects.filter(pk=user.pk).update(password=_demo_password())
    return User.objects.get(pk=user.pk)


@cache
def _demo_password() -> str:
    """One public password for all of them, so it is hashed once: a hash is slow on purpose."""
    return make_password(DEMO_PASSWORD)


def invented(account: DemoAccount) -> Person:
    found, _is_new = Person.objects.get_or_create(
        name=account.name,
        original_name=account.original_name,
        is_invented=True,
        defaults={"original_language": account.original_language, "email": account.email},
    )
    return found


def make_coordinator(*, at: datetime) -> User:
    account = next(row for row in DEMO_ACCOUNTS if row.role == "coordinator")
    user = account_of(account, invented(account), at=at)
    grant_role(user=user, role="coordinator", scope=Scope.NETWORK, at=at, by=None)
    return user


def make_accounts(event: Event, *, by: User, at: datetime) -> None:
    """Everybody else. Participant and speaker are people of the workshop, so their desks have something to show."""
    head, officer = institution_named(HEAD_OF), institution_named(OFFICER_OF)
    scopes: dict[str, tuple[Scope, int]] = {
        "institution_head": (Scope.INSTITUTION, head.pk),
        "institution_officer": (Scope.INSTITUTION, officer.pk),
        "speaker": (Scope.EVENT, event.pk),
        "participant": (Scope.EVENT, event.pk),
        "door_staff": (Scope.EVENT, event.pk),
        "ministry_viewer": (Scope.NETWORK, 0),
        "author": (Scope.INSTITUTION, institution_named(AUTHOR_OF).pk),
        "translator": (Scope.NETWORK, 0),
        "course_reviewer": (Scope.NETWORK, 0),
        "teacher": (Scope.INSTITUTION, officer.pk),
    }
    for account in DEMO_ACCOUNTS:
        if account.role not in scopes:
            continue
        scope, scope_id = scopes[account.role]
        user = account_of(account, _person_for(account, event), at=at)
        grant_role(user=user, role=account.role, scope=scope, scope_id=scope_id, at=at, by=by)


def _person_for(account: DemoAccount, event: Event) -> Person:
    if account.role == "participant":
        return a_participant(event).person
    if account.role == "speaker":
        talk = event.sessions.get(number="II").talks.order_by("position").first()
        return talk.speaker
    return invented(account)


def a_participant(event: Event) -> Registration:
    """A participant from Cambodia, the same on every run: the first by name of one institute."""
    angkor: Institution = institution_named("National Polytechnic Institute of Angkor")
    found = confirmed_registrations(event).filter(institution=angkor).order_by("person__sort_name", "pk").first()
    if found is None:
        raise Registration.DoesNotExist("The workbook brought nobody from the institute of Angkor.")
    return found
