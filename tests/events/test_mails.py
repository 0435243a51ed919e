import pytest

from catecp.events import reactions
from catecp.events.links import registration_key
from catecp.events.services import mails
from catecp.events.services.programme import SessionDetails, TalkDetails, save_session, save_talk
from catecp.events.services.registration import (
    PersonDetails,
    RegistrationDetails,
    add_registration,
    confirm_registration,
    receive_registration,
    withdraw_registration,
)
from catecp.events.services.releases import release_programme
from catecp.events.services.visits import join_visit, leave_visit
from catecp.kernel.models import LedgerEntry
from catecp.kernel.translated import Translated, written
from catecp.notices.models import Message
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import NOON, EventFactory, RegistrationFactory, TalkFactory, VisitFactory

pytestmark = pytest.mark.django_db


def sent() -> list[tuple[str, str, str]]:
    return list(Message.objects.order_by("pk").values_list("kind", "to_address", "state"))


def details(**changes) -> RegistrationDetails:
    return RegistrationDetails(
        person=PersonDetails(name="SOK Dara", email="dara@example.org", preferred_language="en"), **changes
    )


def test_confirmed_registration_is_written_with_badge_and_private_link():
    event = EventFactory(name={"en": "3rd workshop", "km": "សិក្ខាសាលា"})

    registration = receive_registration(event=event, details=details(), by=None, at=NOON).registration

    message = Message.objects.get()
    assert sent() == [("events.registered", "dara@example.org", "queued")]
    assert message.body.count(registration.badge_code) == 1
    assert message.body.count(f"http://testserver/events/{event.slug}/mine/{registration_key(registration)}/") == 1
    assert message.subject == "You are registered: 3rd workshop"


def test_waiting_registration_hears_so_and_again_when_confirmed_and_withdrawn():
    event, by = EventFactory(needs_approval=True), UserFactory()
    registration = receive_registration(event=event, details=details(), by=None, at=NOON).registration

    confirm_registration(registration=registration, by=by, at=NOON)
    withdraw_registration(registration=registration, by=by, at=NOON)

    assert [kind for kind, _to, _state in sent()] == [
        "events.registration_waits",
        "events.registered",
        "events.registration_withdrawn",
    ]


def test_nobody_hears_of_a_list_brought_in_by_others():
    add_registration(event=EventFactory(), details=details(), channel="workbook", by=None, at=NOON)

    assert sent() == []


def test_reaction_run_twice_writes_once():
    receive_registration(event=EventFactory(), details=details(), by=None, at=NOON)

    reactions.write_to_registered_person(LedgerEntry.objects.get(kind="events.registration.received"))

    assert len(sent()) == 1


def test_who_moves_up_hears_of_the_place():
    visit = VisitFactory(capacity=1, starts_at=NOON)
    first, second = RegistrationFactory.create_batch(2, event=visit.event)
    for registration in (first, second):
        join_visit(visit=visit, registration=registration, by=None, at=NOON.replace(hour=1))

    leave_visit(visit=visit, registration=first, by=None, at=NOON.replace(hour=2))

    assert sent() == [("events.visit_place", second.person.email, "queued")]


def test_release_drafts_mails_to_the_speakers_concerned_only():
    talk = TalkFactory()
    event, by = talk.session.event, UserFactory()
    other = save_talk(
        session=talk.session, details=TalkDetails(speaker=PersonFactory(), title=written("Other")), by=None, at=NOON
    )
    save_talk(session=talk.session, details=TalkDetails(speaker=PersonFactory(email=""), title=written("Mute")), by=None, at=NOON)
    release_programme(event=event, note=Translated(), by=by, at=NOON)
    save_talk(session=talk.session, talk=other, details=TalkDetails(speaker=other.speaker, title=written("New")), by=by, at=NOON)
    release = release_programme(event=event, note=Translated(), by=by, at=NOON)

    drafted = mails.draft_release_mails(release=release, by=by, at=NOON)
    mails.draft_release_mails(release=release, by=by, at=NOON)

    assert drafted == 1
    assert sent() == [("events.programme_changed", other.speaker.email, "draft")]


def test_first_release_writes_to_every_speaker_with_an_address():
    talk, by = TalkFactory(), UserFactory()
    save_session(event=talk.session.event, details=SessionDetails(title=written("Break"), kind="break"), by=None, at=NOON)
    release = release_programme(event=talk.session.event, note=Translated(), by=by, at=NOON)

    assert mails.draft_release_mails(release=release, by=by, at=NOON) == 1
