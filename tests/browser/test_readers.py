"""A review by link: the chair names two readers, they read on their phones without an account, the authors read what they said."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from catecp.courses.content import UnitSource
from catecp.courses.services.policy import load_checklists, load_fields
from catecp.courses.services.reviewing import ask_for_review
from catecp.notices.models import Message
from catecp.places.models import Country
from catecp.places.services import load_countries
from tests.browser.conftest import PHONE
from tests.browser.look import assert_fits, assert_no_serious, shoot
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.courses import make_course, single, text
from tests.factories.network import InstitutionFactory

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
UNITS = (
    UnitSource(title="Light and smoke", key="u1", blocks=(text("<p>The arc is brighter than the sun.</p>", key="t1"),)),
    UnitSource(title="Gas", key="u2", blocks=(text("<p>Bottles stand upright.</p>", key="t2"), single(key="q1"))),
)


@pytest.fixture
def review():
    load_countries()
    load_fields()
    load_checklists(at=timezone.now())
    course = make_course(units=UNITS, published=False, owner=InstitutionFactory(name={"en": "Wuxi University of Technology"}))
    cambodia = Country.objects.get(code="KH")
    return ask_for_review(
        version=course.draft, receiving=cambodia, note="Is the gas lesson clear?", due_on=None, at=timezone.now(), by=None
    )


@pytest.fixture
def chair():
    user = UserFactory()
    GrantFactory(user=user, role="course_reviewer", scope="network", scope_id=0)
    return user


def look(page: Page, name: str) -> None:
    assert_fits(page)
    assert_no_serious(page)
    shoot(page, f"readers-{name}")


def name_reader(page: Page, name: str, address: str, country: str) -> None:
    if not page.get_by_label("Name of the reader").is_visible():
        page.get_by_text("Name a reader").click()
    page.get_by_label("Name of the reader").fill(name)
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Country", exact=True).select_option(label=country)
    page.get_by_role("button", name="Name and send the link").click()
    expect(page.get_by_text(f"The link is on its way to {name}.")).to_be_visible()


def link_in_the_letter(page: Page, base: str, address: str) -> str:
    """The coordinator's outbox shows what was sent; the reader opens its link."""
    letter = Message.objects.get(to_address=address)
    page.goto(f"{base}/outbox/{letter.public_id}/")
    shown = page.locator("article.mail a", has_text="/reviews/by-link/").inner_text()
    return "/reviews/by-link/" + shown.split("/reviews/by-link/")[1]


def answer(page: Page, verdict: str) -> None:
    for answers in page.locator("#questions fieldset, #questions [role=radiogroup]").all():
        yes = answers.get_by_label("yes", exact=True)
        if yes.count():
            yes.check()
    page.get_by_label(verdict, exact=True).check()


def test_two_readers_by_link_and_the_decision(review, chair, coordinator, open_page, live_server):
    base, course = live_server.url, review.version.course

    # The chair names them, one from the country that receives the course.
    page = open_page("/reviews/", width=PHONE, user=chair)
    look(page, "01-reviews")
    page.get_by_role("link", name="Safety in the welding shop").click()
    name_reader(page, "Keo Sophal", "sophal@npic.example", "Cambodia")
    name_reader(page, "Somchai Jaidee", "somchai@rmut.example", "Thailand")
    look(page, "02-named")
    outbox = open_page("/outbox/", user=coordinator)

    # One reads without an account: a lesson, a comment at a block, the checklist.
    reader = open_page(link_in_the_letter(outbox, base, "sophal@npic.example"), width=PHONE)
    expect(reader.get_by_text("Keo Sophal, you read this for a review.")).to_be_visible()
    expect(reader.get_by_text("Is the gas lesson clear?")).to_be_visible()
    look(reader, "03-reading")
    reader.get_by_role("link", name="Gas", exact=True).click()
    reader.get_by_text("Comment on this").first.click()
    reader.locator("#c-t2").fill("Here the caps are missing.")
    reader.get_by_role("button", name="Write").first.click()
    expect(reader.get_by_text("Here the caps are missing.")).to_be_visible()
    look(reader, "04-lesson")
    reader.get_by_role("link", name="To the questions").click()
    reader.get_by_role("button", name="Hand in").click()
    expect(reader.locator(".errorlist, .errors, [role=alert]").first).to_be_visible()
    answer(reader, "approve it")
    reader.get_by_label("Remark to the authors").fill("Good for our first year.")
    look(reader, "05-answered")
    reader.get_by_role("button", name="Hand in").click()
    expect(reader.get_by_text("Handed in. Thank you.")).to_be_visible()

    # The decision waits for the second reading.
    page.reload()
    expect(page.get_by_text("Fewer than two readings are handed in.")).to_be_visible()
    second = open_page(link_in_the_letter(outbox, base, "somchai@rmut.example"), width=PHONE)
    answer(second, "approve it")
    second.get_by_role("button", name="Hand in").click()
    expect(second.get_by_text("Handed in. Thank you.")).to_be_visible()
    page.reload()
    page.get_by_label("approved", exact=True).check()
    page.get_by_label("Reasons").fill("Two readers found it clear. Add the caps.")
    look(page, "06-deciding")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("The decision is on record.")).to_be_visible()

    # The author reads the decision, and the comment beside its block.
    author = GrantFactory(role="author", scope="institution", scope_id=course.owner_id).user
    mine = open_page(f"/courses/{course.public_id}/edit/review/", width=PHONE, user=author)
    mine.locator(f"a[href='/reviews/{review.public_id}/']").click()
    expect(mine.get_by_text("Two readers found it clear. Add the caps.")).to_be_visible()
    look(mine, "07-author")
    mine.locator("#comments").get_by_role("link", name="Gas").click()
    expect(mine).to_have_url(re.compile(r"open=t2#b-t2$"))

    # The link of a review that is over still opens, and takes nothing more.
    reader.reload()
    expect(reader.get_by_text("This review is over. Thank you for reading.")).to_be_visible()
    expect(reader.get_by_role("button", name="Hand in")).to_have_count(0)
