"""What about a batch cannot be right: clocks and speed. One suspicion of a kind a batch, with how often, so that a teacher can read them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from catecp.learning.enums import Anomaly, EventKind
from catecp.learning.models import Device, LearningEvent
from catecp.learning.sync_events import Sent

AHEAD = timedelta(minutes=10)
BACKWARDS = timedelta(minutes=1)
MOST_ANSWERS, WITHIN = 30, timedelta(minutes=1)


@dataclass(frozen=True)
class Suspect:
    kind: Anomaly
    seq: int
    detail: dict[str, Any] = field(default_factory=dict)


def clock_suspects(events: Sequence[Sent], *, before: datetime | None, received_at: datetime) -> list[Suspect]:
    """Events after our own time, and events before the one that preceded them on the device."""
    ahead: list[tuple[int, float]] = []
    behind: list[tuple[int, float]] = []
    for event in events:
        if event.at is None:
            behind.append((event.seq, 0.0))
            continue
        if event.at > received_at + AHEAD:
            ahead.append((event.seq, (event.at - received_at).total_seconds()))
        if before is not None and event.at < before - BACKWARDS:
            behind.append((event.seq, (before - event.at).total_seconds()))
        before = event.at
    found = ((Anomaly.CLOCK_AHEAD, ahead), (Anomaly.CLOCK_BEHIND, behind))
    return [
        Suspect(kind, rows[0][0], {"seconds": round(max(seconds for _seq, seconds in rows)), "events": len(rows)})
        for kind, rows in found
        if rows
    ]


def pace_suspects(device: Device, events: Sequence[Sent]) -> list[Suspect]:
    """More than thirty answers within a minute of the device's own clock. One query where there are answers."""
    answers = [(event.seq, event.at) for event in events if event.kind == EventKind.ANSWERED and event.at is not None]
    if not answers:
        return []
    earlier = LearningEvent.objects.filter(
        learner_id=device.learner_id, device=device, seq__gt=device.highest - MOST_ANSWERS, kind=EventKind.ANSWERED
    )
    times = [(seq, when) for seq, when in earlier.order_by("seq").values_list("seq", "happened_at")] + answers
    for place in range(max(MOST_ANSWERS, len(times) - len(answers)), len(times)):
        if timedelta(0) <= times[place][1] - times[place - MOST_ANSWERS][1] < WITHIN:
            return [
                Suspect(Anomaly.TOO_FAST, times[place][0], {"answers": MOST_ANSWERS + 1, "seconds": int(WITHIN.total_seconds())})
            ]
    return []
