"""Addresses of events. Each part of the module keeps its rows in a file `access_<part>.py` beside this one."""

import importlib
from pathlib import Path

from tests.access import Access

_PARTS = [importlib.import_module(f"tests.events.{path.stem}") for path in sorted(Path(__file__).parent.glob("access_*.py"))]

ROWS = [
    Access("events:events", {"*": 200}),
    Access("events:event", {"*": 200}, kwargs={"slug": "event.slug"}),
    *(row for part in _PARTS for row in part.ROWS),
]


def build(world) -> None:
    for part in _PARTS:
        if hasattr(part, "build"):
            part.build(world)
