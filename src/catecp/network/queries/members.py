"""People of an institution, as far as the reader may see them."""

from django.db.models import F, QuerySet

from catecp.accounts.queries import Actor, holds, person_of
from catecp.accounts.roles import Permission
from catecp.network.models import Institution, Membership
from catecp.network.queries.canonical import canonical, family_ids


def members_of(institution: Institution) -> QuerySet[Membership]:
    """Every membership, past ones last; those of rows merged in included."""
    rows = Membership.objects.filter(institution__in=family_ids(institution)).select_related("person")
    return rows.order_by(F("ends_on").asc(nulls_first=True), "person__sort_name", "pk")


def members_visible_to(actor: Actor, institution: Institution) -> QuerySet[Membership]:
    """Contacts are public; the others are for people of the same institution and for those who may see people."""
    rows = members_of(institution)
    if sees_all_members(actor, institution):
        return rows
    return rows.filter(is_contact=True, ends_on__isnull=True)


def sees_all_members(actor: Actor, institution: Institution) -> bool:
    if holds(actor, Permission.SEE_PEOPLE) or holds(actor, Permission.MANAGE_INSTITUTION, institution=institution.pk):
        return True
    person = person_of(actor)
    return person is not None and members_of(institution).filter(person=person, ends_on__isnull=True).exists()


def institutions_of_person(person_id: int) -> QuerySet[Institution]:
    """Where somebody belongs now, merges followed."""
    now = Membership.objects.filter(person=person_id, ends_on__isnull=True)
    return Institution.objects.filter(pk__in=now.values(kept=canonical("institution"))).order_by("sort_name", "pk")
