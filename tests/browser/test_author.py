"""An author on a phone: from an empty page to a published course, and the next draft compared with it."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from catecp.courses.models import Course
from catecp.courses.services.policy import load_checklists, load_fields
from tests.browser.conftest import PHONE
from tests.browser.look import assert_fits, assert_no_serious, shoot
from tests.browser.pictures import a_picture
from tests.factories.accounts import GrantFactory
from tests.factories.network import InstitutionFactory
from tests.factories.places import CountryFactory

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def author():
    load_fields()
    load_checklists(at=timezone.now())
    CountryFactory(code="KH", name={"en": "Cambodia"})
    owner = InstitutionFactory(name={"en": "Wuxi University of Technology"})
    return GrantFactory(role="author", scope="institution", scope_id=owner.pk).user


def look(page: Page, name: str) -> None:
    assert_fits(page)
    assert_no_serious(page)
    shoot(page, f"author-{name}")


def add_block(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("button", name="Save and close")).to_be_visible()


def add_question(page: Page, kind: str, prompt: str) -> None:
    page.get_by_label("Question", exact=True).select_option(kind)
    page.get_by_role("button", name="Add a question").click()
    write(page, "Question", prompt)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and close").click()
    expect(page.get_by_role("button", name="Save and close")).to_have_count(0)


def write(page: Page, field: str, text: str) -> None:
    page.get_by_role("textbox", name=field, exact=True).fill(text)


def write_table(page: Page) -> None:
    """Two columns by the toolbar, after a sentence."""
    box = page.get_by_role("textbox", name="Text", exact=True)
    box.press("Control+End")
    box.press("Enter")
    page.get_by_role("button", name="Table").click()
    for cell, words in enumerate(("Sign", "What to do", "Burnt plug", "Report it")):
        place = box.locator("th, td").nth(cell)
        place.click()
        page.keyboard.type(words)


def write_first_lesson(page: Page, picture: dict) -> None:
    add_block(page, "Text")
    write(page, "Text", "Look at the cable before you switch on.")
    write_table(page)
    save(page)
    expect(page.get_by_role("cell", name="Burnt plug")).to_be_visible()
    add_block(page, "Picture")
    page.locator("#f-file").set_input_files(picture)
    save(page)
    expect(page.locator(".shown img")).to_have_count(1)


def write_questions(page: Page) -> None:
    add_question(page, "single", "What do you do with a burnt plug?")
    page.locator("#o-0").fill("Use it")
    page.locator("#o-1").fill("Report it")
    page.locator("input[name=right]").nth(1).check()
    save(page)
    add_question(page, "order", "Put the steps in order.")
    page.locator("#o-0").fill("Look")
    page.locator("#o-1").fill("Switch on")
    save(page)
    add_question(page, "number", "How many metres away do gas bottles stand?")
    page.get_by_label("Right number").fill("5")
    page.get_by_label("Unit").fill("m")
    save(page)


def write_practical(page: Page) -> None:
    add_block(page, "Practical task")
    write(page, "Task", "Check a cable and take a photo of it.")
    page.locator("#c-0").fill("The whole cable is looked at")
    page.locator("#p-0-0").fill("0")
    page.locator("#v-0-0").fill("Only the plug")
    page.locator("#p-0-1").fill("2")
    page.locator("#v-0-1").fill("From plug to clamp")
    save(page)


def fill_passport(page: Page) -> None:
    page.get_by_role("link", name="Passport").first.click()
    before = int(page.locator(".big-count .n").inner_text())
    page.locator("#id_licence").select_option("CC-BY-4.0")
    page.get_by_label("Who holds the rights").fill("Wuxi University of Technology")
    page.get_by_label("AQRF level").fill("3")
    page.locator("#id_hours").fill("4")
    page.get_by_label("What a learner can do afterwards").fill("Checks cables before work\nReports damage")
    page.get_by_label("Equipment and local substitutes").fill("Welding helmet = hand shield")
    look(page, "04-passport")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".big-count .n")).not_to_have_text(str(before))
    expect(page.get_by_text("Every point explained")).to_be_visible()


def test_from_an_empty_page_to_a_published_course_and_its_next_draft(author, open_page):
    page = open_page("/courses/mine/", width=PHONE, user=author)
    look(page, "01-mine")

    # A course, two lessons.
    page.get_by_role("link", name="Start a course").first.click()
    page.get_by_label("Title").fill("Cables in the welding shop")
    page.get_by_label("In two sentences").fill("For beginners. How to see damage before it hurts.")
    look(page, "02-start")
    page.get_by_role("button", name="Start", exact=True).click()
    for title in ("Look before you work", "Show that you can"):
        page.get_by_label("Title of the new chapter or lesson").fill(title)
        page.get_by_role("button", name="Add", exact=True).click()
    outline = page.url
    page.get_by_role("link", name="Look before you work").click()
    write_first_lesson(page, a_picture())
    look(page, "03-lesson")
    page.goto(outline)
    page.get_by_role("link", name="Show that you can").click()
    write_questions(page)
    write_practical(page)
    look(page, "03-questions")

    # The passport raises the score; the preview is as wide as a phone.
    page.goto(outline)
    fill_passport(page)
    page.goto(outline)
    page.get_by_role("link", name="Look before you work").click()
    page.get_by_role("link", name="As on a phone").click()
    expect(page.locator(".phone").get_by_text("Burnt plug")).to_be_visible()
    look(page, "05-preview")

    # What stands in the way is said where it is put right: a picture without words.
    page.goto(outline)
    page.get_by_role("link", name="Publish", exact=True).first.click()
    expect(page.get_by_role("heading", name="First put this right")).to_be_visible()
    look(page, "06-in-the-way")
    page.locator(".problems a").first.click()
    page.get_by_label("What the picture shows").fill("A plug with brown, melted edges")
    save(page)

    # Review asked, published.
    page.goto(outline)
    page.get_by_role("link", name="Review", exact=True).click()
    page.get_by_label("Country that receives the course").select_option(label="Cambodia")
    look(page, "07-ask")
    page.get_by_role("button", name="Ask for a review").click()
    expect(page.get_by_text("Asked. Who leads the review names the readers.")).to_be_visible()
    look(page, "08-asked")
    page.goto(outline)
    page.get_by_role("link", name="Publish", exact=True).first.click()
    page.get_by_role("button", name="Publish", exact=True).click()
    course = Course.objects.get()
    expect(page).to_have_url(re.compile(f"/courses/{course.public_id}/"))
    page.goto(outline.split("/courses/")[0] + course.get_absolute_url())
    look(page, "09-published")
    assert (course.published.number, course.published.units.count()) == (1, 2)

    # One sentence of the next draft, and what that changes.
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_role("button", name="Open a draft").click()
    page.get_by_role("link", name="Look before you work").click()
    page.get_by_role("link", name="Change", exact=True).first.click()
    page.get_by_role("textbox", name="Text", exact=True).get_by_text("Report it").click(click_count=3)
    page.keyboard.type("Tell your teacher")
    save(page)
    page.goto(outline)
    page.get_by_role("link", name="Publish", exact=True).first.click()
    expect(page.locator("main article", has_text="changed")).to_have_count(1)
    assert [words.strip() for words in page.locator("main del").all_inner_texts()] == ["Report", "it"]
    assert [words.strip() for words in page.locator("main ins").all_inner_texts()] == ["Tell", "your teacher"]
    look(page, "10-compared")
