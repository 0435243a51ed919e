"""A translator and a learner of words, by keyboard, on a phone and without scripts."""

import pytest
from playwright.sync_api import expect

from catecp.courses.content import UnitSource
from catecp.languages.models import Segment, Translation
from catecp.learning.models import PracticeCard
from tests.browser.conftest import PHONE
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.courses import make_course, text
from tests.factories.languages import make_term

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(db):
    make_term("glove", en="gloves", km="ស្រោមដៃ")
    html = "<p>Wear <strong>gloves</strong>.</p><p>Then begin.</p>"
    course = make_course(units=[UnitSource(title="Before you weld", blocks=(text(html),))])
    return f"/translate/{course.body.public_id}/km/"


def test_a_translator_works_by_keyboard_alone_and_loses_nothing(desk, open_page):
    page = open_page(desk, user=GrantFactory(role="translator").user)
    keys = page.keyboard

    keys.press("j")
    keys.press("j")
    keys.press("Enter")
    keys.press("Alt+m")
    keys.press("Alt+1")
    keys.press("Alt+m")
    page.reload()
    expect(page.get_by_text("You typed this before and did not save it.")).to_be_visible()
    keys.press("j")
    keys.press("j")
    keys.press("Enter")
    keys.press("Control+Enter")
    expect(page.get_by_text("saved", exact=True)).to_be_visible()
    keys.type("រួចចាប់ផ្តើម")  # the field of the next sentence has the cursor
    keys.press("Control+Enter")
    expect(page.get_by_text("saved", exact=True)).to_have_count(2)

    assert dict(Translation.objects.values_list("segment__text", "text")) == {
        "Wear <strong>gloves</strong>.": "<strong>ស្រោមដៃ</strong>",
        "Then begin.": "រួចចាប់ផ្តើម",
    }


def test_the_desk_works_on_a_phone_without_scripts(desk, open_page):
    page = open_page(desk, width=PHONE, user=GrantFactory(role="translator").user, script=False)
    row = page.locator(f"#s{Segment.objects.get(text='Then begin.').pk}")

    row.locator("textarea").fill("រួចចាប់ផ្តើម")
    row.get_by_role("button", name="Save").click()

    assert Translation.objects.get().text == "រួចចាប់ផ្តើម"
    expect(row.locator("textarea")).to_have_value("រួចចាប់ផ្តើម")


def test_a_learner_practises_on_a_phone_without_scripts(open_page, db):
    make_term("arc", zh_hans="电弧", km="ធ្នូ")
    page = open_page("/learn/practice/?shown=zh-hans&asked=km", width=PHONE, user=UserFactory(), script=False)

    page.get_by_role("link", name="Practise").first.click()
    page.get_by_text("Show the answer").click()
    page.get_by_role("button", name="Known in 10 minutes").click()

    expect(page.get_by_text("You practised 1 word.")).to_be_visible()
    assert PracticeCard.objects.get().reviews == 1
