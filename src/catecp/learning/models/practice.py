from django.db import models

from catecp.languages.models import Term
from catecp.learning.models.identity import Learner


class PracticeCard(models.Model):
    """A row means: the learner practises this term from one language into another; when it is due is FSRS's business."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="+")
    shown = models.CharField(max_length=10)  # the language of the front
    asked = models.CharField(max_length=10)  # the language of the back
    memory = models.JSONField(default=dict)  # the scheduler's state: stability, difficulty, step
    due_at = models.DateTimeField()
    reviews = models.PositiveIntegerField(default=0)
    lapses = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["learner", "due_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["learner", "term", "shown", "asked"], name="card_once")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.term_id}"
