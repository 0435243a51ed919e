from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catecp.accounts.models import Person
from catecp.files.models import Document
from catecp.kernel.models import PublicIdField


class MessageState(models.TextChoices):
    DRAFT = "draft", _("draft")
    QUEUED = "queued", _("waiting to be sent")
    SENDING = "sending", _("sending")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")


class Message(models.Model):
    """A row means: one e-mail to one person, from draft to sent, with every try and the reason of a failure."""

    public_id = PublicIdField()
    kind = models.CharField(max_length=60)  # a kind of the catalogue
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    to_address = models.EmailField()
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    attachment = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")
    about = models.CharField(max_length=60, blank=True)  # "event:12": what the message belongs to
    once_key = models.CharField(max_length=120, unique=True, null=True)  # the same occasion is never mailed twice
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.DRAFT)
    tries = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)
    next_try_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)  # when a worker took it; a claim without an end for minutes has lost its worker
    was_lost = models.BooleanField(default=False)  # it was taken up again once; a second time a person decides
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="message_due"),
            models.Index(fields=["about"], name="message_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    def get_absolute_url(self) -> str:
        return reverse("notices:message", args=[self.public_id])


class SwitchedOff(models.Model):
    """A row means: this person does not want notices of this kind."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    switched_off_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="notice_switched_off_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"
