from datetime import date

from django.db import models

from catecp.events.models.event import Event
from catecp.events.models.registration import Registration
from catecp.files.models import Document
from catecp.kernel.models import PublicIdField
from catecp.kernel.translated import TranslatedField


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
        constraints = [
            models.UniqueConstraint(fields=["event", "serial"], name="letter_serial_once"),
            models.UniqueConstraint(
                fields=["registration"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="letter_standing_once_per_registration",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def issued_on(self) -> date:
        """The date printed on it: the day at the event's place."""
        return date.fromisoformat(self.content["issued_on"])


class LetterWording(models.Model):
    """A row means: what the invitation letters of this event say, with placeholders such as {name}; none yet means the default."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="letter_wording")
    subject = TranslatedField()
    salutation = TranslatedField()
    body = TranslatedField()  # paragraphs, parted by an empty line
    closing = TranslatedField()
    signatories = models.JSONField(default=list)  # at most three: {"name", "post", "institution"}
    sender_line = models.CharField(max_length=200, blank=True)  # address and telephone below the letterhead

    def __str__(self) -> str:
        return f"letters of {self.event_id}"
