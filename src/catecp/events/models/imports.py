from django.db import models
from django.utils.translation import gettext_lazy as _

from catecp.events.models.event import Event
from catecp.events.models.registration import Registration
from catecp.files.models import Document
from catecp.kernel.models import Job, PublicIdField


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
    columns = models.JSONField(default=dict)  # {"sheet", "header_row", "meanings": {column: meaning}}: what a person corrected
    choices = models.JSONField(
        default=dict
    )  # {"institutions": {spelling: id, "new:" and a name, or none}, "pairs": {pair: is merged}}
    counts = models.JSONField(default=dict)  # the sums of the plan when it was last looked at; after applying also what was done
    problems = models.JSONField(default=list)  # as codes with what they speak of; worded in the reader's language
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")  # where applying takes long
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
    sheet = models.CharField(max_length=100, blank=True)  # only where several sheets were read
    raw = models.JSONField(default=dict)  # {"typed": {heading: cell}, "values": {meaning: text}}
    key = models.CharField(max_length=64, db_index=True)
    fingerprint = models.CharField(max_length=64)
    outcome = models.CharField(max_length=12)  # added, changed, unchanged, merged, left_out
    reasons = models.JSONField(default=list)  # as codes; worded in the reader's language
    registration = models.ForeignKey(Registration, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["batch", "sheet", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "sheet", "number"], name="import_row_once_per_sheet")]

    def __str__(self) -> str:
        return f"{self.batch_id} row {self.number}"
