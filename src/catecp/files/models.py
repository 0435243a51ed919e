from django.db import models
from django.utils import timezone

from catecp.kernel.models import PublicIdField


class Document(models.Model):
    """A row means: a private file, kept once by its checksum; who may open it is decided by the module that refers to it."""

    public_id = PublicIdField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()  # bytes
    stored_at = models.DateTimeField(default=timezone.now)
    stored_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
