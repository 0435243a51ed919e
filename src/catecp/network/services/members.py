"""People of an institution with their posts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import Person, User
from catecp.accounts.queries import person_by_email
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.kernel.translated import Translated, written
from catecp.languages.tags import language_by_script
from catecp.network.facts import MemberAdded, MemberChanged, MemberLeft
from catecp.network.models import Institution, Membership
from catecp.network.services.institutions import locked


class NamelessPerson(Refused):
    """A person needs a name."""


class AlreadyMember(Refused):
    """The person belongs to the institution already."""


class LeftBeforeStart(Refused):
    """Somebody cannot leave before they came."""


@dataclass(frozen=True)
class Newcomer:
    """Somebody to be listed, as typed. `language` is the one the post is written in."""

    name: str
    original_name: str = ""
    email: str = ""
    post: str = ""
    language: str = "en"
    starts_on: date | None = None
    is_contact: bool = False


@transaction.atomic
def person_for(*, name: str, original_name: str = "", original_language: str = "", email: str = "") -> Person:
    """The person of that address when there is one, else a new person. An existing person is never renamed from here."""
    known = person_by_email(email)
    if known is not None:
        return known
    name = clean_line(name) or clean_line(original_name)
    if not any(letter.isalpha() for letter in name):
        raise NamelessPerson(_("Write the person's name."))
    return Person.objects.create(
        name=name, original_name=clean_line(original_name), original_language=original_language, email=email.strip()
    )


@transaction.atomic
def add_member(
    *,
    institution: Institution,
    person: Person,
    post: str = "",
    language: str = "en",
    starts_on: date | None = None,
    is_contact: bool = False,
    at: datetime,
    by: User | None,
) -> Membership:
    """`person` belongs to the institution from `starts_on` in this post. One standing membership a person and institution."""
    institution = locked(institution)
    if institution.memberships.filter(person=person, ends_on__isnull=True).exists():
        raise AlreadyMember(_("%(name)s is already listed here. Change the post there.") % {"name": person.name})
    member = Membership.objects.create(
        institution=institution,
        person=person,
        post=written(clean_line(post), language),
        starts_on=starts_on,
        is_contact=is_contact,
    )
    ledger.record(MemberAdded(institution_id=institution.pk, person_id=person.pk), by=by, at=at)
    return member


@transaction.atomic
def join_as_member(*, institution: Institution, newcomer: Newcomer, at: datetime, by: User) -> Membership:
    """List somebody by name and address: the person of that address, or a new one."""
    script = language_by_script(newcomer.original_name, otherwise="en") if newcomer.original_name else ""
    person = person_for(name=newcomer.name, original_name=newcomer.original_name, original_language=script, email=newcomer.email)
    return add_member(
        institution=institution,
        person=person,
        post=newcomer.post,
        language=newcomer.language,
        starts_on=newcomer.starts_on,
        is_contact=newcomer.is_contact,
        at=at,
        by=by,
    )


@transaction.atomic
def change_member(*, member: Membership, post: Translated, is_contact: bool, at: datetime, by: User) -> Membership:
    """Another wording of the post, or whether the person is a public contact."""
    member = Membership.objects.select_for_update().get(pk=member.pk)
    if (member.post, member.is_contact) == (post, is_contact):
        return member
    member.post, member.is_contact = post, is_contact
    member.save(update_fields=["post", "is_contact"])
    ledger.record(MemberChanged(institution_id=member.institution_id, person_id=member.person_id), by=by, at=at)
    return member


@transaction.atomic
def end_membership(*, member: Membership, on: date, at: datetime, by: User) -> Membership:
    """The person left on this day; the row stays as history and is no longer a public contact."""
    member = Membership.objects.select_for_update().get(pk=member.pk)
    if member.ends_on is not None:
        return member
    if member.starts_on and on < member.starts_on:
        raise LeftBeforeStart(_("The post began on %(day)s. Choose a later day.") % {"day": member.starts_on})
    member.ends_on, member.is_contact = on, False
    member.save(update_fields=["ends_on", "is_contact"])
    ledger.record(MemberLeft(institution_id=member.institution_id, person_id=member.person_id), by=by, at=at)
    return member
