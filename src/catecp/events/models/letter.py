from django.db import models

from catecp.events.models.registration import Registration
from catecp.files.models import Document
from catecp.kernel.models import PublicIdField


class InvitationLetter(models.Model):
    """A row means: an invitation letter as it was issued: numbered without gaps per event, frozen, checkable by its code."""

    public_id = PublicIdField()
    event = models.ForeignKey("events.Event", on_delete=models.PROTECT, related_name="letters")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="letters")
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=40)  # as printed: CSEA-2025-0017
    check_code = models.CharField(max_length=12, unique=True)
    language = models.CharField(max_length=10)
    content = models.JSONField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    issued_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["event", "serial"]
        constraints = [models.UniqueConstraint(fields=["event", "serial"], name="letter_serial_once")]

    def __str__(self) -> str:
        return self.number
