"""The part of bundle.py that needs the program's settings and the demo database. Prints one line of JSON.

Usage: bundle_inside.py ROUNDS
"""

import hashlib
import io
import json
import statistics
import sys
import time
import zipfile
from collections.abc import Callable
from typing import Any

import django

django.setup()

from catecp.courses.rendering.site import SiteFile  # noqa: E402 -- after the settings
from catecp.learning.bundle.making import bundle_files, zipped  # noqa: E402
from catecp.learning.models import Bundle, StudyClass  # noqa: E402

Row = dict[str, Any]


def timed(work: Callable[[], bytes]) -> tuple[bytes, float, float]:
    """(the archive, seconds by the clock, seconds of processor time)."""
    started, used = time.perf_counter(), time.process_time()
    given = work()
    return given, time.perf_counter() - started, time.process_time() - used


def plain(files: list[tuple[str, bytes]]) -> bytes:
    """The same files, packed by zipfile and nothing else."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files:
            archive.writestr(path, content)
    return made.getvalue()


def content_of(file: SiteFile) -> bytes:
    return file.content if isinstance(file.content, bytes) else file.content.read_bytes()


def trouble_of(archives: list[bytes]) -> str:
    """Empty when the archive opens whole and was the same every time."""
    with zipfile.ZipFile(io.BytesIO(archives[0])) as archive:
        damaged = archive.testzip()
    if damaged:
        return f"{damaged} is damaged"
    return "" if len({hashlib.sha256(archive).digest() for archive in archives}) == 1 else "not the same bytes each time"


def row(study_class: StudyClass, languages: list[str], rounds: int) -> Row:
    version = study_class.offering.version
    bundle = Bundle(
        study_class=study_class, version=version, languages=languages, media="", public_id="benchmark000", key="00" * 32
    )
    files = [(file.path, content_of(file)) for file in bundle_files(bundle)]
    ours = [timed(lambda: b"".join(zipped(bundle_files(bundle)))) for _round in range(rounds)]
    besides = [timed(lambda: plain(files)) for _round in range(rounds)]
    return {
        "course": str(version.course.title["en"]),
        "what": "English" if languages == ["en"] else f"{len(languages)} languages",
        "lessons": sum(path.endswith(".html") and "/" in path and not path.endswith("index.html") for path, _content in files),
        "files": len(files),
        "seconds": statistics.median(clock for _archive, clock, _cpu in ours),
        "cpu": statistics.median(cpu for _archive, _clock, cpu in ours),
        "bytes": len(ours[0][0]),
        "plain_seconds": statistics.median(clock for _archive, clock, _cpu in besides),
        "plain_cpu": statistics.median(cpu for _archive, _clock, cpu in besides),
        "plain_bytes": len(besides[0][0]),
        "trouble": trouble_of([archive for archive, _clock, _cpu in ours]),
    }


def main(rounds: int) -> list[Row]:
    rows = []
    for study_class in StudyClass.objects.select_related("offering__version__course").order_by("pk"):
        all_of_them = list(study_class.offering.languages)
        rows += [row(study_class, ["en"], rounds)]
        rows += [row(study_class, all_of_them, rounds)] if all_of_them != ["en"] else []
    return rows


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
