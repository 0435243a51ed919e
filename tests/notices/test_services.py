from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

import pytest
from django.core import mail

from catecp.kernel.models import LedgerEntry
from catecp.notices import services
from catecp.notices.models import Message
from catecp.notices.services.delivery import LOST_AFTER
from tests.factories.accounts import PersonFactory
from tests.factories.events import NOON
from tests.factories.notices import MessageFactory
from tests.fakes.mail import TellingBackend

pytestmark = pytest.mark.django_db
WAITS = {"name": "SOK Dara", "event": "2nd China-SEA Partnership Workshop"}


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "tests.fakes.mail.TellingBackend"
    TellingBackend.reset()
    return TellingBackend


def queued(**more):
    return MessageFactory(state="queued", next_try_at=NOON, **more)


def test_draft_is_written_in_the_language_of_the_person(coordinator):
    person = PersonFactory(preferred_language="fil", email="dara@example.org")

    message = services.draft_message(kind="events.registration_waits", to=person, values=WAITS, at=NOON, by=coordinator)

    assert (message.state, message.to_address, message.language) == ("draft", "dara@example.org", "fil")
    assert message.subject == "We have your registration: 2nd China-SEA Partnership Workshop"
    assert [entry.kind for entry in LedgerEntry.objects.all()] == ["notices.message.drafted"]


def test_draft_is_refused_without_an_address(coordinator):
    with pytest.raises(services.NoAddress):
        services.draft_message(
            kind="events.registration_waits", to=PersonFactory(email=""), values=WAITS, at=NOON, by=coordinator
        )


def test_the_same_occasion_is_written_once(coordinator):
    person, envelope = PersonFactory(), services.Envelope(once_key="waits:7")

    first = services.tell(kind="events.registration_waits", to=person, values=WAITS, envelope=envelope, at=NOON)
    second = services.tell(kind="events.registration_waits", to=person, values=WAITS, envelope=envelope, at=NOON)

    assert first == second
    assert Message.objects.count() == 1


def test_a_notice_that_was_switched_off_is_not_written():
    person = PersonFactory()
    services.choose_notices(person=person, off=["surveys.invitation", "events.registered"], at=NOON, by=None)
    values = {"name": person.name, "event": "Workshop", "address": "https://catecp.example/s/x/"}

    told = services.tell(kind="surveys.invitation", to=person, values=values, at=NOON)
    confirmed = services.tell(kind="events.registered", to=person, values={**values, "code": "K7Q10234"}, at=NOON)

    assert told is None
    assert confirmed.state == "queued"


def test_due_message_is_sent_once():
    message = queued(subject="Invitation: Workshop")

    counts = [services.send_due(at=NOON), services.send_due(at=NOON)]

    message.refresh_from_db()
    assert counts == [1, 0]
    assert [sent.subject for sent in mail.outbox] == ["Invitation: Workshop"]
    assert (message.state, message.sent_at, message.tries) == ("sent", NOON, 1)


def test_message_that_is_not_due_yet_waits():
    MessageFactory(state="queued", next_try_at=NOON + timedelta(minutes=1))

    assert services.send_due(at=NOON) == 0


def test_failing_server_is_tried_after_1_5_and_30_minutes_then_given_up(server):
    message = queued()
    server.answers = [SMTPDataError(451, b"try later")] * 4
    at, waits = NOON, []

    for _try in range(4):
        services.send_due(at=at)
        message.refresh_from_db()
        waits.append((message.state, message.next_try_at and message.next_try_at - at))
        at = message.next_try_at or at

    assert waits == [
        ("queued", timedelta(minutes=1)),
        ("queued", timedelta(minutes=5)),
        ("queued", timedelta(minutes=30)),
        ("failed", None),
    ]
    assert message.problem == "451 try later"


def test_refused_address_fails_at_once_with_the_servers_words(server):
    message = queued()
    server.answers = [SMTPRecipientsRefused({message.to_address: (550, b"no such mailbox")})]

    services.send_due(at=NOON)

    message.refresh_from_db()
    assert (message.state, message.problem) == ("failed", "550 no such mailbox")


def test_server_that_is_away_puts_every_due_message_off(server):
    messages = [queued(), queued()]
    server.opening = ConnectionRefusedError("connection refused")

    services.send_due(at=NOON)

    assert [(row.state, row.problem) for row in Message.objects.filter(pk__in=[m.pk for m in messages])] == [
        ("queued", "connection refused"),
        ("queued", "connection refused"),
    ]


def test_one_failure_does_not_hold_up_the_others(server):
    _first, second = queued(), queued()
    server.answers = [SMTPDataError(451, b"try later"), None]

    sent = services.send_due(at=NOON)

    assert sent == 1
    assert [mail.to for mail in server.arrived] == [[second.to_address]]


def test_message_that_cannot_be_written_down_fails_at_once_and_holds_up_nobody(server):
    first, second = queued(), queued()
    server.answers = [UnicodeError("label too long"), None]

    sent = services.send_due(at=NOON)

    first.refresh_from_db()
    assert (sent, [mail.to for mail in server.arrived]) == (1, [[second.to_address]])
    assert (first.state, first.problem) == ("failed", "label too long")


def test_crash_between_sending_and_marking_sends_at_most_twice_under_one_id(server):
    message = MessageFactory(state="sending", claimed_at=NOON, tries=1)
    later = NOON + LOST_AFTER + timedelta(seconds=1)

    services.send_due(at=later)
    Message.objects.filter(pk=message.pk).update(state="sending", claimed_at=later)  # it dies again at the same place
    services.send_due(at=later + LOST_AFTER + timedelta(seconds=1))

    message.refresh_from_db()
    assert [mail.extra_headers["Message-ID"] for mail in server.arrived] == [f"<{message.public_id}@testserver>"]
    assert (message.state, message.was_lost) == ("failed", True)


def test_claimed_message_is_left_to_its_worker(server):
    MessageFactory(state="sending", claimed_at=NOON, tries=1)

    assert services.send_due(at=NOON + timedelta(minutes=9)) == 0


def test_failed_message_is_tried_again_from_the_start(coordinator):
    message = MessageFactory(state="failed", tries=4, problem="451 try later", was_lost=True)

    services.retry_message(message=message, at=NOON, by=coordinator)
    services.send_due(at=NOON)

    message.refresh_from_db()
    assert (message.state, message.tries, message.problem) == ("sent", 1, "")


def test_sent_message_cannot_be_edited_or_discarded(coordinator):
    message = MessageFactory(state="sent")

    with pytest.raises(services.AlreadyHandedOn):
        services.edit_message(message=message, subject="x", body="y", at=NOON, by=coordinator)
    with pytest.raises(services.AlreadyHandedOn):
        services.discard_message(message=message, at=NOON, by=coordinator)


def test_all_drafts_of_one_subject_are_queued_and_no_others(coordinator):
    mine = [MessageFactory(about="event:1"), MessageFactory(about="event:1")]
    other = MessageFactory(about="event:12")

    count = services.queue_drafts(about="event:1", at=NOON, by=coordinator)

    other.refresh_from_db()
    assert count == 2
    assert set(Message.objects.filter(state="queued")) == set(mine)
    assert other.state == "draft"


def test_queueing_drafts_is_refused_when_there_are_none(coordinator):
    with pytest.raises(services.NothingToSend):
        services.queue_drafts(about="event:1", at=NOON, by=coordinator)
