"""Events as devices send them: read, bounded, and told apart. Pure.

See docs/guides/classroom-bundle.md for the words of the protocol.
"""

import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from catecp.learning.enums import EventKind

MOST_EVENTS = 500
MOST_BYTES = 256_000
LONGEST_BODY = 16_000  # characters of one event's body as JSON
HIGHEST_SEQ = 2**53
DEEPEST = 12  # lists and objects inside each other in one body
_DEVICE = re.compile(r"[A-Za-z0-9_-]{8,64}")
_KEY = re.compile(r"[A-Za-z0-9_-]{0,12}")
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")  # PostgreSQL keeps neither; a phone that cuts an emoji in two sends the second
_EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)


class Unreadable(ValueError):
    """What came is no batch; the message says what is wrong with it."""


@dataclass(frozen=True)
class Sent:
    """One event as it was sent. `at` is the device's clock, None when it made no sense."""

    seq: int
    kind: str
    block: str
    enrolment: str
    at: datetime | None
    body: Mapping[str, Any]
    digest: str


@dataclass(frozen=True)
class SentBatch:
    device: str
    events: Sequence[Sent] = field(default_factory=tuple)
    sent_at: datetime | None = None


def canonical(value: Any) -> str:
    """JSON that every side writes alike: keys sorted, no spaces, no escapes but those JSON needs."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def storable(value: Any, *, deepest: int = DEEPEST) -> Any:
    """The value as both databases can keep it: letters nobody can write become U+FFFD. Raises Unreadable for NaN and bottomless nesting."""
    if isinstance(value, str):
        return _UNWRITABLE.sub("\ufffd", value)
    if isinstance(value, float) and not math.isfinite(value):
        raise Unreadable("A number is finite.")
    if isinstance(value, (list, dict)) and not deepest:
        raise Unreadable(f"At most {DEEPEST} lists or objects stand inside each other.")
    if isinstance(value, list):
        return [storable(row, deepest=deepest - 1) for row in value]
    if isinstance(value, dict):
        return {storable(key): storable(row, deepest=deepest - 1) for key, row in value.items()}
    return value


def device_key(text: Any) -> str:
    if not isinstance(text, str) or not _DEVICE.fullmatch(text):
        raise Unreadable("A device is named by 8 to 64 letters, digits, - or _.")
    return text


def read_batch(said: Any) -> SentBatch:
    """A parsed body of a request as a batch; raises Unreadable."""
    if not isinstance(said, dict):
        raise Unreadable("A batch is a JSON object.")
    return SentBatch(device_key(said.get("device")), read_events(said.get("events")), read_clock(said.get("sent_at")))


def read_events(said: Any, *, most: int = MOST_EVENTS) -> tuple[Sent, ...]:
    if not isinstance(said, list):
        raise Unreadable("`events` is a list.")
    if len(said) > most:
        raise Unreadable(f"At most {most} events come at once; these are {len(said)}.")
    return tuple(sorted((_event(row) for row in said), key=lambda event: event.seq))


def _event(row: Any) -> Sent:
    if not isinstance(row, dict):
        raise Unreadable("An event is a JSON object.")
    seq, kind, block, body = row.get("seq"), row.get("kind"), row.get("block") or "", row.get("body") or {}
    if not isinstance(seq, int) or isinstance(seq, bool) or not 1 <= seq < HIGHEST_SEQ:
        raise Unreadable("`seq` is a whole number from 1.")
    if kind not in EventKind.values:
        raise Unreadable(f"No event of the kind {str(kind)[:20]!r}.")
    if not isinstance(block, str) or not _KEY.fullmatch(block):
        raise Unreadable("`block` is a key of at most 12 letters and digits.")
    if not isinstance(body, dict) or len(canonical(body)) > LONGEST_BODY:
        raise Unreadable(f"`body` is a JSON object of at most {LONGEST_BODY} characters.")
    enrolment = row.get("enrolment") or ""
    if not isinstance(enrolment, str) or not _KEY.fullmatch(enrolment):
        raise Unreadable("`enrolment` is a public id.")
    return Sent(seq, str(kind), block, enrolment, read_clock(row.get("at")), storable(body), digest_of(row))


def digest_of(row: Mapping[str, Any]) -> str:
    """Tells a re-send (same digest) from another story under the same number. 32 hex digits of SHA-256."""
    told = [row.get("kind"), row.get("enrolment") or "", row.get("block") or "", row.get("at") or "", row.get("body") or {}]
    return hashlib.sha256(canonical(told).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def read_clock(said: Any) -> datetime | None:
    """A time with its zone, within a century of sense; None otherwise."""
    try:
        found = parse_datetime(said) if isinstance(said, str) and len(said) < 40 else None
    except ValueError:
        return None
    if found is None:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found.astimezone(UTC) if _EARLIEST <= found <= _LATEST else None
