"""Every page of the access matrix on a phone: nothing serious for axe, nothing wider than the screen."""

from operator import attrgetter

import pytest
from django.urls import reverse

from tests.browser.conftest import PHONE
from tests.browser.look import serious_problems, too_wide
from tests.test_access_matrix import ROWS
from tests.world import build_whole_world

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def addresses_of(actor: str, world) -> dict[str, str]:
    """{name: path} of what this actor may open; the parameters come from the world."""
    return {
        row.name: reverse(row.name, kwargs={key: attrgetter(path)(world) for key, path in row.kwargs.items()})
        for row in ROWS
        if row.method == "get" and row.status_for(actor) == 200 and not row.data
    }


@pytest.mark.parametrize(("actor", "dark"), [("visitor", True), ("participant", False), ("coordinator", False)])
def test_every_page_can_be_read_on_a_phone(open_page, client, actor, dark):
    world = build_whole_world()
    user = getattr(world, actor)
    if user is not None:
        client.force_login(user)
    page = open_page("/", width=PHONE, user=user, dark=dark)
    root, found = page.url.rstrip("/"), []

    for name, path in addresses_of(actor, world).items():
        if not _is_page(client, path):
            continue
        page.goto(root + path)
        problems = serious_problems(page) + ([f"{too_wide(page)} px too wide"] if too_wide(page) > 0 else [])
        found += [f"{name}: {problem}" for problem in problems]

    assert found == [], "\n".join(found)


def _is_page(client, path: str) -> bool:
    """Not a download, a script, a stream of events or a part of a page."""
    response = client.get(path)
    is_page = not response.streaming and response["Content-Type"].startswith("text/html") and b"<html" in response.content
    response.close()
    return is_page
