"""A real browser for the journeys. Chromium comes from the system, or from `CATECP_CHROMIUM`; without one the journeys are skipped."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from playwright.sync_api import Browser, Page, sync_playwright

PHONE, DESK = 360, 1280
# Playwright keeps an event loop in this thread; the database is used from the test itself all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """launch("--an-argument", …) -> a Chromium of its own; one program drives them all."""
    program = Path(os.environ.get("CATECP_CHROMIUM", "/usr/bin/chromium"))
    if not program.exists():
        pytest.skip("no Chromium here: install it, or name it in CATECP_CHROMIUM")
    with sync_playwright() as playwright:
        yield lambda *arguments: playwright.chromium.launch(
            executable_path=str(program), args=["--no-sandbox", "--disable-dev-shm-usage", *arguments]
        )


@pytest.fixture(scope="session")
def browser(launch) -> Iterator[Browser]:
    chromium = launch()
    yield chromium
    chromium.close()


@pytest.fixture
def open_page(browser, live_server):
    """open_page("/desk/", width=PHONE, user=user, language="km", dark=True, script=False) -> a page that is there.

    At the end the test fails if a page broke its own content policy or threw an error.
    """
    contexts, complaints = [], []

    def open_it(
        path: str, *, width: int = DESK, user=None, language: str = "en", dark: bool = False, script: bool = True
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800 if width > 500 else 740},
            color_scheme="dark" if dark else "light",
            locale="en-GB",
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        contexts.append(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if user is not None:
            cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto(live_server.url + path)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []


def session_of(user) -> str:
    """The key of a session in which `user` is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key
