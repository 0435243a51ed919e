"""The draft of a programme, its released versions, and what was taken from its sessions."""

from datetime import UTC

from django.db.models import F, Prefetch, QuerySet

from catecp.accounts.models import Person
from catecp.accounts.queries import Actor, person_of
from catecp.events.models import Event, ProgrammeRelease, Session, Takeaway, Talk
from catecp.events.programme import Programme, ShownSession, ShownTalk, Speaker, from_json
from catecp.events.queries.events import events_visible_to
from catecp.events.queries.people import is_person
from catecp.kernel.translated import Translated

SESSION_ORDER = (F("starts_at").asc(nulls_last=True), "position", "pk")  # databases disagree where nulls go


def talks() -> QuerySet[Talk]:
    """Talks with all a page prints of them, in the order they are held."""
    return Talk.objects.select_related("speaker", "speaker__merged_into", "institution", "session", "session__event").order_by(
        "session", "position", "pk"
    )


def sessions_of(event: Event) -> QuerySet[Session]:
    """The draft programme: sessions in the order of time, each with its place and talks. For editors; visitors see a release."""
    sessions = event.sessions.select_related("place", "event").prefetch_related(Prefetch("talks", queryset=talks()))
    return sessions.order_by(*SESSION_ORDER)


def draft_programme(event: Event) -> Programme:
    """The draft as plain values, as a release would freeze it."""
    return tuple(_shown_session(session) for session in sessions_of(event))


def _shown_session(session: Session) -> ShownSession:
    return ShownSession(
        key=session.public_id,
        kind=session.kind,
        number=session.number,
        title=session.title,
        about=session.about,
        starts_at=session.starts_at.astimezone(UTC) if session.starts_at else None,
        ends_at=session.ends_at.astimezone(UTC) if session.ends_at else None,
        place=session.place.name if session.place else Translated(),
        place_key=str(session.place_id or ""),
        talks=tuple(_shown_talk(talk) for talk in session.talks.all()),
    )


def _shown_talk(talk: Talk) -> ShownTalk:
    return ShownTalk(
        key=talk.public_id,
        kind=talk.kind,
        title=talk.title,
        summary=talk.summary,
        speaker=_speaker(talk.speaker) if talk.speaker else None,
        post=talk.speaker_post,
        institution=talk.institution.name if talk.institution else Translated(),
        institution_key=talk.institution.public_id if talk.institution else "",
    )


def _speaker(person: Person) -> Speaker:
    person = person.merged_into or person
    return Speaker(
        key=person.public_id,
        name=person.name,
        title=person.title,
        original_name=person.original_name,
        original_language=person.original_language,
    )


def released_programme(event: Event) -> Programme:
    """What everybody sees: the last released version, or nothing before the first."""
    release = latest_release(event)
    return from_json(release.content) if release else ()


def releases_of(event: Event) -> QuerySet[ProgrammeRelease]:
    """Newest first."""
    return event.releases.order_by("-number")


def latest_release(event: Event) -> ProgrammeRelease | None:
    return releases_of(event).first()


def talks_to_give(actor: Actor, event: Event) -> QuerySet[Talk]:
    """The talks of this event `actor` speaks."""
    person = person_of(actor)
    return talks().filter(is_person(person, "speaker"), session__event=event) if person is not None else Talk.objects.none()


def sessions_with_speaker(person: Person, event: Event) -> QuerySet[Session]:
    """The sessions a person speaks in."""
    return event.sessions.filter(is_person(person, "talks__speaker")).distinct().order_by(*SESSION_ORDER)


def takeaways_of(session: Session) -> QuerySet[Takeaway]:
    """In the order their keepers gave them."""
    return session.takeaways.select_related("talk", "talk__speaker", "session", "session__event").order_by("position", "pk")


def takeaways_visible_to(actor: Actor) -> QuerySet[Takeaway]:
    """Takeaways are public once noted; they show with the event."""
    takeaways = Takeaway.objects.select_related("session", "session__event", "talk").order_by("session", "position", "pk")
    return takeaways.filter(session__event__in=events_visible_to(actor).order_by())


def takeaways_by_session(event: Event) -> dict[str, list[Takeaway]]:
    """{session's public id: its takeaways}, for a programme page."""
    found: dict[str, list[Takeaway]] = {}
    for takeaway in (
        Takeaway.objects.filter(session__event=event).select_related("session", "talk").order_by("session", "position", "pk")
    ):
        found.setdefault(takeaway.session.public_id, []).append(takeaway)
    return found
