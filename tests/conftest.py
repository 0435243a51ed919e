import os

import hypothesis
import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import translation

from tests.factories.accounts import GrantFactory
from tests.world import build_whole_world

# A busy machine is not a defect: hypothesis looks for wrong answers, not for slow ones.
hypothesis.settings.register_profile("catecp", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("catecp")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def coordinator(db):
    return GrantFactory().user


@pytest.fixture
def signed_in():
    """signed_in(user) -> a client that is signed in."""

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return sign_in


@pytest.fixture
def coordinator_client(coordinator, signed_in):
    return signed_in(coordinator)


@pytest.fixture(scope="module")
def whole_world(django_db_setup, django_db_blocker):
    """The world of the access matrix, built once a file; each test undoes what it changed by a savepoint."""
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        try:
            yield build_whole_world()
        finally:
            transaction.set_rollback(True)
            block.__exit__(None, None, None)


def pytest_collection_modifyitems(config, items):
    """With CATECP_DATABASE_TESTS_ONLY=1 leave out what never meets the database: it passed on the first one."""
    if not os.environ.get("CATECP_DATABASE_TESTS_ONLY"):
        return
    uses = {"db", "transactional_db", "live_server", "whole_world", "django_db_setup"}
    kept = [item for item in items if item.get_closest_marker("django_db") or uses & set(item.fixturenames)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept
