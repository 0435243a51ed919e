"""A course given to a class without network, and its results come back: from a stick, and from a small server over Wi-Fi."""

import json
import re
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from catecp.courses.content import UnitSource
from catecp.languages.models import Segment, Translation
from catecp.learning.models import Attempt, ClassEntry, Enrolment, LearningEvent, Oddity
from catecp.learning.queries.shapes import shape_of
from tests.browser.conftest import PHONE
from tests.browser.look import assert_fits, assert_no_serious, shoot
from tests.factories.accounts import GrantFactory
from tests.factories.courses import OfferingFactory, make_course, single, text
from tests.factories.learning import ClassEntryFactory, StudyClassFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LEFT = "net::ERR_ABORTED"  # the page was left while something still came
WORDS = {
    "km": {"Light burns.": "ពន្លឺធ្វើឱ្យរលាក។", "Wear a mask.": "ពាក់របាំងមុខ។", "Light": "ពន្លឺ", "Two": "ពីរ", "One": "មួយ"},
    "zh-hans": {"Light burns.": "弧光会灼伤。", "Wear a mask.": "请戴面罩。", "Light": "弧光", "Two": "二", "One": "一"},
}


@pytest.fixture
def study_class(db):
    pool = tuple(single(f"<p>Question {number}?</p>", key=f"q{number}") for number in range(1, 6))
    units = [
        UnitSource("Light", (text("<p>Light burns. Wear a mask.</p>"), *pool), key="light", settings={"pool": {"draw": 2}}),
        UnitSource("Heat", (text("<p>Heat too.</p>"),), key="heat"),
    ]
    offering = OfferingFactory(version=make_course(units=units).published, languages=["en", "km", "zh-hans"])
    for language, texts in WORDS.items():
        for segment in Segment.objects.filter(text__in=texts):
            Translation.objects.create(segment=segment, language=language, text=texts[segment.text], state="reviewed")
    found = StudyClassFactory(offering=offering, name="Welders 1")
    for name in ("Chan Bopha", "Sok Dara"):
        ClassEntryFactory(study_class=found, name=name)
    return found


@pytest.fixture
def teacher(study_class):
    return GrantFactory(role="teacher", scope="institution", scope_id=study_class.institution_id).user


@pytest.fixture
def unpacked(open_page, study_class, teacher, tmp_path) -> Path:
    """The teacher makes a bundle in three languages, downloads and unpacks it."""
    page = open_page(f"/classes/{study_class.public_id}/bundle/", width=PHONE, user=teacher)
    for language in ("English", "ខ្មែរ", "简体中文"):
        page.get_by_label(language, exact=True).check()
    shoot(page, "bundle-make")
    assert_fits(page)
    assert_no_serious(page)
    page.get_by_role("button", name="Make the bundle").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("Download the bundle")).click()
    with zipfile.ZipFile(waiting.value.path()) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    return tmp_path


@pytest.fixture
def device(browser):
    """device() -> a page of a phone that knows nobody; it may load nothing from elsewhere and must throw no error."""
    contexts, complaints = [], []

    def open_it() -> Page:
        context = browser.new_context(viewport={"width": PHONE, "height": 740}, locale="en-GB", accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "requestfailed",
            lambda request: complaints.append(f"{request.url} {request.failure}") if request.failure != LEFT else None,
        )
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def served(unpacked):
    """The small server of the bundle on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = subprocess.Popen([sys.executable, "serve.py", str(port)], cwd=unpacked, stdout=subprocess.PIPE, text=True)
    while "Ctrl+C" not in (program.stdout.readline() if program.stdout else "Ctrl+C"):
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}/"
    program.terminate()
    program.communicate(timeout=10)


def sit_down(page: Page, address: str, name: str, language: str = "English") -> None:
    page.goto(address)
    page.get_by_role("link", name=language).click()
    with page.expect_navigation():
        page.get_by_role("combobox").select_option(label=name)


def answer_all(page: Page, option: str) -> list[str]:
    """Answer every question that was drawn; returns their keys."""
    keys = []
    for form in page.locator("[data-question]").all():
        form.get_by_text(option, exact=True).click()
        form.get_by_role("button").click()
        expect(form.locator("[data-feedback]")).not_to_be_empty()
        keys.append(form.get_attribute("data-question"))
    return keys


def hand_in(page: Page, study_class, file: Path) -> None:
    page.goto(page.url.split("/classes/")[0] + f"/classes/{study_class.public_id}/results/")
    page.get_by_label("File with results").set_input_files(file)
    page.get_by_role("button", name="Hand in").click()


def test_a_class_without_network_hands_its_results_in(unpacked, served, device, open_page, study_class, teacher):
    stick = device()
    sit_down(stick, f"file://{unpacked}/index.html", "Chan Bopha")
    shoot(stick, "bundle-start")
    assert_fits(stick)
    stick.get_by_role("link", name="Light").click()
    drawn = answer_all(stick, "Two")
    expect(stick.get_by_text("steps are kept on this device.")).to_be_visible()
    shoot(stick, "bundle-lesson-en")
    assert_fits(stick)
    stick.goto(f"file://{unpacked}/en/index.html")
    with stick.expect_download() as waiting:
        stick.get_by_role("button", name="Save the results in a file").click()
    by_stick = unpacked.parent / f"{unpacked.name}-stick.json"
    waiting.value.save_as(by_stick)
    phone = device()
    sit_down(phone, served, "Sok Dara", "ខ្មែរ")
    phone.get_by_role("link", name="ពន្លឺ").click()
    expect(phone.get_by_text("ពន្លឺធ្វើឱ្យរលាក។")).to_be_visible()
    drawn_on_phone = answer_all(phone, "មួយ")
    shoot(phone, "bundle-lesson-km")
    assert_fits(phone)
    assert_no_serious(phone)
    expect(phone.locator("[data-sync-status]")).to_have_attribute("data-state", "with_teacher", timeout=15_000)
    phone.goto(served + "zh-hans/light.html")
    expect(phone.get_by_text("弧光会灼伤。")).to_be_visible()
    shoot(phone, "bundle-lesson-zh")
    assert_fits(phone)

    desk = open_page("/classes/", width=PHONE, user=teacher)
    hand_in(desk, study_class, by_stick)
    expect(desk.get_by_text("new steps were taken.")).to_be_visible()
    shoot(desk, "bundle-report")
    assert_fits(desk)
    hand_in(desk, study_class, unpacked / "results.json")
    expect(desk.get_by_text("new steps were taken.")).to_be_visible()
    counts = (Attempt.objects.count(), LearningEvent.objects.count(), ClassEntry.objects.count())
    hand_in(desk, study_class, by_stick)
    expect(desk.get_by_text("0 new steps were taken.")).to_be_visible()
    changed = unpacked / "changed.json"
    changed.write_text(by_stick.read_text(encoding="utf-8").replace('"answer":"b"', '"answer":"a"', 1), encoding="utf-8")
    hand_in(desk, study_class, changed)
    expect(desk.get_by_text("The seal of this file does not fit")).to_be_visible()

    assert (Attempt.objects.count(), LearningEvent.objects.count(), ClassEntry.objects.count()) == counts
    assert (len(drawn), len(drawn_on_phone), counts[0], counts[2], Oddity.objects.count()) == (2, 2, 4, 2, 0)
    for name, keys, score in (("Chan Bopha", drawn, 1.0), ("Sok Dara", drawn_on_phone, 0.0)):
        enrolment = Enrolment.objects.get(learner__name=name)
        mine = [
            block.key for block in shape_of(enrolment.version).blocks_for("light", enrolment.seed) if block.kind == "question"
        ]
        assert (mine, enrolment.score) == (keys, score)


def test_every_link_of_the_bundle_stays_inside_it(unpacked):
    wrong = []
    for page in unpacked.rglob("*.html"):
        for link in re.findall(r'(?:href|src|poster|action)="([^"#?]*)', page.read_text(encoding="utf-8")):
            if link and (re.match(r"[a-z]+:|/", link) or not (page.parent / link).resolve().is_relative_to(unpacked.resolve())):
                wrong.append(f"{page.name}: {link}")
            elif link and not (page.parent / link).exists():
                wrong.append(f"{page.name}: {link} is not there")

    assert wrong == []
    assert {path.name for path in (unpacked / "km").iterdir()} == {"index.html", "light.html", "heat.html"}


def test_the_small_server_shows_nobody_the_results_of_others(unpacked, served, device):
    (unpacked / "results.json").write_text(json.dumps({"seats": []}), encoding="utf-8")
    page = device()
    page.goto(served)

    seen = page.evaluate(
        "names => Promise.all(names.map(name => fetch(name).then(answer => answer.status)))",
        ["results.json", "Results.JSON", "bundle.json", "serve.py", "app/", "../../etc/passwd", "app/lesson.js"],
    )

    assert seen == [404, 404, 404, 404, 404, 404, 200]
