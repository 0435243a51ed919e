from django.db import models

from catecp.courses.models.course import Course, Field


class CatalogueEntry(models.Model):
    """A row means: the course stands in the catalogue, with what readers filter and sort by. Made anew from its published version."""

    course = models.OneToOneField(Course, primary_key=True, on_delete=models.CASCADE, related_name="+")
    field = models.ForeignKey(Field, null=True, on_delete=models.SET_NULL, related_name="+")
    level = models.PositiveSmallIntegerField(null=True)  # AQRF, 1 to 8
    hours = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    data_bytes = models.PositiveBigIntegerField(default=0)  # texts and the smallest form of every medium
    languages = models.JSONField(default=list)  # tags learners can read it in, the original first
    sort_title = models.CharField(max_length=300, blank=True)  # normalised
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name_plural = "catalogue entries"

    def __str__(self) -> str:
        return self.sort_title
