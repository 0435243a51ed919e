"""The draft of a programme, its released versions, and what was taken from its sessions."""

from django.db.models import Prefetch, QuerySet

from catecp.accounts.models import Person
from catecp.accounts.queries import Actor, person_of
from catecp.events.models import Event, ProgrammeRelease, Session, Takeaway, Talk
from catecp.events.queries.events import events_visible_to


def talks() -> QuerySet[Talk]:
    """Talks with all a page prints of them, in the order they are held."""
    return Talk.objects.select_related("speaker", "institution", "session", "session__event").order_by(
        "session", "position", "pk"
    )


def sessions_of(event: Event) -> QuerySet[Session]:
    """The draft programme: sessions in the order of time, each with its place and talks. For editors; visitors see a release."""
    sessions = event.sessions.select_related("place", "event").prefetch_related(Prefetch("talks", queryset=talks()))
    return sessions.order_by("starts_at", "position", "pk")


def releases_of(event: Event) -> QuerySet[ProgrammeRelease]:
    """Newest first."""
    return event.releases.order_by("-number")


def latest_release(event: Event) -> ProgrammeRelease | None:
    return releases_of(event).first()


def talks_to_give(actor: Actor, event: Event) -> QuerySet[Talk]:
    """The talks of this event `actor` speaks."""
    person = person_of(actor)
    return talks().filter(session__event=event, speaker=person) if person is not None else Talk.objects.none()


def sessions_with_speaker(person: Person, event: Event) -> QuerySet[Session]:
    """The sessions a person speaks in."""
    return event.sessions.filter(talks__speaker=person).distinct().order_by("starts_at", "position", "pk")


def takeaways_of(session: Session) -> QuerySet[Takeaway]:
    """In the order their keepers gave them."""
    return session.takeaways.select_related("talk", "talk__speaker", "session", "session__event").order_by("position", "pk")


def takeaways_visible_to(actor: Actor) -> QuerySet[Takeaway]:
    """Takeaways are public once noted; they show with the event."""
    takeaways = Takeaway.objects.select_related("session", "session__event", "talk").order_by("session", "position", "pk")
    return takeaways.filter(session__event__in=events_visible_to(actor).order_by())
