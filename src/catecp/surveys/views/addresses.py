"""The address people type and scan."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from catecp.surveys.models import Survey

_ONLY_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def public_address(request: HttpRequest, survey: Survey) -> str:
    """As set for the installation; on a laptop in a hall, whose set address is its own name, as the page was asked for."""
    path = reverse("surveys:answer", args=[survey.slug])
    if urlsplit(settings.SITE_ADDRESS).hostname in _ONLY_THIS_MACHINE:
        return request.build_absolute_uri(path)
    return f"{settings.SITE_ADDRESS}{path}"


def as_spoken(address: str) -> str:
    """Without what nobody has to type."""
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")
