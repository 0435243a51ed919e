"""A package as a set of named streams: a ZIP, a tar, a folder or one file. Nothing is unpacked to its own name, nothing is read whole
unless it is bounded. The list of members is checked before any of them is opened."""

import errno
import io
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, BinaryIO

from django.utils.translation import gettext as _

from catecp.interop.packages import names
from catecp.interop.packages.limits import CHUNK, DEFAULT, GIGABYTE, MEGABYTE, Limits
from catecp.interop.packages.refusal import PackageRefused
from catecp.interop.packages.report import Report

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, struct.error)
MANIFESTS = {"imsmanifest.xml", "cmi5.xml", "moodle_backup.xml", "h5p.json", "course.xml", "[content_types].xml"}
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}


@dataclass(frozen=True)
class Member:
    """A file of the package: its safe path and its size in bytes as the package says it."""

    path: str
    size: int


@dataclass
class Package:
    """Members by path, found by tolerant references, opened as streams."""

    source: Path
    limits: Limits
    open_member: Callable[[Member], IO[bytes]]
    members: dict[str, Member] = field(default_factory=dict)
    depth: int = 0  # how many packages it lies in
    _aliases: dict[str, Member] = field(default_factory=dict)

    def add(self, member: Member, *, spellings: set[str] = frozenset()) -> None:  # type: ignore[assignment]  # -- an empty set
        self.members[member.path] = member
        self._aliases.setdefault(names.key(member.path), member)
        for spelling in spellings:
            self._aliases.setdefault(names.key(spelling.replace("\\", "/").strip("/")), member)

    def find(self, reference: str, *, base: str = "") -> Member | None:
        """The member a reference means, seen from the folder `base`: exact first, then without case, query or percent signs."""
        for candidate in names.candidates(reference):
            path = names.joined(base, candidate)
            found = self.members.get(path) or self._aliases.get(names.key(path))
            if found:
                return found
        return None

    @contextmanager
    def open(self, member: Member) -> Iterator[IO[bytes]]:
        """The member's bytes as a stream; a damaged one raises PackageRefused where the damage is met."""
        try:
            with self.open_member(member) as stream:
                yield stream
        except PackageRefused:
            raise
        except BROKEN as error:
            if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise  # the disk that keeps it is full: nothing is wrong with the package
            raise PackageRefused("damaged", detail=names.shown(member.path)) from error

    def read(self, member: Member, *, most: int = 0) -> bytes:
        """A bounded member whole; refuses one larger than `most` bytes (the limit of a manifest, unless said)."""
        limit = most or self.limits.manifest
        if member.size > limit:
            raise PackageRefused("manifest_too_large", name=names.shown(member.path), limit=limit // MEGABYTE)
        with self.open(member) as stream:
            content = stream.read(limit + 1)
        if len(content) > limit:
            raise PackageRefused("manifest_too_large", name=names.shown(member.path), limit=limit // MEGABYTE)
        return content

    def under(self, folder: str) -> list[Member]:
        start = f"{folder.strip('/')}/" if folder.strip("/") else ""
        return [member for path, member in self.members.items() if path.startswith(start)]


@contextmanager
def opened_zip(source: Path, *, report: Report, limits: Limits = DEFAULT, depth: int = 0) -> Iterator[Package]:
    """A ZIP whose list of members was found sound. Says in the report what was put right about names."""
    with source.open("rb") as file:
        _check_directory_size(file, limits)
        try:
            archive = zipfile.ZipFile(file)
        except BROKEN as error:
            raise PackageRefused("damaged", detail=_("its list of files cannot be read")) from error
        with archive:
            infos = [info for info in archive.infolist() if not info.filename.endswith(("/", "\\"))]
            _check_infos(infos, limits, packed=source.stat().st_size)
            by_path: dict[str, zipfile.ZipInfo] = {}
            package = Package(source, limits, lambda member: archive.open(by_path[member.path]), depth=depth)
            for info in infos:
                _take(info, package, by_path, report)
            yield package


def _check_directory_size(file: BinaryIO, limits: Limits) -> None:
    """Refuse a list of members too long to be held, before it is read: its end record says how long it is."""
    size = file.seek(0, io.SEEK_END)
    if size == 0:
        raise PackageRefused("empty")
    file.seek(max(0, size - 65_557 - 22))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < 22:
        raise PackageRefused("damaged", detail=_("its end is missing; was it downloaded whole?"))
    listed = struct.unpack("<L", tail[place + 12 : place + 16])[0]
    if tail[max(0, place - 20) : place].startswith(b"PK\x06\x07"):
        listed = _listed_in_zip64(file, struct.unpack("<Q", tail[place - 12 : place - 4])[0], size)
    file.seek(0)
    if listed > limits.directory:
        raise PackageRefused("too_many_members", limit=limits.members)


def _listed_in_zip64(file: BinaryIO, offset: int, size: int) -> int:
    if offset + 56 > size:
        raise PackageRefused("damaged", detail=_("its end is missing; was it downloaded whole?"))
    file.seek(offset)
    record = file.read(56)
    return struct.unpack("<Q", record[40:48])[0] if record.startswith(b"PK\x06\x06") else 0


def _check_infos(infos: list[zipfile.ZipInfo], limits: Limits, *, packed: int) -> None:
    if len(infos) > limits.members:
        raise PackageRefused("too_many_members", limit=limits.members)
    total = 0
    for info in infos:
        name = names.shown(info.filename)
        if info.flag_bits & 0x1:
            raise PackageRefused("encrypted", name=name)
        if info.compress_type not in _METHODS:
            raise PackageRefused("compression", name=name)
        if info.file_size > limits.ratio_counts_from and info.file_size > limits.ratio * max(info.compress_size, 1):
            raise PackageRefused("bomb", name=name)
        total += info.file_size
    check_total(total, packed=packed, limits=limits)
    _check_overlap(infos)


def check_total(total: int, *, packed: int, limits: Limits) -> None:
    if total > limits.unpacked:
        raise PackageRefused("too_large_unpacked", size=total // GIGABYTE, limit=limits.unpacked // GIGABYTE)
    if total > 4 * limits.ratio_counts_from and total > limits.ratio * max(packed, 1):
        raise PackageRefused("bomb", name=_("The package"))


def _check_overlap(infos: list[zipfile.ZipInfo]) -> None:
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise PackageRefused("overlap", name=names.shown(info.filename))
        end = info.header_offset + 30 + info.compress_size


def _take(info: zipfile.ZipInfo, package: Package, by_path: dict[str, zipfile.ZipInfo], report: Report) -> None:
    raw = info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437", "replace")
    name = info.orig_filename if info.flag_bits & 0x800 else names.decoded(raw)
    path = names.safe_path(name)
    if not path:
        return
    if stat.S_ISLNK(info.external_attr >> 16):
        report.left_out(path, _("A link to another place on a disk; links inside packages are never followed."))
        return
    if path in by_path:
        if path.lower() in MANIFESTS:
            raise PackageRefused("manifest_twice", name=path)
        report.changed(path, _("The package holds two files of this name; the last one is used, as unpacking would."))
    elif name.startswith(("/", "\\")):
        report.changed(path, _("Its name began at the top of a disk; it is read as a file of the package."))
    by_path[path] = info
    package.add(Member(path, info.file_size), spellings=set() if info.flag_bits & 0x800 else names.spellings(raw))


@contextmanager
def opened_folder(source: Path, *, report: Report, limits: Limits = DEFAULT) -> Iterator[Package]:
    """A folder; links in it are not followed."""
    package = Package(source, limits, lambda member: (source / member.path).open("rb"))
    total = 0
    for path in sorted(source.rglob("*")):
        relative = path.relative_to(source).as_posix()
        if path.is_symlink():
            report.left_out(relative, _("A link to another place on a disk; links inside packages are never followed."))
        elif path.is_file() and not any(part.is_symlink() for part in path.parents if part != source and source in part.parents):
            total += path.stat().st_size
            package.add(Member(relative, path.stat().st_size))
        if len(package.members) > limits.members:
            raise PackageRefused("too_many_members", limit=limits.members)
    if total > limits.unpacked:
        raise PackageRefused("too_large_unpacked", size=total // GIGABYTE, limit=limits.unpacked // GIGABYTE)
    yield package


@contextmanager
def opened_file(source: Path, *, limits: Limits = DEFAULT) -> Iterator[Package]:
    """One file on its own, as a package of one member."""
    package = Package(source, limits, lambda member: source.open("rb"))
    package.add(Member(source.name, source.stat().st_size))
    yield package


@contextmanager
def spooled(stream: IO[bytes], *, most: int) -> Iterator[Path]:
    """A stream as a temporary file, for what must be read from its end (a ZIP inside a package). At most `most` bytes."""
    with tempfile.NamedTemporaryFile(prefix="catecp-package-") as file:
        length = 0
        while chunk := stream.read(CHUNK):
            length += len(chunk)
            if length > most:
                raise PackageRefused("too_large_unpacked", size=length // GIGABYTE, limit=most // GIGABYTE)
            file.write(chunk)
        file.flush()
        yield Path(file.name)
