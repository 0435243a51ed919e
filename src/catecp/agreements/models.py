from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catecp.accounts.models import Person
from catecp.events.models import Event
from catecp.files.models import Document
from catecp.kernel.models import PublicIdField
from catecp.kernel.translated import TranslatedField
from catecp.network.models import Institution


class AgreementKind(models.TextChoices):
    MOU = "mou", _("memorandum of understanding")
    LOA = "loa", _("letter of agreement")
    LOI = "loi", _("letter of intent")
    CONTRACT = "contract", _("contract")


class AgreementState(models.TextChoices):
    PLANNED = "planned", _("planned")
    SIGNED = "signed", _("signed")
    CANCELLED = "cancelled", _("cancelled")


class Agreement(models.Model):
    """A row means: institutions agree on something in writing; in the register from the day it is planned to be signed."""

    public_id = PublicIdField()
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=AgreementKind.choices, default=AgreementKind.MOU)
    title = TranslatedField()
    field = TranslatedField()
    state = models.CharField(max_length=10, choices=AgreementState.choices, default=AgreementState.PLANNED)
    position = models.PositiveIntegerField(default=0)  # the order on signing day
    signed_on = models.DateField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)  # the moment it was counted on signing day
    ends_on = models.DateField(null=True, blank=True)
    scan = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    remark = models.TextField(blank=True)
    search_text = models.TextField(blank=True)  # title and field in every language, normalised; kept by the services
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["event", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="signed") | models.Q(signed_on__isnull=False), name="signed_agreement_has_date"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title) or str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("agreements:agreement", args=[self.public_id])


class Party(models.Model):
    """A row means: this institution is a party of the agreement, with who signs for it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    signatory = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signatory_name = models.CharField(max_length=300, blank=True)
    signatory_post = models.CharField(max_length=300, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["agreement", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["agreement", "institution"], name="party_once")]

    def __str__(self) -> str:
        return f"{self.institution_id} in {self.agreement_id}"
