"""The frame, the front page, signing in and every component, looked at in a real browser."""

from urllib.parse import unquote

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.look import assert_fits, assert_no_serious, shoot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PUBLIC = [
    "/",
    "/account/login/",
    "/account/signup/",
    "/account/login/code/",
    "/account/password/reset/",
    "/no-such-page/",
    "/offline/",
]


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_public_page_is_accessible(open_page, path, width):
    page = open_page(path, width=width)

    assert_no_serious(page)
    assert_fits(page)
    shoot(page, f"public-{path.strip('/').replace('/', '-') or 'home'}-{width}")


@pytest.mark.parametrize("language", ["zh-hans", "km"])
def test_front_page_is_accessible_in_the_dark(open_page, language):
    page = open_page("/", width=PHONE, language=language, dark=True)

    assert_no_serious(page)
    assert_fits(page)
    shoot(page, f"public-home-dark-{language}")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_components_are_accessible_in_both_themes(open_page, coordinator, width):
    page = open_page("/components/", width=width, user=coordinator)

    assert_no_serious(page)
    assert_fits(page)
    shoot(page, f"components-{width}")


def test_language_switch_keeps_the_reader_where_they_are_without_script(open_page):
    page = open_page("/account/login/?next=/desk/", width=PHONE, script=False)

    page.click("details.tongue > summary")
    page.click("details.tongue button[value=km]")

    assert unquote(page.url).endswith("/account/login/?next=/desk/")
    assert page.get_attribute("html", "lang") == "km"


def test_menu_opens_on_a_phone_without_script(open_page):
    page = open_page("/events/", width=PHONE, script=False)

    page.click("details.menu > summary")

    assert page.is_visible("details.menu nav a[aria-current=page]")
