from django.db import models
from django.urls import reverse
from django.utils import timezone

from catecp.kernel.models import PublicIdField
from catecp.kernel.translated import TranslatedField
from catecp.network.enums import InitiativeRole, InstitutionKind, NameKind
from catecp.places.models import Country, Region


class Institution(models.Model):
    """A row means: one organisation. Its name, its roles and the organisation itself are three things.

    A merge sets `merged_into` and moves nothing: everything that pointed here still does, and reads follow the pointer
    (`queries.canonical`). Undoing clears the pointer.
    """

    public_id = PublicIdField()
    name = TranslatedField()  # the official name in each language; "en" is the romanised or English one
    sort_name = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=12, choices=InstitutionKind.choices, default=InstitutionKind.COLLEGE)
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    website = models.URLField(blank=True)
    about = TranslatedField()
    search_text = models.TextField(blank=True)  # every name, normalised; kept by the services
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sort_name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(merged_into=models.F("id")), name="institution_not_its_own_merge")
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("network:institution", args=[self.public_id])


class InstitutionName(models.Model):
    """A row means: this text also names the institution: a variant, an abbreviation or an earlier name, with its dates."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=300)
    language = models.CharField(max_length=10, default="en")
    kind = models.CharField(max_length=12, choices=NameKind.choices)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "text", "pk"]
        constraints = [models.UniqueConstraint(fields=["institution", "text", "kind"], name="institution_name_once")]

    def __str__(self) -> str:
        return self.text


class InstitutionPlace(models.Model):
    """A row means: the institution lay in this first-level unit from and until these days."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="places")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = [models.F("valid_from").asc(nulls_first=True), "pk"]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.region_id}"


class PartyRole(models.Model):
    """A row means: the institution plays this role in this initiative (CATECP itself, a programme) for this time."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="party_roles")
    initiative = models.CharField(max_length=200)
    role = models.CharField(max_length=14, choices=InitiativeRole.choices)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["initiative", "role", "pk"]
        constraints = [models.UniqueConstraint(fields=["institution", "initiative", "role"], name="party_role_once")]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.role}"


class InstitutionMerge(models.Model):
    """A row means: somebody decided that two rows are one institution; `repointed` lists rows flattened with it, for the undo."""

    public_id = PublicIdField()
    kept = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    absorbed = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    repointed = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    merged_at = models.DateTimeField()
    merged_by = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-merged_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.absorbed_id} into {self.kept_id}"
