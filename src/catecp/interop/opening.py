"""Opens any file or folder somebody calls a course: finds its format by what it holds and hands it to the reader of that format."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from django.utils.translation import gettext as _
from lxml import etree

from catecp.interop.cartridge import reader as cartridge
from catecp.interop.cmi5 import reader as cmi5
from catecp.interop.h5p import reader as h5p
from catecp.interop.moodle import reader as moodle
from catecp.interop.openedx import reader as openedx
from catecp.interop.packages import markup, names
from catecp.interop.packages.archive import Member, Package, opened_file, opened_folder, opened_zip, spooled
from catecp.interop.packages.keeping import Keeper
from catecp.interop.packages.limits import DEFAULT, Limits
from catecp.interop.packages.manifest import manifest_in
from catecp.interop.packages.media import is_program
from catecp.interop.packages.reading import NESTED_LIMIT, CourseSource, Reading
from catecp.interop.packages.refusal import PackageRefused
from catecp.interop.packages.report import Report
from catecp.interop.packages.tarball import opened_tar
from catecp.interop.qti import reader as qti
from catecp.interop.scorm.reader import read as scorm_read
from catecp.interop.slides import reader as slides
from catecp.interop.videos import reader as videos
from catecp.interop.word import reader as word

log = logging.getLogger("catecp.interop")
_UNFORESEEN = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, etree.LxmlError)
DEEPEST = 1  # packages inside a package
_TARS = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_OTHER_ARCHIVES = (b"7z\xbc\xaf", b"Rar!")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_course(
    path: Path, *, report: Report, keeper: Keeper, say: Callable[[int], None] | None = None
) -> tuple[CourseSource, Reading]:
    """The course at `path` and the reading with all assets it uses. Raises PackageRefused with the reason."""
    with opened(path, report=report) as package:
        reading = Reading(package, report, keeper, nested=_nested)
        if say:
            reading.say = say
        try:
            return _read(reading, path.name), reading
        except _UNFORESEEN as error:
            # Whatever a stranger's file makes our readers stumble over ends as a refusal, and in the log as something to look at.
            log.exception("package not readable")
            raise PackageRefused("damaged", detail=_("its parts do not fit together")) from error


@contextmanager
def opened(path: Path, *, report: Report, limits: Limits = DEFAULT, depth: int = 0) -> Iterator[Package]:
    """The package at `path`, by its first bytes, whatever its name says."""
    if path.is_dir():
        with opened_folder(path, report=report, limits=limits) as package:
            yield package
        return
    if not path.is_file():
        raise PackageRefused("missing", name=path.name)
    with path.open("rb") as file:
        head = file.read(512)
    opener = _opener(head, path)
    with opener(path, report=report, limits=limits, depth=depth) as package:
        yield package


def _opener(head: bytes, path: Path) -> Callable[..., AbstractContextManager[Package]]:
    if not head:
        raise PackageRefused("empty")
    if head.startswith(b"PK"):
        return opened_zip
    if head.startswith(_TARS) or head[257:262] == b"ustar":
        return opened_tar
    if head.startswith(_OLD_OFFICE):
        raise PackageRefused("old_office")
    if head.startswith(_OTHER_ARCHIVES):
        raise PackageRefused("other_archive")
    if is_program(head, names.ending(path.name)):
        raise PackageRefused("program")
    return lambda source, **options: opened_file(source, limits=options["limits"])


def _read(reading: Reading, file_name: str) -> CourseSource:
    package = reading.package
    alone = next(iter(package.members.values())) if len(package.members) == 1 else None
    if alone and alone.path.lower().endswith((".xml", ".qti")) and (found_alone := _single_xml(reading, alone)):
        return found_alone
    for name, read in _BY_FILE:
        found = _at_top(package, name)
        if found:
            return read(reading, found)
    manifest = _at_top(package, "imsmanifest.xml")
    if manifest:
        return _by_manifest(reading, manifest)
    if openedx.course_file(package):
        return openedx.read(reading)
    questions = [member for path, member in package.members.items() if path.lower().endswith((".xml", ".qti"))]
    if qti.holds_questions(reading, questions):
        return qti.read_files(reading, questions, title=_stem(file_name))
    if videos.holds_videos(package):
        return videos.read(reading, title=_stem(file_name))
    if any(path.lower().endswith("imsmanifest.xml") for path in package.members):
        raise PackageRefused("no_manifest", name="imsmanifest.xml")
    raise PackageRefused("unknown")


def _at_top(package: Package, name: str) -> Member | None:
    """A file at the top, or in the one folder everything was packed in."""
    found = package.find(name)
    if found:
        return found
    tops = {path.partition("/")[0] for path in package.members if not path.startswith(("__MACOSX/", "."))}
    return package.find(name, base=tops.pop()) if len(tops) == 1 else None


def _by_manifest(reading: Reading, member: Member) -> CourseSource:
    """Cartridge, SCORM or QTI: by schema, else by the kinds of its resources."""
    manifest = manifest_in(reading, member)
    if markup.local(manifest.root).lower() != "manifest":
        raise PackageRefused("wrong_manifest", name=member.path, detail="its first element is not “manifest”.")
    schema = manifest.schema.lower()
    kinds = {resource.type for resource in manifest.resources.values()}
    if "common cartridge" in schema:
        return cartridge.read(reading, member)
    if "scorm" in schema or any(resource.scorm_type for resource in manifest.resources.values()):
        return scorm_read(reading, member)
    if "imscc" in str(manifest.root.tag):
        return cartridge.read(reading, member)
    if "qti" in schema or any("imsqti" in kind for kind in kinds):
        if not any(kind == "webcontent" and manifest.organisation() is not None for kind in kinds):
            return qti.read(reading, member)
        return cartridge.read(reading, member)
    return cartridge.read(reading, member) if manifest.resources else _refuse_empty(member)


def _refuse_empty(member: Member) -> CourseSource:
    raise PackageRefused("wrong_manifest", name=member.path, detail="it lists no resources.")


def _single_xml(reading: Reading, member: Member) -> CourseSource | None:
    """One XML file says by its first element what it is, whatever its name."""
    root = reading.xml(member)
    if cmi5.is_structure(root):
        return cmi5.read(reading, member)
    if qti.is_questions(root):
        return qti.read_files(reading, [member], title=_stem(member.path))
    return _by_manifest(reading, member) if markup.local(root) == "manifest" else None


def _stem(name: str) -> str:
    for ending in (".tar.gz", ".tgz"):
        name = name.removesuffix(ending)
    return name.rpartition("/")[2].rsplit(".", 1)[0].replace("_", " ").strip() or name


def _nested(reading: Reading, member: Member) -> CourseSource:
    """A package inside the package: read by its own reader, its assets among those of the outer one."""
    if reading.package.depth >= DEEPEST:
        raise PackageRefused("too_deep")
    depth = reading.package.depth + 1
    with (
        reading.package.open(member) as stream,
        spooled(stream, most=NESTED_LIMIT) as path,
        opened(path, report=reading.report, limits=reading.package.limits, depth=depth) as package,
    ):
        inner = Reading(package, reading.report, reading.keeper, reading.say, _nested, assets=reading.assets)
        return _read(inner, member.path)


_BY_FILE: tuple[tuple[str, Callable[[Reading, Member], CourseSource]], ...] = (
    ("cmi5.xml", cmi5.read),
    ("moodle_backup.xml", moodle.read),
    ("h5p.json", h5p.read),
    ("word/document.xml", word.read),
    ("ppt/presentation.xml", slides.read),
)
