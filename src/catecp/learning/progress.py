"""How far a learner is, from what is done: recomputable at any time, in words a learner understands.

Pure. A question is done when it was answered, a practical task when it was passed, everything else when the learner marked it done
(or the lesson it stands in). A lesson is done when all of it but its practical tasks is done; one of nothing but practical tasks when these
are, and it is no lesson to the rule of lessons, since practical tasks have a rule of their own. Score: points of the best counted
tries, of all points of the questions this learner has to answer. `Rules` are the passport's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catecp.courses.enums import BlockKind


@dataclass(frozen=True)
class Item:
    """A block that counts for this learner (of a pool: only what was drawn)."""

    key: str
    unit_key: str
    kind: str
    points: float = 1.0


@dataclass(frozen=True)
class Mark:
    """What is known about a block: of a question the best score that counts, 0 to 1."""

    is_done: bool
    score: float | None = None


@dataclass(frozen=True)
class Rules:
    """When a course counts as completed. `practicals` is how many must be passed; -1 means all."""

    lessons_percent: float = 100.0
    score_percent: float = 0.0
    practicals: int = -1


@dataclass(frozen=True)
class Progress:
    done: int  # blocks
    total: int
    lessons_done: int
    lessons: int
    score: float | None  # 0 to 1; None without questions
    practicals_passed: int
    practicals: int
    is_completed: bool
    lessons_of: Mapping[str, tuple[int, int]]  # {unit key: (blocks done, blocks)}

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.done / self.total if self.total else 0.0

    @property
    def percent(self) -> int:
        """Whole percents, never 100 while something is left, never 0 once something is done."""
        if self.done == self.total:
            return 100 if self.total else 0
        return min(99, max(1, round(self.share * 100))) if self.done else 0


def rules_of(said: Mapping[str, Any]) -> Rules:
    """The passport's rules; what it does not say, or says in no way we read, keeps its default."""
    practicals = said.get("practicals", "all")
    count = -1 if practicals == "all" else 0 if practicals in {"none", "", None} else _number(practicals, -1, 10_000)
    return Rules(
        lessons_percent=_number(said.get("lessons_percent"), 100, 100),
        score_percent=_number(said.get("score_percent"), 0, 100),
        practicals=int(count),
    )


def _number(said: Any, otherwise: float, most: float) -> float:
    is_number = isinstance(said, (int, float)) and not isinstance(said, bool)
    return min(max(float(said), 0.0), most) if is_number else float(otherwise)


def progress_of(items: Iterable[Item], marks: Mapping[str, Mark], rules: Rules) -> Progress:
    items = list(items)
    done = {item.key for item in items if item.key in marks and marks[item.key].is_done}
    questions = [item for item in items if item.kind == BlockKind.QUESTION]
    practicals = [item for item in items if item.kind == BlockKind.PRACTICAL]
    lessons: dict[str, list[Item]] = {}
    for item in items:
        lessons.setdefault(item.unit_key, []).append(item)
    read = {key: [item for item in members if item.kind != BlockKind.PRACTICAL] for key, members in lessons.items()}
    is_done = {key: all(item.key in done for item in read[key] or members) for key, members in lessons.items()}
    to_read = {key: state for key, state in is_done.items() if read[key]}
    points = sum(item.points for item in questions)
    won = sum(item.points * ((marks[item.key].score or 0.0) if item.key in marks else 0.0) for item in questions)
    score = won / points if points else None
    passed = sum(item.key in done for item in practicals)
    return Progress(
        done=len(done),
        total=len(items),
        lessons_done=sum(is_done.values()),
        lessons=len(lessons),
        score=score,
        practicals_passed=passed,
        practicals=len(practicals),
        is_completed=bool(items) and _is_completed(rules, to_read, score, passed, len(practicals)),
        lessons_of={key: (sum(item.key in done for item in members), len(members)) for key, members in lessons.items()},
    )


def _is_completed(rules: Rules, lessons: Mapping[str, bool], score: float | None, passed: int, practicals: int) -> bool:
    wanted = practicals if rules.practicals < 0 else min(rules.practicals, practicals)
    has_score = score is None or score * 100 >= rules.score_percent - 1e-9
    return sum(lessons.values()) * 100 >= rules.lessons_percent * len(lessons) and has_score and passed >= wanted
