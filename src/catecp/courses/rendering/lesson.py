"""A lesson in a language, or in two side by side."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any

from django.utils.dateparse import parse_datetime

from catecp.courses import content
from catecp.courses.content import Body
from catecp.courses.enums import BlockKind
from catecp.courses.models import Block, Unit, Version
from catecp.courses.rendering.media import AddressBook, Film, media_of
from catecp.courses.rendering.questions import check_of, choices
from catecp.courses.rendering.texts import Tally, in_language, line_texts, texts_for

_PICTURE = re.compile(
    r'<img data-asset="([0-9a-f]{64})"(?: alt="([^"]*)")?\s*/?>|<img alt="([^"]*)" data-asset="([0-9a-f]{64})"\s*/?>'
)
Mark = Callable[[str, str], str]  # html and its language → html with the trade's words explained


@dataclass(frozen=True)
class ShownBlock:
    """A block ready for its template: `body` in the reader's language, `beside` in the second one (or None)."""

    key: str
    kind: str
    body: Body
    beside: Body | None
    film: Film | None
    tally: Tally
    choices: Mapping[str, Any] = field(default_factory=dict)
    check: Mapping[str, Any] = field(default_factory=dict)
    subtitles: str = ""  # the address of the film's words in the reader's language
    player: str = ""  # the address of a package's player
    result: Mapping[str, Any] | None = (
        None  # the last answer: {"answer", "score", "feedback", "show_explanation"}; set by learning
    )

    @property
    def starts(self) -> datetime | None:
        """When a live session begins; None when nobody said so, or not as a date."""
        return parse_datetime(self.body.get("starts_at", ""))

    @property
    def check_text(self) -> str:
        """The check as JSON, for pages that must tell right from wrong without network."""
        return json.dumps(self.check, ensure_ascii=False, separators=(",", ":"))

    @property
    def template(self) -> str:
        return f"courses/blocks/{self.kind}.html"


@dataclass(frozen=True)
class OutlineRow:
    """A chapter or lesson in the list of contents. A lesson has blocks."""

    key: str
    title: str
    title_language: str
    depth: int
    is_lesson: bool


@dataclass(frozen=True)
class Lesson:
    key: str
    title: str
    title_language: str
    chapter: str
    language: str
    second: str
    blocks: tuple[ShownBlock, ...]
    tally: Tally
    settings: Mapping[str, Any]
    previous: OutlineRow | None
    next: OutlineRow | None

    @property
    def media_bytes(self) -> int:
        """What all media of the lesson cost in their smallest forms."""
        least = [block.film.least for block in self.blocks if block.film]
        return sum(shown.size for shown in least if shown)


def outline(version: Version, language: str) -> list[OutlineRow]:
    """The contents in reading order, titles in the language where people translated them. Three queries."""
    units = list(version.units.select_related("title_segment").order_by("position"))
    with_blocks = set(Block.objects.filter(version=version).values_list("unit_id", flat=True).distinct())
    source = version.course.language
    titles = {} if language == source else line_texts([unit.title_segment for unit in units if unit.title_segment], language)
    depths: dict[int, int] = {}
    rows = []
    for unit in units:
        depths[unit.pk] = depths[unit.parent_id] + 1 if unit.parent_id else 0
        title = titles.get(unit.title_segment_id or 0)
        is_lesson = unit.pk in with_blocks
        rows.append(OutlineRow(unit.key, title or unit.title, language if title else source, depths[unit.pk], is_lesson))
    return rows


def lesson(
    version: Version, unit: Unit, language: str, *, book: AddressBook, second: str = "", seed: str = "", mark: Mark | None = None
) -> Lesson:
    """The lesson as it is read. The number of queries does not depend on its length."""
    blocks = list(version.blocks.filter(unit=unit).select_related("content").order_by("position"))
    source = version.course.language
    texts = texts_for([block.content for block in blocks], [language, second], source)
    used = {sha256 for block in blocks for sha256 in content.assets_of(block.content.kind, block.content.body)}
    films = media_of(used, book) if used else {}
    shown, tally = [], Tally()
    for block in blocks:
        made = _shown(block, texts[language], texts[second] if second and second != language else None, films, book, seed, mark)
        tally.add(made.tally)
        shown.append(made)
    rows = outline(version, language)
    here = next(row for row in rows if row.key == unit.key)
    before, after = _neighbours(rows, unit.key)
    return Lesson(
        key=unit.key,
        title=here.title,
        title_language=here.title_language,
        chapter=_chapter(rows, unit.key),
        language=language,
        second=second,
        blocks=tuple(shown),
        tally=tally,
        settings=unit.settings,
        previous=before,
        next=after,
    )


def _shown(
    block: Block, texts: Any, beside: Any, films: Mapping[str, Film], book: AddressBook, seed: str, mark: Mark | None
) -> ShownBlock:
    kind, source_body = block.content.kind, block.content.body
    body, tally = in_language(kind, source_body, texts)
    second = in_language(kind, source_body, beside)[0] if beside else None
    body = _finished(kind, body, films, texts.language, mark)
    is_question = kind == BlockKind.QUESTION
    return ShownBlock(
        key=block.key,
        kind=kind,
        body=body,
        beside=_finished(kind, second, films, beside.language, None) if second is not None else None,
        film=films.get(body.get("asset", "")),
        tally=tally,
        choices=choices(body, seed or block.key) if is_question else {},
        check=check_of(body) if is_question else {},
        subtitles=book.subtitles(block.key, texts.language) if kind == BlockKind.VIDEO and body.get("cues") else "",
        player=book.package(block.key) if kind == BlockKind.PACKAGE else "",
    )


def _finished(kind: str, body: Body, films: Mapping[str, Film], language: str, mark: Mark | None) -> Body:
    """Pictures inside texts get their addresses; the trade's words are explained in texts (not in questions, which ask for them)."""
    texts = {}
    for leaf in content.leaves(kind, body):
        if leaf.is_html:
            html = _PICTURE.sub(lambda found: _picture(found, films), leaf.text)
            explained = mark is not None and kind in {BlockKind.TEXT, BlockKind.PRACTICAL}
            texts[leaf.path] = mark(html, language) if explained and mark else html
    return content.with_texts(body, texts) if texts else body


def _picture(found: re.Match[str], films: Mapping[str, Film]) -> str:
    sha256 = found.group(1) or found.group(4)
    alt = found.group(2) or found.group(3) or ""
    film = films.get(sha256)
    if film is None or film.least is None:
        return f'<em class="missing">{alt}</em>'
    sides = f' width="{film.asset.width}" height="{film.asset.height}"' if film.asset.width and film.asset.height else ""
    return f'<img src="{escape(film.least.address)}" alt="{alt}" loading="lazy"{sides}>'


def _neighbours(rows: Sequence[OutlineRow], key: str) -> tuple[OutlineRow | None, OutlineRow | None]:
    lessons = [row for row in rows if row.is_lesson or row.key == key]
    place = next(number for number, row in enumerate(lessons) if row.key == key)
    return (lessons[place - 1] if place else None), (lessons[place + 1] if place + 1 < len(lessons) else None)


def _chapter(rows: Sequence[OutlineRow], key: str) -> str:
    chapter = ""
    for row in rows:
        if row.depth == 0 and row.key != key:
            chapter = row.title
        if row.key == key:
            return chapter if row.depth else ""
    return ""
