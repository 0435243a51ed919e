"""Sets typst templates of this package in type: template + data -> PDF or PNG.

Data never becomes source: it travels as one JSON string in `sys.inputs` and is read there with `json()`, so a name such as
`#panic()` or `*bold*` is only ever a string. Templates may read files below `catecp/` and nothing else.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import typst

from catecp.kernel.palette import PALETTE, PARTS
from catecp.kernel.typeset.fonts import families, font_book, require_fonts, require_glyphs
from catecp.kernel.typeset.printable import printable_data

SOURCE = Path(__file__).resolve().parents[2]
# Archivable and readable by screen readers; both standards also refuse a text the fonts cannot show.
STANDARDS = ["a-2a", "ua-1"]
# Keys whose strings are drawings or addresses rather than words, so no glyphs are needed for them.
_NOT_SET_IN_TYPE = frozenset({"svg", "href"})

FORGET_EVERY = 4
KEPT_BY_TYPST = 11

_lock = threading.Lock()
_compilations = count(1)


class NotTypeset(Exception):
    """A template and its data could not be made into pages: an error of ours, with typst's own words."""


def pdf(*, template: str, data: Mapping[str, Any], at: datetime) -> bytes:
    """The PDF (A-2a, UA-1) of `template`, a path below `catecp/` such as "events/documents/letter.typ".

    The same data and `at` (aware) give the same bytes. Raises `GlyphsMissing` before, `NotTypeset` after an attempt.
    """
    result = _compile(template, data, format="pdf", pdf_standards=STANDARDS, timestamp=int(at.timestamp()))
    return b"".join(result)


def pngs(*, template: str, data: Mapping[str, Any], ppi: float = 144) -> list[bytes]:
    """One PNG per page, for previews and for pictures inside Word files."""
    return _compile(template, data, format="png", ppi=ppi)


def _compile(template: str, data: Mapping[str, Any], **options: Any) -> list[bytes]:
    clean = printable_data(data)
    require_fonts()
    require_glyphs(_words(clean))
    inputs = {"data": json.dumps(clean, ensure_ascii=False), **_look()}
    # The kept compiler is not made for two threads at once; waiting a few milliseconds costs less than a second compiler.
    with _lock:
        try:
            result = _compiler().compile(SOURCE / template, sys_inputs=inputs, **options)
        except typst.TypstError as error:
            raise NotTypeset(f"{template}: {error.message} {error.diagnostic}") from error
        _forget_now_and_then()
    return result if isinstance(result, list) else [result or b""]


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """Kept warm: the first document costs the fonts, the next a few milliseconds."""
    return typst.Compiler(root=SOURCE, font_paths=font_book())


def _forget_now_and_then() -> None:
    """Push old layouts out of typst's cache, which keeps those of its last ten compilations.

    Measured over 300 letters: 640 MB without, 180 MB with this, at the same speed.
    """
    if next(_compilations) % FORGET_EVERY == 0:
        for _ in range(KEPT_BY_TYPST):
            _compiler().compile(b"", format="svg")


@lru_cache(maxsize=1)
def _look() -> dict[str, str]:
    return {
        "palette": json.dumps(PALETTE),
        "parts": json.dumps(PARTS),
        "families": json.dumps({script.value: name for script, name in families().items()}),
    }


def _words(value: Any) -> Iterator[str]:
    """The strings of `value` that will be set in type."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _NOT_SET_IN_TYPE:
                yield from _words(item)
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)
