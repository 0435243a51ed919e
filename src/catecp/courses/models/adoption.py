from django.db import models
from django.urls import reverse
from django.utils import timezone

from catecp.agreements.models import Agreement
from catecp.courses.enums import AdoptionState, MappingDecision
from catecp.courses.models.course import Course, Version
from catecp.files.models import Document
from catecp.kernel.models import PublicIdField
from catecp.kernel.translated import TranslatedField
from catecp.network.models import Institution


class Adoption(models.Model):
    """A row means: an institution takes a course into a programme of its own, for a time, and says so in writing."""

    public_id = PublicIdField()
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="adoptions")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    programme = TranslatedField()
    agreement = models.ForeignKey(Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit_keys = models.JSONField(default=list)  # the lessons taken; empty: all
    language = models.CharField(max_length=10, default="en")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)
    teacher_name = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=AdoptionState.choices, default=AdoptionState.PROPOSED)
    letter = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    statement = TranslatedField()  # what the adopter confirms, in their words
    proposed_by = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.BigIntegerField(null=True)
    confirmed_by_name = models.CharField(max_length=300, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # ended or withdrawn before its period was over
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="confirmed") | models.Q(confirmed_at__isnull=False), name="confirmed_adoption_has_date"
            )
        ]

    def __str__(self) -> str:
        return f"{self.course_id} at {self.institution_id}"

    def get_absolute_url(self) -> str:
        return reverse("courses:adoption", args=[self.public_id])


class AdoptionEvidence(models.Model):
    """A row means: this file shows something of the adoption: a timetable, a photo of a class, a result list."""

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="evidence")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)  # letter, timetable, photo, results, minutes, other
    title = TranslatedField()
    happened_on = models.DateField(null=True)
    added_by = models.BigIntegerField(null=True)
    added_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["adoption", "added_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.adoption_id}"


class CreditMapping(models.Model):
    """A row means: an institution compared a course with a module of its own and decided. Decided rows are precedents others can search."""

    public_id = PublicIdField()
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    adoption = models.ForeignKey(Adoption, null=True, blank=True, on_delete=models.PROTECT, related_name="mappings")
    module_title = TranslatedField()  # the institution's own module
    module_code = models.CharField(max_length=60, blank=True)
    hours = models.DecimalField(max_digits=6, decimal_places=1)  # of the course
    hours_per_credit = models.DecimalField(max_digits=5, decimal_places=1)  # the rule applied
    rule_source = models.CharField(max_length=300, blank=True)  # whose rule that is
    credits = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)  # decided
    outcomes = models.JSONField(default=list)  # [{"course": text, "module": text, "match": "full|partial|none", "note": ""}]
    decision = models.CharField(max_length=8, choices=MappingDecision.choices, default=MappingDecision.OPEN)
    reasons = TranslatedField()
    conditions = TranslatedField()
    is_shared = models.BooleanField(default=False)  # others may read it as a precedent
    precedent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_by_name = models.CharField(max_length=300, blank=True)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    valid_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.version_id} at {self.institution_id}: {self.decision}"
