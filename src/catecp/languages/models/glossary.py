from django.db import models
from django.utils import timezone

from catecp.files.models import Document
from catecp.kernel.models import PublicIdField
from catecp.kernel.translated import TranslatedField
from catecp.languages.models.segment import TranslationState


class Term(models.Model):
    """A row means: one idea of a trade, whatever it is called (a concept entry of ISO 30042, TBX)."""

    public_id = PublicIdField()
    key = models.SlugField(max_length=80, unique=True)  # arc-welding
    field = models.CharField(max_length=40)  # welding, cnc, electrical, automotive, logistics, iot, safety …
    definition = TranslatedField()
    picture = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    picture_alt = TranslatedField()
    source = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["field", "key"]

    def __str__(self) -> str:
        return self.key


class TermWord(models.Model):
    """A row means: the idea is called this in that language. The preferred word is the one translations must use."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(max_length=10)
    text = models.CharField(max_length=200)
    romanised = models.CharField(max_length=200, blank=True)  # pinyin with tones, or the usual Latin spelling
    is_preferred = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=TranslationState.choices, default=TranslationState.TRANSLATED)
    audio = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_by = models.BigIntegerField(null=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["term", "language", "-is_preferred", "pk"]
        constraints = [models.UniqueConstraint(fields=["term", "language", "text"], name="term_word_once")]
        indexes = [models.Index(fields=["language"], name="term_word_language")]

    def __str__(self) -> str:
        return f"{self.text} ({self.language})"
