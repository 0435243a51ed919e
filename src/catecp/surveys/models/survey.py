from django.db import models

from catecp.events.models import Event
from catecp.kernel import identifiers
from catecp.kernel.models import PublicIdField
from catecp.kernel.translated import TranslatedField
from catecp.surveys.enums import Anonymity, CodebookKind, SurveyState


def short_code() -> str:
    """Five characters: short enough to read from a wall and type; it opens the questions, never the answers."""
    return identifiers.code(5).lower()


class Survey(models.Model):
    """A row means: a set of questions put to the people of an event."""

    public_id = PublicIdField()
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    slug = models.CharField(max_length=12, unique=True, default=short_code)
    title = TranslatedField()
    intro = TranslatedField()
    anonymity = models.CharField(max_length=12, choices=Anonymity.choices, default=Anonymity.ANONYMOUS)
    needs_code = models.BooleanField(default=True)  # one personal code, one answer
    languages = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=SurveyState.choices, default=SurveyState.DRAFT)
    revision = models.PositiveIntegerField(
        default=0
    )  # grows with every change of words or questions; pages made from them are kept by it
    projector_key = models.CharField(
        max_length=12, default=identifiers.public_id
    )  # lets the hall's computer show the projector without sign-in
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["event", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(anonymity="anonymous") | models.Q(needs_code=True), name="survey_knows_who_only_by_code"
            )
        ]

    def __str__(self) -> str:
        return str(self.title)


class Question(models.Model):
    """A row means: one question. `kind` names a file in question_types; `settings` is what that kind needs."""

    public_id = PublicIdField()
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)  # choice, top_n, scale, text
    text = TranslatedField()
    hint = TranslatedField()
    is_required = models.BooleanField(default=False)
    settings = models.JSONField(default=dict)  # options: [{"key", "text": {language: text}}], at_most, longest …
    codebook = models.CharField(max_length=12, choices=CodebookKind.choices, blank=True)  # how its free text is grouped

    class Meta:
        ordering = ["survey", "number"]
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="question_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"
