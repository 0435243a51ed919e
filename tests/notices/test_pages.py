import pytest
from django.core.mail import send_mail

from catecp.notices.models import Message
from catecp.notices.queries import SHOWN_BACKEND
from tests.factories.accounts import GrantFactory
from tests.factories.events import NOON, EventFactory
from tests.factories.notices import MessageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.IS_DEMO, settings.EMAIL_BACKEND = True, SHOWN_BACKEND


@pytest.mark.parametrize("count", [1, 3])
def test_outbox_asks_the_same_number_of_questions_for_any_number_of_rows(coordinator_client, django_assert_num_queries, count):
    event = EventFactory()
    MessageFactory.create_batch(count, about=f"event:{event.pk}")
    coordinator_client.get("/outbox/")

    with django_assert_num_queries(8):
        response = coordinator_client.get("/outbox/")

    assert response.content.count(b'<tr><th scope="row">') == count


def test_outbox_of_an_event_coordinator_holds_the_mail_of_that_event_only(signed_in):
    event, other = EventFactory(), EventFactory()
    mine = MessageFactory(about=f"event:{event.pk}")
    theirs = [MessageFactory(about=f"event:{other.pk}"), MessageFactory(about=""), MessageFactory(about=f"event:{event.pk}0")]
    client = signed_in(GrantFactory(scope="event", scope_id=event.pk).user)

    rows = list(client.get("/outbox/").context["page"])

    assert rows == [mine]
    assert [client.get(f"/outbox/{message.public_id}/").status_code for message in theirs] == [404, 404, 404]


def test_outbox_filters_by_state_and_words(coordinator_client):
    failed = MessageFactory(state="failed", subject="Invitation for Battambang")
    MessageFactory(state="failed"), MessageFactory(subject="Battambang")

    rows = list(coordinator_client.get("/outbox/?state=failed&q=battambang").context["page"])

    assert rows == [failed]


def test_outbox_download_keeps_a_hostile_subject_text(coordinator_client):
    MessageFactory(subject="=cmd|' /C calc'!A0")

    content = coordinator_client.get("/outbox/?format=csv").content.decode("utf-8-sig")

    assert content.splitlines()[1].split(",")[2] == "'=cmd|' /C calc'!A0"


def test_editing_a_draft_keeps_what_was_typed_when_something_is_missing(coordinator_client):
    message = MessageFactory()

    response = coordinator_client.post(f"/outbox/{message.public_id}/edit/", {"subject": "", "body": "Come at nine."})

    assert response.context["form"].errors == {"subject": ["This field is required."]}
    assert "Come at nine." in response.content.decode()


def test_sending_all_drafts_of_another_event_is_not_possible(signed_in):
    event = EventFactory()
    MessageFactory(about="event:999")
    client = signed_in(GrantFactory(scope="event", scope_id=event.pk).user)

    assert client.post("/outbox/send-drafts/", {"about": "event:999"}).status_code == 404
    assert Message.objects.get().state == "draft"


def test_demo_shows_the_mail_of_a_sign_in_page(demo, client):
    send_mail("Your code", "The code is 123456.", None, ["dara@example.org"])

    content = client.get("/outbox/shown/").content.decode()

    assert "The code is 123456." in content


def test_real_installation_shows_no_mails_to_anybody(client, coordinator_client):
    MessageFactory(state="sent", sent_at=NOON)

    assert [client.get("/outbox/shown/").status_code, coordinator_client.get("/outbox/shown/").status_code] == [404, 404]


def test_real_installation_without_a_mail_server_says_so(settings):
    settings.EMAIL_BACKEND = SHOWN_BACKEND

    with pytest.raises(ConnectionError, match="CATECP_EMAIL_HOST"):
        send_mail("Your code", "The code is 123456.", None, ["dara@example.org"])

    assert Message.objects.count() == 0


def test_choice_of_notices_is_kept(client, signed_in, coordinator):
    client = signed_in(coordinator)

    client.post("/outbox/choices/", {"wanted": ["surveys.invitation"]})
    form = client.get("/outbox/choices/").context["form"]

    assert form.initial == {"wanted": ["surveys.invitation"]}
