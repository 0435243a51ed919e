"""Who sees which mail."""

from datetime import datetime

from django.conf import settings
from django.db.models import Count, QuerySet

from catecp.accounts.models import Person, Scope
from catecp.accounts.queries import Actor, scope_ids
from catecp.accounts.roles import Permission
from catecp.notices.models import Message, MessageState, SwitchedOff

SHOWN_BACKEND = "catecp.notices.channels.shown.ShownBackend"


def messages_visible_to(actor: Actor) -> QuerySet[Message]:
    """All of them for the coordinator of the network; those about an event for its coordinator. Newest first."""
    messages = Message.objects.select_related("person", "attachment").order_by("-created_at", "-pk")
    events = scope_ids(actor, Permission.MANAGE_EVENT, Scope.EVENT)
    return messages if events is None else messages.filter(about__in=[f"event:{event}" for event in events])


def counts_by_state(messages: QuerySet[Message]) -> dict[str, int]:
    """How many are in each state; every state is named."""
    counted = dict(messages.order_by().values_list("state").annotate(count=Count("pk")))
    return {state: counted.get(state, 0) for state in MessageState.values}


def subjects_of(messages: QuerySet[Message]) -> list[str]:
    """What the messages are about: "event:12", "event:14" …"""
    return list(messages.exclude(about="").order_by("about").values_list("about", flat=True).distinct())


def messages_due(*, at: datetime) -> QuerySet[Message]:
    return Message.objects.filter(state=MessageState.QUEUED, next_try_at__lte=at).order_by("next_try_at", "pk")


def is_switched_off(person: Person | None, kind: str) -> bool:
    return person is not None and SwitchedOff.objects.filter(person=person, kind=kind).exists()


def kinds_switched_off(person: Person) -> set[str]:
    return set(SwitchedOff.objects.filter(person=person).values_list("kind", flat=True))


def mails_are_shown() -> bool:
    """Whether this is a demo whose mails are shown on a page instead of sent."""
    return settings.IS_DEMO and settings.EMAIL_BACKEND == SHOWN_BACKEND


def shown_mails() -> QuerySet[Message]:
    """What the demo would have sent, newest first; nothing anywhere else."""
    if not mails_are_shown():
        return Message.objects.none()
    return Message.objects.filter(state=MessageState.SENT).order_by("-sent_at", "-pk")
