"""What a teacher sees: classes, who is where, who is stuck, what waits. Queries do not grow with the class."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import get_language

from catecp.accounts.queries import Actor
from catecp.accounts.roles import Permission
from catecp.courses.enums import BlockKind, VersionState
from catecp.courses.models import Offering
from catecp.courses.rendering.lesson import outline
from catecp.learning.enums import MarkState
from catecp.learning.models import BlockProgress, ClassEntry, Enrolment, Message, Oddity, PracticalWork, StudyClass
from catecp.learning.queries.shapes import Shape, shape_of
from catecp.network.queries.canonical import institutions_held

SILENT = timedelta(days=7)
MANY_TRIES = 3


def classes_visible_to(actor: Actor) -> QuerySet[StudyClass]:
    """The classes of the institutions the actor teaches at."""
    held = institutions_held(actor, Permission.TEACH)
    classes = StudyClass.objects.select_related(
        "offering__version__course__body", "offering__channel", "institution", "teacher"
    ).order_by("-created_at", "-pk")
    return classes if held is None else classes.filter(institution__in=held)


def with_counts(classes: QuerySet[StudyClass]) -> QuerySet[StudyClass]:
    """The same with `names`, how many stand on the list."""
    return classes.annotate(names=Count("entries", filter=Q(entries__removed_at=None)))


def offerings_for_classes(actor: Actor) -> QuerySet[Offering]:
    """What a class can be made for: published versions offered by the actor's institutions, or by nobody in particular."""
    held = institutions_held(actor, Permission.TEACH)
    rows = Offering.objects.filter(version__state=VersionState.PUBLISHED).select_related("version__course", "channel")
    return (rows if held is None else rows.filter(Q(institution=None) | Q(institution__in=held))).order_by("-pk")


@dataclass
class LearnerRow:
    """One name of the class. `stuck` are reasons: silent, tries."""

    entry: ClassEntry | None
    enrolment: Enrolment | None
    waiting: int = 0
    oddities: int = 0
    stuck: list[str] = field(default_factory=list)
    hard: list[str] = field(default_factory=list)  # keys of questions that went wrong often
    lesson: str = ""  # where they were last

    @property
    def name(self) -> str:
        return self.entry.name if self.entry else self.enrolment.learner.name if self.enrolment else ""

    @property
    def percent(self) -> int:
        return round(self.enrolment.progress * 100) if self.enrolment else 0

    @property
    def score_percent(self) -> int | None:
        return round(self.enrolment.score * 100) if self.enrolment and self.enrolment.score is not None else None


@dataclass(frozen=True)
class ClassPage:
    study_class: StudyClass
    rows: Sequence[LearnerRow]
    titles: Mapping[str, str]  # {unit or block key: title of its lesson}
    unread: int

    @property
    def joined(self) -> int:
        return sum(row.enrolment is not None for row in self.rows)

    @property
    def completed(self) -> int:
        return sum(bool(row.enrolment and row.enrolment.completed_at) for row in self.rows)

    @property
    def stuck(self) -> int:
        return sum(bool(row.stuck) for row in self.rows)

    @property
    def waiting(self) -> int:
        return sum(row.waiting for row in self.rows)

    @property
    def oddities(self) -> int:
        return sum(row.oddities for row in self.rows)


def class_page(study_class: StudyClass, now: datetime) -> ClassPage:
    """Everybody of the class with how far they are. Eight queries."""
    enrolments = list(Enrolment.objects.filter(study_class=study_class).select_related("learner").order_by("pk"))
    rows = _rows(study_class, enrolments)
    waiting = _counted(PracticalWork.objects.filter(enrolment__in=enrolments, state=MarkState.WAITING))
    odd = _counted(Oddity.objects.filter(enrolment__in=enrolments, judged_at=None))
    hard = _hard(study_class, enrolments)
    has_moved = any(row.last_at and row.last_at > now - SILENT for row in enrolments)
    titles = titles_of(study_class)
    for row in rows:
        if row.enrolment is None:
            continue
        row.lesson = titles.get(row.enrolment.last_block, "")
        row.waiting, row.oddities = waiting.get(row.enrolment.pk, 0), odd.get(row.enrolment.pk, 0)
        row.hard = hard.get(row.enrolment.learner_id, [])
        row.stuck = _stuck(row, now, has_moved)
    unread = Message.objects.filter(study_class=study_class, from_learner=True, read_at=None).count()
    return ClassPage(study_class, rows, titles, unread)


def _rows(study_class: StudyClass, enrolments: Sequence[Enrolment]) -> list[LearnerRow]:
    """The list in its order, then who came into the class another way."""
    entries = list(study_class.entries.filter(removed_at=None).select_related("learner"))
    by_root = {enrolment.learner.root_id: enrolment for enrolment in enrolments}
    rows = [LearnerRow(entry, by_root.pop(entry.learner.root_id, None) if entry.learner else None) for entry in entries]
    return rows + [LearnerRow(None, enrolment) for enrolment in by_root.values() if enrolment.left_at is None]


def _counted(rows: QuerySet[Any]) -> dict[int, int]:
    return dict(rows.order_by().values_list("enrolment_id").annotate(number=Count("pk")))


def _hard(study_class: StudyClass, enrolments: Sequence[Enrolment]) -> dict[int, list[str]]:
    """{learner: questions tried three times or more that never came right}."""
    found: dict[int, list[str]] = defaultdict(list)
    marks = BlockProgress.objects.filter(
        learner__in=[row.learner_id for row in enrolments],
        course_id=study_class.offering.version.course_id,
        tries__gte=MANY_TRIES,
    ).filter(Q(score__lt=1) | Q(score=None))
    shape = shape_of(study_class.offering.version)
    for learner, key in marks.order_by("pk").values_list("learner_id", "block_key"):
        if key in shape.blocks and shape.blocks[key].kind == BlockKind.QUESTION:
            found[learner].append(key)
    return found


def _stuck(row: LearnerRow, now: datetime, has_moved: bool) -> list[str]:
    enrolment = row.enrolment
    if enrolment is None or enrolment.completed_at is not None:
        return []
    last = enrolment.last_at or enrolment.enrolled_at
    reasons = ["silent"] if has_moved and last < now - SILENT else []
    return [*reasons, "tries"] if row.hard else reasons


def titles_of(study_class: StudyClass) -> dict[str, str]:
    """{key of a lesson, or of a block in it: the lesson's title}, in the reader's language where people translated it."""
    shape = shape_of(study_class.offering.version)
    units = {row.key: row.title for row in outline(study_class.offering.version, get_language() or study_class.language)}
    return units | {block.key: units[block.unit_key] for block in shape.blocks.values()}


def works_in_class(study_class: StudyClass) -> QuerySet[PracticalWork]:
    """Practical work of the class: what waits first, oldest of it on top."""
    works = PracticalWork.objects.filter(enrolment__study_class=study_class).select_related("learner", "enrolment__version")
    return works.prefetch_related("evidence").order_by(F("marked_at").desc(nulls_first=True), "handed_in_at", "pk")


def oddities_in_class(study_class: StudyClass) -> QuerySet[Oddity]:
    """What about the class's events cannot be right; what nobody judged yet first."""
    rows = Oddity.objects.filter(enrolment__study_class=study_class).select_related("learner", "device")
    return rows.order_by(F("judged_at").desc(nulls_first=True), "-found_at", "-pk")


def class_messages(study_class: StudyClass) -> QuerySet[Message]:
    return Message.objects.filter(study_class=study_class).select_related("learner").order_by("-written_at", "-pk")


@dataclass(frozen=True)
class LessonOfLearner:
    title: str
    done: int
    total: int


def lessons_of_learner(enrolment: Enrolment, shape: Shape, titles: Mapping[str, str]) -> list[LessonOfLearner]:
    """Lesson by lesson how far one learner is."""
    done = set(
        BlockProgress.objects.filter(learner_id=enrolment.learner_id, course_id=enrolment.course_id, is_done=True).values_list(
            "block_key", flat=True
        )
    )
    found = []
    for unit_key in shape.units:
        keys = [block.key for block in shape.blocks_for(unit_key, enrolment.seed)]
        found.append(LessonOfLearner(titles.get(unit_key, ""), sum(key in done for key in keys), len(keys)))
    return found
