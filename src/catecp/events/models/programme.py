from django.db import models

from catecp.accounts.models import Person
from catecp.events.enums import SessionKind, TalkKind
from catecp.events.models.event import Event, Place
from catecp.kernel.models import PublicIdField
from catecp.kernel.translated import TranslatedField
from catecp.network.models import Institution


class Session(models.Model):
    """A row means: one block of the programme."""

    public_id = PublicIdField()
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(max_length=12, choices=SessionKind.choices, default=SessionKind.TALKS)
    number = models.CharField(max_length=10, blank=True)  # as printed: I, II
    title = TranslatedField()
    about = TranslatedField()
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["starts_at", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(starts_at__isnull=False, ends_at__gt=models.F("starts_at")),
                name="session_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return str(self.title)


class Talk(models.Model):
    """A row means: one person speaks at this point of a session; without a person the speaker is still to be named."""

    public_id = PublicIdField()
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="talks")
    kind = models.CharField(max_length=14, choices=TalkKind.choices, default=TalkKind.TALK)
    title = TranslatedField()
    summary = TranslatedField()
    speaker = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    speaker_post = TranslatedField()  # as printed in the programme
    institution = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["session", "position", "pk"]

    def __str__(self) -> str:
        return str(self.title) or self.get_kind_display()


class Takeaway(models.Model):
    """A row means: one point taken from a session, in the words and language of the person who noted it."""

    public_id = PublicIdField()
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="takeaways")
    talk = models.ForeignKey(Talk, null=True, blank=True, on_delete=models.SET_NULL, related_name="takeaways")
    text = TranslatedField()
    position = models.PositiveIntegerField(default=0)
    noted_by = models.BigIntegerField(null=True)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["session", "position", "pk"]

    def __str__(self) -> str:
        return str(self.text)[:80]


class ProgrammeRelease(models.Model):
    """A row means: the programme as it was published, frozen, with what changed since the version before."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField()
    content = models.JSONField()  # the whole programme as plain values
    changes = models.JSONField(default=list)
    note = TranslatedField()
    released_at = models.DateTimeField()
    released_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["event", "-number"]
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="programme_release_number_once")]

    def __str__(self) -> str:
        return f"{self.event_id} v{self.number}"
