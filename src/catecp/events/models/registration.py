from django.db import models

from catecp.accounts.models import Person
from catecp.events.enums import Category, RegistrationChannel, RegistrationState
from catecp.events.models.delegation import Delegation
from catecp.events.models.event import Event
from catecp.kernel.identifiers import badge_code
from catecp.kernel.models import PublicIdField
from catecp.network.models import Institution
from catecp.places.models import Country


class Registration(models.Model):
    """A row means: this person is to come to this event. One person has one registration that counts."""

    public_id = PublicIdField()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    affiliation = models.CharField(max_length=300, blank=True)  # as written; what the institution was resolved from
    is_affiliation_open = models.BooleanField(default=False)  # written, but not resolved: waits in the queue
    post = models.CharField(max_length=300, blank=True)
    stated_country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=12, choices=Category.choices, default=Category.PARTICIPANT)
    state = models.CharField(max_length=10, choices=RegistrationState.choices, default=RegistrationState.CONFIRMED)
    channel = models.CharField(max_length=10, choices=RegistrationChannel.choices, default=RegistrationChannel.SINGLE)
    delegation = models.ForeignKey(Delegation, null=True, blank=True, on_delete=models.SET_NULL, related_name="registrations")
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaced_by")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")
    badge_code = models.CharField(max_length=8, unique=True, default=badge_code)
    diet = models.CharField(max_length=100, blank=True)
    joins_visit = models.CharField(max_length=60, blank=True)  # yes, no, or as written ("Yes, bus 2")
    languages = models.JSONField(default=list)  # tags the person speaks
    passport_name = models.CharField(max_length=300, blank=True)  # only where a visa letter is asked; erased after the event
    remark = models.TextField(blank=True)
    shows_in_list = models.BooleanField(default=True)
    submitted_at = models.DateTimeField()
    import_key = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        ordering = ["event", "person__sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=models.Q(state__in=["draft", "waiting", "confirmed"]),
                name="registration_once_per_person",
            )
        ]
        indexes = [models.Index(fields=["event", "state"], name="registration_event_state")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.event_id}"
