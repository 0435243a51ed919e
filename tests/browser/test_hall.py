"""Call board and contacts on phones and on the projector."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from catecp.events.participant_session import key_of
from catecp.matching import services
from catecp.opportunities.models import Call
from tests.browser.conftest import DESK, PHONE
from tests.browser.look import assert_fits, assert_no_serious, shoot
from tests.factories.accounts import PersonFactory
from tests.factories.events import NOON, CheckpointFactory, EventFactory, RegistrationFactory, ScanFactory
from tests.factories.opportunities import CallFactory, InterestFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def guests():
    event = EventFactory(slug="the-workshop")
    sophea = PersonFactory(
        name="CHAN Sophea", original_name="ចាន់ សុភា", original_language="km", email="sophea@example.org", phone="+855 12"
    )
    wang = PersonFactory(name="WANG Xiaoming", original_name="王小明", original_language="zh-hans", email="wang@example.org")
    return [RegistrationFactory(event=event, person=person, post="Director") for person in (sophea, wang)]


def as_participant(open_page, registration, **more) -> Page:
    return open_page(reverse("matching:enter", kwargs={"key": key_of(registration)}), **more)


def test_two_phones_exchange_contacts_and_one_takes_it_back(open_page, live_server, guests):
    sophea, wang = guests
    hers, his = as_participant(open_page, sophea, width=PHONE), as_participant(open_page, wang, width=PHONE)

    his.get_by_label("Code on the other person's badge").fill(sophea.badge_code.lower())
    his.get_by_role("button", name="Find the person").click()
    his.get_by_label("post: Director").uncheck()
    his.get_by_role("button", name="Ask").click()
    expect(his.get_by_text("waits for their answer")).to_be_visible()
    hers.reload()
    hers.get_by_role("link", name="WANG Xiaoming").click()
    hers.get_by_label(re.compile("phone or messenger")).uncheck()
    hers.get_by_role("button", name="Agree and exchange").click()
    expect(hers.get_by_role("link", name="wang@example.org")).to_be_visible()
    expect(hers.locator(".contact")).not_to_contain_text("Director")
    his.reload()
    expect(his.locator(".contact")).to_contain_text("sophea@example.org")
    expect(his.locator(".contact")).not_to_contain_text("+855 12")
    with his.expect_download() as downloading:
        his.get_by_role("link", name="Save to the phone's contacts").click()
    assert "FN:ចាន់ សុភា (CHAN Sophea)" in downloading.value.path().read_text(encoding="utf-8")

    hers.on("dialog", lambda dialog: dialog.accept())
    hers.get_by_text("What I share, and ending it").click()
    hers.get_by_role("button", name="End the exchange").click()
    expect(hers.get_by_text("You ended this exchange.")).to_be_visible()
    his.reload()
    expect(his.get_by_text("The other person ended this exchange.")).to_be_visible()
    expect(his.locator(".contact")).to_have_count(0)


def test_a_call_posted_on_a_phone_without_script_arrives_on_the_projector(open_page, guests):
    board = open_page(reverse("opportunities:board", kwargs={"slug": "the-workshop"}), width=DESK)
    expect(board.get_by_text("No call yet.")).to_be_visible()
    phone = as_participant(open_page, guests[0], width=PHONE, script=False)

    phone.get_by_role("link", name="Post a call").click()
    phone.get_by_label("Your call").fill("យើងផ្តល់កន្លែងហាត់ការសម្រាប់និស្សិត ១០ នាក់")
    phone.get_by_label("Kind").select_option("internship")
    phone.get_by_role("button", name="Put it on the board").click()

    expect(board.locator(".board-text[lang=km]")).to_have_text("យើងផ្តល់កន្លែងហាត់ការសម្រាប់និស្សិត ១០ នាក់", timeout=15_000)
    board.reload()
    expect(board.locator(".board-text")).to_have_count(1)
    _let_the_stream_end(board)
    assert Call.objects.get().owner == guests[0].person


def _let_the_stream_end(board: Page) -> None:
    """The server notices within a second that nobody listens; the database must not be gone by then."""
    board.goto("about:blank")
    board.wait_for_timeout(2500)


@pytest.fixture
def full_hall(guests, coordinator):
    """Everything the pages can show: calls, interests, an exchange with a follow-up, scans with conflicts."""
    sophea, wang = guests
    call = CallFactory(
        event=sophea.event,
        owner=sophea.person,
        institution=sophea.institution,
        text={"km": "យើងផ្តល់កន្លែងហាត់ការ", "en": "Internships"},
    )
    InterestFactory(call=call, person=wang.person, institution=wang.institution)
    for asker, asked in ((sophea, wang), (wang, sophea)):
        swap = services.ask_for_contact(asker=asker, asked=asked, fields=["email", "post", "institution"], at=NOON, by=None)
    for one in guests:
        services.say_we_met(swap=swap, person=one.person, at=NOON, by=None)
    door = CheckpointFactory(event=sophea.event)
    for _ in range(2):
        ScanFactory(checkpoint=door, registration=sophea)
    ScanFactory(checkpoint=door, registration=None)
    slug = {"slug": sophea.event.slug}
    return {
        "me": reverse("matching:me"),
        "swap": reverse("matching:swap", kwargs={"public_id": swap.public_id}),
        "calls": reverse("opportunities:calls"),
        "call": call.get_absolute_url(),
        "post": reverse("opportunities:post"),
        "board": reverse("opportunities:board", kwargs=slug),
        "counts": reverse("matching:counts", kwargs=slug),
        "scanner": reverse("events:checkin", kwargs=slug),
        "overview": reverse("events:checkin_overview", kwargs=slug),
        "by-hand": reverse("events:checkin_by_hand", kwargs=slug) + "?q=CHAN",
    }


@pytest.mark.parametrize(("width", "language", "dark"), [(PHONE, "km", False), (PHONE, "en", True), (DESK, "en", False)])
def test_pages_of_the_hall_are_accessible_and_fit(open_page, live_server, guests, full_hall, coordinator, width, language, dark):
    participant = as_participant(open_page, guests[0], width=width, language=language, dark=dark)
    staff = open_page(reverse("web:desk"), width=width, language=language, dark=dark, user=coordinator)

    for name, address in full_hall.items():
        page = participant if name in {"me", "swap", "calls", "call", "post", "board"} else staff
        page.goto(live_server.url + address)
        shoot(page, f"hall-{name}-{width}-{language}{'-dark' if dark else ''}")
        assert_fits(page)
        assert_no_serious(page)
    _let_the_stream_end(participant)
