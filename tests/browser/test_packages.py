"""Packages made elsewhere run in an origin of their own: real ones keep their place, and a hostile one gets nothing."""

import json

import pytest
from django.conf import settings
from playwright.sync_api import FrameLocator, Page, expect

from catecp.learning.models import BlockProgress, LearningEvent
from tests.browser.conftest import PHONE, session_of
from tests.browser.look import assert_fits, shoot
from tests.browser.packages import enrolled, real, zipped
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCORM = """<!doctype html><body><p id="kept"></p><script>
var api = parent.API, kept = (api.LMSInitialize(""), api.LMSGetValue("cmi.suspend_data"));
document.getElementById("kept").textContent = "kept: " + kept;
api.LMSSetValue("cmi.suspend_data", "page 7");
</script><button onclick='api.LMSSetValue("cmi.core.score.raw", "80");
api.LMSSetValue("cmi.core.lesson_status", "passed"); api.LMSCommit("");'>Pass</button>"""
SCORM_2004 = """<!doctype html><body><p id="kept"></p><script>
var api = parent.API_1484_11, kept = (api.Initialize(""), api.GetValue("cmi.suspend_data"));
document.getElementById("kept").textContent = "kept: " + kept;
api.SetValue("cmi.suspend_data", "page 7");
</script><button onclick='api.SetValue("cmi.score.scaled", "0.8");
api.SetValue("cmi.completion_status", "completed"); api.SetValue("cmi.success_status", "passed"); api.Commit("");'>Pass</button>"""
CMI5 = """<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"><course id="https://x.example/c"><title/></course>
<au id="https://x.example/au" moveOn="Passed" masteryScore="0.5"><url>index.html</url></au></courseStructure>"""
CMI5_PAGE = """<!doctype html><html><head><title>Unit</title></head><body><p id="kept"></p><button>Pass</button><script>
var told = new URLSearchParams(location.search), base = told.get("endpoint"), agent = encodeURIComponent(told.get("actor"));
var at = "?agent=" + agent + "&activityId=" + encodeURIComponent(told.get("activityId")) + "&stateId=bookmark";
function ask(method, address, body, then) {
  var r = new XMLHttpRequest(); r.open(method, address);
  r.setRequestHeader("Authorization", "Basic x"); r.onload = function () { then(r); }; r.send(body); }
fetch(told.get("fetch"), {method: "POST"}).then(function (r) { return r.json(); }).then(function (token) {
  ask("GET", base + "activities/state" + at, null, function (r) {
    document.getElementById("kept").textContent = "kept: " + (r.status === 200 ? r.responseText : "") + (token["auth-token"] ? "" : "no token");
    ask("PUT", base + "activities/state" + at, "page 7", function () {});
  });
});
document.querySelector("button").onclick = function () {
  ask("POST", base + "statements",
    JSON.stringify({verb: {id: "http://adlnet.gov/expapi/verbs/passed"}, result: {score: {scaled: 0.8}}}), function () {});
};</script></body></html>"""
H5P = {
    "h5p.json": json.dumps(
        {
            "title": "Tiny",
            "language": "en",
            "mainLibrary": "H5P.Tiny",
            "embedTypes": ["div"],
            "preloadedDependencies": [{"machineName": "H5P.Tiny", "majorVersion": 1, "minorVersion": 0}],
        }
    ),
    "content/content.json": json.dumps({"words": "Press when the arc is steady."}),
    "H5P.Tiny-1.0/library.json": json.dumps(
        {
            "title": "Tiny",
            "machineName": "H5P.Tiny",
            "majorVersion": 1,
            "minorVersion": 0,
            "patchVersion": 0,
            "runnable": 1,
            "preloadedJs": [{"path": "tiny.js"}],
        }
    ),
    "H5P.Tiny-1.0/tiny.js": """H5P.Tiny = function (params) { H5P.EventDispatcher.call(this); this.attach = function (container) {
  var button = document.createElement("button"), self = this; button.textContent = "Pass";
  button.onclick = function () { self.triggerXAPIScored(4, 5, "completed", true, true); };
  container.append(params.words, button); }; };
H5P.Tiny.prototype = Object.create(H5P.EventDispatcher.prototype);""",
}
SMALL = {
    "scorm12": (zipped({"index.html": SCORM}), "index.html"),
    "scorm2004": (zipped({"index.html": SCORM_2004}), "index.html"),
    "cmi5": (zipped({"index.html": CMI5_PAGE, "cmi5.xml": CMI5}), "index.html"),
}
HOSTILE = """<!doctype html><body><script>
var found = {};
function tried(name, deed) {
  try { var got = deed(); found[name] = got === undefined ? "nothing" : String(got); } catch (error) { found[name] = "refused"; } }
tried("dom", function () { return top.document.body.innerText; });
tried("store", function () { return top.localStorage.length; });
tried("cookie", function () { return document.cookie || undefined; });
tried("leave", function () { top.location.href = "https://thief.example/"; return undefined; });
Promise.all(["/learn/", "/desk/"].map(function (path) {
  return fetch(MAIN + path, {credentials: "include"}).then(function (r) { return r.text(); }).catch(function () { return "refused"; });
})).then(function (pages) { found.pages = pages.join(); document.body.textContent = JSON.stringify(found); });
</script>"""


@pytest.fixture
def visit(browser, live_server):
    """visit(user) -> a phone on which the user is signed in at `localhost`; packages run at 127.0.0.1."""
    contexts = []

    def made(user) -> Page:
        context = browser.new_context(viewport={"width": PHONE, "height": 740}, locale="en-GB")
        contexts.append(context)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": live_server.url}])
        return context.new_page()

    yield made
    for context in contexts:
        context.close()


def inner(page: Page) -> FrameLocator:
    return page.frame_locator("iframe.player").frame_locator("iframe")


def play(page: Page, live_server, enrolment) -> None:
    page.goto(f"{live_server.url}/learn/play/{enrolment.public_id}/pack/")


def result_of(page: Page, enrolment) -> tuple[bool, float | None]:
    """What the server counts, once the page says that everything is saved."""
    expect(page.locator("[data-sync-status]")).to_have_text("Everything is saved.", timeout=15_000)
    mark = BlockProgress.objects.get(learner=enrolment.learner, block_key="pack")
    enrolment.refresh_from_db()
    assert (mark.is_done, enrolment.progress) == (True, 1.0)
    body = LearningEvent.objects.filter(kind="package").order_by("pk").last().body
    assert set(body) == {"status", "score", "seconds", "state"} or set(body) == {"status", "score", "seconds"}
    return mark.is_done, mark.score


@pytest.mark.parametrize("kind", SMALL)
def test_package_keeps_its_place_on_the_phone_and_its_result_counts(visit, live_server, kind):
    user = UserFactory()
    content, start = SMALL[kind]
    enrolment = enrolled(user, content, kind=kind, launch=start)
    page = visit(user)
    play(page, live_server, enrolment)
    expect(inner(page).locator("#kept")).to_have_text("kept: ")
    page.wait_for_timeout(600)  # what was set is told a moment later

    page.reload()

    expect(inner(page).locator("#kept")).to_have_text("kept: page 7")
    inner(page).get_by_role("button", name="Pass").click()
    assert result_of(page, enrolment) == (True, 0.8)
    assert_fits(page)
    shoot(page, f"package-{kind}")


def test_h5p_content_runs_and_its_score_counts(visit, live_server):
    user = UserFactory()
    enrolment = enrolled(user, zipped(H5P), kind="h5p", launch="h5p.json")
    page = visit(user)
    play(page, live_server, enrolment)

    inner(page).get_by_role("button", name="Pass").click()

    assert result_of(page, enrolment) == (True, 0.8)


@pytest.mark.parametrize(
    ("name", "kind", "start", "shows"),
    [
        ("scorm_singlesco_scorm12.zip", "scorm12", "Playing/Playing.html", "Play of the game"),
        ("scorm_RuntimeBasicCalls_SCORM20043rdEdition.zip", "scorm2004", "shared/launchpage.html", "Play of the game"),
        ("cmi5_masteryscore_framed.zip", "cmi5", "index.html", "Introduction to Geology"),
    ],
)
def test_real_package_opens_and_loads_everything_it_asks_for(visit, live_server, name, kind, start, shows):
    user = UserFactory()
    enrolment = enrolled(user, real(name), kind=kind, launch=start)
    page, problems = visit(user), []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("response", lambda answer: problems.append(answer.url) if answer.status >= 400 else None)

    play(page, live_server, enrolment)

    place = inner(page).frame_locator("iframe") if kind == "scorm2004" else inner(page)
    expect(place.get_by_text(shows).first).to_be_visible(timeout=20_000)
    shoot(page, f"package-real-{kind}")
    assert problems == []


def test_hostile_package_gets_nothing(visit, live_server):
    user = UserFactory()
    script = HOSTILE.replace("MAIN", json.dumps(live_server.url))
    enrolment = enrolled(user, zipped({"index.html": script}), kind="html", launch="index.html")
    page = visit(user)

    play(page, live_server, enrolment)

    expect(inner(page).locator("body")).to_contain_text("pages", timeout=20_000)
    found = json.loads(inner(page).locator("body").inner_text())
    assert found == {
        "dom": "refused",
        "store": "refused",
        "cookie": "nothing",
        "leave": found["leave"],
        "pages": "refused,refused",
    }
    assert page.url == f"{live_server.url}/learn/play/{enrolment.public_id}/pack/"
    frame = page.locator("iframe.player")
    assert "allow-top-navigation" not in frame.get_attribute("sandbox")
