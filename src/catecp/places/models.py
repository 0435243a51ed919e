from django.db import models
from django.utils.translation import gettext_lazy as _

from catecp.kernel.translated import TranslatedField


class Country(models.Model):
    """A row means: a country of the cooperation, with its memberships and since when."""

    code = models.CharField(max_length=2, primary_key=True)  # ISO 3166-1 alpha-2
    name = TranslatedField()
    is_seameo_member = models.BooleanField(default=False)
    asean_member_from = models.DateField(null=True, blank=True)
    languages = models.JSONField(default=list)  # language tags, most used first
    scripts = models.JSONField(default=list)  # ISO 15924
    mobile_broadband_per_100 = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name_plural = _("countries")

    def __str__(self) -> str:
        return str(self.name)


class Region(models.Model):
    """A row means: a first-level unit (province, state) of a country while it existed."""

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="regions")
    name = TranslatedField()
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["country", "pk"]

    def __str__(self) -> str:
        return str(self.name)
