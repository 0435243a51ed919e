"""Writes a classroom bundle as a ZIP, piece by piece, so that a large one needs no room of its own on the server."""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import override

from catecp.courses.models import Asset
from catecp.courses.rendering import AddressBook, media_of
from catecp.courses.rendering.site import Shell, SiteFile, site_of
from catecp.languages.tags import LANGUAGES
from catecp.learning.draws import seed_of_entry
from catecp.learning.models import Bundle, ClassEntry, Enrolment, StudyClass
from catecp.learning.page_words import page_words

SCRIPTS = tuple(f"js/learning/{name}.js" for name in ("hmac", "check", "draws", "bundle", "lesson"))
FILES = Path(__file__).parent / "files"
CHUNK = 256_000
MEDIA = ("none", "audio", "144p", "240p", "480p")
FRAME_BYTES = 60_000  # styles, scripts and the small server, packed
WORDS_FACTOR = 1.6  # bytes of a page, packed, for each character of its block's body
_STORED = (".mp4", ".m4a", ".mp3", ".jpg", ".jpeg", ".png", ".webp", ".webm", ".zip", ".ogg")
MOMENT = (2020, 1, 1, 0, 0, 0)  # of every file, so that the same course gives the same bytes


def entries_of(bundle: Bundle) -> list[dict[str, Any]]:
    """The class list as the bundle knows it: no more than a name, what to hand results in under, and the seed of draws."""
    study_class = bundle.study_class
    rows = (
        ClassEntry.objects.filter(study_class=study_class, removed_at=None).select_related("learner").order_by("position", "pk")
    )
    taken = Enrolment.objects.filter(offering=study_class.offering_id).order_by("-pk").values_list("learner__root_id", "seed")
    seeds = dict(taken.filter(learner__root__in=[row.learner.root_id for row in rows if row.learner]))
    return [{"entry": str(row.pk), "name": row.name, "seed": entry_seed(row, seeds)} for row in rows]


def entry_seed(entry: ClassEntry, seeds: Mapping[int | None, int]) -> int:
    """The seed of draws of whoever takes this name: of the enrolment there is, else the one an enrolment made from the name gets."""
    known = seeds.get(entry.learner.root_id or 0) if entry.learner else None
    return seed_of_entry(entry.pk) if known is None else known


def bundle_files(bundle: Bundle) -> Iterator[SiteFile]:
    entries = entries_of(bundle)
    described = {"format": "catecp-bundle-1", "bundle": bundle.public_id, "key": bundle.key, "class": bundle.study_class.name}
    yield SiteFile("bundle.json", json.dumps(described, ensure_ascii=False).encode())
    yield SiteFile("serve.py", (FILES / "serve.py").read_bytes())
    yield SiteFile("start.bat", b"@py serve.py %* || python serve.py %*\r\n@pause\r\n")
    yield SiteFile("start.sh", b'#!/bin/sh\ncd "$(dirname "$0")" && exec python3 serve.py "$@"\n')
    with override(bundle.study_class.language):
        readme = _readme(bundle)
    yield SiteFile("README.txt", readme.encode())
    shell = Shell(
        scripts=SCRIPTS,
        words=bundle_words,
        settings={"bundle": bundle.public_id, "key": bundle.key, "entries": entries},
        index_template="learning/bundle/index.html",
        facts={"class_name": bundle.study_class.name},
    )
    yield from site_of(bundle.version, languages=bundle.languages, media=bundle.media, shell=shell)


@dataclass(frozen=True)
class Cost:
    """About how many bytes a bundle will be: the words of each language, and films and sounds by choice (pictures are in every one)."""

    words: int
    media: Mapping[str, int]

    def of(self, *, languages: int, media: str) -> int:
        return self.words * languages + self.media[media]


def cost_of(study_class: StudyClass) -> Cost:
    """The same number of queries for every course."""
    version = study_class.offering.version
    used = list(
        Asset.objects.filter(pk__in=version.blocks.values("content__content_assets__asset")).values_list("sha256", flat=True)
    )
    words = sum(len(str(body)) for body in version.blocks.values_list("content__body", flat=True))
    media = {}
    for choice in MEDIA:
        films = media_of(used, AddressBook(media=lambda sha256, _type: sha256, most=choice)).values()
        shown = {part.sha256: part.size for film in films for part in (*film.forms, film.sound, film.poster) if part}
        media[choice] = FRAME_BYTES + sum(shown.values())
    return Cost(words=int(words * WORDS_FACTOR), media=media)


def languages_for(study_class: StudyClass) -> list[str]:
    """What a bundle can be made in: what the offering promises, and the language the course is written in."""
    offering = study_class.offering
    tags = [study_class.language, *offering.languages, offering.version.course.language]
    known = {*offering.languages, offering.version.course.language}
    return [tag for tag in dict.fromkeys(tags) if tag in known and tag in LANGUAGES]


def bundle_words() -> dict[str, str]:
    return {
        **page_words(),
        "your_name": _("Your name"),
        "save_results": _("Save the results in a file"),
        "kept_here": _("%(count)s steps are kept on this device."),
        "with_teacher": _("%(count)s steps are with the teacher."),
    }


def _readme(bundle: Bundle) -> str:
    names = ", ".join(LANGUAGES[tag].own_name for tag in bundle.languages if tag in LANGUAGES)
    return _(
        "%(course)s\n%(class)s · %(languages)s\n\n"
        "Without anything: open index.html on each device.\n"
        "With a computer: start.sh or start.bat (needs Python 3). Phones in the same Wi-Fi open the address it prints.\n"
        "Results: save them on each device, or take results.json from the computer, and hand the file in on the class page.\n"
        "The file is sealed with a key of this bundle. The seal shows that nothing was changed on the way; it cannot show who held the phone.\n"
    ) % {"course": bundle.version.course.title, "class": bundle.study_class.name, "languages": names}


class _Pipe:
    """What the archive writes into; whoever reads takes it away piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        data, self.pieces = b"".join(self.pieces), []
        return data


class Zippable(Protocol):
    @property
    def path(self) -> str: ...
    @property
    def content(self) -> bytes | Path: ...


def zipped(files: Iterable[Zippable]) -> Iterator[bytes]:
    """The files as a ZIP, in pieces. Media are stored as they are, texts are packed."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:  # type: ignore[call-overload]  # -- it only writes
        for file in files:
            info = zipfile.ZipInfo(file.path, date_time=MOMENT)
            info.compress_type = zipfile.ZIP_STORED if file.path.lower().endswith(_STORED) else zipfile.ZIP_DEFLATED
            info.external_attr = (0o755 if file.path.endswith(".sh") else 0o644) << 16
            with archive.open(info, "w") as member:
                for piece in _pieces(file.content):
                    member.write(piece)
                    yield pipe.taken()
    yield pipe.taken()


def _pieces(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece
