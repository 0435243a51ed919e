"""Who answered is kept apart from what was answered.

Rows that hold answers have random numbers instead of counted ones and no time, so that neither a link nor an order leads from the
receipt or the burnt code to them; closing the survey rewrites them in a new order. What this guarantees and what it cannot is said in
docs/decisions/0007-anonymous-answers.md.
"""

import secrets

from django.db import models

from catecp.events.models import Registration
from catecp.network.models import Institution
from catecp.surveys.enums import Source
from catecp.surveys.models.survey import Question, Survey


def random_number() -> int:
    """Up to 53 bits, so that every program reads it exactly. SQLite then stores the rows in this order, not in the order of arrival."""
    return secrets.randbits(53) + 1


def random_key() -> str:
    """Named by the first migration as the default of a key that is gone since."""
    return secrets.token_hex(8)


class RandomIdField(models.BigAutoField):
    """A primary key drawn at random: it says nothing about when the row was written."""

    def __init__(self, **options: object) -> None:
        super().__init__(**{"primary_key": True, "default": random_number, "serialize": False, **options})


class AccessCode(models.Model):
    """A row means: the holder of this code may answer once. Once burnt it says that they did, not what."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="access_codes")
    code = models.CharField(max_length=8)
    registration = models.ForeignKey(Registration, null=True, on_delete=models.CASCADE, related_name="+")
    is_used = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "code"], name="access_code_once"),
            models.UniqueConstraint(fields=["survey", "registration"], name="access_code_once_per_person"),
        ]
        indexes = [models.Index(fields=["survey", "is_used"], name="access_code_used")]

    def __str__(self) -> str:
        return f"code of survey {self.survey_id}"


class Receipt(models.Model):
    """A row means: the answer a phone sent under this client id has arrived; sending it again changes nothing."""

    id = RandomIdField()
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="receipts")
    client_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "client_hash"], name="receipt_once")]

    def __str__(self) -> str:
        return f"receipt of survey {self.survey_id}"


class Response(models.Model):
    """A row means: one person's answers. Person or institution are set only in the mode that said so on its first screen."""

    key = RandomIdField()
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="responses")
    language = models.CharField(max_length=10)
    rotation = models.PositiveSmallIntegerField(default=0)  # by how many places the options were turned when shown
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.PHONE)
    group = models.CharField(max_length=20, blank=True)  # country of the institution; empty when anonymous
    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    registration = models.ForeignKey(Registration, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return str(self.key)


class Answer(models.Model):
    """A row means: one response's answer to one question: chosen option keys (in the order shown) or a text as typed."""

    id = RandomIdField()
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    chosen = models.JSONField(default=list)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["response", "question"]
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.response_id} {self.question_id}"
