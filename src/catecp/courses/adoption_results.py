"""What an adoption brought: classes, learners, results. Counted by a higher module, which knows learners; courses only asks.

The counter is registered at start-up (`counted_by`), as scopes are widened in accounts: modules point down, questions go up this way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from catecp.courses.models import Adoption


@dataclass(frozen=True)
class ClassResult:
    """People, each once within the class."""

    name: str
    public_id: str
    teacher: str
    starts_on: date | None
    registered: int
    active: int
    completed: int
    certified: int
    mean_score: int | None  # percent, of those who completed


@dataclass(frozen=True)
class AdoptionResults:
    """People are counted once over all classes, so columns of classes may sum to more."""

    classes: tuple[ClassResult, ...]
    registered: int
    active: int
    completed: int
    certified: int
    mean_score: int | None


NOTHING = AdoptionResults((), 0, 0, 0, 0, None)
_counters: list[Callable[[Adoption], AdoptionResults]] = []


def counted_by(counter: Callable[[Adoption], AdoptionResults]) -> None:
    _counters[:] = [counter]


def results_of(adoption: Adoption) -> AdoptionResults:
    return _counters[0](adoption) if _counters else NOTHING
