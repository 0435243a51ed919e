from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catecp.courses.models import Course
from catecp.kernel.models import Job, PublicIdField
from catecp.network.models import Institution


class UploadState(models.TextChoices):
    ARRIVING = "arriving", _("arriving")
    WAITING = "waiting", _("being looked at")
    LOOKED = "looked", _("looked at")
    REFUSED = "refused", _("refused")
    MAKING = "making", _("becoming a course")
    MADE = "made", _("course made")
    DISCARDED = "discarded", _("discarded")


class PackageUpload(models.Model):
    """A row means: somebody brings this package for an institution; it arrives in pieces, is looked at, and may become a course.

    The bytes lie under `settings.INCOMING_ROOT` by public id until the course is made or the package discarded.
    """

    public_id = PublicIdField()
    owner = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")  # of the course to be
    language = models.CharField(max_length=10, blank=True)  # empty: as the package says
    file_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()  # bytes, as announced
    received = models.PositiveBigIntegerField(default=0)  # bytes, in order, on the disk
    state = models.CharField(max_length=10, choices=UploadState.choices, default=UploadState.ARRIVING)
    report = models.JSONField(default=dict)  # as `bin/catecp import-course --json` prints it
    problem = models.TextField(blank=True)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_by = models.BigIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(received__lte=models.F("size")), name="upload_receives_what_was_announced")
        ]

    def __str__(self) -> str:
        return self.file_name
