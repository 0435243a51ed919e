"""Taking what learners did: append-only, numbered by each device, acknowledged by the highest number that is on the disk.

One transaction a batch. A re-send changes nothing; what cannot be right becomes an oddity for the teacher and is never silently merged.
The protocol is in docs/guides/classroom-bundle.md.
"""

import hashlib
import threading
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from catecp.learning.enums import Anomaly
from catecp.learning.models import Batch, Bundle, Device, Enrolment, Learner, LearningEvent, Oddity
from catecp.learning.progress import Progress
from catecp.learning.services.effects import Effects
from catecp.learning.services.suspicion import Suspect, clock_suspects, pace_suspects
from catecp.learning.sync_events import Sent, SentBatch, digest_of

SYNC, PAGE, BUNDLE = "sync", "page", "bundle"
PAGE_DEVICE = "page-here"  # what a learner does on our own pages counts as one device of theirs
CHUNK = 500

# SQLite has one writer; who finds it busy asks again at growing intervals. In a line each waits its turn.
_turn_of_this_process = threading.Lock()


@dataclass(frozen=True)
class Receipt:
    """What the device is told. Everything up to `highest` is held; `progress` is by the public id of each enrolment touched."""

    highest: int
    kept: int = 0
    repeated: int = 0
    oddities: Sequence[Suspect] = ()
    progress: dict[str, Progress] = field(default_factory=dict)


def take_batch(
    *,
    learner: Learner,
    batch: SentBatch,
    at: datetime,
    route: str = SYNC,
    enrolment: Enrolment | None = None,
    bundle: Bundle | None = None,
) -> Receipt:
    """Keep a batch. `enrolment` is what events are about that do not say so themselves (seats of a bundle)."""
    with _turn_of_this_process if connection.vendor == "sqlite" and not connection.in_atomic_block else nullcontext():
        return _take(learner=learner, batch=batch, at=at, route=route, enrolment=enrolment, bundle=bundle)


def take_from_page(*, learner: Learner, enrolment: Enrolment, kind: str, block: str, body: dict, at: datetime) -> Receipt:
    """One thing done on a page of ours; it gets the next number of the page's own device."""
    row = {"kind": kind, "enrolment": enrolment.public_id, "block": block, "at": at.isoformat(), "body": body}
    sent = Sent(0, kind, block, enrolment.public_id, at, body, digest_of(row))
    return take_batch(learner=learner, batch=SentBatch(PAGE_DEVICE, (sent,), at), at=at, route=PAGE, enrolment=enrolment)


@transaction.atomic
def _take(
    *, learner: Learner, batch: SentBatch, at: datetime, route: str, enrolment: Enrolment | None, bundle: Bundle | None
) -> Receipt:
    learner = _locked(learner)
    device, _is_new = Device.objects.get_or_create(
        learner=learner, key=batch.device, defaults={"bundle": bundle, "first_seen_at": at, "last_seen_at": at}
    )
    events = batch.events if route != PAGE else [_numbered(event, device.highest + 1) for event in batch.events]
    repeated, suspects = _held_already(device, [event for event in events if event.seq <= device.highest])
    fresh, gaps = _in_sequence(device, [event for event in events if event.seq > device.highest])
    suspects += gaps + clock_suspects(fresh, before=device.last_event_at, received_at=at) + pace_suspects(device, fresh)
    effects = Effects(learner, _enrolments(learner, fresh, enrolment), otherwise=enrolment, at=at)
    rows = [row for row in (_row(event, device, effects, suspects, at) for event in fresh) if row is not None]
    LearningEvent.objects.bulk_create(rows, batch_size=CHUNK)
    suspects += effects.apply([(event, row) for event, row in _pairs(fresh, rows)])
    _keep_oddities(device, suspects, effects, at)
    _close(device, batch, fresh, at=at, route=route, kept=len(rows))
    return Receipt(device.highest, len(fresh), repeated, tuple(suspects), effects.progress)


def _locked(learner: Learner) -> Learner:
    """The learner as they are now; every row of the person is locked, so that two devices of one person take turns."""
    rows = Learner.objects.select_for_update(no_key=True).filter(root_id=learner.root_id or learner.pk).order_by("pk")
    return next((row for row in rows if row.pk == learner.pk), learner)


def _numbered(event: Sent, seq: int) -> Sent:
    return Sent(seq, event.kind, event.block, event.enrolment, event.at, event.body, event.digest)


def _held_already(device: Device, events: Sequence[Sent]) -> tuple[int, list[Suspect]]:
    """How many of the events were held with the same content, and a suspicion for each other story under a known number."""
    if not events:
        return 0, []
    known = {event.seq for event in events}
    digests = dict(
        LearningEvent.objects.filter(learner_id=device.learner_id, device=device, seq__in=known).values_list("seq", "digest")
    )
    if len(digests) < len(known):  # what could not be kept as an event stands in its oddity
        for seq, detail in Oddity.objects.filter(device=device, kind=Anomaly.IMPOSSIBLE, seq__in=known).values_list(
            "seq", "detail"
        ):
            digests.setdefault(seq, detail.get("digest", ""))
    others = [event for event in events if digests.get(event.seq) != event.digest]
    return len(events) - len(others), [
        Suspect(Anomaly.REPLAY, event.seq, {"kind": event.kind, "block": event.block, "digest": event.digest}) for event in others
    ]


def _in_sequence(device: Device, events: Sequence[Sent]) -> tuple[list[Sent], list[Suspect]]:
    """The events that follow on without a gap; from a gap on nothing is taken. The first of two under one number counts."""
    taken: list[Sent] = []
    suspects: list[Suspect] = []
    for event in events:
        expected = device.highest + len(taken) + 1
        if event.seq > expected:
            suspects.append(Suspect(Anomaly.JUMP, event.seq, {"expected": expected}))
            break
        if event.seq < expected:
            if event.digest != taken[-1].digest:
                suspects.append(Suspect(Anomaly.REPLAY, event.seq, {"kind": event.kind, "block": event.block}))
            continue
        taken.append(event)
    return taken, suspects


def _enrolments(learner: Learner, events: Sequence[Sent], otherwise: Enrolment | None) -> list[Enrolment]:
    """The learner's own enrolments (of all rows that are this person) that the events name."""
    named = {event.enrolment for event in events if event.enrolment} | ({otherwise.public_id} if otherwise else set())
    if not named:
        return []
    own = Enrolment.objects.filter(public_id__in=named, learner__root_id=learner.root_id or learner.pk)
    return list(own.select_related("version", "study_class", "offering").order_by("pk"))


def _row(event: Sent, device: Device, effects: Effects, suspects: list[Suspect], at: datetime) -> LearningEvent | None:
    """The event as a row; None, with an oddity that keeps it, when it is about nothing this learner takes."""
    enrolment = effects.enrolment_of(event)
    if enrolment is None:
        detail = {"reason": "enrolment", "enrolment": event.enrolment, "kind": event.kind, "digest": event.digest}
        suspects.append(Suspect(Anomaly.IMPOSSIBLE, event.seq, detail))
        return None
    return LearningEvent(
        learner_id=device.learner_id,
        device=device,
        seq=event.seq,
        enrolment=enrolment,
        kind=event.kind,
        block_key=event.block,
        happened_at=event.at or at,
        received_at=at,
        digest=event.digest,
        body=dict(event.body),
    )


def _pairs(events: Sequence[Sent], rows: Sequence[LearningEvent]) -> list[tuple[Sent, LearningEvent]]:
    by_seq = {row.seq: row for row in rows}
    return [(event, by_seq[event.seq]) for event in events if event.seq in by_seq]


def _keep_oddities(device: Device, suspects: Sequence[Suspect], effects: Effects, at: datetime) -> None:
    rows = [
        Oddity(
            device=device,
            learner_id=device.learner_id,
            enrolment=effects.only_enrolment(),
            kind=suspect.kind,
            seq=suspect.seq,
            detail=suspect.detail,
            found_at=at,
        )
        for suspect in suspects
    ]
    if rows:
        Oddity.objects.bulk_create(rows, ignore_conflicts=True)


def _close(device: Device, batch: SentBatch, fresh: Sequence[Sent], *, at: datetime, route: str, kept: int) -> None:
    """Write down what is held now, and the batch as it came."""
    device.last_seen_at = at
    device.clock_offset = (batch.sent_at - at).total_seconds() if batch.sent_at else device.clock_offset
    if fresh:
        chain = device.chain
        for event in fresh:
            chain = hashlib.sha256(f"{chain}{event.digest}".encode()).hexdigest()
        clocks = [event.at for event in fresh if event.at is not None]
        first, device.highest, device.chain = device.highest + 1, fresh[-1].seq, chain
        device.last_event_at = clocks[-1] if clocks else device.last_event_at
        Batch.objects.create(
            device=device, first=first, last=device.highest, kept=kept, sent_at=batch.sent_at, received_at=at, route=route
        )
    device.save(update_fields=["last_seen_at", "clock_offset", "highest", "chain", "last_event_at"])
