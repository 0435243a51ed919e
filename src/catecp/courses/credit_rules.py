"""Hours and credits. The examples are ours, gathered from published frameworks, and bind nobody: each institution enters its own rule.

No regional rule binds vocational colleges; recognition is agreed between institutions.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Example:
    """So many hours of what counts as one credit there. Not checked against the law in force."""

    where: str
    hours: Decimal
    of_what: str


EXAMPLES = (
    Example("China, vocational colleges", Decimal(16), "hours of teaching (16 to 18 is common)"),
    Example("Malaysia, qualifications framework", Decimal(40), "hours of all learning"),
    Example("Indonesia, one SKS", Decimal(45), "hours of all learning in a semester"),
    Example("Viet Nam, one tín chỉ", Decimal(50), "hours of all learning"),
    Example("Thailand, diploma, theory", Decimal(18), "hours of teaching; practice 36"),
    Example("Philippines, one lecture unit", Decimal(18), "hours of teaching; laboratory 54"),
    Example("Europe, one ECTS", Decimal(25), "hours of all learning (25 to 30)"),
)


def credits_for(hours: Decimal, hours_per_credit: Decimal) -> Decimal:
    """To one tenth, halves up: 24 hours at 16 for one credit are 1.5."""
    return (hours / hours_per_credit).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
