"""Static files under hashed and plain names, packed with gzip and brotli: twins of the same content are packed once."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Most files are the same bytes under both names, and brotli at its best is slow: the second gets a copy."""

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        twins: dict[bytes, list[str]] = {}
        for path in sorted(paths):
            twins.setdefault(_mark(Path(self.path(path))), []).append(path)
        others = {first: rest for first, *rest in twins.values()}
        for path, packed in super().compress_files(others):
            yield path, packed
            ending = packed.removeprefix(path)
            for twin in others[path]:
                shutil.copyfile(self.path(packed), self.path(twin + ending))
                found = os.stat(self.path(twin))
                os.utime(self.path(twin + ending), (found.st_atime, found.st_mtime))
                yield twin, twin + ending


def _mark(file: Path) -> bytes:
    """Same mark: same bytes and same kind of file, which decides whether it is packed at all."""
    return hashlib.sha256(file.read_bytes()).digest() + file.suffix.encode()
