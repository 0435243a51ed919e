"""The steps of progress.py that need the program's settings and database. Each prints one line of JSON."""

import json
import sys

import django

django.setup()

from django.contrib.auth.models import AnonymousUser  # noqa: E402 -- after the settings
from django.db.models import Count  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.utils import timezone  # noqa: E402
from survey_burst_inside import limit  # noqa: E402

from catecp.courses.content import BlockSource, UnitSource  # noqa: E402
from catecp.courses.models import Channel, Offering  # noqa: E402
from catecp.courses.services.outline import start_course, write_outline  # noqa: E402
from catecp.courses.services.publishing import publish_version  # noqa: E402
from catecp.kernel.translated import written  # noqa: E402
from catecp.learning.models import Attempt, Device, LearningEvent  # noqa: E402
from catecp.learning.services.enrolment import enrol  # noqa: E402
from catecp.learning.services.identities import Met, learner_for  # noqa: E402
from catecp.learning.sessions import COOKIE, open_session  # noqa: E402
from catecp.network.models import Institution  # noqa: E402


def prepare(number: int) -> dict:
    """A course of seven questions and a text, and learners who take it."""
    at = timezone.now()
    owner = Institution.objects.create(name={"en": "Polytechnic"}, sort_name="polytechnic")
    course = start_course(title=written("Bench"), summary=written("Bench"), language="en", owner=owner, at=at, by=None)
    options = [{"key": "a", "text": "One", "is_right": False}, {"key": "b", "text": "Two", "is_right": True}]
    question = {"type": "single", "prompt": "<p>Which?</p>", "options": options, "explanation": "<p>Two.</p>"}
    blocks = [BlockSource("question", {**question, "prompt": f"<p>Number {n}?</p>"}, f"q{n}") for n in range(7)]
    text = BlockSource("text", {"html": "<p>Read.</p>"}, "t1")
    write_outline(version=course.draft, units=[UnitSource("One", blocks=(text, *blocks), key="u1")], at=at, by=None)
    version = publish_version(version=course.draft, at=at, by=None)
    channel = Channel.objects.create(key="bench", name={"en": "Bench"}, kind="platform", join_code="BENCH")
    offering = Offering.objects.create(version=version, channel=channel, languages=["en"])
    return {"phones": [_phone(place, offering, at) for place in range(number)]}


def _phone(place: int, offering: Offering, at) -> dict:
    identity = learner_for(kind="email", value=f"learner{place}@example.org", met=Met(name=f"Learner {place}"), at=at)
    enrolment = enrol(learner=identity.learner, offering=offering, identity=identity, at=at)
    request, response = RequestFactory().get("/"), HttpResponse()
    request.user = AnonymousUser()
    open_session(request, response, learner=identity.learner, identity=identity, at=at)
    return {"cookie": response.cookies[COOKIE].value, "enrolment": enrolment.public_id, "device": f"phone-{place:04}"}


def check() -> dict:
    counts = dict(LearningEvent.objects.order_by().values_list("device_id").annotate(number=Count("pk")))
    devices = {device.key: {"highest": device.highest, "events": counts.get(device.pk, 0)} for device in Device.objects.all()}
    return {
        "devices": devices,
        "events": LearningEvent.objects.count(),
        "answers": LearningEvent.objects.filter(kind="answered").count(),
        "attempts": Attempt.objects.count(),
    }


if __name__ == "__main__":
    steps = {"prepare": lambda: prepare(int(sys.argv[2])), "limit": limit, "check": check}
    print(json.dumps(steps[sys.argv[1]]()))
