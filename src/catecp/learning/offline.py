"""What a copy of a course on a phone is made of, and what it costs."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse

from catecp.courses.models import Asset, Block
from catecp.courses.rendering import AddressBook, Film, media_of
from catecp.courses.rendering.lesson import outline
from catecp.learning.models import Enrolment

# Films in so many lines, sound only, or words and pictures; least first.
CHOICES = ("none", "audio", "144p", "240p", "480p")
STATICS = (
    "css/tokens.css",
    "css/base.css",
    "css/components.css",
    "css/learning.css",
    "css/lesson.css",
    "js/frame.js",
    "js/learning/check.js",
    "js/learning/store.js",
    "js/learning/sync.js",
    "js/learning/lesson.js",
    "js/learning/offline.js",
    "js/learning/change.js",
    "img/mark.svg",
)
PAGE_BYTES = 24_000  # of a page's frame as it is kept; its words come on top
WORDS_FACTOR = 1.6  # marks around the words, roughly


@dataclass(frozen=True)
class Part:
    """One thing to fetch: an address of ours and about how many bytes it is."""

    address: str
    bytes: int


@dataclass(frozen=True)
class Copy:
    pages: tuple[Part, ...]
    files: tuple[Part, ...]

    @property
    def bytes(self) -> int:
        return sum(part.bytes for part in (*self.pages, *self.files))


def copy_of(enrolment: Enrolment, *, media: str, book: AddressBook) -> Copy:
    """Pages, styles, scripts, pictures, and films up to the chosen size. The same number of queries for every course."""
    films = media_of(_used(enrolment), book)
    files = [part for film in films.values() for part in _forms(film, media)]
    return Copy(pages=tuple(_pages(enrolment)), files=tuple(dict.fromkeys([*_statics(), *files])))


def costs(enrolment: Enrolment, *, book: AddressBook) -> dict[str, int]:
    """Bytes of each choice."""
    films = media_of(_used(enrolment), book)
    base = sum(part.bytes for part in (*_pages(enrolment), *_statics()))
    return {
        choice: base + sum(part.bytes for part in {p for film in films.values() for p in _forms(film, choice)})
        for choice in CHOICES
    }


def _used(enrolment: Enrolment) -> list[str]:
    used = Block.objects.filter(version=enrolment.version).values("content__content_assets__asset")
    return list(Asset.objects.filter(pk__in=used).values_list("sha256", flat=True))


def _forms(film: Film, media: str) -> list[Part]:
    """What goes along of one picture, sound or film. A package does not: its words stand in the page."""
    kind = film.asset.media_type.split("/", 1)[0]
    if kind == "image":
        return [_part(film.forms[0].address, film.forms[0].size)]
    if kind == "audio":
        return [_part(film.forms[0].address, film.forms[0].size)] if media != "none" else []
    if kind != "video" or media == "none":
        return []
    still = [_part(film.poster.address, film.poster.size)] if film.poster else []
    sound = [_part(film.sound.address, film.sound.size)] if film.sound and media == "audio" else []
    if media == "audio":
        return still + sound
    order = CHOICES[: CHOICES.index(media) + 1]
    fitting = [form for form in film.forms if form.kind in order] or list(film.forms[:1])
    return still + [_part(fitting[-1].address, fitting[-1].size)]


def _part(address: str, size: int) -> Part:
    return Part(address, size)


def _pages(enrolment: Enrolment) -> Iterable[Part]:
    yield Part(reverse("learning:courses"), PAGE_BYTES)
    yield Part(reverse("learning:course", args=[enrolment.public_id]), PAGE_BYTES)
    words: dict[str, int] = {}
    blocks = Block.objects.filter(version=enrolment.version).select_related("content", "unit")
    for block in blocks:
        words[block.unit.key] = words.get(block.unit.key, 0) + len(str(block.content.body).encode())
    languages = 2 if enrolment.second_language else 1
    for row in outline(enrolment.version, enrolment.language):
        if row.is_lesson:
            size = PAGE_BYTES + int(words.get(row.key, 0) * WORDS_FACTOR * languages)
            yield Part(reverse("learning:lesson", args=[enrolment.public_id, row.key]), size)


def _statics() -> Iterable[Part]:
    for name in STATICS:
        found = finders.find(name)
        if found:
            with open(str(found), "rb") as file:
                yield Part(static(name), len(file.read()))
