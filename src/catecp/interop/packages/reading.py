"""What every reader of a format works with: the package, the report, the place for bytes, and pages made into blocks."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any, cast

from django.utils.translation import gettext as _

from catecp.courses.content import BlockSource, Body, UnitSource
from catecp.courses.enums import BlockKind
from catecp.interop.packages import markup, media, names, subtitles, svg
from catecp.interop.packages.archive import Member, Package, opened_zip, spooled
from catecp.interop.packages.keeping import Keeper, Kept, Watched
from catecp.interop.packages.limits import GIGABYTE
from catecp.interop.packages.refusal import PackageRefused
from catecp.interop.packages.report import Report
from catecp.kernel.plaintext import clean_line

NESTED_LIMIT = 4 * GIGABYTE  # bytes of a package inside a package
_SUBTITLES = (".vtt", ".srt", ".sbv")


@dataclass(frozen=True)
class CourseSource:
    """A course before it is kept, as read from a package. `language` is the tag it is written in, "" where nobody says."""

    format: str
    title: str
    units: tuple[UnitSource, ...]
    language: str = ""
    summary: str = ""
    origin: str = ""  # where it comes from and under which licence, as the package says


def _nobody(done: int) -> None:
    return None


@dataclass
class Reading:
    """One package being read. `nested` reads a package inside it (given by whoever knows all formats)."""

    package: Package
    report: Report
    keeper: Keeper
    say: Callable[[int], None] = _nobody  # called with the bytes just read
    nested: "Callable[[Reading, Member], CourseSource] | None" = None
    kept: dict[str, Kept] = field(default_factory=dict)  # by path
    assets: dict[str, Kept] = field(default_factory=dict)  # by SHA-256
    used: set[str] = field(default_factory=set)  # paths somebody referred to
    _refused: set[str] = field(default_factory=set)

    def xml(self, member: Member) -> markup.Element:
        self.used.add(member.path)
        return markup.parse(self.package.read(member), name=member.path)

    def text(self, member: Member) -> str:
        self.used.add(member.path)
        return markup.text_of(self.package.read(member, most=self.package.limits.page), name=member.path)

    def json(self, member: Member) -> Any:
        self.used.add(member.path)
        try:
            return json.loads(markup.text_of(self.package.read(member), name=member.path))
        except (ValueError, RecursionError) as error:
            raise PackageRefused("not_json", name=member.path) from error

    def keep(self, member: Member, *, what: str = "") -> Kept | None:
        """Keep a file of the package by its checksum. None, said in the report, for what is harmful or not what it says."""
        self.used.add(member.path)
        if member.path in self.kept:
            return self.kept[member.path]
        if member.path in self._refused:
            return None
        try:
            found = self._kept(member, what or _("File “%(name)s”") % {"name": member.path})
        except PackageRefused as refusal:
            self.report.left_out(what or member.path, str(refusal))
            found = None
        if found is None:
            self._refused.add(member.path)
            return None
        self.kept[member.path] = found
        self.assets[found.sha256] = found
        return found

    def keep_bytes(self, content: IO[bytes], *, name: str, media_type: str) -> Kept:
        """Keep bytes that were made here or checked already."""
        sha256, size = self.keeper.put(content)
        kept = Kept(sha256, size, media_type, clean_line(name, longest=200) or "file")
        self.assets[sha256] = kept
        return kept

    def _kept(self, member: Member, what: str) -> Kept | None:
        with self.package.open(member) as stream:
            head = stream.read(media.HEAD)
        ending = names.ending(member.path)
        if media.is_program(head, ending):
            self.report.left_out(what, _("It is a program; programs are never handed to learners."))
            return None
        found = media.media_type(head, ending)
        if media.pretends(found, ending):
            self.report.left_out(what, _("Its content is not what its name says; such files are made to mislead."))
            return None
        if found == "image/svg+xml":
            return self._drawing(member, what)
        if found == "text/html":
            self.report.left_out(what, _("A web page used as a file; pages become text, not downloads."))
            return None
        if not found:
            self.report.left_out(what, _("We do not know this kind of file, so learners could not open it safely."))
            return None
        if found == "application/zip" and not self._archive_is_sound(member, what):
            return None
        return self._streamed(member, what, found, head)

    def _streamed(self, member: Member, what: str, found: str, head: bytes) -> Kept | None:
        with self.package.open(member) as stream:
            watched = Watched(stream, self.say)
            sha256, size = self.keeper.put(cast("IO[bytes]", watched))
        if media.is_two_things(found, head, watched.tail):
            self.report.left_out(what, _("It is a picture and something else at once; such files are made to mislead."))
            return None
        return Kept(sha256, size, found, clean_line(member.path.rpartition("/")[2], longest=200) or "file")

    def _drawing(self, member: Member, what: str) -> Kept | None:
        content, dropped = svg.harmless(self.package.read(member, most=self.package.limits.page), name=member.path)
        if not content:
            self.report.left_out(what, _("It is not a drawing."))
            return None
        if dropped:
            parts = ", ".join(sorted(dropped)[:8])
            self.report.changed(what, _("Parts that could act were taken out of the drawing: %(parts)s.") % {"parts": parts})
        return self.keep_bytes(_stream(content), name=member.path.rpartition("/")[2], media_type="image/svg+xml")

    def _archive_is_sound(self, member: Member, what: str) -> bool:
        """An archive handed to learners is kept closed, but one that fills a disk is not handed on."""
        if self.nested is None:
            return True
        with self.package.open(member) as stream, spooled(stream, most=NESTED_LIMIT) as path:
            refusal = archive_refusal(path)
        if refusal:
            self.report.left_out(what, refusal)
        return not refusal

    def subtitles_of(self, member: Member) -> list[subtitles.Cue]:
        """Cues of a subtitle file of the same name beside a film."""
        stem = member.path.rpartition(".")[0]
        for path, beside in self.package.members.items():
            between = path[len(stem) : -4]
            is_beside = path.startswith(stem) and path.lower().endswith(_SUBTITLES) and "/" not in between
            if is_beside and len(between) <= 10:
                return self.cues(beside)
        return []

    def cues(self, member: Member) -> list[subtitles.Cue]:
        try:
            return subtitles.cues_of(self.text(member))
        except PackageRefused as refusal:
            self.report.left_out(member.path, str(refusal))
            return []

    def file_block(self, member: Member, *, title: str = "", cues: list[subtitles.Cue] | None = None) -> BlockSource | None:
        """A file as the block its bytes ask for: picture, audio, video or file; said in the report."""
        title = clean_line(title, longest=300) or member.path.rpartition("/")[2]
        kept = self.keep(member, what=_("File “%(name)s”") % {"name": member.path})
        if kept is None:
            return None
        return self.media_block(kept, title=title, cues=cues if cues is not None else self.subtitles_of(member))

    def media_block(self, kept: Kept, *, title: str, cues: list[subtitles.Cue], alt: str = "") -> BlockSource:
        if kept.media_type in media.PICTURES:
            self.say_picture(kept.name, alt)
            return BlockSource(
                BlockKind.PICTURE, {"asset": kept.sha256, "alt": alt, "caption": title if title != kept.name else ""}
            )
        if kept.media_type.startswith("video/"):
            self.report.kept(
                _("Video “%(name)s”") % {"name": title}, "" if cues else _("It has no subtitles: add them before publishing.")
            )
            return BlockSource(BlockKind.VIDEO, {"asset": kept.sha256, "title": title, "cues": cues})
        if kept.media_type.startswith("audio/"):
            said = "".join(f"<p>{_escape(cue['text'])}</p>" for cue in cues)
            self.report.kept(
                _("Recording “%(name)s”") % {"name": title}, "" if cues else _("It has no transcript: add one before publishing.")
            )
            return BlockSource(BlockKind.AUDIO, {"asset": kept.sha256, "title": title, "transcript": said})
        self.report.kept(_("File “%(name)s”") % {"name": title})
        return BlockSource(BlockKind.FILE, {"asset": kept.sha256, "title": title})

    def say_picture(self, name: str, alt: str) -> None:
        why = "" if alt.strip() else _("It has no alternative text: write one before publishing.")
        self.report.kept(_("Picture “%(name)s”") % {"name": name}, why)


def archive_refusal(path: Any) -> str:
    """Why an archive may not be handed on; "" when it is sound."""
    try:
        with opened_zip(path, report=Report()):
            return ""
    except PackageRefused as refusal:
        return str(refusal)


def _stream(content: bytes) -> IO[bytes]:
    return io.BytesIO(content)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text_block(html: str) -> BlockSource:
    return BlockSource(BlockKind.TEXT, {"html": html})


def question_block(**body: Any) -> BlockSource:
    filled: Body = {"tries": 0, "points": 1.0, "explanation": "", **body}
    return BlockSource(BlockKind.QUESTION, filled)
