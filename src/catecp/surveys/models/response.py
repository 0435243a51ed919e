"""Who answered is kept apart from what was answered.

An anonymous response has a random key and no time, so neither a link nor an order leads from the receipt or the burnt code to it.
"""

import secrets

from django.db import models

from catecp.events.models import Registration
from catecp.network.models import Institution
from catecp.surveys.models.survey import Question, Survey


def random_key() -> str:
    return secrets.token_hex(8)


class AccessCode(models.Model):
    """A row means: the holder of this code may answer once. Once burnt it says that they did, not what."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="access_codes")
    code = models.CharField(max_length=8)
    registration = models.ForeignKey(Registration, null=True, on_delete=models.CASCADE, related_name="+")
    is_used = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "code"], name="access_code_once")]
        indexes = [models.Index(fields=["survey", "is_used"], name="access_code_used")]

    def __str__(self) -> str:
        return f"code of survey {self.survey_id}"


class Receipt(models.Model):
    """A row means: the answer a phone sent under this client id has arrived; sending it again changes nothing."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="receipts")
    client_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "client_hash"], name="receipt_once")]

    def __str__(self) -> str:
        return f"receipt of survey {self.survey_id}"


class Response(models.Model):
    """A row means: one person's answers. Person or institution are set only in the mode that said so on its first screen."""

    key = models.CharField(max_length=16, primary_key=True, default=random_key)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="responses")
    language = models.CharField(max_length=10)
    source = models.CharField(max_length=8, default="phone")  # phone, paper
    group = models.CharField(max_length=20, blank=True)  # coarse origin for breakdowns, merged below five
    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    registration = models.ForeignKey(Registration, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key


class Answer(models.Model):
    """A row means: one response's answer to one question: chosen option keys (in the order shown) or a text as typed."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    chosen = models.JSONField(default=list)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["response", "question"]
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.response_id} {self.question_id}"
