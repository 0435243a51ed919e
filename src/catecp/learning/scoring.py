"""How an answer is scored, 0 to 1. Pure. `static/js/learning/check.js` does the same for a page without network; one table of cases
(`tests/learning/data/scoring.json`) holds both to it.

| question | score |
|---|---|
| single | 1 for the right option, else 0 |
| multiple | (right ones chosen − wrong ones chosen) ÷ right ones, not below 0 |
| order | share of neighbours in the right order: n − 1 pairs |
| match | share of pairs that fit |
| text | 1 if it equals an accepted answer, whatever the case, width, accents, spaces or final stop |
| number | 1 within the tolerance; a comma may stand for the point |
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from catecp.courses.enums import QuestionKind

LONGEST = 300  # characters of an answer that are looked at


def score(check: Mapping[str, Any], answer: Any) -> float:
    """The score of `answer` by the check of `courses.rendering.questions.check_of`. An answer of the wrong shape scores 0."""
    kind, right = check["type"], check["right"]
    if kind == QuestionKind.SINGLE:
        return 1.0 if isinstance(answer, str) and [answer] == right else 0.0
    if kind == QuestionKind.MULTIPLE:
        return _multiple(right, answer)
    if kind == QuestionKind.ORDER:
        return _order(right, answer)
    if kind == QuestionKind.MATCH:
        return _match(right, answer)
    if kind == QuestionKind.TEXT:
        return 1.0 if isinstance(answer, str) and plain(answer) in {plain(accepted) for accepted in right} else 0.0
    number = read_number(answer)
    return 1.0 if number is not None and abs(number - right) <= (check.get("tolerance") or 0) + 1e-9 else 0.0


def _multiple(right: list[str], answer: Any) -> float:
    if not isinstance(answer, list) or not right:
        return 0.0
    chosen = {key for key in answer if isinstance(key, str)}
    return max(0.0, (len(chosen & set(right)) - len(chosen - set(right))) / len(right))


def _order(right: list[str], answer: Any) -> float:
    if not isinstance(answer, list) or sorted(map(str, answer)) != sorted(right):
        return 0.0
    if len(right) < 2:
        return 1.0
    neighbours = set(zip(right, right[1:], strict=False))
    return sum(pair in neighbours for pair in zip(answer, answer[1:], strict=False)) / (len(right) - 1)


def _match(right: Mapping[str, str], answer: Any) -> float:
    if not isinstance(answer, dict) or not right:
        return 0.0
    return sum(answer.get(left) == fits for left, fits in right.items()) / len(right)


def plain(text: str) -> str:
    """A typed line for comparing: NFKC, lower case, without accents of Latin letters, outer spaces and a final stop."""
    text = unicodedata.normalize("NFKC", text[:LONGEST]).lower()
    text = unicodedata.normalize("NFC", re.sub(r"([a-z])[\u0300-\u036f]+", r"\1", unicodedata.normalize("NFD", text)))
    return re.sub(r"\s+", " ", text.replace("đ", "d").replace("\u200b", "")).strip().rstrip(".。។").strip()


def read_number(answer: Any) -> float | None:
    """A typed number: `3,5` and `3.5` are the same; digits of other scripts and a leading sign are read; anything else is None."""
    text = unicodedata.normalize("NFKC", str(answer)[:LONGEST]).replace(" ", "").replace("−", "-").replace(",", ".")
    text = "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)
    return float(text) if re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", text) else None


def feedback_of(check: Mapping[str, Any], answer: Any) -> list[str]:
    """What the author says to the options that were chosen, in the order they were chosen."""
    chosen = [answer] if isinstance(answer, str) else answer if isinstance(answer, list) else []
    said = check.get("feedback") or {}
    return [said[key] for key in chosen if isinstance(key, str) and key in said]
