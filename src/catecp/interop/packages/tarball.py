"""Tar archives (.tar, .tar.gz, .mbz, .tar.bz2, .tar.xz): unpacked once, in passing, to one temporary tar that can be read from any place."""

import bz2
import gzip
import lzma
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from django.utils.translation import gettext as _

from catecp.interop.packages import names
from catecp.interop.packages.archive import BROKEN, MANIFESTS, Member, Package, check_total
from catecp.interop.packages.limits import CHUNK, DEFAULT, MEGABYTE, Limits
from catecp.interop.packages.refusal import PackageRefused
from catecp.interop.packages.report import Report

_BLOCK = 512
_LONG_HEADERS = b"xgLKX"  # headers whose content is read whole
_PACKED = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open, b"\xfd7": lzma.open}
_SPARE = 512 * MEGABYTE  # of the disk, left alone
_FAULTS = (*BROKEN, tarfile.TarError, lzma.LZMAError)


@contextmanager
def opened_tar(source: Path, *, report: Report, limits: Limits = DEFAULT, depth: int = 0) -> Iterator[Package]:
    """A tar whose members were all found sound."""
    with _plain(source, limits) as file:
        _check_headers(file, limits)
        try:
            archive = tarfile.open(fileobj=file, mode="r:", errors="surrogateescape")  # noqa: SIM115 -- closed with its file
            infos = _infos(archive, limits)
        except _FAULTS as error:
            raise PackageRefused("damaged", detail=_("its list of files cannot be read")) from error
        by_path: dict[str, tarfile.TarInfo] = {}
        package = Package(
            source, limits, lambda member: cast("IO[bytes]", archive.extractfile(by_path[member.path])), depth=depth
        )
        for info in infos:
            _take(info, package, by_path, report)
        yield package


@contextmanager
def _plain(source: Path, limits: Limits) -> Iterator[BinaryIO]:
    with source.open("rb") as packed:
        head = packed.read(2)
        packed.seek(0)
        if head not in _PACKED:
            yield packed
            return
        size = source.stat().st_size
        with tempfile.TemporaryFile(prefix="catecp-tar-") as plain:
            room = shutil.disk_usage(tempfile.gettempdir()).free - _SPARE
            try:
                with _PACKED[head](packed, "rb") as stream:  # type: ignore[operator]  # -- three openers of one shape
                    _unpack(stream, cast(BinaryIO, plain), limits, packed=size, room=room)
            except _FAULTS as error:
                raise PackageRefused("damaged", detail=_("it cannot be unpacked; was it downloaded whole?")) from error
            plain.seek(0)
            yield cast(BinaryIO, plain)


def _unpack(stream: IO[bytes], plain: BinaryIO, limits: Limits, *, packed: int, room: int) -> None:
    length = 0
    while chunk := stream.read(CHUNK):
        length += len(chunk)
        check_total(length, packed=packed, limits=limits)
        if length > room:
            raise PackageRefused("no_space")
        plain.write(chunk)


def _check_headers(file: BinaryIO, limits: Limits) -> None:
    """Walk over the headers: no long header that would be read into memory, no endless list."""
    size = file.seek(0, 2)
    place = count = 0
    while place + _BLOCK <= size:
        file.seek(place)
        header = file.read(_BLOCK)
        if header.strip(b"\x00") == b"":
            break
        try:
            length = tarfile.nti(header[124:136])  # type: ignore[attr-defined]  # -- the module's own reader of numbers
        except tarfile.TarError:
            break
        if length < 0 or (header[156:157] in _LONG_HEADERS and length > MEGABYTE):
            raise PackageRefused("damaged", detail=_("a name in it is longer than any file name"))
        count += 1
        if count > 3 * limits.members:
            raise PackageRefused("too_many_members", limit=limits.members)
        place += _BLOCK + -(-length // _BLOCK) * _BLOCK
    file.seek(0)


def _infos(archive: tarfile.TarFile, limits: Limits) -> list[tarfile.TarInfo]:
    found = []
    total = 0
    for info in archive:
        found.append(info)
        total += max(info.size, 0) if info.isreg() else 0
        if len(found) > limits.members:
            raise PackageRefused("too_many_members", limit=limits.members)
        if info.issparse():
            raise PackageRefused("bomb", name=names.shown(info.name))
    if not found:
        raise PackageRefused("damaged", detail=_("its list of files cannot be read"))
    check_total(total, packed=total, limits=limits)
    return found


def _take(info: tarfile.TarInfo, package: Package, by_path: dict[str, tarfile.TarInfo], report: Report) -> None:
    raw = info.name.encode("utf-8", "surrogateescape")
    name = names.decoded(raw)
    path = names.safe_path(name)
    if info.issym() or info.islnk():
        report.left_out(path, _("A link to another place on a disk; links inside packages are never followed."))
        return
    if not info.isreg() or not path:
        if not info.isdir():
            report.left_out(path, _("Not a file but a device; it was not touched."))
        return
    if path in by_path:
        if path.lower() in MANIFESTS:
            raise PackageRefused("manifest_twice", name=path)
        report.changed(path, _("The package holds two files of this name; the last one is used, as unpacking would."))
    by_path[path] = info
    package.add(Member(path, info.size), spellings=names.spellings(raw))
