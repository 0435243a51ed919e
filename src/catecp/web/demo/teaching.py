"""The demo's courses, taught: channels, adoptions under the workshop's agreements, classes, learners on every rung, certificates."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from catecp.accounts.models import Grant, User
from catecp.agreements.models import Agreement
from catecp.courses.models import Adoption, Channel, Course, Offering, Version
from catecp.courses.services.adoption import AdoptionGiven, confirm_adoption, propose_adoption
from catecp.courses.services.indexing import index_all
from catecp.courses.services.offering import ChannelGiven, OfferingGiven, make_channel, open_offering
from catecp.courses.services.policy import load_checklists, load_fields
from catecp.kernel.translated import Translated
from catecp.languages.services.glossary import load_starter
from catecp.learning.class_lists import Listed
from catecp.learning.models import ClassEntry, Learner, StudyClass
from catecp.learning.services.classes import ClassWords, make_class, record_consent, take_list
from catecp.learning.services.counting import fold_cells
from catecp.learning.services.enrolment import enrol
from catecp.learning.services.identities import Met, learner_for
from catecp.learning.services.joining import join_by_account, join_by_name
from catecp.places.models import Country
from catecp.web.demo.afterwards import bring_a_list, put_a_sentence_better, recognise
from catecp.web.demo.course_files import COURSES, Folder, load_packages
from catecp.web.demo.learners import Story
from catecp.web.demo.reviewing import approve, leave_waiting
from catecp.web.demo.workshop import institution_named

PUBLISHED_AT = datetime(2025, 6, 2, 3, 0, tzinfo=UTC)


REVIEWED = {"welding-shop-safety", "reading-a-multimeter"}


def said() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "teaching.yaml").read_text(encoding="utf-8"))


def teach(by: User, say: Callable[[str], None]) -> None:
    """Everything of “Courses across borders”, in the order it would happen."""
    load_fields()
    load_checklists(at=PUBLISHED_AT)
    load_starter(at=PUBLISHED_AT)
    say("twelve courses: six of ours, six packages of others")
    courses = {course.public_id: course for course in load_packages(at=PUBLISHED_AT, by=by)}
    for path in sorted(COURSES.iterdir()):
        if (path / "course.yaml").exists():
            read = partial(approve, at=PUBLISHED_AT, by=by) if path.name in REVIEWED else _unread
            courses[path.name] = Folder(path).load(at=PUBLISHED_AT, by=by, before_publishing=read)
    channels = {row["key"]: _channel(row, by) for row in said()["channels"]}
    _open_to_all(courses, channels, by)
    say("adoptions, classes, learners, certificates")
    for row in said()["adoptions"]:
        _adopt(row, courses[row["course"]], channels["live-class"], by)
    for row in said()["open_learners"]:
        _learn_openly(row, courses[row["course"]], channels[row["channel"]], by)
    _participant_learns(courses["welding-shop-safety"], channels["platform"], by)
    reader = User.objects.filter(email="reviewer@demo.example").select_related("person").first()
    leave_waiting(courses["water-quality-sensors"], at=PUBLISHED_AT + timedelta(days=300), by=by, reader=reader)
    later = PUBLISHED_AT + timedelta(days=200)
    bring_a_list(courses["reading-a-multimeter"], channels["college-lms"], at=later, by=by)
    recognise(Adoption.objects.get(course=courses["reading-a-multimeter"]), at=later, by=by)
    put_a_sentence_better(courses["welding-shop-safety"], at=later, by=by)
    fold_cells()
    index_all()


def _unread(_version: Version) -> None:
    """Published without a review; its passport says so."""


def _channel(row: dict[str, Any], by: User) -> Channel:
    given = ChannelGiven(
        key=row["key"],
        name=Translated(row["name"]),
        kind=row["kind"],
        territory=list(Country.objects.filter(code__in=row.get("territory", []))),
    )
    return make_channel(given=given, at=PUBLISHED_AT, by=by)


def _open_to_all(courses: dict[str, Course], channels: dict[str, Channel], by: User) -> None:
    for key, course in courses.items():
        ways = [channels["platform"]] + ([channels["ministry-th"]] if key == "welding-shop-safety" else [])
        for channel in ways:
            given = OfferingGiven(languages=languages_of(course), name=course.title)
            open_offering(version=course.published, channel=channel, given=given, at=PUBLISHED_AT, by=by)  # type: ignore[arg-type]  # -- published


def languages_of(course: Course) -> list[str]:
    """The one it is written in, and those it is titled in: the demo translates titles with the lessons."""
    return list(dict.fromkeys([course.language, *course.title.texts]))


def _adopt(row: dict[str, Any], course: Course, channel: Channel, by: User) -> None:
    institution = institution_named(row["institution"])
    starts_at = datetime.combine(row["starts_on"], time(1, 30), tzinfo=UTC)
    given = AdoptionGiven(
        programme=Translated(row["programme"]),
        starts_on=row["starts_on"],
        language=row["language"],
        seats=40,
        teacher_name=row["teacher"],
        agreement=_agreement(row["agreement"]),
        statement=Translated({"en": f"The course is part of {row['programme']['en']}."}),
    )
    adoption = propose_adoption(course=course, institution=institution, given=given, at=starts_at - timedelta(days=30), by=by)
    if not row["confirmed_by"]:
        return
    confirm_adoption(adoption=adoption, given=given, name=row["confirmed_by"], at=starts_at - timedelta(days=14), by=None)
    _teach_class(row, adoption, channel, starts_at, by)


def _agreement(field: str) -> Agreement | None:
    return next((row for row in Agreement.objects.all() if field and row.field["en"] == field), None)


def _teach_class(row: dict[str, Any], adoption: Adoption, channel: Channel, starts_at: datetime, by: User) -> StudyClass:
    given = OfferingGiven(
        languages=languages_of(adoption.course),
        name=adoption.programme,
        institution=adoption.institution,
        adoption=adoption,
        starts_on=row["starts_on"],
        is_open=False,
    )
    offering = open_offering(version=adoption.version, channel=channel, given=given, at=starts_at, by=by)
    teacher = _teacher_at(adoption.institution_id) or by
    words = ClassWords(
        name=row["class"]["name"],
        language=row["language"],
        has_minors=row["class"].get("has_minors", False),
        starts_on=row["starts_on"],
    )
    study_class = make_class(offering=offering, institution=adoption.institution, words=words, at=starts_at, by=teacher)
    if words.has_minors:
        record_consent(study_class=study_class, said_by="Student affairs office (invented)", at=starts_at, by=teacher)
    listed = [
        Listed(line=n, name=name, number=number, original=original)
        for n, (number, name, original, _rung) in enumerate(row["learners"], 1)
    ]
    take_list(study_class=study_class, rows=listed, at=starts_at, by=teacher)
    rungs = {number: rung for number, _name, _original, rung in row["learners"]}
    for entry in ClassEntry.objects.filter(study_class=study_class):
        if rungs[entry.number] == "reached":
            continue
        joined = join_by_name(entry=entry, pin="1234", at=starts_at + timedelta(hours=1))
        Learner.objects.filter(pk=joined.identity.learner_id).update(is_invented=True)
        Story(joined.enrolment, rungs[entry.number], starts_at + timedelta(days=1)).live(teacher=teacher)
    return study_class


def _teacher_at(institution_id: int) -> User | None:
    grant = Grant.objects.filter(role="teacher", scope="institution", scope_id=institution_id).select_related("user").first()
    return grant.user if grant else None


def _learn_openly(row: dict[str, Any], course: Course, channel: Channel, by: User) -> None:
    at = PUBLISHED_AT + timedelta(days=60)
    offering = Offering.objects.get(version=course.published, channel=channel, adoption=None)
    met = Met(
        name=row["name"],
        country=Country.objects.get(code=row["country"]),
        language=row["language"],
        source="join",
        verified_at=at,
    )
    identity = learner_for(kind=row["kind"], value=row["value"], met=met, at=at)
    Learner.objects.filter(pk=identity.learner_id).update(is_invented=True)
    enrolment = enrol(learner=identity.learner, offering=offering, identity=identity, language=row["language"], at=at)
    Story(enrolment, row["rung"], at + timedelta(days=1)).live(teacher=by)


def _participant_learns(course: Course, channel: Channel, by: User) -> None:
    """The demo's participant signs in with an account and has begun a course."""
    user = User.objects.filter(email="participant@demo.example").select_related("person").first()
    if user is None or user.person is None:
        return
    offering = Offering.objects.get(version=course.published, channel=channel, adoption=None)
    at = PUBLISHED_AT + timedelta(days=90)
    joined = join_by_account(person=user.person, offering=offering, language="km", at=at, by=user)
    Story(joined.enrolment, "active", at + timedelta(hours=2)).live(teacher=by)
