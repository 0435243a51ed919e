"""The few files of front-end packages that pages load, each by name: the packages hold much more."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

_PLACES = {
    "vendor/scorm-again": ("scorm-again/dist", ("scorm12.min.js*", "scorm2004.min.js*")),
    "vendor/h5p": ("h5p-standalone/dist", ("main.bundle.js", "frame.bundle.js", "styles/*", "fonts/*", "fonts/*/*", "images/*")),
}


def vendor_files() -> dict[str, Path]:
    """Where each lies, by the name it is served under."""
    found = {}
    for served, (folder, patterns) in _PLACES.items():
        root = settings.NODE_MODULES / folder
        for pattern in patterns:
            found |= {f"{served}/{path.relative_to(root).as_posix()}": path for path in root.glob(pattern) if path.is_file()}
    return found


class VendorFinder(BaseFinder):
    def check(self, **_options: Any) -> list:
        return []

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        found = vendor_files().get(path)
        if find_all:
            return [str(found)] if found else []
        return str(found) if found else None

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for name, path in vendor_files().items():
            served, _slash, _rest = name.partition(path.name)
            storage = FileSystemStorage(location=str(path.parent))
            storage.prefix = served.rstrip("/")  # type: ignore[attr-defined]  # -- what collectstatic reads
            yield path.name, storage
