from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from catecp.kernel.identifiers import public_id


class PublicIdField(models.CharField):
    """The id in addresses: twelve characters that cannot be guessed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 12, "unique": True, "default": public_id, "editable": False, **options})


class LedgerEntry(models.Model):
    """A row means: this happened, about this subject, by this actor, at this time. Rows are never changed."""

    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=40)
    body = models.JSONField(default=dict)
    actor = models.BigIntegerField(null=True)  # the user's id; no foreign key, so that erasing a person keeps the trail
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "subject"], name="ledger_kind_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class JobState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    STOPPED = "stopped", _("stopped")
    FAILED = "failed", _("failed")


class Job(models.Model):
    """A row means: somebody asked for long work; it says how far it is, can be left, found again and stopped."""

    public_id = PublicIdField()
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    doing = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    stop_requested = models.BooleanField(default=False)
    requested_by = models.BigIntegerField(null=True)
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)  # a running job without a beat for minutes has lost its worker
    arguments = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["-requested_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.DONE, JobState.STOPPED, JobState.FAILED}

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0
