from django.db import models

from catecp.events.enums import CheckpointKind
from catecp.events.models.event import Event
from catecp.events.models.programme import Session
from catecp.events.models.registration import Registration
from catecp.events.models.visit import Bus
from catecp.kernel.models import PublicIdField


class Checkpoint(models.Model):
    """A row means: a place where badges are scanned: the door, a session, a bus."""

    public_id = PublicIdField()
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="checkpoints")
    kind = models.CharField(max_length=8, choices=CheckpointKind.choices)
    name = models.CharField(max_length=120)
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.CASCADE, related_name="checkpoints")
    bus = models.ForeignKey(Bus, null=True, blank=True, on_delete=models.CASCADE, related_name="checkpoints")

    class Meta:
        ordering = ["event", "pk"]

    def __str__(self) -> str:
        return self.name


class Device(models.Model):
    """A row means: one phone that scans; its key lets it hand in scans, also long after its user's session ended."""

    public_id = PublicIdField()
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="devices")
    name = models.CharField(max_length=120)
    key_hash = models.CharField(max_length=64, unique=True)
    user = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    is_page = models.BooleanField(default=False)  # not a phone: the check-in page of this user, which has no key
    clock_ahead_seconds = models.IntegerField(default=0)  # the phone's clock against ours when it last reported
    waiting = models.PositiveIntegerField(default=0)  # scans it still held when it last reported

    class Meta:
        ordering = ["event", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "user"], condition=models.Q(is_page=True), name="device_page_once_per_user")
        ]

    def __str__(self) -> str:
        return self.name


class Scan(models.Model):
    """A row means: this badge was read at this checkpoint. Append-only; the device's nonce makes a re-sent scan the same scan."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="scans")
    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="scans")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="scans")
    nonce = models.CharField(max_length=36)
    code = models.CharField(max_length=40)  # as read, also when it is nobody's
    registration = models.ForeignKey(Registration, null=True, on_delete=models.PROTECT, related_name="scans")
    direction = models.CharField(max_length=3, default="in")  # in, out
    how = models.CharField(max_length=8, default="camera")  # camera, typed, name
    scanned_at = models.DateTimeField()  # by the device's clock
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["scanned_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["device", "nonce"], name="scan_once")]
        indexes = [models.Index(fields=["event", "registration"], name="scan_event_registration")]

    def __str__(self) -> str:
        return f"{self.code} at {self.checkpoint_id}"
