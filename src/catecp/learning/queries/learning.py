"""What a learner sees of their own: courses, how far they are, what to do next, messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from catecp.courses.enums import BlockKind
from catecp.courses.rendering import outline
from catecp.courses.rendering.lesson import OutlineRow
from catecp.learning.models import Attempt, BlockProgress, Enrolment, Learner, Message, PracticalWork
from catecp.learning.progress import Mark, Progress, progress_of
from catecp.learning.queries.shapes import Shape, shape_of


def enrolments_of(learner: Learner) -> QuerySet[Enrolment]:
    """The learner's courses, by all rows that are the same person; those left are not among them."""
    return (
        Enrolment.objects.filter(learner__root_id=learner.root_id or learner.pk, left_at=None)
        .select_related(
            "learner",
            "course__owner",
            "version__course__body",
            "offering",
            "channel",
            "study_class__institution",
        )
        .order_by("-last_at", "-enrolled_at", "-pk")
    )


def marks_of(enrolment: Enrolment) -> dict[str, BlockProgress]:
    rows = BlockProgress.objects.filter(learner_id=enrolment.learner_id, course_id=enrolment.course_id)
    return {row.block_key: row for row in rows}


def progress_in(enrolment: Enrolment, marks: Mapping[str, BlockProgress]) -> Progress:
    shape = shape_of(enrolment.version)
    kept = {key: Mark(row.is_done, row.score) for key, row in marks.items()}
    return progress_of(shape.items_for(enrolment.seed), kept, shape.rules)


@dataclass(frozen=True)
class LessonRow:
    """A line of the contents with how far the learner is in it."""

    row: OutlineRow
    done: int
    total: int

    @property
    def state(self) -> str:
        """done, begun or new."""
        return "done" if self.total and self.done == self.total else "begun" if self.done else "new"


@dataclass(frozen=True)
class CourseHome:
    enrolment: Enrolment
    progress: Progress
    rows: Sequence[LessonRow]
    next: LessonRow | None  # the first lesson that is not done
    shape: Shape
    waiting: int  # practical work handed in and not yet marked

    @property
    def lessons_left(self) -> int:
        return self.progress.lessons - self.progress.lessons_done

    @property
    def practicals_left(self) -> int:
        return self.progress.practicals - self.progress.practicals_passed

    @property
    def score_percent(self) -> int | None:
        return round(self.progress.score * 100) if self.progress.score is not None else None

    @property
    def lacks_score(self) -> bool:
        score = self.progress.score
        return score is not None and score * 100 < self.shape.rules.score_percent - 1e-9


def course_home(enrolment: Enrolment) -> CourseHome:
    """Six queries, however long the course."""
    shape = shape_of(enrolment.version)
    progress = progress_in(enrolment, marks_of(enrolment))
    rows = [LessonRow(row, *progress.lessons_of.get(row.key, (0, 0))) for row in outline(enrolment.version, enrolment.language)]
    following = next((row for row in rows if row.row.is_lesson and row.state != "done"), None)
    waiting = PracticalWork.objects.filter(enrolment=enrolment, state="waiting").count() if progress.practicals else 0
    return CourseHome(enrolment, progress, rows, following, shape, waiting)


def results_in(enrolment: Enrolment, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """{question key: what its template shows of the last answer}. Two queries."""
    shape, marks = shape_of(enrolment.version), marks_of(enrolment)
    attempts = Attempt.objects.filter(learner_id=enrolment.learner_id, course_id=enrolment.course_id, block_key__in=keys)
    last = {attempt.block_key: attempt for attempt in attempts.order_by("number", "pk")}
    found = {}
    for key, attempt in last.items():
        check, tries = shape.blocks[key].check, marks[key].tries if key in marks else attempt.number
        is_over = bool(check["tries"]) and tries >= check["tries"]
        found[key] = {
            "answer": attempt.answer,
            "score": attempt.score,
            "show_explanation": attempt.score == 1 or is_over or not check["tries"],
            "tries": tries,
            "is_over": is_over,
        }
    return found


def works_in(enrolment: Enrolment, keys: Sequence[str]) -> dict[str, list[PracticalWork]]:
    """{practical task's key: what was handed in, newest first}. One query where there are tasks."""
    found: dict[str, list[PracticalWork]] = {key: [] for key in keys}
    if keys:
        works = PracticalWork.objects.filter(learner_id=enrolment.learner_id, enrolment=enrolment, block_key__in=keys)
        for work in works.prefetch_related("evidence").order_by("-handed_in_at", "-pk"):
            found[work.block_key].append(work)
    return found


def is_practical(shape: Shape, key: str) -> bool:
    return key in shape.blocks and shape.blocks[key].kind == BlockKind.PRACTICAL


def messages_for(enrolment: Enrolment) -> list[Message]:
    """What the teacher wrote to the class or to this learner, and what they answered; newest first, the last fifty."""
    if enrolment.study_class_id is None:
        return []
    learner = enrolment.learner_id
    rows = Message.objects.filter(Q(learner=None) | Q(learner=learner), study_class_id=enrolment.study_class_id)
    return list(rows.order_by("-written_at", "-pk")[:50])
