"""Packages for the journeys: the demo's real ones, and small ones made here."""

import io
import zipfile
from pathlib import Path

from django.conf import settings

from catecp.courses.content import BlockSource, UnitSource
from catecp.courses.services.assets import keep_bytes
from catecp.learning.models import Enrolment
from catecp.learning.services.joining import join_by_account
from tests.factories.courses import AT, OfferingFactory, make_course

REAL = Path(settings.ROOT) / "src/catecp/web/demo/packages"


def zipped(files: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return made.getvalue()


def real(name: str) -> bytes:
    return (REAL / name).read_bytes()


def enrolled(user, content: bytes, *, kind: str, launch: str) -> Enrolment:
    """The user learns a course whose only block is the package, under the key `pack`."""
    asset = keep_bytes(name=f"{kind}.zip", content=content, at=AT, by=None)
    body = {"asset": asset.sha256, "format": kind, "launch": launch, "title": "Try it", "fallback": "<p>Read on.</p>"}
    course = make_course(units=[UnitSource("One", (BlockSource("package", body, key="pack"),), key="one")])
    offering = OfferingFactory(version=course.published)
    joined = join_by_account(person=user.person, offering=offering, language="en", at=AT, by=None)
    return joined.enrolment
