"""Packages kept as they are: their bytes, and the words a learner without network reads instead."""

import html

from django.utils.translation import gettext as _

from catecp.courses.content import LONGEST_HTML, BlockSource
from catecp.courses.enums import BlockKind
from catecp.interop.packages.pages import plain
from catecp.interop.packages.reading import Reading
from catecp.interop.packages.refusal import PackageRefused

_READABLE = 160  # characters of a page below which it is a loader, not a lesson
_MOST = LONGEST_HTML - 2_000


def package_asset(reading: Reading) -> str:
    """Keep the package file itself; returns its SHA-256."""
    source = reading.package.source
    if not source.is_file():
        raise PackageRefused("pack_it")
    with source.open("rb") as stream:
        return reading.keep_bytes(stream, name=source.name, media_type="application/zip").sha256


def fallback_of(title: str, description: str, blocks: list[BlockSource]) -> str:
    """What a learner does without network: the readable text of the pages, else what the title and description say."""
    texts = [block.body["html"] for block in blocks if block.kind == BlockKind.TEXT]
    if sum(len(plain(text)) for text in texts) >= _READABLE:
        return _joined(texts)
    first = html.escape(
        _("This part, “%(title)s”, plays only with a network or after the course was downloaded.") % {"title": title}
    )
    then = html.escape(_("Without it: ask your teacher for this part in class, and go on with the next lesson."))
    about = f"<p>{html.escape(description)}</p>" if description and description != title else ""
    return f"<p>{first}</p>{about}{''.join(texts)[:_MOST]}<p>{then}</p>"


def _joined(texts: list[str]) -> str:
    found = ""
    for text in texts:
        if len(found) + len(text) > _MOST:
            return found + f"<p>{html.escape(_('The rest stands in the package.'))}</p>"
        found += text
    return found
