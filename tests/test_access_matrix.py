"""Who gets which page. A page without a row fails the build, and so does a row without a page."""

import importlib
from operator import attrgetter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.world import ACTORS, build_world

MODULES = [
    importlib.import_module(f"tests.{name}.access")
    for name in settings.MODULES
    if (Path(__file__).parent / name / "access.py").exists()
]
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
def test_access(row):
    row.check_names()
    world = build_world()
    for module in MODULES:
        if hasattr(module, "build"):
            module.build(world)
    address = reverse(row.name, kwargs={key: attrgetter(path)(world) for key, path in row.kwargs.items()})

    found = {actor: _status(row, address, getattr(world, actor)) for actor in ACTORS}

    assert found == {actor: row.status_for(actor) for actor in ACTORS}


def _status(row, address: str, user) -> int:
    """Each actor meets the same world: whatever the request changed is rolled back."""
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    point = transaction.savepoint()
    extra = {"content_type": "application/json"} if row.json else {}
    response = getattr(client, row.method)(address, row.data, **extra)
    status = response.status_code
    response.close()
    transaction.savepoint_rollback(point)
    return status
