"""Who came. Every count is a query over the scans, and counts people, never readings."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from catecp.events.enums import CheckpointKind, RegistrationState
from catecp.events.models import Bus, Checkpoint, Device, Event, Registration, Scan, Session
from catecp.events.queries.people import confirmed_registrations

LATE = timedelta(minutes=10)  # a scan that took longer to arrive was made without network
CLOCK_TOLERANCE_SECONDS = 120
_PERSON = Coalesce("registration__person__merged_into_id", "registration__person_id", output_field=IntegerField())


def scans_in_the_room(event: Event) -> QuerySet[Scan]:
    """Readings “in” at a door or a session. A bus is not the room: who only took the bus has not checked in."""
    return Scan.objects.filter(event=event, direction="in", checkpoint__kind__in=[CheckpointKind.DOOR, CheckpointKind.SESSION])


def checked_in(event: Event) -> QuerySet[Registration]:
    """The people checked in: confirmed registrations, each person once, with at least one scan “in” at a door or session of the event.

    Somebody let in although the list said otherwise (withdrawn, replaced, not on the list) is not among them but in `conflicts`,
    so “97 of 134” is always a part of the 134 that `confirmed_registrations` counts.
    """
    scans = scans_in_the_room(event).annotate(scanned_person=_PERSON).filter(scanned_person=OuterRef("root"))
    return confirmed_registrations(event).filter(Exists(scans))


def not_checked_in(event: Event) -> QuerySet[Registration]:
    """The confirmed registrations nobody has scanned in yet."""
    return confirmed_registrations(event).exclude(pk__in=checked_in(event).order_by().values("pk"))


def checkpoints_of(event: Event) -> QuerySet[Checkpoint]:
    return Checkpoint.objects.filter(event=event).select_related("session", "bus").order_by("kind", "pk")


def attendance(event: Event) -> QuerySet[Checkpoint]:
    """Checkpoints with `people` (distinct registrations scanned in), `strangers` (distinct codes of nobody) and `last_at`."""
    going_in = Q(scans__direction="in")
    return checkpoints_of(event).annotate(
        people=Count("scans__registration", filter=going_in, distinct=True),
        strangers=Count("scans__code", filter=going_in & Q(scans__registration__isnull=True), distinct=True),
        last_at=Max("scans__scanned_at"),
    )


def present_at(checkpoint: Checkpoint) -> QuerySet[Registration]:
    """Everybody scanned “in” at this checkpoint, once, whatever the state of their registration."""
    scans = Scan.objects.filter(checkpoint=checkpoint, direction="in", registration=OuterRef("pk"))
    return Registration.objects.filter(Exists(scans)).select_related("person", "institution").order_by("person__sort_name", "pk")


def sessions_without_checkpoint(event: Event) -> QuerySet[Session]:
    there = Checkpoint.objects.filter(session=OuterRef("pk"))
    return Session.objects.filter(~Exists(there), event=event).order_by("starts_at", "position", "pk")


def buses_without_checkpoint(event: Event) -> QuerySet[Bus]:
    there = Checkpoint.objects.filter(bus=OuterRef("pk"))
    return Bus.objects.filter(~Exists(there), visit__event=event).select_related("visit").order_by("visit", "pk")


def device_of_key_hash(event: Event, key_hash: str) -> Device | None:
    """The phone with that key at this event, withdrawn or not."""
    return Device.objects.filter(event=event, key_hash=key_hash, is_page=False).first()


def devices_of(event: Event) -> QuerySet[Device]:
    """With `readings`, how many scans each handed in."""
    return Device.objects.filter(event=event).annotate(readings=Count("scans")).order_by("pk")


def devices_with_wrong_clock(event: Event) -> list[Device]:
    return [device for device in devices_of(event) if abs(device.clock_ahead_seconds) > CLOCK_TOLERANCE_SECONDS]


def late_scans(event: Event) -> int:
    """Scans that reached us more than ten minutes after they were made (phones with a wrong clock left aside)."""
    honest = Q(device__clock_ahead_seconds__range=(-CLOCK_TOLERANCE_SECONDS, CLOCK_TOLERANCE_SECONDS))
    return Scan.objects.filter(honest, event=event, received_at__gt=F("scanned_at") + LATE).count()


@dataclass(frozen=True)
class Conflict:
    """One thing at the door a person should look at. `kind`: two_devices, unknown, withdrawn, replaced, unconfirmed."""

    kind: str
    code: str
    checkpoint: str
    registration: Registration | None
    devices: list[str]
    first_at: datetime
    last_at: datetime


def conflicts(event: Event) -> list[Conflict]:
    """One line per badge, checkpoint and kind, newest first. Three queries however many there are.

    The same badge at two phones “in” at one checkpoint may be a copied badge or two phones that had not heard of each other.
    """
    scans = list(
        Scan.objects.filter(event=event, direction="in")
        .filter(Q(registration__isnull=True) | ~_confirmed() | Exists(_at_another_device()))
        .select_related("checkpoint", "device", "registration__person", "registration__institution")
        .order_by("scanned_at", "pk")
    )
    grouped: dict[tuple[str, str, int], list[Scan]] = {}
    for scan in scans:
        for kind in _kinds(scan):
            grouped.setdefault((kind, scan.code, scan.checkpoint_id), []).append(scan)
    found = [_conflict(kind, group) for (kind, _code, _checkpoint), group in grouped.items()]
    found = [conflict for conflict in found if conflict.kind != "two_devices" or len(conflict.devices) > 1]
    return sorted(found, key=lambda conflict: (conflict.last_at, conflict.code), reverse=True)


def _confirmed() -> Q:
    return Q(registration__state=RegistrationState.CONFIRMED)


def _at_another_device() -> QuerySet[Scan]:
    same = Scan.objects.filter(checkpoint=OuterRef("checkpoint"), code=OuterRef("code"), direction="in")
    return same.exclude(device=OuterRef("device"))


_KIND_OF_STATE = {
    RegistrationState.WITHDRAWN: "withdrawn",
    RegistrationState.REPLACED: "replaced",
    RegistrationState.DRAFT: "unconfirmed",
    RegistrationState.WAITING: "unconfirmed",
}


def _kinds(scan: Scan) -> list[str]:
    if scan.registration is None:
        return ["unknown"]
    kind = _KIND_OF_STATE.get(RegistrationState(scan.registration.state))
    return [kind, "two_devices"] if kind else ["two_devices"]


def _conflict(kind: str, scans: list[Scan]) -> Conflict:
    devices = {scan.device_id: str(scan.device) for scan in scans}
    return Conflict(
        kind=kind,
        code=scans[0].code,
        checkpoint=str(scans[0].checkpoint),
        registration=scans[0].registration,
        devices=list(devices.values()),
        first_at=scans[0].scanned_at,
        last_at=scans[-1].scanned_at,
    )


@dataclass(frozen=True)
class Seen:
    """The last reading of a badge at a checkpoint, as another phone needs it."""

    registration: str
    checkpoint: str
    direction: str
    at: datetime
    device: str


def last_seen(event: Event) -> list[Seen]:
    """The latest reading of each registration at each checkpoint, by registration and checkpoint."""
    latest = Scan.objects.filter(registration=OuterRef("registration"), checkpoint=OuterRef("checkpoint")).order_by(
        "-scanned_at", "-pk"
    )
    scans = Scan.objects.filter(event=event, registration__isnull=False, pk=Subquery(latest.values("pk")[:1]))
    return [
        Seen(
            registration=scan.registration.public_id if scan.registration else "",
            checkpoint=scan.checkpoint.public_id,
            direction=scan.direction,
            at=scan.scanned_at,
            device=str(scan.device),
        )
        for scan in scans.select_related("registration", "checkpoint", "device").order_by("registration", "checkpoint", "pk")
    ]


def door_list(event: Event) -> QuerySet[Registration]:
    """Everybody whose badge may turn up, gone or not: a withdrawn badge must be told from an unknown one."""
    return (
        Registration.objects.filter(event=event)
        .select_related("person", "institution", "institution__merged_into", "merged_into")
        .prefetch_related("replaced_by__person")
        .order_by("person__sort_name", "pk")
    )


def found_by_name(event: Event, text: str) -> QuerySet[Registration]:
    """Registrations whose name in either script, or institution as written, holds `text`; at most 30."""
    words = Q(person__name__icontains=text) | Q(person__original_name__icontains=text) | Q(affiliation__icontains=text)
    return door_list(event).filter(words, merged_into__isnull=True)[:30]


def last_scan_of(registration: Registration) -> Scan | None:
    """The latest reading “in” of this badge anywhere."""
    scans = Scan.objects.filter(registration=registration, direction="in").select_related("checkpoint", "device")
    return scans.order_by("-scanned_at", "-pk").first()
