"""Check-in. Scans are only ever added: what a phone hands in is kept as it was read, and every count is a query over it."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.events.badge_codes import code_on_badge
from catecp.events.enums import CheckpointKind
from catecp.events.facts_checkin import (
    CheckpointCreated,
    CheckpointRenamed,
    DeviceRegistered,
    DeviceReinstated,
    DeviceWithdrawn,
    ScansReceived,
)
from catecp.events.models import Bus, Checkpoint, Device, Event, Registration, Scan, Session
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line

MOST_SCANS_A_BATCH = 500
HOWS = ("camera", "typed", "name", "anyway")  # "anyway": let in although the list said otherwise


class CheckpointNeedsName(Refused):
    """A checkpoint must be told apart from the others."""


class DeviceIsWithdrawn(Refused):
    """A withdrawn phone hands in nothing."""


class BatchTooLarge(Refused):
    """More scans at once than one transaction should take."""


@dataclass(frozen=True)
class ScanIn:
    """One scan as a phone states it. `checkpoint` is the checkpoint's public id, `scanned_at` by the phone's clock (None: unreadable)."""

    nonce: str
    code: str
    checkpoint: str
    scanned_at: datetime | None
    direction: str = "in"
    how: str = "camera"


@dataclass(frozen=True)
class Receipt:
    """`held`: nonces that are in the database now, old and new. `refused`: {nonce: why} that never will be."""

    held: list[str]
    refused: dict[str, str]
    new: int


def hash_of_key(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def create_checkpoint(
    *,
    event: Event,
    kind: str,
    name: str,
    session: Session | None = None,
    bus: Bus | None = None,
    at: datetime,
    by: User,
) -> Checkpoint:
    """A place where badges are scanned. One per session or bus: asking again gives the one that is there."""
    name = clean_line(name, longest=120) or (str(session)[:120] if session else "") or (str(bus)[:120] if bus else "")
    if kind not in CheckpointKind.values or not name:
        raise CheckpointNeedsName(_("Give the checkpoint a name, such as “Main door”."))
    there = Checkpoint.objects.select_for_update().filter(event=event, kind=kind, session=session, bus=bus)
    if session is None and bus is None:
        there = there.filter(name=name)
    checkpoint = there.first()
    if checkpoint is None:
        checkpoint = Checkpoint.objects.create(event=event, kind=kind, name=name, session=session, bus=bus)
        ledger.record(CheckpointCreated(checkpoint_id=checkpoint.pk, event_id=event.pk), by=by, at=at)
    return checkpoint


@transaction.atomic
def rename_checkpoint(*, checkpoint: Checkpoint, name: str, at: datetime, by: User) -> Checkpoint:
    """Checkpoints are renamed, never removed: a phone without network may hold scans of it."""
    checkpoint = Checkpoint.objects.select_for_update().get(pk=checkpoint.pk)
    checkpoint.name = clean_line(name, longest=120)
    if not checkpoint.name:
        raise CheckpointNeedsName(_("Give the checkpoint a name, such as “Main door”."))
    checkpoint.save(update_fields=["name"])
    ledger.record(CheckpointRenamed(checkpoint_id=checkpoint.pk, event_id=checkpoint.event_id), by=by, at=at)
    return checkpoint


@transaction.atomic
def register_device(*, event: Event, name: str, at: datetime, by: User) -> tuple[Device, str]:
    """A phone that may scan for this event, and its key, which is shown to it once and kept here only as a hash."""
    key = secrets.token_urlsafe(32)
    number = Device.objects.filter(event=event, is_page=False).count() + 1
    name = clean_line(name, longest=120) or _("Phone %(number)d") % {"number": number}
    device = Device.objects.create(event=event, name=name, key_hash=hash_of_key(key), user=by.pk, created_at=at, last_seen_at=at)
    ledger.record(DeviceRegistered(device_id=device.pk, event_id=event.pk), by=by, at=at)
    return device, key


@transaction.atomic
def page_device(*, event: Event, at: datetime, by: User) -> Device:
    """The device that stands for this user's check-in page. Its hash is of nothing, so no key opens it."""
    device, is_new = Device.objects.get_or_create(
        event=event,
        user=by.pk,
        is_page=True,
        defaults={"name": _("Check-in page"), "key_hash": secrets.token_hex(32), "created_at": at},
    )
    if is_new:
        ledger.record(DeviceRegistered(device_id=device.pk, event_id=event.pk), by=by, at=at)
    return device


@transaction.atomic
def withdraw_device(*, device: Device, at: datetime, by: User) -> Device:
    """A lost phone: its key opens nothing from now on. What it handed in stays."""
    device = Device.objects.select_for_update().get(pk=device.pk)
    if device.withdrawn_at is None:
        device.withdrawn_at = at
        device.save(update_fields=["withdrawn_at"])
        ledger.record(DeviceWithdrawn(device_id=device.pk, event_id=device.event_id), by=by, at=at)
    return device


@transaction.atomic
def reinstate_device(*, device: Device, at: datetime, by: User) -> Device:
    """The phone was found: it may hand in what it still holds."""
    device = Device.objects.select_for_update().get(pk=device.pk)
    if device.withdrawn_at is not None:
        device.withdrawn_at = None
        device.save(update_fields=["withdrawn_at"])
        ledger.record(DeviceReinstated(device_id=device.pk, event_id=device.event_id), by=by, at=at)
    return device


@transaction.atomic
def record_scans(
    *,
    device: Device,
    scans: Sequence[ScanIn],
    at: datetime,
    by: User | None = None,
    phone_says: datetime | None = None,
    waiting: int = 0,
) -> Receipt:
    """Keep every scan of the batch that is not here yet. Sending a batch again changes nothing.

    A scan is refused only when it cannot be kept at all (no nonce, no such checkpoint); an unknown code or a withdrawn
    registration is kept as read. `phone_says` is the phone's clock now, `waiting` how many scans it holds after this batch.
    """
    if len(scans) > MOST_SCANS_A_BATCH:
        raise BatchTooLarge(_("Send at most %(most)d scans at once.") % {"most": MOST_SCANS_A_BATCH})
    device = Device.objects.select_for_update().get(pk=device.pk)
    if device.withdrawn_at is not None:
        raise DeviceIsWithdrawn(
            _("This phone was withdrawn from check-in. Ask the coordinator to allow it again; nothing it holds is lost.")
        )
    checkpoints = {checkpoint.public_id: checkpoint for checkpoint in Checkpoint.objects.filter(event=device.event_id)}
    usable, refused = _sorted_out(scans, checkpoints)
    there = set(Scan.objects.filter(device=device, nonce__in=usable).values_list("nonce", flat=True))
    new = [usable[nonce] for nonce in usable if nonce not in there]
    owners = _registrations_by_code(device.event_id, {code_on_badge(scan.code) for scan in new})
    Scan.objects.bulk_create(
        [_row(scan, device=device, checkpoint=checkpoints[scan.checkpoint], owners=owners, at=at) for scan in new]
    )
    _note_report(device, at=at, phone_says=phone_says, waiting=waiting)
    if new:
        ledger.record(ScansReceived(device_id=device.pk, event_id=device.event_id, number=len(new)), by=by, at=at)
    return Receipt(held=list(usable), refused=refused, new=len(new))


def _sorted_out(scans: Iterable[ScanIn], checkpoints: dict[str, Checkpoint]) -> tuple[dict[str, ScanIn], dict[str, str]]:
    usable: dict[str, ScanIn] = {}
    refused: dict[str, str] = {}
    for scan in scans:
        if not scan.nonce or len(scan.nonce) > 36:
            refused[scan.nonce[:36]] = _("The scan has no usable number of its own.")
        elif scan.checkpoint not in checkpoints:
            refused[scan.nonce] = _("The checkpoint is not one of this event.")
        elif not scan.code.strip():
            refused[scan.nonce] = _("The scan has no code.")
        else:
            usable.setdefault(scan.nonce, scan)
    return usable, refused


def _registrations_by_code(event_id: int, codes: set[str]) -> dict[str, Registration]:
    """{code: registration}; the badge of a merged registration is the badge of the one that is left."""
    found = Registration.objects.filter(event=event_id, badge_code__in=codes).select_related("merged_into")
    return {registration.badge_code: registration.merged_into or registration for registration in found}


def _row(scan: ScanIn, *, device: Device, checkpoint: Checkpoint, owners: dict[str, Registration], at: datetime) -> Scan:
    code = code_on_badge(scan.code)
    when = scan.scanned_at
    if when is None or not timedelta(days=-3660) < (when - at) < timedelta(days=3660):
        when = at  # an unreadable or absurd clock: the time it reached us is the best we have
    return Scan(
        event_id=device.event_id,
        checkpoint=checkpoint,
        device=device,
        nonce=scan.nonce,
        code=code,
        registration=owners.get(code),
        direction="out" if scan.direction == "out" else "in",
        how=scan.how if scan.how in HOWS else "camera",
        scanned_at=when.astimezone(UTC),
        received_at=at,
    )


def _note_report(device: Device, *, at: datetime, phone_says: datetime | None, waiting: int) -> None:
    device.last_seen_at = at
    device.waiting = max(0, min(waiting, 1_000_000))
    if phone_says is not None:
        device.clock_ahead_seconds = int(max(-2_000_000_000, min(2_000_000_000, (phone_says - at).total_seconds())))
    device.save(update_fields=["last_seen_at", "waiting", "clock_ahead_seconds"])
