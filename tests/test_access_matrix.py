"""Who gets which page. A page without a row fails the build, and so does a row without a page."""

from operator import attrgetter

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access import release
from tests.world import ACTORS, MODULES

ROWS = [row for module in MODULES for row in module.ROWS]


def named_addresses(patterns, namespace: str = "") -> set[str]:
    """Names of all our addresses; sign-in pages are allauth's and tested there."""
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) == "account/":
                continue
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= named_addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            found.add(f"{namespace}{pattern.name}")
    return found


def test_every_address_has_a_row_and_every_row_an_address():
    assert named_addresses(get_resolver().url_patterns) == {row.name for row in ROWS}


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.name}")
def test_access(row, whole_world):
    row.check_names()
    address = reverse(row.name, kwargs={key: attrgetter(path)(whole_world) for key, path in row.kwargs.items()})

    found = {actor: _status(row, address, getattr(whole_world, actor)) for actor in ACTORS}

    assert found == {actor: row.status_for(actor) for actor in ACTORS}


def _status(row, address: str, user) -> int:
    """Each actor meets the same world: whatever the request changed is rolled back."""
    client = Client(raise_request_exception=False)
    point = transaction.savepoint()
    if user is not None:
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    extra = {"content_type": "application/json"} if row.json else {}
    response = getattr(client, row.method)(address, row.data, **extra)
    status = response.status_code
    release(response)
    transaction.savepoint_rollback(point)
    return status
