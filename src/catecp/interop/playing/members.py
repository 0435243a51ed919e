"""Files of a kept package, read straight from it: nothing is unpacked."""

import mimetypes
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from posixpath import normpath

from catecp.files import storage

CHUNK = 256_000
LARGEST = 2_000_000_000  # bytes of one file of a package
_TYPES = {
    ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".html": "text/html", ".htm": "text/html",
    ".xhtml": "application/xhtml+xml", ".json": "application/json", ".xml": "text/xml", ".svg": "image/svg+xml",
    ".woff": "font/woff", ".woff2": "font/woff2", ".mp4": "video/mp4", ".mp3": "audio/mpeg", ".vtt": "text/vtt", ".wasm": "application/wasm",
}  # fmt: skip


class NoSuchMember(KeyError):
    """The package does not hold that file."""


@lru_cache(maxsize=64)
def names_in(sha256: str) -> dict[str, str]:
    """Every file of the package by its normal name in lower case; names that lead out of it are not among them."""
    with zipfile.ZipFile(storage.path_of(sha256)) as package:
        names = [info.filename for info in package.infolist() if not info.is_dir() and not info.flag_bits & 1]
    kept = {name: normpath(name.replace("\\", "/")) for name in names}
    return {path.lower(): name for name, path in kept.items() if not path.startswith(("/", "..")) and ":" not in path}


def found(sha256: str, path: str) -> str:
    """The name inside the package of an asked path, whatever its letter case. Raises NoSuchMember."""
    try:
        return names_in(sha256)[normpath(path).lower()]
    except (KeyError, OSError, zipfile.BadZipFile) as error:
        raise NoSuchMember(path) from error


def media_type_of(path: str) -> str:
    ending = "." + path.rsplit(".", 1)[-1].lower() if "." in path else ""
    return _TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def stream(sha256: str, name: str) -> Iterator[bytes]:
    """The bytes of a member, in pieces, at most LARGEST of them."""
    sent = 0
    with zipfile.ZipFile(storage.path_of(sha256)) as package, package.open(name) as member:
        while sent < LARGEST and (piece := member.read(CHUNK)):
            sent += len(piece)
            yield piece


def text(sha256: str, path: str, *, largest: int = 2_000_000) -> bytes:
    """A small file of the package whole. Raises NoSuchMember, also when it is too large."""
    name = found(sha256, path)
    with zipfile.ZipFile(storage.path_of(sha256)) as package:
        if package.getinfo(name).file_size > largest:
            raise NoSuchMember(path)
        with package.open(name) as member:
            return member.read(largest)
