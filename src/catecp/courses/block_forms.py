"""What an author filled in for a block, as a body. Pure over plain mappings; `content.cleaned` follows when it is kept.

Rows of a table of options are fields `option_0_text`, `option_0_feedback`, `option_0_right` …; empty rows fall away. What a form
does not show (the file of a film, subtitles read before) stays as it was.
"""

from collections.abc import Callable, Mapping

from catecp.courses.content import MOST_OPTIONS, Body
from catecp.courses.enums import BlockKind, QuestionKind
from catecp.courses.light_markup import line_to_html, to_html

Posted = Mapping[str, str]


def new_body(kind: str, question: str = "") -> Body:
    """An empty block of that kind."""
    bodies: dict[str, Body] = {
        BlockKind.QUESTION: {"type": question if question in QuestionKind.values else QuestionKind.SINGLE.value},
        BlockKind.PRACTICAL: {"evidence": "photo"},
        BlockKind.PACKAGE: {"format": "html"},
    }
    return bodies.get(kind, {})


def body_of(kind: str, posted: Posted, before: Body) -> Body:
    """The body as posted; `before` is what stands there now."""
    return _READERS[kind](posted, before)


def _lines(*names: str) -> Callable[[Posted, Body], Body]:
    return lambda posted, before: {**before, **{name: posted.get(name, "") for name in names}}


def _text(posted: Posted, before: Body) -> Body:
    return {**before, "html": to_html(posted.get("html", ""))}


def _with_html(lines: tuple[str, ...], html: tuple[str, ...]) -> Callable[[Posted, Body], Body]:
    def read(posted: Posted, before: Body) -> Body:
        found = {name: posted.get(name, "") for name in lines}
        return {**before, **found, **{name: to_html(posted.get(name, "")) for name in html}}

    return read


def _question(posted: Posted, before: Body) -> Body:
    kind = before.get("type", QuestionKind.SINGLE)
    body: Body = {
        "type": kind,
        "prompt": to_html(posted.get("prompt", "")),
        "explanation": to_html(posted.get("explanation", "")),
        "tries": posted.get("tries", "0"),
        "points": posted.get("points", "1").replace(",", "."),
    }
    if kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.ORDER}:
        return {**body, "options": _options(posted, is_single=kind == QuestionKind.SINGLE)}
    if kind == QuestionKind.MATCH:
        return {**body, "pairs": _pairs(posted)}
    if kind == QuestionKind.TEXT:
        answers = [line.strip() for line in posted.get("answers", "").split("\n")]
        return {**body, "answers": [line for line in answers if line]}
    value = posted.get("value", "").replace(",", ".").strip()
    return {
        **body, "value": value or None, "tolerance": posted.get("tolerance", "").replace(",", ".") or 0, "unit": posted.get("unit", "")
    }  # fmt: skip


def _options(posted: Posted, *, is_single: bool) -> list[Body]:
    found: list[Body] = []
    for number in range(MOST_OPTIONS):
        text = posted.get(f"option_{number}_text", "").strip()
        if not text:
            continue
        right = posted.get("right", "") == str(number) if is_single else bool(posted.get(f"option_{number}_right"))
        key = posted.get(f"option_{number}_key", "") or _free_key(found)
        feedback = posted.get(f"option_{number}_feedback", "")
        found.append({"key": key, "text": line_to_html(text), "is_right": right, "feedback": feedback})
    return _in_asked_order(found, posted, "option")


def _pairs(posted: Posted) -> list[Body]:
    found: list[Body] = []
    for number in range(MOST_OPTIONS):
        left, right = (posted.get(f"pair_{number}_{side}", "").strip() for side in ("left", "right"))
        if left or right:
            found.append({"key": posted.get(f"pair_{number}_key", "") or _free_key(found), "left": left, "right": right})
    return found


def _in_asked_order(found: list[Body], posted: Posted, name: str) -> list[Body]:
    """For questions of order the author may number the rows."""
    places = [posted.get(f"{name}_{number}_place", "") for number in range(MOST_OPTIONS)]
    if not any(places):
        return found
    order = [int(place) if place.isdigit() else MOST_OPTIONS for place in places[: len(found)]]
    return [row for _place, row in sorted(zip(order, found, strict=True), key=lambda pair: pair[0])]


def _free_key(found: list[Body]) -> str:
    taken = {row["key"] for row in found}
    return next(letter for number in range(100) if (letter := _letter(number)) not in taken)


def _letter(number: int) -> str:
    return chr(ord("a") + number) if number < 26 else f"x{number}"


def _level(posted: Posted, row: int, level: int) -> Body:
    points = posted.get(f"row_{row}_points_{level}", "0").replace(",", ".")
    return {"points": points, "text": posted.get(f"row_{row}_level_{level}", "").strip()}


def _practical(posted: Posted, before: Body) -> Body:
    rubric: list[Body] = []
    for number in range(MOST_OPTIONS):
        criterion = posted.get(f"row_{number}_criterion", "").strip()
        if not criterion:
            continue
        levels = [_level(posted, number, level) for level in range(6)]
        key = posted.get(f"row_{number}_key", "") or _free_key(rubric)
        rubric.append({"key": key, "criterion": criterion, "levels": [level for level in levels if level["text"]]})
    return {
        **before,
        "task": to_html(posted.get("task", "")),
        "safety": to_html(posted.get("safety", "")),
        "evidence": posted.get("evidence", "photo"),
        "rubric": rubric,
    }


_READERS: dict[str, Callable[[Posted, Body], Body]] = {
    BlockKind.TEXT: _text,
    BlockKind.PICTURE: _lines("alt", "caption", "credit"),
    BlockKind.AUDIO: _with_html(("title",), ("transcript",)),
    BlockKind.VIDEO: _with_html(("title",), ("transcript",)),
    BlockKind.FILE: _with_html(("title", "note"), ("fallback",)),
    BlockKind.QUESTION: _question,
    BlockKind.PRACTICAL: _practical,
    BlockKind.LIVE: _with_html(("title", "starts_at", "minutes", "place", "address"), ("fallback",)),
    BlockKind.PACKAGE: _with_html(("title",), ("fallback",)),
}
