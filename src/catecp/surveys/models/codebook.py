from django.db import models

from catecp.kernel.models import PublicIdField
from catecp.kernel.translated import TranslatedField
from catecp.surveys.enums import CodebookKind, StatementState
from catecp.surveys.models.response import Answer, RandomIdField
from catecp.surveys.models.survey import Survey


class Code(models.Model):
    """A row means: one idea of a survey's codebook that people's words are grouped under. It begins as a copy of data/codebook.yaml."""

    public_id = PublicIdField()
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="codes")
    kind = models.CharField(max_length=12, choices=CodebookKind.choices)
    key = models.SlugField(max_length=40)
    label = TranslatedField()
    phrases = models.JSONField(default=dict)  # {language: [phrases that mean it]}
    position = models.PositiveIntegerField(default=0)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="merged")

    class Meta:
        ordering = ["kind", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["survey", "kind", "key"], name="code_once")]

    def __str__(self) -> str:
        return str(self.label)


class Statement(models.Model):
    """A row means: one thing said within a free text, and the idea a person put it under. No statement is dropped."""

    id = RandomIdField()
    public_id = PublicIdField()
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="statements")
    text = models.TextField()
    language = models.CharField(max_length=10)
    position = models.PositiveIntegerField(default=0)
    code = models.ForeignKey(Code, null=True, blank=True, on_delete=models.PROTECT, related_name="statements")
    score = models.FloatField(default=0)  # 0..1, of the suggestion
    why = models.CharField(max_length=200, blank=True)  # the phrase and the letters that matched
    state = models.CharField(max_length=10, choices=StatementState.choices, default=StatementState.OPEN)
    confirmed_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["answer", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["suggested", "confirmed"], code__isnull=False)
                | models.Q(state__in=["open", "also_said"], code__isnull=True),
                name="statement_code_fits_state",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
