"""The text of a PDF as lines; encrypted, scanned, damaged and endless ones are turned away with advice."""

import io
import logging
import re
import time
from collections import Counter

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from catecp.insights.reconcile.reading.plain import bounded
from catecp.insights.reconcile.reading.refusal import Unreadable

MOST_PAGES = 1500
LONGEST_SECONDS = 40.0
_PAGE_NUMBER = re.compile(
    r"^\s*(?:page\s*)?[-–—]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*(?:(?:/|of)\s*\d{1,4})?\s*[-–—]?\s*$|^\s*第\s*\d+\s*页.*$", re.IGNORECASE
)


def lines_of_pdf(data: bytes, *, name: str) -> tuple[list[str], list[str]]:
    """The lines of all pages without page numbers and running heads, and the page of each; raises Unreadable."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(f"{name} is locked with a password. Save a copy without a password and check that.")
        pages = _pages(reader, name)
    except Unreadable:
        raise
    except (PyPdfError, RecursionError, MemoryError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, NotImplementedError,
            ArithmeticError, AssertionError) as error:  # fmt: skip
        raise Unreadable(
            f"{name} is damaged and cannot be read as PDF. Export it again from the program that made it."
        ) from error
    if sum(char.isalnum() for page in pages for line in page for char in line) < 8 * max(1, min(len(pages), 5)):
        raise Unreadable(
            f"{name} holds pictures of pages but no text (a scan). Run text recognition on it, or ask for the"
            f" file it was printed from."
        )
    kept = _without_running_heads(pages)
    bounded("\n".join(line for page in kept for line in page), name=name)
    return [line for page in kept for line in page], [f"page {number}" for number, page in enumerate(kept, start=1) for _ in page]


def _pages(reader: PdfReader, name: str) -> list[list[str]]:
    if len(reader.pages) > MOST_PAGES:
        raise Unreadable(f"{name} has {len(reader.pages)} pages; up to {MOST_PAGES} are read. Cut it into parts.")
    started = time.monotonic()
    pages = []
    for page in reader.pages:
        pages.append(_text_of(page).split("\n"))
        if time.monotonic() - started > LONGEST_SECONDS:
            raise Unreadable(
                f"{name} takes too long to read. Export it again as PDF from the program that made it, or save it as .docx."
            )
    return pages


def _text_of(page: PageObject) -> str:
    """The page's text with its columns kept apart; some producers only allow the simple order."""
    try:
        laid_out = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=True) or ""
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError, IndexError, ZeroDivisionError, NotImplementedError):
        laid_out = ""
    return laid_out if laid_out.strip() else page.extract_text() or ""


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Drop page numbers, and first and last lines that stand on most pages."""
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_shape(line) for line in [*page[:2], *page[-2:]] if line.strip()})
    running = {shape for shape, times in edges.items() if len(pages) >= 3 and times * 2 > len(pages)}
    stripped = []
    for page in pages:
        kept = list(page)
        for at in (0, 0, -1, -1):
            if kept and (not kept[at].strip() or _PAGE_NUMBER.match(kept[at]) or _shape(kept[at]) in running):
                kept.pop(at)
        stripped.append(kept)
    return stripped


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip())
