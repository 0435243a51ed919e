"""What a question shows and what its check knows. Pure. `scoring` in learning and `lesson.js` read the same check.

Answers: single `"b"`; multiple `["a", "c"]`; order `["b", "a", "c"]`; match `{"a": "c"}` (key of the left → key of the right);
text and number the line as typed.
"""

import hashlib
from typing import Any

from catecp.courses.content import Body
from catecp.courses.enums import QuestionKind


def shuffled(keys: list[str], seed: str) -> list[str]:
    """The keys in an order that depends on nothing but the seed; never the order they came in, if there are two or more."""
    mixed = sorted(keys, key=lambda key: hashlib.sha256(f"{seed}:{key}".encode()).digest())
    return mixed if mixed != keys or len(keys) < 2 else [*keys[1:], keys[0]]


def choices(body: Body, seed: str) -> dict[str, Any]:
    """What the reader chooses from: options in their order (mixed for ordering), or lefts with the mixed rights."""
    kind = body["type"]
    if kind == QuestionKind.ORDER:
        by_key = {option["key"]: option for option in body["options"]}
        return {"options": [by_key[key] for key in shuffled(list(by_key), seed)]}
    if kind == QuestionKind.MATCH:
        by_key = {pair["key"]: pair for pair in body["pairs"]}
        return {"lefts": body["pairs"], "rights": [by_key[key] for key in shuffled(list(by_key), seed)]}
    return {"options": body.get("options", [])}


def check_of(body: Body) -> dict[str, Any]:
    """What decides whether an answer is right, with feedback by option and the explanation (html), for a page without network."""
    kind = body["type"]
    check: dict[str, Any] = {
        "type": kind,
        "tries": body.get("tries", 0),
        "points": body.get("points", 1),
        "explanation": body.get("explanation", ""),
    }
    if kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        check["right"] = [option["key"] for option in body["options"] if option["is_right"]]
        check["feedback"] = {option["key"]: option["feedback"] for option in body["options"] if option.get("feedback")}
        check["of"] = len(body["options"])
    elif kind == QuestionKind.ORDER:
        check["right"] = [option["key"] for option in body["options"]]
    elif kind == QuestionKind.MATCH:
        check["right"] = {pair["key"]: pair["key"] for pair in body["pairs"]}
    elif kind == QuestionKind.TEXT:
        check["right"] = body["answers"]
    else:
        check |= {"right": body["value"], "tolerance": body.get("tolerance", 0)}
    return check


def answer_from_form(body: Body, data: Any) -> Any:
    """The answer in a posted form: fields `answer`, or `answer_<key>` for order (a position) and match (a key). None if nothing."""
    kind = body["type"]
    if kind == QuestionKind.MULTIPLE:
        return data.getlist("answer") or None
    if kind == QuestionKind.ORDER:
        keys = [option["key"] for option in body["options"]]
        places = {key: data.get(f"answer_{key}", "") for key in keys}
        if not all(place.isdigit() for place in places.values()):
            return None
        return sorted(keys, key=lambda key: (int(places[key]), key))
    if kind == QuestionKind.MATCH:
        pairs = {pair["key"]: data.get(f"answer_{pair['key']}", "") for pair in body["pairs"]}
        return pairs if any(pairs.values()) else None
    return data.get("answer", "").strip() or None
