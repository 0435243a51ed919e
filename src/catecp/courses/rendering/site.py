"""A course as a folder of plain pages: what a classroom bundle, an archive and a SCORM package are made of.

Paths are relative, names are short and plain, and every page works from a USB stick without a server. The shell (who adds which
scripts, and what they are told) is the caller's.
"""

import mimetypes
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import override

from catecp.courses.enums import BlockKind
from catecp.courses.models import Unit, Version
from catecp.courses.rendering.lesson import Lesson, Mark, OutlineRow, lesson, outline
from catecp.courses.rendering.media import AddressBook
from catecp.courses.rendering.texts import in_language, texts_for
from catecp.files import storage
from catecp.languages.subtitles import vtt

STYLES = ("css/tokens.css", "css/base.css", "css/components.css", "css/lesson.css")
_MEDIA = re.compile(rb'(media/[0-9a-f]{20}\.[a-z0-9]+)"')
_EXTENSIONS = {"image/jpeg": ".jpg", "audio/mp4": ".m4a", "audio/mpeg": ".mp3", "video/mp4": ".mp4", "image/webp": ".webp"}


@dataclass(frozen=True)
class SiteFile:
    """One file of the folder: its path, and its bytes or where they lie."""

    path: str
    content: bytes | Path

    @property
    def size(self) -> int:
        return len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size


@dataclass(frozen=True)
class Shell:
    """What the caller puts around the lessons: scripts (names of static files, loaded in order) and what the pages hand to them."""

    scripts: Sequence[str] = ()
    words: Callable[[], Mapping[str, str]] = dict  # asked once a page, in the language of the page
    settings: Mapping[str, Any] = field(default_factory=dict)  # data-… of every page
    index_template: str = "courses/site/index.html"
    facts: Mapping[str, Any] = field(default_factory=dict)  # for the index
    mark: Mark | None = None


def site_of(version: Version, *, languages: Sequence[str], media: str, shell: Shell) -> Iterator[SiteFile]:
    """Every file of the folder. `media` is as `AddressBook.most`. Pages come first, then what they refer to, each once."""
    known: dict[str, str] = {}  # path → SHA-256 of what pages might refer to
    used: set[bytes] = set()  # paths they do refer to
    book = AddressBook(
        media=lambda sha256, media_type: _path(known, sha256, media_type),
        subtitles=lambda key, language: f"../words/{key}-{language}.vtt",
        most=media,
    )
    units = list(version.units.order_by("position"))
    for language in languages:
        rows = outline(version, language)
        for unit, row in zip(units, rows, strict=True):
            if row.is_lesson:
                with override(language):
                    shown = lesson(version, unit, language, book=book, mark=shell.mark)
                    page = _page(version, shown, rows, languages, shell)
                used |= set(_MEDIA.findall(page.content))  # type: ignore[arg-type]  # -- a page is bytes
                yield page
    yield from _subtitles(version, languages)
    yield from _index(version, languages, shell)
    for name in (*STYLES, *shell.scripts):
        yield SiteFile(f"app/{name.rsplit('/', 1)[-1]}", static_bytes(name))
    for path in sorted(path.decode() for path in used):
        yield SiteFile(path, storage.path_of(known[path]))


def _path(known: dict[str, str], sha256: str, media_type: str) -> str:
    ending = _EXTENSIONS.get(media_type) or mimetypes.guess_extension(media_type) or ".bin"
    path = f"media/{sha256[:20]}{ending}"
    known[path] = sha256
    return f"../{path}"


def static_bytes(name: str) -> bytes:
    """A static file of ours as it is written, not as it is served."""
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    return Path(str(found)).read_bytes()


def _page(version: Version, shown: Lesson, rows: list[OutlineRow], languages: Sequence[str], shell: Shell) -> SiteFile:
    facts = {
        "course": version.course,
        "lesson": shown,
        "rows": rows,
        "languages": languages,
        "shell": shell,
        "scripts": [name.rsplit("/", 1)[-1] for name in shell.scripts],
        "styles": [name.rsplit("/", 1)[-1] for name in STYLES],
        "language": shown.language,
        "answer_address": "",
    }
    return SiteFile(f"{shown.language}/{shown.key}.html", render_to_string("courses/site/lesson.html", facts).encode())


def _subtitles(version: Version, languages: Sequence[str]) -> Iterator[SiteFile]:
    films = list(version.blocks.filter(content__kind=BlockKind.VIDEO).select_related("content"))
    if not films:
        return
    texts = texts_for([block.content for block in films], languages, version.course.language)
    for block in films:
        for language in languages:
            words = subtitles_of(in_language(BlockKind.VIDEO, block.content.body, texts[language])[0])
            if words:
                yield SiteFile(f"words/{block.key}-{language}.vtt", words.encode())


def subtitles_of(body: Mapping[str, Any]) -> str:
    """The film's words as WebVTT; empty when there are none."""
    return vtt(body["cues"]) if body.get("cues") else ""


def _index(version: Version, languages: Sequence[str], shell: Shell) -> Iterator[SiteFile]:
    for language in languages:
        with override(language):
            facts = {
                "course": version.course,
                "version": version,
                "language": language,
                "languages": languages,
                "rows": outline(version, language),
                "shell": shell,
                "scripts": [name.rsplit("/", 1)[-1] for name in shell.scripts],
                "styles": [name.rsplit("/", 1)[-1] for name in STYLES],
                **shell.facts,
            }
            page = render_to_string(shell.index_template, facts).encode()
        yield SiteFile(f"{language}/index.html", page)
    start = render_to_string("courses/site/start.html", {"course": version.course, "languages": languages, "styles": STYLES})
    yield SiteFile("index.html", start.encode())


def lessons_of(version: Version) -> list[Unit]:
    """The units that hold blocks, in reading order."""
    return list(version.units.filter(blocks__isnull=False).distinct().order_by("position"))
