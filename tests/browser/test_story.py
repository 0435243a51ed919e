"""The whole story in a real browser: from the front page of the demo to a released report, on a phone and on a desk.

It plays on the demo network itself, so it also checks what a newcomer meets: the seeded state, the guided path, the accounts.
"""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from catecp.insights.models import Release, Report
from catecp.web.demo.seed import seed
from tests.browser.conftest import DESK, PHONE
from tests.browser.look import assert_fits, assert_no_serious, shoot

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def demo(settings):
    settings.IS_DEMO = True
    call_command("load_reference", verbosity=0)
    seed(lambda words: None)


def look(page: Page, name: str, width: int) -> None:
    assert_fits(page)
    assert_no_serious(page)
    shoot(page, f"story-{name}-{width}")


def become(page: Page, base: str, who: str) -> None:
    """Sign in by one click on the front page, as the demo offers it."""
    page.goto(base)
    page.get_by_role("button", name=f"Be {who}").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["phone", "desk"])
def test_from_the_front_page_to_the_released_report(demo, open_page, live_server, width):
    base = live_server.url
    page = open_page("/", width=width)
    expect(page.get_by_role("heading", level=1)).to_contain_text("From handshake")
    look(page, "01-front", width)

    # A visitor: the event, its programme, a number down to what it left out.
    page.goto(f"{base}/events/china-sea-2025/")
    look(page, "02-event", width)
    page.goto(f"{base}/numbers/china-sea-2025/parts/participants.by_group/")
    for part in ("56", "31", "25", "20"):
        expect(page.get_by_role("link", name=part, exact=True)).to_be_visible()
    look(page, "03-partition", width)
    page.goto(f"{base}/numbers/china-sea-2025/figure/institutions/")
    expect(page.locator(".figure .n")).to_have_text("48")
    look(page, "04-institutions", width)

    # The coordinator: what the import did, and the draft with its two things to settle.
    become(page, base, "CHEA Sophea")
    look(page, "05-desk", width)
    page.goto(f"{base}/events/china-sea-2025/imports/")
    page.get_by_role("link", name=re.compile("workshop-2025-registrations")).first.click()
    expect(page.get_by_text("138").first).to_be_visible()
    look(page, "06-import", width)
    report = Report.objects.get()
    page.goto(f"{base}{report.get_absolute_url()}")
    expect(page.get_by_text("2 things to settle before release.")).to_be_visible()
    expect(page.get_by_text("Institutions: the parts claimed add up to 71, not 48.")).to_be_visible()
    look(page, "07-draft", width)

    # The typed number becomes a figure by name; the preview follows; the people without a group may stand, by name.
    page.get_by_role("link", name="Fix the text").first.click()
    text = page.get_by_label("Text")
    text.fill(text.input_value().replace("Thirteen", "{{speakers}}"))
    expect(page.locator("[data-preview=target]")).to_contain_text("12 experts spoke")
    look(page, "08-section", width)
    page.get_by_role("button", name="Save", exact=True).click()
    # The original changed, so its translations are older now: somebody reads them against it and saves.
    expect(page.get_by_text("3 things to settle before release.")).to_be_visible()
    for _language in ("zh-hans", "km"):
        page.get_by_role("link", name="Fix the text").first.click()
        page.get_by_role("button", name="Save", exact=True).click()
        page.goto(f"{base}{report.get_absolute_url()}?language=en")
    expect(page.get_by_text("One thing to settle before release.")).to_be_visible()
    page.locator("#findings summary").first.click()
    page.get_by_label("Reason, kept with your name").fill("Staff of the organisers, guests and interpreters.")
    page.get_by_role("button", name="Let it stand").click()
    expect(page.get_by_text("Nothing is left to settle")).to_be_visible()

    # Release, and what everybody sees from then on.
    page.get_by_role("button", name="Release").click()
    expect(page.get_by_text(re.compile("Release 1 was made"))).to_be_visible(timeout=60_000)
    release = Release.objects.get()
    assert sorted(release.files.values_list("language", flat=True).distinct()) == ["en", "km", "zh-hans"]
    page.get_by_role("link", name="Open the released report").click()
    expect(page.get_by_text("12 experts spoke")).to_be_visible()
    look(page, "09-released", width)
    page.get_by_role("link", name="ខ្មែរ").first.click()
    expect(page.locator("article.doc")).to_have_attribute("lang", "km")
    look(page, "10-released-km", width)

    # Who is not signed in does not reach the draft.
    visitor = open_page(f"/reports/{report.public_id}/draft/", width=width)
    expect(visitor).to_have_url(re.compile("/account/login/"))
