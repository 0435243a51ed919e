"""A college on its phones: its head adopts a course, its teacher teaches a class, a learner earns the certificate."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from catecp.courses.content import BlockSource, UnitSource
from catecp.courses.services.indexing import index_course
from catecp.courses.services.policy import load_checklists, load_fields
from catecp.credentials.models import Award
from catecp.kernel.translated import Translated
from catecp.learning.models import StudyClass
from catecp.network.services.institutions import refresh_search_text
from tests.browser.conftest import PHONE
from tests.browser.look import assert_fits, assert_no_serious, shoot
from tests.browser.pictures import a_picture
from tests.factories.accounts import GrantFactory
from tests.factories.courses import ChannelFactory, OfferingFactory, make_course, single, text
from tests.factories.learning import StudyClassFactory
from tests.factories.network import InstitutionFactory
from tests.factories.places import CountryFactory

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
KHMER = "សុវត្ថិភាពក្នុងរោងផ្សារ"
RUBRIC = [{"key": "bead", "criterion": "Bead", "levels": [{"points": 0, "text": "with holes"}, {"points": 2, "text": "even"}]}]
TASK = BlockSource(kind="practical", key="p1", body={"task": "<p>Weld a bead.</p>", "evidence": "photo", "rubric": RUBRIC})
UNITS = (
    UnitSource(title="Light burns", key="u1", blocks=(text("<p>Wear a mask.</p>", key="t1"), single(key="q1"))),
    UnitSource(title="Your first bead", key="u2", blocks=(text("<p>Slow and even.</p>", key="t2"), TASK)),
)


@pytest.fixture
def course():
    load_fields()
    load_checklists(at=timezone.now())
    title = Translated({"en": "Safety in the welding shop", "km": KHMER})
    owner = InstitutionFactory(name={"en": "Wuxi University of Technology"}, country=CountryFactory(code="CN"))
    rules = {"lessons_percent": 100, "score_percent": 60, "practicals": "all"}
    made = make_course(units=UNITS, title=title, owner=owner, rules=rules, hours="12.0")
    index_course(made.pk)
    return made


@pytest.fixture
def college():
    cambodia = CountryFactory(code="KH", name={"en": "Cambodia", "km": "កម្ពុជា"})
    made = InstitutionFactory(name={"en": "National Polytechnic Institute of Cambodia"}, country=cambodia)
    refresh_search_text(made)
    return made


def person_at(college, role: str):
    return GrantFactory(role=role, scope="institution", scope_id=college.pk).user


def look(page: Page, name: str) -> None:
    assert_fits(page)
    assert_no_serious(page)
    shoot(page, f"college-{name}")


def adopt(page: Page, base: str) -> None:
    """From a search in Khmer to a confirmed adoption."""
    page.goto(f"{base}/courses/")
    page.get_by_role("searchbox").fill("ផ្សារ")
    page.get_by_role("button", name="Search", exact=True).click()
    look(page, "01-found")
    page.locator(".course-hit a").first.click()
    look(page, "02-passport")
    page.get_by_role("link", name="Adopt it at my institution").click()
    page.locator("[name=programme_en]").fill("Diploma of Welding")
    look(page, "03-adopt")
    page.locator("main form button.btn").last.click()
    expect(page.get_by_text("Proposed. It counts once the adopting institution confirms it.")).to_be_visible()
    page.get_by_role("link", name="Confirm", exact=True).click()
    page.get_by_label("Our institution uses this course as described above.").check()
    look(page, "04-confirm")
    page.locator("main form button.btn").last.click()
    expect(page.get_by_text("Confirmed. The clock of two years runs from the first day of use.")).to_be_visible()
    look(page, "05-adopted")


def test_a_head_adopts_a_course_opens_a_class_and_takes_the_evidence_away(course, college, open_page, live_server):
    page = open_page("/", width=PHONE, user=person_at(college, "institution_head"))
    adopt(page, live_server.url)
    adoption = page.url

    page.get_by_role("link", name="Open a class").click()
    page.get_by_label("Name of the class").fill("Welding 2B")
    look(page, "06-class")
    page.get_by_role("button", name="Make the class").click()
    expect(page.get_by_text("The class is made. Add its names.")).to_be_visible()

    page.goto(adoption)
    expect(page.get_by_role("link", name="Welding 2B")).to_be_visible()
    with page.expect_download() as pdf:
        page.get_by_role("link", name="Evidence pack (PDF)").click()
    with page.expect_download() as xlsx:
        page.get_by_role("link", name="XLSX", exact=True).click()
    assert re.fullmatch(r"evidence-\w{12}\.pdf", pdf.value.suggested_filename)
    assert re.fullmatch(r"evidence-\w{12}\.xlsx", xlsx.value.suggested_filename)
    made = StudyClass.objects.get()
    assert (made.institution, made.offering.adoption.public_id) == (college, adoption.rstrip("/").rsplit("/", 1)[1])


@pytest.fixture
def study_class(course, college):
    channel = ChannelFactory(kind="live_class", owner=college)
    offering = OfferingFactory(version=course.published, channel=channel, institution=college, is_open=False)
    return StudyClassFactory(offering=offering, institution=college, name="Welding 2B")


def join(page: Page, code: str, name: str) -> None:
    """By class code, name and four digits."""
    page.get_by_label("Class code").fill(code)
    page.get_by_role("button", name="Show the names").click()
    look(page, "11-names")
    page.get_by_role("link", name=name).click()
    page.get_by_label("Your four digits").fill("2468")
    look(page, "12-digits")
    page.get_by_role("button", name="I agree: start learning").click()
    expect(page.get_by_text(f"Welcome, {name}.")).to_be_visible()


def learn(page: Page) -> None:
    """Both lessons, the question right, the practical task with a photo."""
    look(page, "13-course")
    page.get_by_role("link", name=re.compile("Light burns")).first.click()
    page.get_by_label("Two").check()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_text("Yes.")).to_be_visible()
    look(page, "14-lesson")
    page.get_by_role("button", name="Done: next lesson").click()
    page.locator("input[type=file]").set_input_files(a_picture("bead.jpg"))
    look(page, "15-task")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text(re.compile("waits|waiting")).first).to_be_visible()
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Safety in the welding shop")


def test_a_teacher_teaches_a_class_until_its_certificates(study_class, college, open_page, live_server):
    base, at = live_server.url, f"/classes/{study_class.public_id}/"
    page = open_page(f"{at}list/", width=PHONE, user=person_at(college, "teacher"))
    page.get_by_label("Names, one on each line").fill("S1 Chan Bopha\nS2 Sok Dara\nS3 Keo Sophal")
    page.get_by_role("button", name="Add to the list").click()
    expect(page.get_by_text("3 names")).to_be_visible()
    look(page, "21-list")
    page.get_by_role("link", name="Code", exact=True).click()
    look(page, "22-code")
    code = page.locator(".wall .figure").inner_text()

    phone = open_page("/join/", width=PHONE)
    join(phone, code, "Chan Bopha")
    learn(phone)
    look(phone, "16-waiting")

    # Who is where; the work marked with the rubric; a message.
    page.goto(f"{base}{at}")
    expect(page.get_by_text("1 of 3 have joined")).to_be_visible()
    look(page, "23-class")
    page.get_by_role("link", name="1 work to mark").click()
    page.goto(f"{base}{at}work/")
    page.get_by_role("link", name="Chan Bopha").click()
    page.get_by_label(re.compile("even")).check()
    page.get_by_label("What the learner should know").fill("Good. Keep the arc shorter.")
    look(page, "24-mark")
    page.get_by_role("button", name="Passed").click()
    expect(page.get_by_text("Marked.")).to_be_visible()
    page.get_by_role("link", name="Messages").first.click()
    page.get_by_label("To everybody of the class").fill("Bring your gloves on Monday.")
    page.get_by_role("button", name="Send").click()
    look(page, "25-messages")

    # The learner reads it, has completed, and opens the certificate.
    phone.reload()
    expect(phone.get_by_text("Bring your gloves on Monday.")).to_be_visible()
    expect(phone.get_by_text("You have completed this course.")).to_be_visible()
    look(phone, "17-completed")
    award = Award.objects.get()
    phone.get_by_role("link", name="My certificates").first.click()
    phone.get_by_role("link", name="Chan Bopha").click()
    expect(phone.get_by_text("Show it to an employer")).to_be_visible()
    look(phone, "18-certificate")

    # The teacher sees it too, from the class.
    page.get_by_role("link", name="Certificates").first.click()
    expect(page.get_by_text(award.number)).to_be_visible()
    look(page, "26-certificates")
