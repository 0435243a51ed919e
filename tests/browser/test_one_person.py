"""One learner by phone number, by an account elsewhere and by a class list: counted once, and two again when the merge is undone."""

import re

import pytest
from playwright.sync_api import Page, expect

from catecp.learning.models import Identity, Learner
from catecp.network.services.institutions import refresh_search_text
from tests.browser.conftest import DESK, PHONE
from tests.browser.look import assert_fits, assert_no_serious, shoot
from tests.factories.courses import ChannelFactory, OfferingFactory, make_course
from tests.factories.learning import ClassEntryFactory, StudyClassFactory
from tests.factories.network import InstitutionFactory
from tests.factories.places import CountryFactory

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LIST = "Username,Name,Student number,Phone\nu-77,Chan Bopha,S1,+85512345678\n"


@pytest.fixture
def ways(settings):
    """A channel anybody may join by phone, a class, and a college's own system as a channel."""
    settings.IS_DEMO = True  # the page shows the text message that would be sent
    college = InstitutionFactory(name={"en": "National Polytechnic Institute of Cambodia"}, country=CountryFactory(code="KH"))
    refresh_search_text(college)
    version = make_course().published
    platform = OfferingFactory(version=version, channel=ChannelFactory(key="platform"))
    taught = OfferingFactory(
        version=version, institution=college, channel=ChannelFactory(key="live", kind="live_class"), is_open=False
    )
    entry = ClassEntryFactory(study_class=StudyClassFactory(offering=taught, institution=college), name="Chan Bopha", number="S1")
    ChannelFactory(key="lms", kind="college_lms", owner=college)
    return platform, entry, college


def look(page: Page, name: str) -> None:
    assert_fits(page)
    assert_no_serious(page)
    shoot(page, f"person-{name}")


def reached(page: Page, base: str) -> list[str]:
    """The three counts of the registered, as the coordinator sees them: people, people in channels, enrolments."""
    page.goto(f"{base}/reach/")
    row = page.locator("[aria-labelledby=counts-title] tbody tr", has_text="Registered").first
    return [cell.inner_text().strip() for cell in row.locator("td").all()] if row.count() else []


def join_by_phone(page: Page, offering) -> None:
    page.goto(page.url.split("/join/")[0] + f"/courses/{offering.version.course.public_id}/")
    page.get_by_role("link", name="Start", exact=True).first.click()
    page.get_by_label("Your name").fill("Chan Bopha")
    page.get_by_label("Phone number or e-mail address").fill("+855 12 345 678")
    look(page, "01-phone")
    page.locator("main form", has=page.locator("[name=address]")).get_by_role("button").click()
    look(page, "02-code")
    digits = re.search(r"would be (\d{6})", page.locator("main").inner_text())[1]
    page.get_by_label("The six digits we sent").fill(digits)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Welcome, Chan Bopha.")).to_be_visible()


def take_the_name(page: Page, entry) -> None:
    page.get_by_role("link", name="Chan Bopha").click()
    page.get_by_label("Your four digits").fill("2468")
    page.get_by_role("button", name="I agree: start learning").click()
    expect(page.get_by_text("Welcome, Chan Bopha.")).to_be_visible()


def bring_the_list(page: Page, base: str, college) -> None:
    page.goto(f"{base}/channels/")
    page.get_by_role("link", name="lms").click()
    page.get_by_role("link", name="Lists of learners").click()
    page.get_by_label("File").set_input_files({"name": "term.csv", "mimeType": "text/csv", "buffer": LIST.encode()})
    page.get_by_label("System it comes from").fill("lms.npic.example")
    page.get_by_label("Institution of the learners").select_option(label=str(college))
    page.get_by_role("button", name="Read it", exact=True).click()
    look(page, "03-list")
    page.get_by_role("button", name="Take the list").click()
    expect(page.get_by_role("button", name="Undo the whole list")).to_be_visible()


def people() -> int:
    return Learner.objects.values("root").distinct().count()


def test_three_identities_are_one_person_and_a_merge_undone_is_two_again(ways, coordinator, open_page, live_server):
    platform, entry, college = ways
    base = live_server.url
    office = open_page("/channels/same-people/", width=DESK, user=coordinator)

    join_by_phone(open_page("/join/", width=PHONE), platform)
    take_the_name(open_page(f"/join/class/{entry.study_class.code}/", width=PHONE), entry)
    before = (people(), reached(office, base))
    bring_the_list(office, base, college)
    office.goto(f"{base}/channels/same-people/")
    look(office, "04-cases")
    while office.get_by_role("button", name="One person").count():
        office.get_by_role("button", name="One person").first.click()
    after = (people(), reached(office, base))
    look(office, "05-reach")
    office.goto(f"{base}/channels/same-people/")
    look(office, "06-merged")
    office.get_by_role("button", name="Undo: they are two").first.click()
    undone = (people(), reached(office, base))

    assert Identity.objects.count() == 3
    assert [before[0], after[0], undone[0]] == [2, 1, 2]
    assert [row[1][0] for row in (before, after, undone)] == ["2", "1", "2"]
    assert [row[1][-1] for row in (before, after, undone)] == ["2", "2", "2"]  # ways stay two, whoever the person is
