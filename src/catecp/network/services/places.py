"""Where an institution lies, and which role it plays in an initiative, from and until when."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.network.enums import InitiativeRole
from catecp.network.facts import InstitutionPlaced, PartyRoleEnded, PartyRoleGiven
from catecp.network.models import Institution, InstitutionPlace, PartyRole
from catecp.network.services.institutions import locked
from catecp.places.services import ensure_region


class NoSuchPlace(Refused):
    """An institution is placed in a unit of its own country."""


class NamelessInitiative(Refused):
    """A role is played in an initiative that has a name."""


class PlacedOutOfOrder(Refused):
    """A new place starts after the present one did."""


@transaction.atomic
def place_institution(
    *, institution: Institution, region_name: str, valid_from: date | None, at: datetime, by: User | None
) -> InstitutionPlace:
    """From `valid_from` the institution lies in this first-level unit; the present place ends the day before."""
    institution = locked(institution)
    region_name = clean_line(region_name)
    if institution.country is None or not region_name:
        raise NoSuchPlace(_("Choose the country first and write the name of its province, state or region."))
    region = ensure_region(country=institution.country, name=region_name)
    present = institution.places.filter(valid_to__isnull=True).order_by("pk").last()
    if present is not None:
        if present.region_id == region.pk:
            return present
        _end(present, before=valid_from)
    place = InstitutionPlace.objects.create(institution=institution, region=region, valid_from=valid_from)
    ledger.record(InstitutionPlaced(institution_id=institution.pk, region_id=region.pk), by=by, at=at)
    return place


def _end(present: InstitutionPlace, *, before: date | None) -> None:
    """Without a day the present place was wrong and goes; with one it was right until the day before."""
    if before is None:
        present.delete()
        return
    if present.valid_from and before <= present.valid_from:
        raise PlacedOutOfOrder(_("The present place begins on %(day)s. Choose a later day.") % {"day": present.valid_from})
    present.valid_to = before - timedelta(days=1)
    present.save(update_fields=["valid_to"])


@transaction.atomic
def give_party_role(
    *, institution: Institution, initiative: str, role: str, valid_from: date | None = None, at: datetime, by: User | None
) -> PartyRole:
    """Record a role; recording it again changes nothing."""
    institution = locked(institution)
    initiative = clean_line(initiative, longest=200)
    if not initiative:
        raise NamelessInitiative(_("Write the name of the initiative."))
    given, is_new = PartyRole.objects.get_or_create(
        institution=institution, initiative=initiative, role=InitiativeRole(role), defaults={"valid_from": valid_from}
    )
    if is_new:
        ledger.record(PartyRoleGiven(institution_id=institution.pk, initiative=initiative, role=given.role), by=by, at=at)
    return given


@transaction.atomic
def end_party_role(*, role: PartyRole, on: date, at: datetime, by: User) -> PartyRole:
    """The role was played until `on`; ending it again changes nothing."""
    role = PartyRole.objects.select_for_update().get(pk=role.pk)
    if role.valid_to is None:
        role.valid_to = on
        role.save(update_fields=["valid_to"])
        fact = PartyRoleEnded(institution_id=role.institution_id, initiative=role.initiative, role=role.role)
        ledger.record(fact, by=by, at=at)
    return role
