from django.db import models
from django.utils.translation import gettext_lazy as _

from catecp.events.models.event import Event
from catecp.events.models.registration import Registration
from catecp.files.models import Document
from catecp.kernel.models import PublicIdField


class BatchState(models.TextChoices):
    PREVIEW = "preview", _("preview")
    APPLIED = "applied", _("applied")
    DISCARDED = "discarded", _("discarded")


class ImportBatch(models.Model):
    """A row means: one workbook somebody brought, the columns as understood, the choices made, and what came of it."""

    public_id = PublicIdField()
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="import_batches")
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.PREVIEW)
    columns = models.JSONField(default=dict)  # {column number: meaning}, guessed or corrected
    choices = models.JSONField(default=dict)  # decisions on the unsure: institutions by spelling, duplicates by row
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """A row means: one row of the sheet: as it stood, what became of it and why."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as in the sheet, 1-based
    raw = models.JSONField(default=dict)
    key = models.CharField(max_length=64, db_index=True)
    fingerprint = models.CharField(max_length=64)
    outcome = models.CharField(max_length=12)  # kept, changed, left out, merged, unchanged
    reasons = models.JSONField(default=list)
    registration = models.ForeignKey(Registration, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} row {self.number}"
