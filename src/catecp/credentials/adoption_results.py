"""What an adoption brought, counted live from the records of learners; registered with courses at start-up.

Its classes are those whose offering names the adoption, and those of the adopting institution in the same course whose offering names
none. People are learners with merges followed. Registered: enrolled. Active: did something in a lesson. Completed: met the rules
of the course. Certified: holds a certificate that is not revoked.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from catecp.courses.adoption_results import AdoptionResults, ClassResult
from catecp.courses.models import Adoption
from catecp.credentials.models import Award
from catecp.learning.models import Enrolment, StudyClass
from catecp.network.queries.canonical import family_ids


def count_adoption(adoption: Adoption) -> AdoptionResults:
    """Two queries, whatever the number of classes."""
    classes = list(_classes_of(adoption))
    by_class: dict[int, list[dict[str, Any]]] = {study_class.pk: [] for study_class in classes}
    certificate = Award.objects.filter(enrolment=OuterRef("pk"), revoked_at=None)
    rows = Enrolment.objects.filter(study_class__in=by_class).annotate(is_certified=Exists(certificate)).order_by("pk")
    names = ("study_class", "learner__root", "last_at", "completed_at", "score", "is_certified")
    for row in rows.values(*names):
        by_class[row["study_class"]].append(row)
    results = tuple(_class_result(study_class, by_class[study_class.pk]) for study_class in classes)
    return AdoptionResults(results, **_rungs([row for found in by_class.values() for row in found]))


def _classes_of(adoption: Adoption) -> QuerySet[StudyClass]:
    same = Q(
        offering__adoption=None, offering__version__course=adoption.course_id, institution__in=family_ids(adoption.institution_id)
    )
    found = StudyClass.objects.filter(Q(offering__adoption=adoption) | same).select_related("teacher")
    return found.order_by("starts_on", "name", "pk")


def _class_result(study_class: StudyClass, rows: list[dict[str, Any]]) -> ClassResult:
    return ClassResult(
        name=study_class.name,
        public_id=study_class.public_id,
        teacher=str(study_class.teacher or ""),
        starts_on=study_class.starts_on,
        **_rungs(rows),
    )


def _rungs(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """People on each rung, each once; whoever completed was active, whoever is certified completed."""
    certified = {row["learner__root"] for row in rows if row["is_certified"]}
    completed = {row["learner__root"] for row in rows if row["completed_at"]} | certified
    active = {row["learner__root"] for row in rows if row["last_at"]} | completed
    registered = {row["learner__root"] for row in rows}
    scores = [row["score"] for row in rows if row["completed_at"] and row["score"] is not None]
    return {
        "registered": len(registered),
        "active": len(active),
        "completed": len(completed),
        "certified": len(certified),
        "mean_score": round(100 * sum(scores) / len(scores)) if scores else None,
    }
