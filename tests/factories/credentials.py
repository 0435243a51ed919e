"""Just enough of a course and a class for a certificate to be earned."""

from datetime import timedelta

from catecp.courses.models import Channel, Course, Offering, Passport, Version
from catecp.languages.models import TextBody
from catecp.learning.models import Enrolment, Learner, StudyClass
from tests.factories.events import NOON
from tests.factories.network import InstitutionFactory

_counter = iter(range(1, 1_000_000))


def course_of(owner=None, *, title=None, hours="24.0", **fields) -> Course:
    """A published course with a passport."""
    course = Course.objects.create(
        title=title or {"en": "Safety in the welding shop", "km": "សុវត្ថិភាពក្នុងរោងផ្សារ"},
        summary={"en": "How to weld without getting hurt."},
        owner=owner or InstitutionFactory(),
        body=TextBody.objects.create(language="en"),
        **fields,
    )
    version = Version.objects.create(course=course, number=1, state="published", published_at=NOON)
    outcomes = [{"text": {"en": "Checks cables and gas before work"}}]
    Passport.objects.create(version=version, hours=hours, level_aqrf=3, outcomes=outcomes, assessment={"en": "60 % of questions"})
    course.published = version
    course.save()
    return course


def class_of(course: Course, institution=None, **fields) -> StudyClass:
    number = next(_counter)
    channel = Channel.objects.create(key=f"live-{number}", name={"en": "Live class"}, kind="live_class", join_code=f"J{number}")
    institution = institution or InstitutionFactory()
    offering = Offering.objects.create(
        version=course.published, channel=channel, institution=institution, adoption=fields.pop("adoption", None)
    )
    return StudyClass.objects.create(
        offering=offering, institution=institution, name=f"Class {number}", code=f"C{number:07}", **fields
    )


def enrolment_in(study_class: StudyClass, *, completed=True, learner=None, language="km", **fields) -> Enrolment:
    """A learner of the class; by default with a Khmer name and the course completed with 86 %."""
    if learner is None:
        learner = Learner.objects.create(name="SOK Dara", original_name="សុខ ដារ៉ា", name_language="km", is_invented=True)
        learner.root = learner
        learner.save()
    offering = study_class.offering
    return Enrolment.objects.create(
        learner=learner,
        offering=offering,
        version=offering.version,
        course=offering.version.course,
        channel=offering.channel,
        study_class=study_class,
        language=language,
        enrolled_at=NOON - timedelta(days=30),
        completed_at=NOON if completed else None,
        score=0.86 if completed else None,
        progress=1.0 if completed else 0.4,
        **fields,
    )
