from django.utils import timezone

from catecp.courses.services.assets import keep_bytes
from catecp.learning.models import Enrolment, Learner, PracticalWork
from catecp.learning.services.bundles import make_bundle
from catecp.learning.services.joining import join_by_account
from tests.access import Access
from tests.factories.courses import OfferingFactory
from tests.factories.learning import ClassEntryFactory, StudyClassFactory
from tests.learning import access_practice, access_reach

CLASS = {"public_id": "study_class.public_id"}
MINE = {"enrolment": "enrolment.public_id"}
LESSON = {**MINE, "unit": "lesson_key"}
LEARNERS = {"participant": 200, "*": 302}  # everybody else joins first
WRITE = {"*": 302}

TEACHERS = {"visitor": 302, "officer|head|teacher|coordinator": 200, "*": 404}
DEEDS = {"visitor": 302, "officer|head|teacher|coordinator": 302, "*": 404}
ENTRY = {**CLASS, "entry": "entry.pk"}
WORK = {**CLASS, "work": "work.public_id"}

ROWS = [
    *access_practice.ROWS,
    *access_reach.ROWS,
    Access("learning:classes", {"visitor": 302, "officer|head|teacher|coordinator": 200, "*": 403}),
    Access("learning:make_class", {"visitor": 302, "officer|head|teacher|coordinator": 200, "*": 403}),
    Access(
        "learning:open_adopted_class",
        {"visitor": 302, "officer|head|teacher|coordinator": 200, "*": 403},
        kwargs={"public_id": "confirmed_adoption.public_id"},
    ),
    Access("learning:class", TEACHERS, kwargs=CLASS),
    Access("learning:class_list", TEACHERS, kwargs=CLASS),
    Access("learning:class_code", TEACHERS, kwargs=CLASS),
    Access("learning:class_learner", TEACHERS, kwargs=ENTRY),
    Access("learning:class_oddities", TEACHERS, kwargs=CLASS),
    Access("learning:results", TEACHERS, kwargs=CLASS),
    Access("learning:bundle", TEACHERS, kwargs=CLASS),
    Access("learning:bundle_download", TEACHERS, kwargs={**CLASS, "bundle": "bundle.public_id"}),
    Access("learning:class_messages", TEACHERS, kwargs=CLASS),
    Access("learning:class_works", TEACHERS, kwargs=CLASS),
    Access("learning:class_work", TEACHERS, kwargs=WORK),
    Access("learning:evidence", TEACHERS, kwargs={**WORK, "sha256": "evidence.sha256"}),
    Access("learning:consent", DEEDS, method="post", kwargs=CLASS, data={"said_by": "The head"}),
    Access("learning:open_class", DEEDS, method="post", kwargs=CLASS, data={"open": "0"}),
    Access("learning:act_on_name", DEEDS, method="post", kwargs=ENTRY, data={"act": "reset"}),
    Access("learning:judge_oddities", DEEDS, method="post", kwargs=CLASS, data={"judgement": "A wrong clock."}),
    Access("learning:join", {"*": 200}),
    Access("learning:ask_code", {"*": 200}, method="post", data={"address": "nonsense"}),
    Access("learning:not_me", {"*": 302}, method="post"),
    Access("learning:enter_code", {"*": 404}, kwargs={"public_id": "event.slug"}),
    Access("learning:join_class", {"*": 200}, kwargs={"code": "study_class.code"}),
    Access("learning:take_name", {"*": 200}, kwargs={"code": "study_class.code", "entry": "entry.pk"}),
    Access("learning:join_channel", {"*": 200}, kwargs={"code": "study_class.offering.channel.join_code"}),
    Access(
        "learning:join_offering",
        {"*": 200},
        kwargs={"code": "study_class.offering.channel.join_code", "offering": "study_class.offering.public_id"},
    ),
    Access("learning:courses", LEARNERS),
    Access("learning:sync", {"*": 403}, method="post"),
    Access("learning:choose_media", {"*": 302}, method="post", data={"mode": "text"}),
    Access("learning:course", LEARNERS, kwargs=MINE),
    Access("learning:languages", WRITE, method="post", kwargs=MINE, data={"language": "km"}),
    Access("learning:leave", LEARNERS, kwargs=MINE),
    Access("learning:write_teacher", WRITE, method="post", kwargs=MINE, data={"text": "Hello"}),
    Access("learning:lesson", LEARNERS, kwargs=LESSON),
    Access("learning:answer", {"participant": 404, "*": 302}, method="post", kwargs=LESSON, data={"block": "nowhere"}),
    Access("learning:done", WRITE, method="post", kwargs=LESSON),
    Access("learning:hand_in", WRITE, method="post", kwargs=LESSON),
    Access("learning:worker", {"*": 200}),
    Access("learning:download", LEARNERS, kwargs=MINE),
    Access("learning:download_manifest", LEARNERS, kwargs=MINE),
    Access(
        "learning:subtitles",
        {"participant": 404, "*": 302},
        kwargs={**MINE, "block": "event.slug", "language": "lesson_language"},
    ),
]


def build(world) -> None:
    """The participant learns by their account in a class of the institution."""
    access_reach.build(world)
    offering = OfferingFactory()
    world.study_class = StudyClassFactory(offering=offering, institution=world.institution, code="K7MEND26")
    world.bundle = make_bundle(study_class=world.study_class, languages=["en"], media="none", at=timezone.now(), by=None)
    world.entry = ClassEntryFactory(study_class=world.study_class, name="Chan Bopha")
    joined = join_by_account(person=world.participant.person, offering=offering, language="en", at=timezone.now(), by=None)
    world.enrolment = joined.enrolment
    world.lesson_language = "en"
    world.learner = Learner.objects.get(pk=joined.identity.learner_id)
    world.evidence = keep_bytes(name="bead.jpg", content=b"\xff\xd8\xff" + b"0" * 60, at=timezone.now(), by=None)
    world.work = PracticalWork.objects.create(
        learner=world.learner, enrolment=world.enrolment, block_key="p1", handed_in_at=timezone.now()
    )
    world.work.evidence.add(world.evidence)
    Enrolment.objects.filter(pk=world.enrolment.pk).update(study_class=world.study_class)
    world.lesson_key = offering.version.units.filter(blocks__isnull=False).order_by("position").first().key
