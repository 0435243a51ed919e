"""A learner takes a course: enrolled, left, come back."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.courses.enums import VersionState
from catecp.courses.models import Offering
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.languages.tags import LANGUAGES
from catecp.learning.facts import Enrolled, EnrolmentLeft
from catecp.learning.models import Enrolment, Identity, Learner, StudyClass
from catecp.learning.services import standing


class NotOpen(Refused):
    """The course cannot be joined now."""


class NoSeats(Refused):
    """All places are taken."""


@transaction.atomic
def enrol(
    *,
    learner: Learner,
    offering: Offering,
    at: datetime,
    identity: Identity | None = None,
    study_class: StudyClass | None = None,
    language: str = "",
    seed: int | None = None,
    by: Any = None,
) -> Enrolment:
    """The learner takes the offering; who takes it already (by any row of the same person) goes on where they were."""
    offering = (
        Offering.objects.select_for_update(of=("self",)).select_related("version__course__body", "channel").get(pk=offering.pk)
    )
    found = _enrolment_there_is(learner, offering)
    if found is not None:
        return _come_back(found, study_class)
    _refuse_closed(offering, study_class, at)
    course = offering.version.course
    enrolment = Enrolment.objects.create(
        learner=learner,
        identity=identity,
        offering=offering,
        version=offering.version,
        course=course,
        channel=offering.channel,
        study_class=study_class,
        language=_language(language, offering, study_class),
        seed=secrets.randbelow(2**31) if seed is None else seed,
        enrolled_at=at,
    )
    fact = Enrolled(enrolment_id=enrolment.pk, learner_id=learner.pk, course_id=course.pk, channel_id=enrolment.channel_id)
    ledger.record(fact, by=by, at=at)
    standing.note(enrolment=enrolment)
    return enrolment


def _enrolment_there_is(learner: Learner, offering: Offering) -> Enrolment | None:
    rows = Enrolment.objects.select_related("version__course__body", "study_class", "offering")
    return rows.filter(offering=offering, learner__root_id=learner.root_id or learner.pk).order_by("pk").first()


def _come_back(enrolment: Enrolment, study_class: StudyClass | None) -> Enrolment:
    enrolment.left_at = None
    enrolment.study_class = study_class or enrolment.study_class
    enrolment.save(update_fields=["left_at", "study_class"])
    return enrolment


def _refuse_closed(offering: Offering, study_class: StudyClass | None, at: datetime) -> None:
    if offering.version.state == VersionState.DRAFT:
        raise NotOpen(_("This course is not published yet."))
    if not offering.is_open and study_class is None:
        raise NotOpen(_("This course is joined through a class: ask your teacher for the class code."))
    if (offering.ends_on and offering.ends_on < at.date()) or (offering.starts_on and offering.starts_on > at.date()):
        raise NotOpen(_("This course cannot be joined now. Look at its dates, or ask who gave you the link."))
    taken = Enrolment.objects.filter(offering=offering, left_at=None).count() if offering.seats else 0
    if offering.seats and taken >= offering.seats:
        raise NoSeats(_("All places of this course are taken. Ask who gave you the link."))


def _language(wanted: str, offering: Offering, study_class: StudyClass | None) -> str:
    known = [*offering.languages, offering.version.course.language]
    for language in (wanted, study_class.language if study_class else ""):
        if language in known:
            return language
    return known[0] if known else "en"


@transaction.atomic
def leave(*, enrolment: Enrolment, at: datetime, by: Any = None) -> Enrolment:
    """What was learned stays; joining again goes on from there."""
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.left_at is None:
        enrolment.left_at = at
        enrolment.save(update_fields=["left_at"])
        ledger.record(EnrolmentLeft(enrolment_id=enrolment.pk, learner_id=enrolment.learner_id), by=by, at=at)
    return enrolment


@transaction.atomic
def choose_languages(*, enrolment: Enrolment, language: str, second: str) -> Enrolment:
    """What lessons are read in: one language, or two side by side."""
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    enrolment.language = language if language in LANGUAGES else enrolment.language
    enrolment.second_language = second if second in LANGUAGES and second != enrolment.language else ""
    enrolment.save(update_fields=["language", "second_language"])
    return enrolment
