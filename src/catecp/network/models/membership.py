from django.db import models

from catecp.accounts.models import Person
from catecp.kernel.translated import TranslatedField
from catecp.network.models.institution import Institution


class Membership(models.Model):
    """A row means: this person belongs to this institution in this post, from and until these days."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="memberships")
    post = TranslatedField()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    is_contact = models.BooleanField(default=False)  # may be shown on the public profile

    class Meta:
        ordering = ["institution", "person", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="membership_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.institution_id}"
