from django.db import models

from catecp.accounts.models import Person
from catecp.events.models import Event
from catecp.kernel.models import PublicIdField


class ContactSwap(models.Model):
    """A row means: one person asked another to exchange contacts. Nothing is shown to either before both consent."""

    public_id = PublicIdField()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    asker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asker_fields = models.JSONField(default=list)  # what the asker shares: email, phone, post, institution
    asked_fields = models.JSONField(default=list)
    requested_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    asker_withdrew_at = models.DateTimeField(null=True)
    asked_withdrew_at = models.DateTimeField(null=True)
    asker_met_at = models.DateTimeField(null=True)  # "we met", said by each
    asked_met_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "asker", "asked"], name="contact_swap_once"),
            models.CheckConstraint(condition=~models.Q(asker=models.F("asked")), name="contact_swap_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.asker_id} and {self.asked_id}"


class FollowUp(models.Model):
    """A row means: both said “we met”, so there is something to take further, with an owner and a date."""

    public_id = PublicIdField()
    swap = models.OneToOneField(ContactSwap, on_delete=models.CASCADE, related_name="follow_up")
    note = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="en")
    due_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"follow-up of {self.swap_id}"


class CodeMiss(models.Model):
    """A row means: this person tried a badge code that is nobody's at their event. Too many within an hour and they must pause."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    missed_at = models.DateTimeField()

    class Meta:
        ordering = ["-missed_at", "-pk"]
        indexes = [models.Index(fields=["person", "missed_at"], name="code_miss_person_time")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.missed_at}"
