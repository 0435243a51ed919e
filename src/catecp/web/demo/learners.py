"""Invented learners go through a course: the same events, marks and certificates as everybody's, through the same services."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from catecp.courses.content import Body
from catecp.courses.enums import BlockKind, QuestionKind
from catecp.courses.rendering.questions import check_of
from catecp.credentials.services.awarding import award_certificate
from catecp.kernel.qr import qr_png
from catecp.learning.models import Enrolment
from catecp.learning.queries.shapes import shape_of
from catecp.learning.services.intake import take_batch
from catecp.learning.services.work import hand_in, mark_work
from catecp.learning.sync_events import Sent, SentBatch, digest_of

PASSED = {"completed", "certified"}
STEP = timedelta(minutes=7)


@dataclass
class Story:
    """One learner's way through one enrolment, from `starts_at` on."""

    enrolment: Enrolment
    rung: str  # registered, active, stuck, completed, certified
    starts_at: datetime

    def live(self, *, teacher: Any) -> None:
        if self.rung in {"reached", "registered"}:
            return
        self._study()
        if self.rung in PASSED:
            self._practise(teacher)
        self.enrolment.refresh_from_db()
        if self.rung == "certified":
            award_certificate(enrolment=self.enrolment, at=self._end() + timedelta(days=1), by=None)

    def _end(self) -> datetime:
        return self.starts_at + timedelta(days=21)

    def _study(self) -> None:
        """One batch of events for each day of learning."""
        shape = shape_of(self.enrolment.version)
        lessons = list(shape.units)
        share = {"active": 0.5, "stuck": 0.3}.get(self.rung, 1.0)
        seq, day = 0, self.starts_at
        for key in lessons[: max(1, round(len(lessons) * share))]:
            events = []
            for place, (kind, block, body) in enumerate(self._events(key)):
                seq += 1
                events.append(self._sent(seq, kind, block, day + STEP * place, body))
            sent_at = events[-1].at or day
            batch = SentBatch(f"demo-phone-{self.enrolment.public_id}", tuple(events), sent_at)
            take_batch(learner=self.enrolment.learner, batch=batch, at=sent_at + timedelta(seconds=2))
            day += timedelta(days=2)

    def _events(self, unit_key: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        shape = shape_of(self.enrolment.version)
        yield "opened", unit_key, {}
        for block in shape.blocks_for(unit_key, self.enrolment.seed):
            if block.kind == BlockKind.QUESTION:
                tries = 3 if self.rung == "stuck" else 1
                for number in range(tries):
                    is_wrong = self.rung == "stuck" or (self.rung != "certified" and hash_of(block.key) % 4 == 0 and number == 0)
                    yield "answered", block.key, {"answer": answer_to(dict(block.body), is_wrong=is_wrong)}
            elif block.kind not in {BlockKind.PRACTICAL, BlockKind.PACKAGE}:
                yield "done", block.key, {}

    def _sent(self, seq: int, kind: str, block: str, at: datetime, body: dict[str, Any]) -> Sent:
        row = {"kind": kind, "enrolment": self.enrolment.public_id, "block": block, "at": at.isoformat(), "body": body}
        return Sent(seq, kind, block, self.enrolment.public_id, at, body, digest_of(row))

    def _practise(self, teacher: Any) -> None:
        shape = shape_of(self.enrolment.version)
        at = self._end() - timedelta(days=2)
        for block in shape.blocks.values():
            if block.kind == BlockKind.PRACTICAL:
                photo = SimpleUploadedFile("work.png", qr_png("demo evidence"), content_type="image/png")
                files = [] if block.body.get("evidence") == "observed" else [photo]
                work = hand_in(
                    learner=self.enrolment.learner,
                    enrolment=self.enrolment,
                    block_key=block.key,
                    files=files,
                    note="Demo evidence: not a photo of real work.",
                    at=at,
                )
                marks = {row["key"]: max(level["points"] for level in row["levels"]) for row in block.body["rubric"]}
                mark_work(work=work, marks=marks, passed=True, remark="", at=at + timedelta(days=1), by=teacher)


def hash_of(key: str) -> int:
    return sum(map(ord, key))


def answer_to(body: Body, *, is_wrong: bool) -> Any:
    """The right answer to a question, or a wrong one."""
    check = check_of(body)
    kind, right = body["type"], check["right"]
    if kind == QuestionKind.SINGLE:
        wrong = next(option["key"] for option in body["options"] if option["key"] not in right)
        return wrong if is_wrong else right[0]
    if kind == QuestionKind.MULTIPLE:
        return [option["key"] for option in body["options"] if not option["is_right"]][:1] if is_wrong else right
    if kind == QuestionKind.ORDER:
        return list(reversed(right)) if is_wrong else right
    if kind == QuestionKind.MATCH:
        keys = list(right)
        return dict(zip(keys, keys[1:] + keys[:1], strict=True)) if is_wrong else right
    if kind == QuestionKind.TEXT:
        return "?" if is_wrong else right[0]
    return str(right + 100) if is_wrong else f"{right:g}"
