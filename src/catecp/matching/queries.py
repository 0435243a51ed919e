"""What each of two people may see of an exchange, and what the coordinator may count."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from catecp.accounts.models import Person
from catecp.events.badge_codes import code_on_badge
from catecp.events.enums import RegistrationState
from catecp.events.models import Event, Registration
from catecp.kernel.translated import Translated
from catecp.matching.enums import Field, Standing
from catecp.matching.models import CodeMiss, ContactSwap, FollowUp
from catecp.matching.vcard import Card


@dataclass(frozen=True)
class SwapView:
    """An exchange as one of the two sees it. `card` is the other's, and None before both consented or after either withdrew."""

    swap: ContactSwap
    other: Person
    standing: Standing
    shared_by_me: list[str]
    card: Card | None
    i_met: bool
    they_met: bool
    follow_up: FollowUp | None


def swaps_of(person: Person) -> QuerySet[ContactSwap]:
    """Every exchange this person asked for or was asked for, newest first."""
    mine = ContactSwap.objects.filter(Q(asker=person) | Q(asked=person))
    return mine.select_related("event", "asker", "asked", "follow_up").order_by("-requested_at", "-pk")


def swap_between(event: Event, one: Person, other: Person) -> ContactSwap | None:
    """The exchange of these two at the event, whoever asked."""
    return swaps_of(one).filter(Q(asker=other) | Q(asked=other), event=event).first()


def swap_views(person: Person) -> list[SwapView]:
    """All exchanges of this person as they see them. Two queries however many there are."""
    swaps = list(swaps_of(person))
    registrations = _registrations(swaps)
    return [swap_view(swap, person, registrations=registrations) for swap in swaps]


def swap_view(swap: ContactSwap, person: Person, *, registrations: dict[tuple[int, int], Registration] | None = None) -> SwapView:
    """`registrations` maps (event id, person id) to registration, when many are shown at once."""
    i_asked = swap.asker_id == person.pk
    other = swap.asked if i_asked else swap.asker
    known = _registrations([swap]) if registrations is None else registrations
    state = standing(swap, person)
    fields = swap.asked_fields if i_asked else swap.asker_fields
    card = _card(other, known.get((swap.event_id, other.pk)), fields, event=swap.event) if state == Standing.SHARED else None
    return SwapView(
        swap=swap,
        other=other,
        standing=state,
        shared_by_me=swap.asker_fields if i_asked else swap.asked_fields,
        card=card,
        i_met=bool(swap.asker_met_at if i_asked else swap.asked_met_at),
        they_met=bool(swap.asked_met_at if i_asked else swap.asker_met_at),
        follow_up=getattr(swap, "follow_up", None) if state == Standing.SHARED else None,
    )


def standing(swap: ContactSwap, person: Person) -> Standing:
    i_asked = swap.asker_id == person.pk
    if swap.asker_withdrew_at or swap.asked_withdrew_at:
        return Standing.I_WITHDREW if (swap.asker_withdrew_at if i_asked else swap.asked_withdrew_at) else Standing.THEY_WITHDREW
    if swap.accepted_at:
        return Standing.SHARED
    if swap.declined_at:
        return Standing.DECLINED
    return Standing.WAITING if i_asked else Standing.ASKED_ME


def _registrations(swaps: list[ContactSwap]) -> dict[tuple[int, int], Registration]:
    people = {pk for swap in swaps for pk in (swap.asker_id, swap.asked_id)}
    found = Registration.objects.filter(
        event__in={swap.event_id for swap in swaps}, person__in=people, state=RegistrationState.CONFIRMED
    )
    return {
        (row.event_id, row.person_id): row
        for row in found.select_related("institution", "institution__merged_into").order_by("pk")
    }


def _card(other: Person, registration: Registration | None, fields: list[str], *, event: Event) -> Card:
    institution = registration.institution if registration else None
    name = (institution.merged_into or institution).name if institution else None
    if name is None and registration and registration.affiliation:
        name = Translated(texts={"en": registration.affiliation})
    return Card(
        name=other.name,
        original_name=other.original_name,
        original_language=other.original_language,
        event=str(event.name),
        email=other.email if Field.EMAIL in fields else "",
        phone=other.phone if Field.PHONE in fields else "",
        post=registration.post if registration and Field.POST in fields else "",
        institution=name if Field.INSTITUTION in fields else None,
    )


def registration_of_badge(code: str) -> Registration | None:
    """Whose badge it is: the confirmed registration of that code, also when the badge belongs to one merged into it."""
    found = Registration.objects.filter(badge_code=code_on_badge(code)).select_related("merged_into")
    registration = found.first()
    registration = registration.merged_into or registration if registration else None
    if registration is None or registration.state != RegistrationState.CONFIRMED:
        return None
    return Registration.objects.select_related("event", "person", "institution").get(pk=registration.pk)


def misses_within_an_hour(person: Person, *, at: datetime) -> int:
    return CodeMiss.objects.filter(person=person, missed_at__gt=at - timedelta(hours=1)).count()


def exchanges(event: Event) -> QuerySet[ContactSwap]:
    """Exchanges both consented to at this event, also those withdrawn later: a flow."""
    return ContactSwap.objects.filter(event=event, accepted_at__isnull=False).order_by("accepted_at", "pk")


def standing_exchanges(event: Event) -> QuerySet[ContactSwap]:
    """Exchanges both consented to and neither withdrew: a stock."""
    return exchanges(event).filter(asker_withdrew_at__isnull=True, asked_withdrew_at__isnull=True)


def open_requests(event: Event) -> QuerySet[ContactSwap]:
    """Asked, and neither answered nor withdrawn."""
    waiting = ContactSwap.objects.filter(event=event, accepted_at__isnull=True, declined_at__isnull=True)
    return waiting.filter(asker_withdrew_at__isnull=True, asked_withdrew_at__isnull=True).order_by("requested_at", "pk")


def people_in_exchanges(event: Event) -> int:
    """How many people took part in at least one exchange both consented to."""
    pairs = exchanges(event).order_by().values_list("asker_id", "asked_id")
    return len({person for pair in pairs for person in pair})


def meetings_confirmed(event: Event) -> QuerySet[ContactSwap]:
    """Exchanges after which both said “we met”."""
    return exchanges(event).filter(asker_met_at__isnull=False, asked_met_at__isnull=False)


def follow_ups_of(person: Person) -> QuerySet[FollowUp]:
    """Open follow-ups of this person's standing exchanges, the next due first."""
    mine = FollowUp.objects.filter(Q(swap__asker=person) | Q(swap__asked=person), done_at__isnull=True)
    mine = mine.filter(swap__asker_withdrew_at__isnull=True, swap__asked_withdrew_at__isnull=True)
    return mine.select_related("swap", "swap__asker", "swap__asked").order_by(F("due_on").asc(nulls_last=True), "pk")
