"""All figures of one page are of one moment: within `one_moment()` every query is asked once.

What is kept are ids and rows, never words, so a report in three languages shares them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("figures of one moment", default=None)


@contextmanager
def one_moment() -> Iterator[None]:
    """Inside, the functions marked `remembered` answer from memory the second time. Moments within a moment are the same one."""
    if _kept.get() is not None:
        yield
        return
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """Its arguments must be hashable: an event, names, frozen sets."""

    @wraps(function)
    def answer(*args: P.args, **options: P.kwargs) -> R:
        kept = _kept.get()
        if kept is None:
            return function(*args, **options)
        key = (function.__module__, function.__qualname__, args, tuple(sorted(options.items())))
        if key not in kept:
            kept[key] = function(*args, **options)
        return kept[key]

    return answer
