"""Claims about the whole platform that come with the demo: what the organisers stated of reach, with its source."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from catecp.insights.models import Claim
from catecp.insights.services.claims import record_claim
from catecp.kernel.translated import written

_SOURCE = "SEAMEO TED, welcoming remarks, 2nd China-SEA Partnership Workshop"
_STATED_ON = date(2025, 5, 13)
# (key, value, at least, unit, nature, period, sentence). A year is a flow; a day is a stock.
_CLAIMS = (
    (
        "reach.students-2024", 256_672, False, "students", "flow", "2024",
        "In 2024, 41 Chinese schools shared over 300 courses; these reached all ASEAN countries, engaging 256,672 students.",
    ),
    (
        "reach.users-2025-04", 400_000, True, "users", "stock", "2025-04-30",
        "As of April 2025, the platform had reached over 400,000 users.",
    ),
)  # fmt: skip


def load_reach_claims(*, at: datetime, by: Any) -> list[Claim]:
    """Record them; once more changes nothing."""
    return [
        record_claim(
            event=None,
            key=key,
            value=Decimal(value),
            is_at_least=is_at_least,
            unit=unit,
            nature=nature,
            period=period,
            metric="reach.people.registered",
            statement=written(sentence, "en").to_json(),
            source=_SOURCE,
            source_on=_STATED_ON,
            at=at,
            by=by,
        )
        for key, value, is_at_least, unit, nature, period, sentence in _CLAIMS
    ]
