"""Which events there are, and who sees them."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from catecp.accounts.models import Scope
from catecp.accounts.queries import Actor, person_of, scope_ids
from catecp.accounts.roles import Permission
from catecp.events.enums import RegistrationState
from catecp.events.models import Event, Organiser, Registration, Talk

_INSIDE = (Permission.MANAGE_EVENT, Permission.SCAN_BADGES, Permission.TAKE_PART, Permission.EDIT_OWN_TALK)


def events_visible_to(actor: Actor) -> QuerySet[Event]:
    """Public events for everybody; a closed one for who manages it, helps at its doors, speaks or is registered. Newest first."""
    events = Event.objects.select_related("country").order_by("-starts_on", "pk")
    managed = scope_ids(actor, Permission.MANAGE_EVENT, Scope.EVENT)
    if managed is None:
        return events
    inside = set(managed)
    for permission in _INSIDE[1:]:
        inside |= scope_ids(actor, permission, Scope.EVENT) or set()
    seen = Q(is_public=True) | Q(pk__in=inside)
    person = person_of(actor)
    if person is not None:
        registered = Registration.objects.filter(event=OuterRef("pk"), person=person, state=RegistrationState.CONFIRMED)
        speaks = Talk.objects.filter(session__event=OuterRef("pk"), speaker=person)
        seen |= Q(Exists(registered)) | Q(Exists(speaks))
    return events.filter(seen)


def managed_events(actor: Actor) -> QuerySet[Event]:
    """The events whose coordinator `actor` is. Newest first."""
    ids = scope_ids(actor, Permission.MANAGE_EVENT, Scope.EVENT)
    events = Event.objects.select_related("country").order_by("-starts_on", "pk")
    return events if ids is None else events.filter(pk__in=ids)


def next_public_event(*, on: date) -> Event | None:
    """The public event that runs on `on` or starts soonest after it."""
    return Event.objects.filter(is_public=True, ends_on__gte=on).select_related("country").order_by("starts_on", "pk").first()


def organisers_of(event: Event) -> QuerySet[Organiser]:
    """With their institutions, in the order printed."""
    return event.organisers.select_related("institution", "institution__country").order_by("position", "pk")


def organiser_institution_ids(event: Event) -> set[int]:
    """Ids of the institutions that organise the event, both as recorded and after merging."""
    rows = event.organisers.values_list("institution_id", "institution__merged_into_id")
    return {found for row in rows for found in row if found is not None}
