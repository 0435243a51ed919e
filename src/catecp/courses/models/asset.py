from django.db import models
from django.utils import timezone

from catecp.courses.enums import RenditionKind


class Asset(models.Model):
    """A row means: these bytes are kept, once, by their checksum: a picture, a sound, a film, a file or a package of some course.

    The bytes lie where `files.storage` keeps them. Who may fetch an asset is decided by the courses that use it.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)  # found from the bytes, never from the name alone
    size = models.PositiveBigIntegerField()  # bytes
    width = models.PositiveIntegerField(null=True)  # pixels
    height = models.PositiveIntegerField(null=True)
    seconds = models.FloatField(null=True)  # of sound and film
    stored_at = models.DateTimeField(default=timezone.now)
    stored_by = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.name} {self.sha256[:8]}"


class Rendition(models.Model):
    """A row means: a smaller form of an asset, made by us at upload. `sha256` is empty until it is made."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=8, choices=RenditionKind.choices)
    sha256 = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    problem = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asset", "kind"]
        constraints = [models.UniqueConstraint(fields=["asset", "kind"], name="rendition_once")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.kind}"
