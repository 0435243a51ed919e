from django.db import models

from catecp.events.enums import DelegationState
from catecp.events.models.event import Event
from catecp.kernel.models import PublicIdField
from catecp.network.models import Institution


class Delegation(models.Model):
    """A row means: one institution sends people to an event. The key in its link is all its coordinator needs."""

    public_id = PublicIdField()
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="delegations")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=DelegationState.choices, default=DelegationState.OPEN)
    places = models.PositiveIntegerField(default=5)
    fill_key = models.CharField(max_length=26, unique=True)  # the link for the institution's coordinator
    approve_key = models.CharField(max_length=26, unique=True)  # the link for the director
    contact_name = models.CharField(max_length=300, blank=True)
    contact_email = models.EmailField(blank=True)
    director_name = models.CharField(max_length=300, blank=True)
    director_email = models.EmailField(blank=True)
    remark = models.TextField(blank=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["event", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "institution"], name="delegation_once")]

    def __str__(self) -> str:
        return f"{self.institution_id} at {self.event_id}"
