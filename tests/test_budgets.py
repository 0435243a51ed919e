"""What a page costs in queries. The number is stable, so it is a test; bytes are in test_page_weight.py, times in benchmarks/.

`tests/budgets.json` holds the number of queries each page takes in the small world of the access matrix. A page that needs more
fails; one that needs fewer should have its number lowered (`CATECP_WRITE_BUDGETS=1 bin/test tests/test_budgets.py` writes them).
"""

import json
import os
from operator import attrgetter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access import release
from tests.test_access_matrix import ROWS
from tests.world import ACTORS

KEPT = Path(__file__).parent / "budgets.json"
PAGES = [row for row in ROWS if row.method == "get" and 200 in row.expect.values()]


@pytest.mark.django_db
@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.name)
def test_page_takes_no_more_queries_than_it_did(row, whole_world):
    actor = next(actor for actor in reversed(ACTORS) if row.status_for(actor) == 200)

    queries = queries_of(row, whole_world, getattr(whole_world, actor))

    budgets = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    if os.environ.get("CATECP_WRITE_BUDGETS"):
        KEPT.write_text(json.dumps(dict(sorted({**budgets, row.name: queries}.items())), indent=1) + "\n")
        return
    assert queries <= budgets.get(row.name, 0)


def queries_of(row, world, user) -> int:
    """Of the second visit: what is kept in memory after the first is not the page's cost."""
    address = reverse(row.name, kwargs={key: attrgetter(path)(world) for key, path in row.kwargs.items()})
    client = Client()
    point = transaction.savepoint()
    if user is not None:
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    release(client.get(address, row.data))
    with CaptureQueriesContext(connection) as queries:
        release(client.get(address, row.data))
    transaction.savepoint_rollback(point)
    return len(queries)
