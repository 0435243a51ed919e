"""Which entries a calendar of an event has: for everybody, and for one person."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from catecp.events.calendar import Entry
from catecp.events.enums import SessionKind, TalkKind
from catecp.events.models import Event, ProgrammeRelease, Registration, Visit
from catecp.events.programme import ShownSession, ShownTalk, from_json
from catecp.events.queries.visits import signups_by_visit


def entries_of_programme(event: Event, release: ProgrammeRelease | None) -> list[Entry]:
    """Every released session that has a time."""
    sessions = from_json(release.content) if release else ()
    return [_entry_of(event, session) for session in sessions if session.starts_at is not None]


def entries_of_visits(visits: Iterable[Visit]) -> list[Entry]:
    return [
        Entry(
            key=f"visit-{visit.public_id}",
            title=str(visit.destination),
            starts_at=visit.starts_at,
            ends_at=visit.ends_at,
            about=str(visit.purpose),
            address=settings.SITE_ADDRESS + reverse("events:visit", args=[visit.event.slug, visit.public_id]),
        )
        for visit in visits
    ]


def own_entries(registration: Registration, release: ProgrammeRelease | None) -> list[Entry]:
    """What this person goes to: their own sessions, those nobody has to choose between, and the visits they have a seat on.

    Where sessions run side by side, only the one they speak in is theirs; without one, all are listed.
    """
    sessions = [session for session in (from_json(release.content) if release else ()) if session.starts_at is not None]
    me = registration.person.public_id
    mine = [session for session in sessions if _speaks(me, session)]
    kept = [session for session in sessions if session in mine or not any(_overlap(session, own) for own in mine)]
    visits = [signup.visit for signup in signups_by_visit(registration).values() if signup.state == "going"]
    return [_entry_of(registration.event, session, me=me) for session in kept] + entries_of_visits(visits)


def _speaks(me: str, session: ShownSession) -> bool:
    return any(talk.speaker is not None and talk.speaker.key == me for talk in session.talks)


def _overlap(first: ShownSession, second: ShownSession) -> bool:
    if not (first.starts_at and second.starts_at and first.ends_at and second.ends_at):
        return first.starts_at == second.starts_at
    return max(first.starts_at, second.starts_at) < min(first.ends_at, second.ends_at)


def _entry_of(event: Event, session: ShownSession, *, me: str = "") -> Entry:
    if session.starts_at is None:
        raise ValueError("A session without a time has no place in a calendar.")
    return Entry(
        key=f"session-{session.key}",
        title=f"★ {session_title(session)}" if me and _speaks(me, session) else session_title(session),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=", ".join(str(text) for text in (session.place, event.venue, event.city) if text),
        about="\n".join(talk_line(talk) for talk in session.talks) or str(session.about),
        address=settings.SITE_ADDRESS + reverse("events:session", args=[event.slug, session.key]),
    )


def session_title(session: ShownSession) -> str:
    title = str(session.title) or str(SessionKind(session.kind).label)
    return f"{session.number}. {title}" if session.number else title


def talk_line(talk: ShownTalk) -> str:
    """“Title (Dr. NAME)”, as one line of a description."""
    title = str(talk.title) or str(TalkKind(talk.kind).label)
    return f"{title} ({' '.join(filter(None, [talk.speaker.title, talk.speaker.name]))})" if talk.speaker else title
