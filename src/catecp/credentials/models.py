from django.db import models
from django.urls import reverse
from django.utils import timezone

from catecp.courses.models import Adoption, Course, Version
from catecp.kernel.models import PublicIdField
from catecp.kernel.translated import TranslatedField
from catecp.learning.models import Enrolment, Learner
from catecp.network.models import Institution


class SigningKey(models.Model):
    """A row means: the network signs with this key (ES256 or EdDSA). Retired keys stay, so that old certificates verify."""

    kid = models.CharField(max_length=40, unique=True)
    algorithm = models.CharField(max_length=10)
    public_jwk = models.JSONField()
    private_pem = models.TextField()  # encrypted with the secret key of the installation
    created_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.kid


class Template(models.Model):
    """A row means: how certificates of a course, or of all courses, are worded and who issues them together."""

    public_id = PublicIdField()
    course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.CASCADE, related_name="+")  # None: the default
    name = TranslatedField()
    statement = TranslatedField()  # "has completed …"; {learner}, {course}, {hours}, {date}
    names_provider = models.BooleanField(default=True)
    names_receiver = models.BooleanField(default=True)
    names_network = models.BooleanField(default=True)
    signatories = models.JSONField(default=list)  # [{"name", "post", "institution"}]
    is_default = models.BooleanField(default=False)  # ours, until somebody words another
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return str(self.name)


class Award(models.Model):
    """A row means: this certificate was issued. What it says is frozen in every language; a college's later name changes nothing."""

    public_id = PublicIdField()
    number = models.CharField(max_length=24, unique=True)  # printed
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    adoption = models.ForeignKey(Adoption, null=True, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()  # frozen: names, titles, issuers, hours, outcomes, by language
    language = models.CharField(max_length=10)  # the learner's; the PDF shows it beside English
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    credential = models.TextField()  # the Open Badges 3.0 credential as a signed JWT
    code = models.TextField()  # the compact signed text in the QR
    status_index = models.PositiveIntegerField(unique=True)  # the bit in the status list
    issued_at = models.DateTimeField()
    issued_by = models.BigIntegerField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.BigIntegerField(null=True)
    revoked_reason = models.CharField(max_length=300, blank=True)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")  # a correction of that one

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=models.Q(revoked_at__isnull=True), name="one_valid_award_an_enrolment"
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True) | ~models.Q(revoked_reason=""), name="revocation_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("credentials:award", args=[self.public_id])
