"""What events change: attempts, how far each block is, how far the enrolment is. A fixed number of statements for each batch."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from catecp.courses.enums import BlockKind
from catecp.kernel import ledger
from catecp.languages.tags import LANGUAGES
from catecp.learning.enums import Anomaly, EventKind
from catecp.learning.facts import CourseCompleted
from catecp.learning.models import Attempt, BlockProgress, Enrolment, Learner, LearningEvent
from catecp.learning.progress import Mark, Progress, progress_of
from catecp.learning.queries.shapes import Shape, accepted_lines, shape_of
from catecp.learning.scoring import score
from catecp.learning.services import standing
from catecp.learning.services.suspicion import Suspect
from catecp.learning.sync_events import Sent

_MARKING = {EventKind.DONE, EventKind.ANSWERED, EventKind.PACKAGE}
_COMPLETED = ("completed", "passed")  # what js/playing/inside.js says of any kind of package
_CHANGED = ["is_done", "score", "tries", "last_at"]
CHUNK = 500


@dataclass
class Book:
    """One enrolment with the marks of its learner in the course, while a batch is applied."""

    enrolment: Enrolment
    shape: Shape
    marks: dict[str, BlockProgress] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    drawn: set[str] = field(default_factory=set)
    active_on: date | None = None  # the day of the first work before this batch
    is_touched: bool = False
    worked_at: datetime | None = None  # the first work of this batch

    def mark(self, key: str, at: datetime) -> BlockProgress:
        """The mark of a block, to be changed."""
        if key not in self.marks:
            enrolment = self.enrolment
            self.marks[key] = BlockProgress(
                learner_id=enrolment.learner_id, course_id=enrolment.course_id, block_key=key, first_at=at, last_at=at
            )
        found = self.marks[key]
        found.last_at = max(found.last_at, at)
        self.changed.add(key)
        return found


class Effects:
    def __init__(self, learner: Learner, enrolments: Sequence[Enrolment], *, otherwise: Enrolment | None, at: datetime) -> None:
        self.learner, self.at = learner, at
        self.books = {enrolment.public_id: Book(enrolment, shape_of(enrolment.version)) for enrolment in enrolments}
        self.otherwise = otherwise.public_id if otherwise else ""
        self.progress: dict[str, Progress] = {}
        self._suspects: list[Suspect] = []

    def enrolment_of(self, event: Sent) -> Enrolment | None:
        book = self.books.get(event.enrolment or self.otherwise)
        return book.enrolment if book else None

    def only_enrolment(self) -> Enrolment | None:
        """The one an oddity of the whole batch belongs to; None when several are meant."""
        books = list(self.books.values())
        return books[0].enrolment if len(books) == 1 else None

    def apply(self, events: Sequence[tuple[Sent, LearningEvent]]) -> list[Suspect]:
        """Write what the events change, and say what about them was impossible."""
        self._load(events)
        attempts = [attempt for event, row in events if (attempt := self._one(event, row)) is not None]
        Attempt.objects.bulk_create(attempts, batch_size=CHUNK)
        changed = [book.marks[key] for book in self.books.values() for key in sorted(book.changed)]
        keep_marks(changed)
        for book in self.books.values():
            if book.is_touched:
                self.progress[book.enrolment.public_id] = keep_enrolment(book, at=self.at)
        return self._suspects

    def _load(self, events: Iterable[tuple[Sent, LearningEvent]]) -> None:
        """The marks there are: one query for each enrolment touched, which is one."""
        for public_id in {row.enrolment.public_id for _event, row in events}:
            book = self.books[public_id]
            load_marks(book)

    def _one(self, event: Sent, row: LearningEvent) -> Attempt | None:
        book = self.books[row.enrolment.public_id]
        when = min(row.happened_at, self.at)
        book.is_touched = True
        enrolment = book.enrolment
        enrolment.last_at = max(enrolment.last_at, when) if enrolment.last_at else when
        if event.kind == EventKind.LANGUAGE:
            _switch(enrolment, event.body)
            return None
        if event.kind == EventKind.PRACTISED:
            return None
        if event.block not in book.shape.blocks and event.block not in book.shape.units:
            self._impossible(event, "block")
            return None
        enrolment.last_block = event.block
        if event.kind != EventKind.OPENED:
            book.worked_at = min(book.worked_at, when) if book.worked_at else when
        if event.kind == EventKind.ANSWERED:
            return self._answer(book, event, row, when)
        if event.kind == EventKind.DONE:
            for key in book.shape.plain_keys(event.block):
                book.mark(key, when).is_done = True
        elif event.kind == EventKind.PACKAGE:
            self._package(book, event, when)
        return None

    def _answer(self, book: Book, event: Sent, row: LearningEvent, when: datetime) -> Attempt | None:
        block = book.shape.blocks.get(event.block)
        if block is None or block.kind != BlockKind.QUESTION or "answer" not in event.body:
            self._impossible(event, "question")
            return None
        if event.block not in book.drawn:
            self._impossible(event, "not_drawn")
            return None
        mark = book.mark(event.block, when)
        mark.tries += 1
        won = score(self._check(book, event.block), event.body["answer"])
        if block.tries and mark.tries > block.tries:
            self._impossible(event, "tries")
        else:
            mark.is_done = True
            mark.score = max(won, mark.score or 0.0)
        enrolment = book.enrolment
        return Attempt(
            learner_id=enrolment.learner_id,
            enrolment=enrolment,
            course_id=enrolment.course_id,
            event=row,
            block_key=event.block,
            number=mark.tries,
            answer=event.body["answer"],
            score=won,
            answered_at=when,
        )

    def _check(self, book: Book, key: str) -> dict[str, Any]:
        """The check of a question, with what counts as right in the learner's languages."""
        block, enrolment = book.shape.blocks[key], book.enrolment
        more = accepted_lines(book.shape, block, {enrolment.language, enrolment.second_language})
        return {**block.check, "right": [*block.check["right"], *more]} if more else dict(block.check)

    def _package(self, book: Book, event: Sent, when: datetime) -> None:
        block = book.shape.blocks.get(event.block)
        if block is None or block.kind != BlockKind.PACKAGE:
            self._impossible(event, "package")
            return
        mark = book.mark(event.block, when)
        mark.is_done |= event.body.get("status") in _COMPLETED
        won = _share(event.body.get("score"))
        if won is not None:
            mark.score = max(won, mark.score or 0.0)

    def _impossible(self, event: Sent, reason: str) -> None:
        detail = {"reason": reason, "block": event.block, "kind": event.kind, "digest": event.digest}
        self._suspects.append(Suspect(Anomaly.IMPOSSIBLE, event.seq, detail))


def load_marks(book: Book) -> None:
    enrolment = book.enrolment
    rows = list(BlockProgress.objects.filter(learner_id=enrolment.learner_id, course_id=enrolment.course_id))
    book.marks = {row.block_key: row for row in rows}
    book.active_on = max(min(row.first_at for row in rows), enrolment.enrolled_at).date() if rows else None
    book.drawn = {item.key for item in book.shape.items_for(enrolment.seed)}


def keep_marks(marks: Sequence[BlockProgress]) -> None:
    """One statement: insert, or change what is there."""
    if marks:
        for mark in marks:
            mark.pk = None
        BlockProgress.objects.bulk_create(
            marks,
            batch_size=CHUNK,
            update_conflicts=True,
            unique_fields=["learner", "course", "block_key"],
            update_fields=_CHANGED,
        )


def keep_enrolment(book: Book, *, at: datetime) -> Progress:
    """How far the enrolment is, computed from its marks; the first time its rules are met it is completed."""
    enrolment = book.enrolment
    marks = {key: Mark(row.is_done, row.score) for key, row in book.marks.items()}
    found = progress_of(book.shape.items_for(enrolment.seed), marks, book.shape.rules)
    enrolment.progress, enrolment.score = found.share, found.score
    is_completed_now = found.is_completed and enrolment.completed_at is None
    if is_completed_now:
        enrolment.completed_at = at
    enrolment.save(update_fields=["progress", "score", "completed_at", "last_at", "last_block", "language", "second_language"])
    if is_completed_now:
        fact = CourseCompleted(enrolment_id=enrolment.pk, learner_id=enrolment.learner_id, course_id=enrolment.course_id)
        ledger.record(fact, by=None, at=at)
    active_on = max(book.worked_at, enrolment.enrolled_at).date() if book.worked_at else None
    if is_completed_now or (active_on and (book.active_on is None or active_on < book.active_on)):
        standing.note(enrolment=enrolment, active=active_on, completed=at.date() if is_completed_now else None)
    return found


def _switch(enrolment: Enrolment, body: Any) -> None:
    language, second = str(body.get("language", "")), str(body.get("second", ""))
    if language in LANGUAGES:
        enrolment.language = language
    enrolment.second_language = second if second in LANGUAGES and second != enrolment.language else ""


def _share(said: Any) -> float | None:
    """A share from 0 to 1; None for anything that is no number."""
    is_number = isinstance(said, (int, float)) and not isinstance(said, bool) and math.isfinite(said)
    return min(1.0, max(0.0, float(said))) if is_number else None
