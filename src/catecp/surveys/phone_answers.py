"""What a phone sends, before the database is asked. Pure."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from catecp.kernel.identifiers import ALPHABET
from catecp.surveys.question_types.base import Given, NotAnAnswer
from catecp.surveys.question_types.registry import KINDS

_CLIENT_ID = re.compile(r"[A-Za-z0-9-]{16,64}")


@dataclass(frozen=True)
class Raw:
    """One answer as sent."""

    values: Sequence[str] = ()
    other: str = ""


@dataclass(frozen=True)
class Submission:
    """`answers` by question number; `client_id` is made up by the phone, once per set of answers."""

    client_id: str
    code: str = ""
    language: str = "en"
    rotation: int = 0
    answers: Mapping[int, Raw] = field(default_factory=dict)


class AskedQuestion(Protocol):
    pk: int
    number: int
    kind: str
    is_required: bool
    settings: Mapping[str, Any]


Problems = dict[str, tuple[str, int]]  # field name → (word of the phone page, its number)


def is_client_id(text: str) -> bool:
    return bool(_CLIENT_ID.fullmatch(text))


def client_hash(*, survey: str, client_id: str) -> str:
    """What the receipt keeps of a phone's id: nothing that leads back to the phone."""
    return hashlib.sha256(f"{survey}|{client_id}".encode()).hexdigest()


def receipt_code(hashed: str) -> str:
    """Six characters to show: the same for the same answers sent again."""
    number = int(hashed[:12], 16)
    letters = "".join(ALPHABET[(number >> 5 * place) & 31] for place in range(6))
    return f"{letters[:3]}-{letters[3:]}"


def checked_answers(questions: Sequence[AskedQuestion], submission: Submission) -> tuple[dict[int, Given], Problems]:
    """Answers by the question's pk, without empty ones, and what is wrong by field."""
    given: dict[int, Given] = {}
    problems: Problems = {}
    for question in questions:
        raw = submission.answers.get(question.number, Raw())
        try:
            answer = KINDS[question.kind].read(question.settings, raw.values, other=raw.other, rotation=submission.rotation)
        except NotAnAnswer as wrong:
            problems[f"q{question.number}"] = (wrong.word, wrong.number)
            continue
        if answer:
            given[question.pk] = answer
        elif question.is_required:
            problems[f"q{question.number}"] = ("needed", 0)
    if not given and not problems:
        problems["form"] = ("nothing", 0)
    return given, problems
