"""Who is to come to an event, and who may see it."""

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce

from catecp.accounts.models import Person, Scope
from catecp.accounts.queries import Actor, person_of, scope_ids
from catecp.accounts.roles import Permission
from catecp.events.enums import RegistrationState
from catecp.events.headcount import Row
from catecp.events.models import Delegation, Event, Registration
from catecp.events.queries.events import organiser_institution_ids
from catecp.network.queries.canonical import family_ids, institutions_held

STANDING = (RegistrationState.DRAFT, RegistrationState.WAITING, RegistrationState.CONFIRMED)  # hold a seat or ask for one


def _full(registrations: QuerySet[Registration]) -> QuerySet[Registration]:
    return registrations.select_related(
        "event",
        "person",
        "institution",
        "institution__country",
        "institution__merged_into",
        "institution__merged_into__country",
        "stated_country",
        "delegation",
    )


def registrations_visible_to(actor: Actor) -> QuerySet[Registration]:
    """The coordinator's events whole; everybody their own; officers and heads the people of their institution's delegations."""
    registrations = _full(Registration.objects.order_by("event", "person__sort_name", "pk"))
    ids = scope_ids(actor, Permission.SEE_PEOPLE, Scope.EVENT)
    if ids is None:
        return registrations
    institutions = _own_institutions(actor)
    seen = Q(event_id__in=ids) | Q(delegation__institution_id__in=institutions)
    person = person_of(actor)
    if person is not None:
        seen |= is_person(person)
    return registrations.filter(seen)


def is_person(person: Person, field: str = "person") -> Q:
    """Registrations (or talks, by `speaker`) of this person, also those made under a row merged into it."""
    return Q(**{field: person}) | Q(**{f"{field}__merged_into": person})


def _own_institutions(actor: Actor) -> set[int]:
    """Rows of the institutions `actor` registers people for, merged ones included."""
    held = institutions_held(actor, Permission.REGISTER_DELEGATION) or set()
    return {pk for institution in held for pk in family_ids(institution)}


def confirmed_registrations(event: Event) -> QuerySet[Registration]:
    """The people who come, each once: of two registrations of one (merged) person the older counts."""
    confirmed = Registration.objects.filter(event=event, state=RegistrationState.CONFIRMED)
    root = Coalesce("person__merged_into_id", "person_id", output_field=IntegerField())
    older = confirmed.annotate(root=root).filter(root=OuterRef("root"), pk__lt=OuterRef("pk"))
    return _full(confirmed.annotate(root=root).filter(~Exists(older))).order_by("person__sort_name", "pk")


def registration_of(actor: Actor, event: Event) -> Registration | None:
    """The confirmed registration of the person who is signed in."""
    person = person_of(actor)
    if person is None:
        return None
    return _full(Registration.objects.filter(is_person(person), event=event, state=RegistrationState.CONFIRMED)).first()


def headcount_rows(event: Event) -> list[Row]:
    """One row per person who comes, for `headcount.partition`.

    The institution is the one left after merging. Staff of an organising institution run the workshop; they count as people
    without a participating institution.
    """
    organisers = organiser_institution_ids(event)
    rows = []
    for registration in confirmed_registrations(event):
        institution = registration.institution
        institution = institution.merged_into or institution if institution else None
        if institution is None or institution.pk in organisers:
            rows.append(Row(registration=registration.pk, institution=None, country=None))
        else:
            rows.append(Row(registration=registration.pk, institution=institution.pk, country=institution.country_id))
    return rows


def affiliations_to_resolve(event: Event) -> QuerySet[Registration]:
    """Standing registrations whose institution was written but not recognised; same spellings stand together."""
    registrations = Registration.objects.filter(event=event, is_affiliation_open=True, state__in=STANDING)
    return _full(registrations).order_by("affiliation", "person__sort_name", "pk")


def counts_by_state(event: Event) -> dict[str, int]:
    """{state: registrations}; states nobody is in are absent."""
    rows = Registration.objects.filter(event=event).values("state").annotate(people=Count("pk")).order_by("state")
    return {row["state"]: row["people"] for row in rows}


def delegations_visible_to(actor: Actor) -> QuerySet[Delegation]:
    """The coordinator's events whole; officers and heads their own institution's. With the number of people in it."""
    standing = Count("registrations", filter=Q(registrations__state__in=STANDING))
    delegations = Delegation.objects.select_related("event", "institution", "institution__country").annotate(people=standing)
    delegations = delegations.order_by("event", "institution__sort_name", "pk")
    ids = scope_ids(actor, Permission.SEE_PEOPLE, Scope.EVENT)
    if ids is None:
        return delegations
    institutions = _own_institutions(actor)
    return delegations.filter(Q(event_id__in=ids) | Q(institution_id__in=institutions))


def people_of(delegation: Delegation) -> QuerySet[Registration]:
    """Everybody the delegation has or had, those who still come first."""
    is_gone = Case(When(state__in=STANDING, then=0), default=1, output_field=IntegerField())
    return _full(delegation.registrations.order_by(is_gone, "person__sort_name", "pk"))


def standing_people(delegation: Delegation) -> QuerySet[Registration]:
    """Those who come or are to come with the delegation, in the order they were named."""
    return Registration.objects.filter(delegation=delegation, state__in=STANDING).order_by("pk")
