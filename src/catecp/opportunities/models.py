from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catecp.accounts.models import Person
from catecp.events.models import Event
from catecp.kernel.models import PublicIdField
from catecp.kernel.translated import TranslatedField
from catecp.network.models import Institution


class CallKind(models.TextChoices):
    EXCHANGE = "exchange", _("student or staff exchange")
    INTERNSHIP = "internship", _("internship")
    SCHOLARSHIP = "scholarship", _("scholarship")
    TRAINING = "training", _("teacher training")
    RESEARCH = "research", _("joint research")
    CURRICULUM = "curriculum", _("curriculum or course")
    EQUIPMENT = "equipment", _("equipment or laboratory")
    OTHER = "other", _("something else")


class CallState(models.TextChoices):
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    HIDDEN = "hidden", _("hidden by the coordinator")


class Call(models.Model):
    """A row means: somebody calls for collaboration, in their own language, with an owner, a kind and a deadline."""

    public_id = PublicIdField()
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=12, choices=CallKind.choices)
    offers = models.BooleanField(default=True)  # True: we offer; False: we look for
    text = TranslatedField()
    language = models.CharField(max_length=10, default="en")  # what the text was written in, as the text says; here for filtering
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closes_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=CallState.choices, default=CallState.OPEN)
    once_key = models.CharField(max_length=40, unique=True, null=True)  # the form's own id: posting twice makes one call
    posted_at = models.DateTimeField()

    class Meta:
        ordering = ["-posted_at", "-pk"]

    def __str__(self) -> str:
        return str(self.text)[:80]

    def get_absolute_url(self) -> str:
        return reverse("opportunities:call", args=[self.public_id])


class Interest(models.Model):
    """A row means: this person said “interested”; withdrawing keeps the row."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="interests")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["call", "said_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="interest_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.call_id}"
