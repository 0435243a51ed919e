"""A course on a phone: kept with its size stated, opened and answered without network, and counted once when the network is back."""

import re

import pytest
from playwright.sync_api import Page, expect

from catecp.courses.content import BlockSource, UnitSource
from catecp.courses.enums import RenditionKind
from catecp.courses.models import Rendition
from catecp.courses.services.assets import keep_bytes
from catecp.learning.models import Attempt, ClassEntry, Device, Learner, LearningEvent, Oddity
from tests.browser.conftest import PHONE
from tests.browser.line import Line
from tests.browser.look import assert_fits, assert_no_serious, shoot
from tests.factories.courses import AT, OfferingFactory, make_course, single, text
from tests.factories.learning import ClassEntryFactory, StudyClassFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILM = b"\0\0\0\x18ftypisom" + bytes(range(256)) * 60


@pytest.fixture
def study_class(db):
    film = keep_bytes(name="arc.mp4", content=FILM, at=AT, by=None)
    made = {"sha256": film.sha256, "media_type": "video/mp4", "size": film.size, "problem": ""}
    Rendition.objects.update_or_create(asset=film, kind=RenditionKind.P144, defaults=made)
    clip = BlockSource("video", {"asset": film.sha256, "title": "The arc"}, key="clip")
    units = [
        UnitSource("Light", (text("<p>Light burns.</p>"), single(key="q1"), single("<p>And now?</p>", key="q2")), key="light"),
        UnitSource("Heat", (text("<p>Heat too.</p>"), clip), key="heat"),
    ]
    offering = OfferingFactory(version=make_course(units=units).published)
    found = StudyClassFactory(offering=offering, code="K7MEND26", name="Welders 1")
    for name in ("Chan Bopha", "Sok Dara"):
        ClassEntryFactory(study_class=found, name=name)
    return found


@pytest.fixture
def line(live_server):
    found = Line(live_server.url)
    yield found
    found.close()


@pytest.fixture
def phone(browser, line):
    """phone() -> a page on a phone of its own; at the end no page may have thrown an error or broken its policy."""
    contexts, complaints = [], []

    def open_it(**options) -> Page:
        context = browser.new_context(
            viewport={"width": PHONE, "height": 740}, locale="en-GB", reduced_motion="reduce", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []


def join(page: Page, line: Line, name: str, pin: str = "1234") -> str:
    """By the class code and a name; returns the address of the course."""
    page.goto(line.address + "/join/")
    page.get_by_label("Class code").fill("K7M-END-26")
    page.get_by_role("button", name="Show the names").click()
    page.get_by_role("link", name=re.compile(name.split()[0])).click()
    page.get_by_label("Your four digits").fill(pin)
    page.get_by_role("button", name="I agree: start learning").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Safety in the welding shop")
    return page.url


def keep(page: Page, choice: str = "none") -> None:
    page.get_by_role("link", name="Keep this course on the phone").click()
    page.locator(f"[data-choice='{choice}']").click()
    expect(page.get_by_text("This course is on the phone.")).to_be_visible(timeout=20_000)


def go_offline(page: Page, line: Line) -> None:
    line.cut()
    page.context.set_offline(True)


def go_online(page: Page, line: Line) -> None:
    line.mend()
    page.context.set_offline(False)


def answer(page: Page, question: str, option: str) -> None:
    form = page.locator(f"[data-question={question}]")
    form.get_by_text(option, exact=True).click()
    form.get_by_role("button", name="Check").click()


def saved(page: Page) -> None:
    expect(page.locator("[data-sync-status]").last).to_have_text("Everything is saved.", timeout=15_000)


def answered() -> list[tuple[str, object, float]]:
    return list(Attempt.objects.order_by("block_key", "number").values_list("block_key", "answer", "score"))


def test_a_lesson_is_opened_and_answered_in_airplane_mode_and_every_answer_counts_once(phone, line, study_class):
    page = phone()
    home = join(page, line, "Chan Bopha")
    page.get_by_role("link", name="Keep this course on the phone").click()
    expect(page.locator("[data-choice='none'] .size")).to_contain_text("KB")
    shoot(page, "airplane-choices")
    assert_fits(page)
    assert_no_serious(page)
    page.goto(home)
    keep(page, "144p")
    shoot(page, "airplane-kept")
    go_offline(page, line)
    before, missing = line.received, []
    page.on("requestfailed", lambda request: missing.append(request.url) if "/sync/" not in request.url else None)

    page.get_by_role("link", name="Open it").click()
    expect(page.get_by_role("link", name=re.compile("Start:"))).to_be_visible()
    page.get_by_role("link", name=re.compile("Start:")).click()
    expect(page.get_by_text("Light burns.")).to_be_visible()
    opened_in = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    answer(page, "q1", "Two")
    expect(page.locator("[data-question=q1] [data-feedback]")).to_contain_text("Right. Yes.")
    expect(page.locator("[data-sync-status]").last).to_contain_text("No network.", timeout=10_000)
    page.reload()
    expect(page.locator("[data-question=q1] [data-feedback]")).to_contain_text("Right.")
    answer(page, "q2", "One")
    expect(page.locator("[data-question=q2] [data-feedback]")).to_contain_text("Not yet. No, that is one.")
    shoot(page, "airplane-lesson")

    print(f"\na kept lesson opened in {opened_in:.0f} ms, without network")
    assert line.received == before and missing == []
    assert (opened_in < 1000, Attempt.objects.count()) == (True, 0)
    sent = []
    page.on("request", lambda request: sent.append(request.post_data) if request.url.endswith("/learn/sync/") else None)
    go_online(page, line)
    saved(page)
    assert answered() == [("q1", "b", 1.0), ("q2", "a", 0.0)]

    highest = Device.objects.get().highest
    batch = next(body for body in sent if '"answered"' in body)
    for _again in range(3):
        receipt = page.evaluate(
            "body => fetch('/learn/sync/', {method: 'POST', headers: {'Content-Type': 'application/json'}, body}).then(r => r.json())",
            batch,
        )
        assert (receipt["highest"], receipt["kept"]) == (highest, 0)

    assert answered() == [("q1", "b", 1.0), ("q2", "a", 0.0)]
    assert (Device.objects.get().highest, Oddity.objects.count(), Learner.objects.count()) == (highest, 0, 1)


def test_the_end_of_a_lesson_goes_on_without_network_and_films_play_in_parts(phone, line, study_class):
    page = phone()
    home = join(page, line, "Chan Bopha")
    keep(page, "144p")
    go_offline(page, line)
    page.goto(home + "light/")

    page.get_by_role("button", name="Done: next lesson").click()

    expect(page.get_by_text("Heat too.")).to_be_visible()
    film = page.locator("video").get_attribute("src")
    part = page.evaluate(
        "address => fetch(address, {headers: {Range: 'bytes=10-19'}})"
        ".then(async r => [r.status, r.headers.get('Content-Range'), [...new Uint8Array(await r.arrayBuffer())]])",
        film,
    )
    assert part == [206, f"bytes 10-19/{len(FILM)}", list(FILM[10:20])]
    page.goto(line.address + "/learn/nowhere/")
    expect(page.get_by_role("heading", name="My courses")).to_be_visible()  # the kept start, for whatever is not kept
    go_online(page, line)
    page.goto(home)
    saved(page)
    assert LearningEvent.objects.filter(kind="done", block_key="light").count() == 1


def test_another_learner_of_the_same_phone_sees_and_sends_nothing_of_the_first(phone, line, study_class):
    page = phone()
    home = join(page, line, "Chan Bopha")
    keep(page)
    go_offline(page, line)
    page.goto(home + "light/")
    answer(page, "q1", "Two")
    expect(page.locator("[data-feedback]").first).to_contain_text("Right.")
    page.goto(line.address + "/learn/")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Not me: change learner").click()
    expect(page.get_by_text("No network now, and this needs it.")).to_be_visible(timeout=15_000)

    page.context.route("**/learn/sync/", lambda route: route.abort())  # the answer is still waiting when the learner changes
    go_online(page, line)
    page.goto(line.address + "/learn/")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.get_by_role("button", name="Not me: change learner").click()
    page.wait_for_url("**/join/")
    page.context.unroute("**/learn/sync/")
    assert len(asked) == 1
    other = join(page, line, "Sok Dara", "9876")
    page.goto(other + "light/")
    expect(page.locator("[data-feedback]").first).to_be_empty()
    saved(page)
    page.goto(line.address + "/learn/")
    expect(page.get_by_text("Sok Dara")).to_be_visible()
    go_offline(page, line)
    page.goto(home + "light/")
    expect(page.get_by_text("No network, and this page is not kept on this phone.")).to_be_visible()
    go_online(page, line)

    chan, sok = (ClassEntry.objects.get(name=name).learner for name in ("Chan Bopha", "Sok Dara"))
    assert not Attempt.objects.exists() and not LearningEvent.objects.filter(learner=sok, kind="answered").exists()
    page.goto(line.address + "/learn/")
    page.get_by_role("button", name="Not me: change learner").click()
    page.wait_for_url("**/join/")
    join(page, line, "Chan Bopha")
    saved(page)
    assert Attempt.objects.get().learner_id == chan.pk
    go_offline(page, line)
    page.goto(home + "light/")  # what was kept is there again
    expect(page.get_by_text("Light burns.")).to_be_visible()


def test_an_old_page_of_the_first_learner_cannot_send_under_the_second(phone, line, study_class):
    page = phone()
    home = join(page, line, "Chan Bopha")
    page.goto(home + "light/")
    saved(page)
    other = page.context.new_page()
    join(other, line, "Sok Dara", "9876")

    answer(page, "q1", "Two")

    expect(page.locator("[data-sync-status]").last).to_contain_text("Join again")
    assert (Attempt.objects.count(), Oddity.objects.count()) == (0, 0)


def test_a_browser_that_keeps_nothing_answers_by_plain_forms(phone, line, study_class):
    page = phone()
    page.add_init_script(
        "Object.defineProperty(window, 'indexedDB', {get() { throw new DOMException('refused', 'SecurityError'); }});"
    )
    home = join(page, line, "Chan Bopha")
    page.goto(home + "light/")
    expect(page.locator("[data-sync-status]").last).to_contain_text("no room left")

    answer(page, "q1", "Two")

    expect(page.locator("[data-question=q1] [data-feedback]")).to_contain_text("Right.")
    assert answered() == [("q1", "b", 1.0)]
    page.get_by_role("button", name="Done: next lesson").click()
    expect(page.get_by_text("Heat too.")).to_be_visible()
