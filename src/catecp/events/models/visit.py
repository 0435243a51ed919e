from django.db import models

from catecp.events.enums import SignupState, VisitKind
from catecp.events.models.event import Event
from catecp.events.models.registration import Registration
from catecp.kernel.models import PublicIdField
from catecp.kernel.translated import TranslatedField
from catecp.network.models import Institution


class Visit(models.Model):
    """A row means: a trip of the event to one place."""

    public_id = PublicIdField()
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="visits")
    kind = models.CharField(max_length=12, choices=VisitKind.choices)
    destination = TranslatedField()
    purpose = TranslatedField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)  # None: as many as the buses hold, or no limit without buses

    class Meta:
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return str(self.destination)


class Bus(models.Model):
    """A row means: one vehicle of a visit with its seats."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="buses")
    name = models.CharField(max_length=60)
    seats = models.PositiveIntegerField()
    leaves_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["visit", "pk"]

    def __str__(self) -> str:
        return self.name


class VisitSignup(models.Model):
    """A row means: this registered person wants to go; the order of `asked_at` decides who waits."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="signups")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="visit_signups")
    bus = models.ForeignKey(Bus, null=True, blank=True, on_delete=models.SET_NULL, related_name="signups")
    state = models.CharField(max_length=10, choices=SignupState.choices)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["visit", "asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["visit", "registration"], name="visit_signup_once")]

    def __str__(self) -> str:
        return f"{self.registration_id} to {self.visit_id}"


class VisitedCompany(models.Model):
    """A row means: this company was seen on the visit."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="companies")
    institution = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    trade = TranslatedField()

    class Meta:
        ordering = ["visit", "pk"]

    def __str__(self) -> str:
        return self.name


class SkillObserved(models.Model):
    """A row means: somebody saw that this company needs this skill, in their own words."""

    public_id = PublicIdField()
    company = models.ForeignKey(VisitedCompany, on_delete=models.CASCADE, related_name="skills")
    skill = TranslatedField()
    note = TranslatedField()
    noted_by = models.BigIntegerField(null=True)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["company", "pk"]

    def __str__(self) -> str:
        return str(self.skill)
