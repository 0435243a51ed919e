"""The door with the network gone: nothing scanned is lost, nothing counts twice."""

import io
from collections.abc import Iterator

import pytest
import segno
from django.conf import settings
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from catecp.events.models import Scan
from catecp.events.queries.checkin import checked_in, conflicts
from tests.browser.conftest import PHONE, session_of
from tests.factories.accounts import GrantFactory, PersonFactory
from tests.factories.events import CheckpointFactory, EventFactory, RegistrationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ON_CAMERA = "K7Q1AB2C"  # the badge the fake camera sees


@pytest.fixture(scope="module")
def camera_browser(launch, tmp_path_factory) -> Iterator[Browser]:
    """A Chromium whose camera shows a badge's QR code."""
    film = tmp_path_factory.mktemp("camera") / "badge.mjpeg"
    film.write_bytes(_frame(f"https://workshop.example/b/{ON_CAMERA}") * 5)
    chromium = launch(
        "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"
    )
    yield chromium
    chromium.close()


def _frame(text: str) -> bytes:
    """One JPEG of 640 × 480 with the QR code on a grey badge, a little turned, as a hand holds it."""
    drawn = io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="png", scale=8, border=4)
    code = Image.open(drawn).convert("RGB").rotate(7, expand=True, fillcolor="white")
    picture = Image.new("RGB", (640, 480), (150, 150, 145))
    picture.paste(code, ((640 - code.width) // 2, (480 - code.height) // 2))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


@pytest.fixture
def hall(db):
    """An event with a door, its check-in staff and four guests, one of whom withdrew."""
    event = EventFactory(slug="the-workshop")
    door = CheckpointFactory(event=event)
    staff = GrantFactory(role="door_staff", scope="event", scope_id=event.pk).user
    guests = [
        RegistrationFactory(
            event=event, badge_code=ON_CAMERA, person=PersonFactory(name="WANG Xiaoming", original_name="王小明")
        ),
        RegistrationFactory(event=event, badge_code="AAAA1111", person=PersonFactory(name="SOK Dara", original_name="សុខ ដារា")),
        RegistrationFactory(event=event, badge_code="BBBB2222", person=PersonFactory(name="Nguyễn Thị Hoa")),
    ]
    gone = RegistrationFactory(event=event, badge_code="CCCC3333", person=PersonFactory(name="Gone Guest"), state="withdrawn")
    return type("Hall", (), {"event": event, "door": door, "staff": staff, "guests": guests, "gone": gone})


@pytest.fixture
def phone(camera_browser, live_server, hall) -> Page:
    """A phone that was prepared with the network on; at the end no page may have broken its content policy."""
    complaints: list[str] = []
    context = camera_browser.new_context(viewport={"width": PHONE, "height": 740}, locale="en-GB")
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    _sign_in(context, live_server, hall.staff)
    page.goto(live_server.url + reverse("events:checkin", kwargs={"slug": hall.event.slug}))
    page.get_by_label("Name of this phone").fill("Left door")
    page.get_by_role("button", name="Prepare this phone").click()
    expect(page.locator("[data-list-says]")).to_contain_text("3 on the list")
    expect(page.locator("[data-reader-kept=kept]")).to_be_attached(timeout=20_000)
    yield page
    context.close()
    assert complaints == []


def _sign_in(context: BrowserContext, live_server, user) -> None:
    context.add_cookies(
        [
            {"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": live_server.url},
            {"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": live_server.url},
        ]
    )


def check_in(page: Page, typed: str) -> None:
    page.get_by_label("Badge code or name").fill(typed)
    page.get_by_role("button", name="Check in", exact=True).click()


def test_an_hour_without_network_loses_nothing_and_counts_once(phone, hall):
    result, waiting = phone.locator("[data-result]"), phone.locator("[data-waiting]")
    phone.context.set_offline(True)

    check_in(phone, "aaaa-1111")
    expect(result).to_contain_text("Welcome")
    expect(result).to_contain_text("សុខ ដារា")
    expect(waiting).to_have_text("1 waiting to be sent")
    phone.reload()
    expect(waiting).to_have_text("1 waiting to be sent")
    check_in(phone, "thi hoa")
    phone.get_by_role("button", name="Nguyễn Thị Hoa").click()
    expect(result).to_contain_text("Welcome")
    check_in(phone, "AAAA1111")
    expect(result).to_contain_text("Already checked in")
    check_in(phone, "CCCC3333")
    expect(result).to_contain_text("Registration withdrawn")
    phone.get_by_role("button", name="Let in anyway").click()
    check_in(phone, "ZZZZ9999")
    expect(result).to_contain_text("Not on the list")
    phone.get_by_role("button", name="Let in anyway").click()
    expect(waiting).to_have_text("4 waiting to be sent")
    assert Scan.objects.count() == 0

    phone.context.clear_cookies()  # signed out meanwhile: the phone has a key of its own
    phone.context.set_offline(False)
    expect(waiting).to_have_text("Everything is sent", timeout=20_000)
    codes = ["AAAA1111", "BBBB2222", "CCCC3333", "ZZZZ9999"]
    assert sorted(Scan.objects.values_list("code", flat=True)) == codes

    for _ in range(3):
        _forget_that_it_was_sent(phone)
        phone.reload()
        expect(waiting).to_have_text("Everything is sent", timeout=20_000)
    assert sorted(Scan.objects.values_list("code", flat=True)) == codes
    assert set(checked_in(hall.event)) == set(hall.guests[1:])
    assert sorted(conflict.kind for conflict in conflicts(hall.event)) == ["unknown", "withdrawn"]


def _forget_that_it_was_sent(page: Page) -> None:
    """As if the answer of the server had been lost on the way."""
    page.evaluate("""async () => {
        const store = await CatecpCheckin.openStore("catecp-checkin-the-workshop");
        await store.mark((await store.scans()).map((scan) => ({ ...scan, sent: false })));
    }""")


def test_camera_reads_a_badge_without_network_and_only_once(phone, hall):
    phone.context.set_offline(True)
    phone.reload()

    phone.get_by_role("button", name="Start the camera").click()
    expect(phone.locator("[data-result]")).to_contain_text("WANG Xiaoming", timeout=30_000)
    phone.wait_for_timeout(1500)
    phone.context.set_offline(False)
    expect(phone.locator("[data-waiting]")).to_have_text("Everything is sent", timeout=20_000)

    assert list(Scan.objects.values_list("registration", "code", "how")) == [(hall.guests[0].pk, ON_CAMERA, "camera")]


def test_photo_of_a_badge_is_read_where_the_camera_is_not_allowed(phone, hall):
    photo = {"name": "badge.jpg", "mimeType": "image/jpeg", "buffer": _frame(f"http://10.0.0.5:8000/b/{ON_CAMERA}")}

    phone.locator("[data-photo]").set_input_files(photo)

    expect(phone.locator("[data-result]")).to_contain_text("WANG Xiaoming", timeout=20_000)
    expect(phone.locator("[data-waiting]")).to_have_text("Everything is sent", timeout=20_000)
    assert list(Scan.objects.values_list("code", flat=True)) == [ON_CAMERA]


def test_withdrawn_phone_forgets_the_names_and_keeps_its_scans(phone, hall):
    phone.context.set_offline(True)
    check_in(phone, "AAAA1111")
    hall.event.devices.update(withdrawn_at="2025-05-13T05:00:00Z")

    phone.context.set_offline(False)
    expect(phone.locator("[data-problem]")).to_contain_text("This phone was withdrawn", timeout=20_000)
    expect(phone.locator("[data-list-says]")).to_contain_text("no list")
    expect(phone.locator("[data-waiting]")).to_have_text("1 waiting to be sent")
    assert Scan.objects.count() == 0

    hall.event.devices.update(withdrawn_at=None)
    phone.reload()
    expect(phone.locator("[data-waiting]")).to_have_text("Everything is sent", timeout=20_000)
    assert list(Scan.objects.values_list("code", flat=True)) == ["AAAA1111"]


def test_scanner_keeps_no_sign_in_page_in_its_place(phone, hall):
    phone.context.clear_cookies()

    for _ in range(2):  # the first reload asks the server behind the kept page's back and is sent to sign in
        phone.reload()
        phone.wait_for_timeout(300)

    expect(phone.locator("[data-list-says]")).to_contain_text("3 on the list")
