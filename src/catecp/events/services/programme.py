"""The draft of the programme: sessions and talks in order. Nothing of it shows before a release."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import Person, User
from catecp.events.enums import SessionKind, TalkKind
from catecp.events.facts import ProgrammeEdited, TalkEditedBySpeaker
from catecp.events.models import Event, Place, Session, Talk
from catecp.events.queries.programme import sessions_of
from catecp.events.services.events import swap_neighbours
from catecp.events.services.linking import grant_event_roles
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.translated import Translated
from catecp.network.models import Institution
from catecp.network.queries.canonical import canonical_of


class NotASession(Refused):
    """The times or the place do not fit."""


class OrderFollowsTime(Refused):
    """Sessions stand in the order of their times."""


class SessionInUse(Refused):
    """Records hang on the session or talk."""


@dataclass(frozen=True)
class SessionDetails:
    title: Translated
    kind: str = SessionKind.TALKS
    number: str = ""
    about: Translated = field(default_factory=Translated)
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: Place | None = None


@dataclass(frozen=True)
class TalkDetails:
    title: Translated = field(default_factory=Translated)
    kind: str = TalkKind.TALK
    summary: Translated = field(default_factory=Translated)
    speaker: Person | None = None
    speaker_post: Translated = field(default_factory=Translated)
    institution: Institution | None = None


@transaction.atomic
def save_session(
    *, event: Event, session: Session | None = None, details: SessionDetails, by: User | None, at: datetime
) -> Session:
    """A new session goes behind those of its hour."""
    if details.ends_at and (details.starts_at is None or details.ends_at <= details.starts_at):
        raise NotASession(_("The session ends before it starts. Check the two times."))
    if details.place is not None and details.place.event_id != event.pk:
        raise NotASession(_("This place belongs to another event."))
    session = session or Session(event=event, position=event.sessions.count())
    for name in ("title", "kind", "number", "about", "starts_at", "ends_at", "place"):
        setattr(session, name, getattr(details, name))
    session.save()
    ledger.record(ProgrammeEdited(event_id=event.pk, what="session", subject_id=session.pk), by=by, at=at)
    return session


@transaction.atomic
def remove_session(*, session: Session, by: User, at: datetime) -> None:
    """With its talks. Takeaways and scans are records of what happened: they keep a session in place."""
    if session.takeaways.exists() or session.checkpoints.filter(scans__isnull=False).exists():
        raise SessionInUse(_("Takeaways or scans hang on this session. Remove the takeaways first, or keep the session."))
    fact = ProgrammeEdited(event_id=session.event_id, what="session", subject_id=session.pk)
    speakers = [talk.speaker for talk in session.talks.select_related("speaker") if talk.speaker]
    session.delete()
    for speaker in speakers:
        grant_event_roles(person=speaker, event=session.event, at=at)
    ledger.record(fact, by=by, at=at)


@transaction.atomic
def move_session(*, session: Session, up: bool, by: User, at: datetime) -> None:
    """One place up or down among the sessions that start at the same time."""
    rows = list(
        Session.objects.select_for_update().filter(event=session.event_id, starts_at=session.starts_at).order_by("position", "pk")
    )
    if len(rows) < 2:
        raise OrderFollowsTime(_("Sessions stand in the order of their times. Change the time to move this one."))
    swap_neighbours(rows, next(row for row in rows if row.pk == session.pk), up=up)
    ledger.record(ProgrammeEdited(event_id=session.event_id, what="session", subject_id=session.pk), by=by, at=at)


@transaction.atomic
def save_talk(*, session: Session, talk: Talk | None = None, details: TalkDetails, by: User | None, at: datetime) -> Talk:
    """A new talk goes to the end of its session; the same talk given another session moves there."""
    before = talk.speaker if talk else None
    if talk is None or talk.session_id != session.pk:
        talk = talk or Talk()
        talk.session, talk.position = session, session.talks.count()
    for name in ("title", "kind", "summary", "speaker", "speaker_post"):
        setattr(talk, name, getattr(details, name))
    talk.institution = canonical_of(details.institution) if details.institution else None
    talk.save()
    for person in {person for person in (before, talk.speaker) if person is not None}:
        grant_event_roles(person=person, event=session.event, at=at)
    ledger.record(ProgrammeEdited(event_id=session.event_id, what="talk", subject_id=talk.pk), by=by, at=at)
    return talk


@transaction.atomic
def remove_talk(*, talk: Talk, by: User, at: datetime) -> None:
    """Takeaways of the talk stay with its session."""
    session, speaker = talk.session, talk.speaker
    fact = ProgrammeEdited(event_id=session.event_id, what="talk", subject_id=talk.pk)
    talk.delete()
    if speaker is not None:
        grant_event_roles(person=speaker, event=session.event, at=at)
    ledger.record(fact, by=by, at=at)


@transaction.atomic
def move_talk(*, talk: Talk, up: bool, by: User, at: datetime) -> None:
    """One place up or down; from the edge of a session into the session before or after it."""
    rows = list(Talk.objects.select_for_update().filter(session=talk.session_id).order_by("position", "pk"))
    row = next(row for row in rows if row.pk == talk.pk)
    if row is rows[0 if up else -1]:
        _move_to_neighbour(row, up=up)
    else:
        swap_neighbours(rows, row, up=up)
    ledger.record(ProgrammeEdited(event_id=talk.session.event_id, what="talk", subject_id=talk.pk), by=by, at=at)


def _move_to_neighbour(talk: Talk, *, up: bool) -> None:
    sessions = list(sessions_of(talk.session.event))
    index = sessions.index(talk.session) + (-1 if up else 1)
    if not 0 <= index < len(sessions):
        return
    others = list(sessions[index].talks.order_by("position", "pk"))
    ordered = [*others, talk] if up else [talk, *others]
    talk.session = sessions[index]
    for position, each in enumerate(ordered):
        each.position = position
        each.save(update_fields=["position", "session"])


@transaction.atomic
def edit_own_talk(*, talk: Talk, title: Translated, summary: Translated, by: User, at: datetime) -> Talk:
    """What a speaker may change of their talk; it shows with the next release."""
    talk = Talk.objects.select_for_update().get(pk=talk.pk)
    talk.title, talk.summary = title, summary
    talk.save(update_fields=["title", "summary"])
    ledger.record(TalkEditedBySpeaker(talk_id=talk.pk, event_id=talk.session.event_id), by=by, at=at)
    return talk
