import csv
import io
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catecp.events.participant_session import key_of
from catecp.opportunities.models import Call
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import EventFactory, RegistrationFactory
from tests.factories.opportunities import CallFactory, InterestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest():
    return RegistrationFactory(person=PersonFactory(name="CHAN Sophea"))


@pytest.fixture
def phone(guest) -> Client:
    client = Client()
    client.get(reverse("matching:enter", kwargs={"key": key_of(guest)}))
    return client


def form(**more):
    return {
        "text": "我们提供实习岗位",
        "offers": "offer",
        "kind": "internship",
        "language": "",
        "once_key": str(uuid.uuid4()),
        **more,
    }


def test_closed_event_is_named_to_nobody_who_asks_to_post_there(client, phone, guest, signed_in):
    closed = EventFactory(is_public=False)
    address = reverse("opportunities:post") + f"?event={closed.slug}"
    own = RegistrationFactory(event=closed)
    at_the_event = Client()
    at_the_event.get(reverse("matching:enter", kwargs={"key": key_of(own)}))

    answers = [who.get(address).status_code for who in (client, phone, signed_in(UserFactory()), at_the_event)]

    assert answers == [404, 404, 404, 200]


def test_participant_without_an_account_posts_a_call_in_their_language(phone, guest):
    address = reverse("opportunities:post") + f"?event={guest.event.slug}"

    answer = phone.post(address, form(), follow=True)

    call = Call.objects.get()
    assert (call.language, call.owner, call.event, call.institution) == ("zh-hans", guest.person, guest.event, guest.institution)
    assert '<div class="call-words" lang="zh-hans">' in answer.text


@pytest.mark.parametrize(
    ("text", "chosen", "language"),
    [
        ("Scholarships", "", "en"),
        ("Beasiswa untuk sepuluh mahasiswa", "id", "id"),
        ("ทุนการศึกษา", "", "th"),
        ("ផ្តល់អាហារូបករណ៍", "", "km"),
    ],
)
def test_language_is_guessed_from_the_script_and_can_be_corrected(phone, guest, text, chosen, language):
    phone.post(reverse("opportunities:post"), form(text=text, language=chosen))

    assert Call.objects.get().language == language


def test_sending_the_form_five_times_makes_one_call(phone):
    data = form()

    for _ in range(5):
        phone.post(reverse("opportunities:post"), data)

    assert Call.objects.count() == 1


def test_participant_of_another_event_cannot_post_here(phone):
    other = EventFactory()

    answer = phone.post(reverse("opportunities:post") + f"?event={other.slug}", form())

    assert answer.status_code == 403
    assert Call.objects.count() == 0


def test_past_deadline_is_said_beside_the_field_and_the_text_kept(phone):
    answer = phone.post(reverse("opportunities:post"), form(closes_on="2020-01-01"))

    assert "This day has passed." in answer.text
    assert "我们提供实习岗位" in answer.text


def test_only_the_owner_and_the_coordinator_read_who_is_interested(phone, guest, coordinator_client, signed_in):
    call = CallFactory(event=guest.event, owner=guest.person)
    InterestFactory(call=call, person=PersonFactory(name="Curious Person"))
    address = call.get_absolute_url()

    pages = {
        "owner": phone.get(address).text,
        "coordinator": coordinator_client.get(address).text,
        "visitor": Client().get(address).text,
        "other": signed_in(UserFactory()).get(address).text,
    }

    assert {who: "Curious Person" in page for who, page in pages.items()} == {
        "owner": True,
        "coordinator": True,
        "visitor": False,
        "other": False,
    }


def test_interest_is_said_and_taken_back_by_a_participant(phone, guest):
    call = CallFactory(event=guest.event)
    address = reverse("opportunities:interest", kwargs={"public_id": call.public_id})

    said = phone.post(address, follow=True)
    withdrawn = phone.post(address, {"withdraw": "1"}, follow=True)

    assert "You said: interested." in said.text
    assert "You said: interested." not in withdrawn.text
    assert call.interests.get().person == guest.person


def test_script_in_a_call_stays_text_on_page_board_and_in_the_sheet(guest):
    CallFactory(event=guest.event, text={"en": "=cmd|'/c calc'!A1 <script>alert(1)</script>"})

    page = Client().get(reverse("opportunities:calls")).text
    board = Client().get(reverse("opportunities:board", kwargs={"slug": guest.event.slug})).text
    sheet = Client().get(reverse("opportunities:calls"), {"format": "csv"}).content.decode("utf-8-sig")

    assert "<script>alert" not in page + board
    assert list(csv.reader(io.StringIO(sheet)))[1][3] == "'=cmd|'/c calc'!A1 <script>alert(1)</script>"


def test_download_holds_what_the_filtered_page_shows(guest):
    CallFactory(event=guest.event, kind="research", text={"en": "Wanted"})
    CallFactory(event=guest.event, kind="training", text={"en": "Not this"})

    sheet = Client().get(reverse("opportunities:calls"), {"format": "csv", "kind": "research"}).content.decode("utf-8-sig")

    assert [row[3] for row in csv.reader(io.StringIO(sheet))] == ["Call", "Wanted"]


def test_board_shows_the_newest_first_and_says_how_many_more(guest):
    for number in range(8):
        CallFactory(event=guest.event, text={"en": f"Call number {number}."}, posted_at=timezone.now())

    page = Client().get(reverse("opportunities:board", kwargs={"slug": guest.event.slug}))

    assert [str(call.text) for call in page.context["calls"]] == [f"Call number {number}." for number in (7, 6, 5, 4, 3, 2)]
    assert "8 calls" in page.text
    assert "2 more on the phone" in page.text


def test_board_tells_of_a_change_by_stream_and_gives_the_part_when_polled(guest, monkeypatch):
    monkeypatch.setattr("catecp.kernel.live.live.__kwdefaults__", {"seconds": 0.0, "every": 0.01})
    address = reverse("opportunities:board_live", kwargs={"slug": guest.event.slug})
    before = _stream(address)
    call = CallFactory(event=guest.event, text={"en": "Fresh call"})

    after, again, part = _stream(address), _stream(address), Client().get(address)
    call.interests.create(person=PersonFactory(), said_at=timezone.now())

    assert before != after
    assert after == again
    assert _stream(address) != after
    assert "Fresh call" in part.text
    assert "<html" not in part.text


def _stream(address: str) -> str:
    """What a stream says until it ends."""
    return b"".join(Client().get(address, headers={"Accept": "text/event-stream"}).streaming_content).decode()


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_same_queries_however_long(guest, number, django_assert_num_queries):
    for _ in range(number):
        InterestFactory(call=CallFactory(event=guest.event, institution=guest.institution))

    with django_assert_num_queries(6):
        Client().get(reverse("opportunities:calls"))
