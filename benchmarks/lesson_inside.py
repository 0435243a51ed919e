"""The part of lesson.py that needs the program's settings and the demo database. Prints one line of JSON.

Usage: lesson_inside.py FOLDER   (FOLDER takes the lessons as HTML archives, for the peer, and lessons.json, which lists them)
"""

import json
import re
import sys
import zipfile
from pathlib import Path

import django

django.setup()

from django.contrib.auth.models import AnonymousUser  # noqa: E402 -- after the settings
from django.http import HttpResponse  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from peers import AFTER, FIRST  # noqa: E402

from catecp.courses.models import Asset, Course, Offering, Version  # noqa: E402
from catecp.courses.rendering.site import Shell, SiteFile, site_of  # noqa: E402
from catecp.learning.models import Enrolment  # noqa: E402
from catecp.learning.services.enrolment import enrol  # noqa: E402
from catecp.learning.services.identities import Met, learner_for  # noqa: E402
from catecp.learning.sessions import COOKIE, open_session  # noqa: E402

TITLE = "Safety in the welding shop"
_NAMED = re.compile(rb'\.\./((?:app|media)/[^"\'\s)]+)')


def learner_of(version: Version) -> tuple[Enrolment, str]:
    """A new learner of the course: the enrolment, and the cookie of a session."""
    at = timezone.now()
    identity = learner_for(kind="email", value="benchmark@example.org", met=Met(name="Benchmark"), at=at)
    offering = Offering.objects.filter(version=version, channel__key="platform").first()
    assert offering is not None
    enrolment = enrol(learner=identity.learner, offering=offering, identity=identity, at=at)
    request, response = RequestFactory().get("/"), HttpResponse()
    request.user = AnonymousUser()
    open_session(request, response, learner=identity.learner, identity=identity, at=at)
    return enrolment, f"{COOKIE}={response.cookies[COOKIE].value}"


def content_of(file: SiteFile) -> bytes:
    return file.content if isinstance(file.content, bytes) else file.content.read_bytes()


def archives(version: Version, folder: Path) -> list[dict[str, str]]:
    """Each lesson as a ZIP with its page as index.html and the files that page names."""
    files = {file.path: file for file in site_of(version, languages=["en"], media="", shell=Shell())}
    keys = [unit.key for unit in version.units.order_by("position") if f"en/{unit.key}.html" in files]
    made = []
    for number, key in enumerate(keys):
        page = content_of(files[f"en/{key}.html"])
        named = sorted({name.decode() for name in _NAMED.findall(page)} & files.keys())
        path = folder / f"{number}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("index.html", page.replace(b"../", b""))
            for name in named:
                archive.writestr(name, content_of(files[name]))
        made.append({"title": f"Lesson {number + 1}", "archive": str(path)})
    return made


def main(folder: Path) -> dict:
    course = next(course for course in Course.objects.all() if course.title["en"] == TITLE)
    version = course.published
    assert version is not None
    lessons = archives(version, folder)
    (folder / "lessons.json").write_text(json.dumps(lessons))
    enrolment, cookie = learner_of(version)
    taught = [unit.key for unit in version.units.order_by("position") if unit.blocks.exists()]
    first, after = (reverse("learning:lesson", args=[enrolment.public_id, key]) for key in taught[:2])
    picture = Asset.objects.filter(media_type__startswith="image/").order_by("-size").first()
    assert picture is not None
    pages = {
        "lesson": first,
        "course": reverse("learning:course", args=[enrolment.public_id]),
        "stored file": reverse("courses:media", args=[picture.sha256, "original"]),
        FIRST: first,
        AFTER: after,
    }
    return {"cookie": cookie, "pages": pages}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
