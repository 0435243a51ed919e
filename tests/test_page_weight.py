"""A first visit to any public page: HTML, styles and scripts together at most 60 KB, compressed as they are served."""

import re
from operator import attrgetter
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from tests.test_access_matrix import ROWS

LIMIT = 60_000
PUBLIC = [row for row in ROWS if row.method == "get" and row.status_for("visitor") == 200]
SIGN_IN = ["/account/login/", "/account/signup/", "/account/login/code/", "/account/password/reset/"]
_PARTS = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"')


def weight(html: bytes) -> int:
    """Bytes of a page with everything it loads by itself, each part compressed on its own."""
    parts = {urlsplit(address).path for address in _PARTS.findall(html.decode())}
    files = [finders.find(path.removeprefix(settings.STATIC_URL)) for path in parts if path.startswith(settings.STATIC_URL)]
    assert all(files), parts
    return len(brotli.compress(html)) + sum(len(brotli.compress(Path(file).read_bytes())) for file in files)


@pytest.mark.django_db
@pytest.mark.parametrize("row", PUBLIC, ids=lambda row: row.name)
def test_public_page_arrives_within_the_budget(row, whole_world):
    address = reverse(row.name, kwargs={key: attrgetter(path)(whole_world) for key, path in row.kwargs.items()})
    response = Client().get(address, row.data)
    if not response["Content-Type"].startswith("text/html"):
        pytest.skip("not a page")

    assert weight(response.content) <= LIMIT


@pytest.mark.django_db
@pytest.mark.parametrize("address", SIGN_IN)
def test_sign_in_page_arrives_within_the_budget(address):
    assert weight(Client().get(address).content) <= LIMIT
