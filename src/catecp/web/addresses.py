"""Addresses of pages that another module may not have yet."""

from collections.abc import Iterable

from django.urls import NoReverseMatch, reverse


def first_address(names: Iterable[str], *args: str) -> str:
    """The first of these pages that exists; nothing when none does."""
    for name in names:
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return ""
