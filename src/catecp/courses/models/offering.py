from django.db import models
from django.utils import timezone

from catecp.courses.enums import ChannelKind
from catecp.courses.models.adoption import Adoption
from catecp.courses.models.course import Version
from catecp.kernel.models import PublicIdField
from catecp.kernel.translated import TranslatedField
from catecp.network.models import Institution
from catecp.places.models import Country


class Channel(models.Model):
    """A row means: a way by which courses reach learners: a party, a territory and terms. Every enrolment and event carries one."""

    public_id = PublicIdField()
    key = models.SlugField(max_length=60, unique=True)
    name = TranslatedField()
    kind = models.CharField(max_length=12, choices=ChannelKind.choices)
    owner = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    territory = models.ManyToManyField(Country, blank=True, related_name="+")  # none: everywhere
    terms = TranslatedField()
    join_code = models.CharField(max_length=12, unique=True)  # in the join link and its QR
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return str(self.name)


class Offering(models.Model):
    """A row means: a published version can be taken through this channel, in these languages, from and until these days."""

    public_id = PublicIdField()
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="offerings")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+")
    adoption = models.ForeignKey(Adoption, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # that teaches it
    name = TranslatedField()
    languages = models.JSONField(default=list)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)
    is_open = models.BooleanField(default=True)  # anybody may join by the channel's link; otherwise by class only
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="offering_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} by {self.channel_id}"
