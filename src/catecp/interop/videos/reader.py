"""A folder or ZIP of videos and recordings, with their subtitles beside them: every folder a chapter, every film a lesson."""

import re

from django.utils.translation import gettext as _

from catecp.interop.packages import names
from catecp.interop.packages.archive import Member, Package
from catecp.interop.packages.outline import Node, units_of
from catecp.interop.packages.reading import CourseSource, Reading
from catecp.interop.packages.refusal import PackageRefused

_FILMS = {".mp4", ".m4v", ".webm", ".mov", ".mkv", ".avi", ".mpg", ".mpeg", ".wmv", ".flv", ".ogv", ".3gp"}
_SOUNDS = {".mp3", ".m4a", ".wav", ".ogg", ".flac", ".aac", ".opus"}
_BESIDE = {".vtt", ".srt", ".sbv"}
_EXTRAS = {".pdf", ".docx", ".pptx", ".png", ".jpg", ".jpeg", ".txt"}
_NUMBER = re.compile(r"(\d+)")


def holds_videos(package: Package) -> bool:
    return any(names.ending(path) in _FILMS | _SOUNDS for path in package.members)


def read(reading: Reading, *, title: str) -> CourseSource:
    chapters: dict[str, Node] = {}
    top = _common_folder(reading.package)
    for path in sorted(reading.package.members, key=_natural):
        member = reading.package.members[path]
        if _is_hidden(path) or names.ending(path) in _BESIDE:
            continue
        node = _lesson(reading, member)
        if node:
            folder = names.folder_of(path)[len(top) :].strip("/")
            chapters.setdefault(folder, Node(_title(folder.rpartition("/")[2]))).children.append(node)
    nodes = chapters.pop("", Node("")).children + list(chapters.values())
    _say_subtitles(reading)
    units = units_of(nodes, report=reading.report)
    if not units:
        raise PackageRefused("nothing", detail=_("none of its files is a video we can keep."))
    return CourseSource(format="videos", title=_title(top.rpartition("/")[2]) or title, units=units)


def _lesson(reading: Reading, member: Member) -> Node | None:
    ending = names.ending(member.path)
    if ending not in _FILMS | _SOUNDS | _EXTRAS:
        reading.report.left_out(member.path, _("Neither a video nor a recording, nor a document beside one."))
        return None
    title = _title(member.path.rpartition("/")[2].rsplit(".", 1)[0])
    block = reading.file_block(member, title=title)
    return Node(title, [block]) if block else None


def _say_subtitles(reading: Reading) -> None:
    for path in sorted(reading.package.members):
        if names.ending(path) in _BESIDE and not _is_hidden(path):
            if path in reading.used:
                reading.report.kept(_("Subtitles “%(name)s”") % {"name": path})
            else:
                reading.report.left_out(
                    _("Subtitles “%(name)s”") % {"name": path},
                    _("No video beside them has their name, or it has others already."),
                )


def _title(name: str) -> str:
    """A file's name as words: "01_Safety-first" becomes "01 Safety first"."""
    return re.sub(r"[_\-]+", " ", name).strip()


def _natural(path: str) -> list[tuple[int, str]]:
    """Sorted as people count: 2 before 10."""
    return [(int(piece), "") if piece.isdigit() else (-1, piece) for piece in _NUMBER.split(names.key(path))]


def _is_hidden(path: str) -> bool:
    return any(
        part.startswith(".") or part == "__MACOSX" or part.lower() in {"thumbs.db", "desktop.ini"} for part in path.split("/")
    )


def _common_folder(package: Package) -> str:
    tops = {path.partition("/")[0] if "/" in path else "" for path in package.members if not _is_hidden(path)}
    return tops.pop() if len(tops) == 1 else ""
