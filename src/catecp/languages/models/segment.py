from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catecp.kernel.models import PublicIdField


class TextBody(models.Model):
    """A row means: texts that are translated together: those of one course, in all its versions."""

    public_id = PublicIdField()
    name = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=10)  # the language it is written in
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name or self.public_id


class Segment(models.Model):
    """A row means: this sentence stands in the body of text. It never changes; a changed sentence is another row that `replaces` it.

    `digest` is the SHA-256 (hex) of the normalised text, so a sentence that occurs ten times is translated once, and a
    published version keeps its own wording and translations whatever happens to the draft.
    """

    body = models.ForeignKey(TextBody, on_delete=models.CASCADE, related_name="segments")
    digest = models.CharField(max_length=64)
    text = models.TextField()  # may hold inline marks (<strong>, <a href>): a translation keeps the same ones
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["body", "pk"]
        constraints = [models.UniqueConstraint(fields=["body", "digest"], name="segment_once_in_its_body")]
        indexes = [models.Index(fields=["digest"], name="segment_by_digest")]  # the same sentence in other bodies

    def __str__(self) -> str:
        return self.text[:80]


class TranslationState(models.TextChoices):
    """A segment without a row in a language is missing there."""

    MACHINE = "machine", _("drafted by machine")
    TRANSLATED = "translated", _("translated")
    REVIEWED = "reviewed", _("reviewed")
    OUTDATED = "outdated", _("outdated")


class Translation(models.Model):
    """A row means: the segment reads so in this language. Machine drafts are never shown to learners.

    When a sentence changes, its translations are carried to the new segment as `outdated`: a learner sees the original
    beside them, a translator what there was.
    """

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=10)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=TranslationState.choices)
    revision = models.PositiveIntegerField(default=1)  # two people at once do not overwrite each other
    waived = models.JSONField(default=dict)  # {term key: why its word is not used here}
    drafted_by = models.CharField(max_length=120, blank=True)  # the model and endpoint of a machine draft, or the file it came in
    written_by = models.BigIntegerField(null=True)
    written_at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.BigIntegerField(null=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["segment", "language", "pk"]
        constraints = [models.UniqueConstraint(fields=["segment", "language"], name="translation_once")]
        indexes = [models.Index(fields=["language", "state"], name="translation_by_state")]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.language} {self.state}"


class TranslationNote(models.Model):
    """A row means: somebody who translates says or asks this about the sentence; it is open until it is settled."""

    public_id = PublicIdField()
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="notes")
    language = models.CharField(max_length=10)
    text = models.CharField(max_length=1000)
    written_by = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()
    settled_by = models.BigIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["segment", "pk"]
        indexes = [models.Index(fields=["segment", "language"], name="note_of_segment")]

    def __str__(self) -> str:
        return self.text[:80]
