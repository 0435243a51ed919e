from django.db import models
from django.urls import reverse
from django.utils import timezone

from catecp.kernel.models import PublicIdField
from catecp.kernel.translated import TranslatedField
from catecp.network.enums import InitiativeRole
from catecp.network.models import Institution
from catecp.places.models import Country


class Event(models.Model):
    """A row means: one gathering (a workshop), with its days in its own time zone."""

    public_id = PublicIdField()
    slug = models.SlugField(max_length=60, unique=True)
    name = TranslatedField()
    theme = TranslatedField()
    about = TranslatedField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    time_zone = models.CharField(max_length=60, default="Asia/Phnom_Penh")
    city = TranslatedField()
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    venue = TranslatedField()
    languages = models.JSONField(default=list)  # tags the programme is written in; the first is the main one
    letter_prefix = models.CharField(max_length=20, default="CATECP")
    is_public = models.BooleanField(default=False)
    registration_opens_at = models.DateTimeField(null=True, blank=True)
    registration_closes_at = models.DateTimeField(null=True, blank=True)
    needs_approval = models.BooleanField(default=False)  # single registrations wait for a coordinator
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="event_ends_after_start")
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("events:event", args=[self.slug])


class Organiser(models.Model):
    """A row means: this institution organises the event in this role. Its people at the event are not participants' institutions."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="organisers")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=14, choices=InitiativeRole.choices)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "institution"], name="organiser_once")]

    def __str__(self) -> str:
        return f"{self.institution_id} for {self.event_id}"


class Place(models.Model):
    """A row means: a room or spot of the event."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="places")
    name = TranslatedField()
    capacity = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.name)
