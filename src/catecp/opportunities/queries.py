"""Calls for collaboration: who sees which, and how many."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from catecp.accounts.models import Person, Scope
from catecp.accounts.queries import Actor, scope_ids
from catecp.accounts.roles import Permission
from catecp.events.models import Event, Registration
from catecp.network.models import Institution, Membership
from catecp.opportunities.models import Call, CallKind, CallState, Interest


def _full(calls: QuerySet[Call]) -> QuerySet[Call]:
    """With `interested`, how many people are."""
    calls = calls.select_related(
        "event",
        "owner",
        "institution",
        "institution__country",
        "institution__merged_into",
        "institution__merged_into__country",
    )
    return calls.annotate(interested=Count("interests", filter=Q(interests__withdrawn_at__isnull=True))).order_by(
        "-posted_at", "-pk"
    )


def calls_visible_to(actor: Actor, person: Person | None) -> QuerySet[Call]:
    """Everybody sees every call that is not hidden; its owner and the coordinator of its event see it hidden too. Newest first.

    `person` is who holds the phone, with or without an account; a call of an event that is not public shows only there.
    """
    seen = Q(event__isnull=True) | Q(event__is_public=True)
    managed = scope_ids(actor, Permission.MANAGE_EVENT, Scope.EVENT)
    if managed is None:
        return _full(Call.objects.all())
    seen &= ~Q(state=CallState.HIDDEN)
    if person is not None:
        here = Registration.objects.filter(person=person).values("event")
        seen |= Q(event__in=here) & ~Q(state=CallState.HIDDEN)
        seen |= Q(owner=person)
    return _full(Call.objects.filter(seen | Q(event__in=managed)))


def open_on(day: date) -> Q:
    """Calls that are open and whose deadline has not passed."""
    return Q(state=CallState.OPEN) & (Q(closes_on__isnull=True) | Q(closes_on__gte=day))


@dataclass(frozen=True)
class CallFilter:
    """What a list asks for; an empty value asks for everything."""

    kind: str = ""
    offers: str = ""  # "offer" or "need"
    country: str = ""  # two-letter code of the institution's country
    language: str = ""
    event: str = ""  # slug
    closed: bool = False  # also those that are closed or past their deadline


def filtered(calls: QuerySet[Call], asked: CallFilter, *, on: date) -> QuerySet[Call]:
    if not asked.closed:
        calls = calls.filter(open_on(on))
    if asked.kind in CallKind.values:
        calls = calls.filter(kind=asked.kind)
    if asked.offers in {"offer", "need"}:
        calls = calls.filter(offers=asked.offers == "offer")
    if asked.country:
        merged = Q(institution__merged_into__isnull=True, institution__country__code=asked.country.upper())
        calls = calls.filter(merged | Q(institution__merged_into__country__code=asked.country.upper()))
    if asked.language:
        calls = calls.filter(language=asked.language)
    return calls.filter(event__slug=asked.event) if asked.event else calls


def countries_calling(calls: QuerySet[Call]) -> list[str]:
    """Codes of the countries of the institutions that call, in order."""
    rows = calls.order_by().values_list("institution__country__code", "institution__merged_into__country__code").distinct()
    return sorted({after or before for before, after in rows if after or before})


def languages_calling(calls: QuerySet[Call]) -> list[str]:
    return sorted(set(calls.order_by().values_list("language", flat=True)))


def calls_of(person: Person) -> QuerySet[Call]:
    """What this person posted, newest first."""
    return _full(Call.objects.filter(owner=person))


def board(event: Event, *, on: date) -> QuerySet[Call]:
    """The open calls of an event as the projector shows them, newest first."""
    return _full(Call.objects.filter(open_on(on), event=event))


def interests_in(call: Call) -> QuerySet[Interest]:
    """Who is interested, the first first: for the owner and the coordinator."""
    standing = Interest.objects.filter(call=call, withdrawn_at__isnull=True)
    return standing.select_related("person", "institution").order_by("said_at", "pk")


def is_interested(call: Call, person: Person | None) -> bool:
    return person is not None and interests_in(call).filter(person=person).exists()


def institution_of(person: Person, event: Event | None, *, on: date) -> Institution | None:
    """For whom the person speaks: the institution of their registration at the event, else of their present membership."""
    if event is not None:
        registered = Registration.objects.filter(event=event, person=person, institution__isnull=False).select_related(
            "institution"
        )
        registration = registered.order_by("-pk").first()
        if registration is not None:
            return registration.institution
    present = Membership.objects.filter(person=person).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    membership = present.select_related("institution").order_by("-starts_on", "-pk").first()
    return membership.institution if membership else None


def calls_of_event(event: Event) -> QuerySet[Call]:
    """Every call posted at the event that the coordinator did not hide, open or closed: what a report counts."""
    return _full(Call.objects.filter(event=event).exclude(state=CallState.HIDDEN))


def calls_by_kind(event: Event) -> dict[str, int]:
    """{kind: calls} of `calls_of_event`, every kind of the catalogue, in its order."""
    rows = (
        Call.objects.filter(event=event)
        .exclude(state=CallState.HIDDEN)
        .values("kind")
        .annotate(number=Count("pk"))
        .order_by("kind")
    )
    found = {row["kind"]: row["number"] for row in rows}
    return {kind: found.get(kind, 0) for kind in CallKind.values}


def interests_at(event: Event) -> QuerySet[Interest]:
    """Standing interests in the calls of the event; one person may be interested in several."""
    standing = Interest.objects.filter(call__event=event, withdrawn_at__isnull=True).exclude(call__state=CallState.HIDDEN)
    return standing.order_by("said_at", "pk")
