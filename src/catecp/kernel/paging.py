"""Pages of a list. The address carries the page, so a link can be shared."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PER_PAGE = 50


def page_of(rows: Any, request: HttpRequest, *, per_page: int = PER_PAGE) -> Page:
    """The page asked for in `?page=`; a number out of range gives the nearest page."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))
