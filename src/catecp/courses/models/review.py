from django.db import models
from django.utils import timezone

from catecp.accounts.models import Person
from catecp.courses.enums import ChecklistKind, ReviewState
from catecp.courses.models.course import Version
from catecp.kernel.models import PublicIdField
from catecp.kernel.translated import TranslatedField
from catecp.network.models import Institution
from catecp.places.models import Country


class Checklist(models.Model):
    """A row means: what is asked of a course, as policy. The newest row of a kind is in force; ours is a default that says so.

    `items` is [{"key", "text": Translated json, "points", "test"}]; `test` names a rule of `passport.py` or is empty (a person answers).
    """

    kind = models.CharField(max_length=10, choices=ChecklistKind.choices)
    name = TranslatedField()
    is_default = models.BooleanField(default=False)  # made by us; no authority stands behind it
    items = models.JSONField(default=list)
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["kind", "-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Review(models.Model):
    """A row means: somebody asked for this version to be judged. It is bound to what stood there: `fingerprint`."""

    public_id = PublicIdField()
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="reviews")
    fingerprint = models.CharField(max_length=64)  # of all blocks and the passport when asked; a later edit shows
    checklist = models.JSONField(default=list)  # the items at that moment
    receiving_country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.OPEN)
    note = models.TextField(blank=True)
    reasons = TranslatedField()  # of the decision
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"review {self.public_id}"


class Reviewer(models.Model):
    """A row means: this person reads for the review, by account or by a link of their own (`token_digest`)."""

    public_id = PublicIdField()
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    email = models.EmailField(blank=True)
    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    is_receiving = models.BooleanField(default=False)  # reads for the region that receives the course
    token_digest = models.CharField(max_length=64, blank=True, db_index=True)
    answers = models.JSONField(default=dict)  # {item key: {"verdict": "yes|partly|no|not_mine", "note": ""}}
    verdict = models.CharField(max_length=10, blank=True)  # approve, changes, reject
    remark = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="en")  # of what they wrote
    opened_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["review", "pk"]

    def __str__(self) -> str:
        return self.name


class ReviewComment(models.Model):
    """A row means: a reader said this about a block (or, without a block, about the whole)."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="comments")
    reviewer = models.ForeignKey(Reviewer, null=True, on_delete=models.CASCADE, related_name="+")
    author_name = models.CharField(max_length=300)
    block_key = models.CharField(max_length=12, blank=True)
    text = models.TextField()
    language = models.CharField(max_length=10, default="en")
    is_settled = models.BooleanField(default=False)
    written_by = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["review", "written_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
