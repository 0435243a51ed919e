"""What a block holds: the shape of its body for each kind, its texts, its assets, and what makes it unfit.

Pure. A body is plain JSON in the course's own language. Texts are either *lines* (plain) or *html* of a small alphabet
(`ALLOWED_TAGS`), cleaned here. Every text that learners read has a path, so that translations and comments can point at it.

| kind | body |
|---|---|
| text | `html` |
| picture | `asset` (SHA-256), `alt`, `caption`, `credit` |
| audio | `asset`, `title`, `transcript` (html) |
| video | `asset`, `title`, `cues` [{`start`, `end` seconds, `text`}], `transcript` (html) |
| file | `asset`, `title`, `note`, `fallback` (html: what to do without it) |
| question | `type` (single multiple order match text number), `prompt` (html), `explanation` (html), `tries` (0: any number), `points`, and |
|  single, multiple | `options` [{`key`, `text` (html), `is_right`, `feedback`}] |
|  order | `options` in the right order |
|  match | `pairs` [{`key`, `left`, `right`}] |
|  text | `answers` [accepted lines]; case, width and accents are not looked at |
|  number | `value`, `tolerance`, `unit` |
| practical | `task` (html), `evidence` (photo video either observed), `safety` (html), and |
|  | `rubric` [{`key`, `criterion`, `levels` [{`points`, `text`}]}] |
| live | `title`, `starts_at` (ISO 8601), `minutes`, `place`, `address`, `fallback` (html) |
| package | `asset` (the package), `format` (scorm12 scorm2004 cmi5 h5p html), `launch` (path inside), `title`, `fallback` (html) |
"""

import copy
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import nh3
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catecp.courses.enums import BlockKind, QuestionKind
from catecp.kernel.plaintext import clean_line

Body = dict[str, Any]
ALLOWED_TAGS = {
    "h3", "h4", "p", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tr", "th", "td", "blockquote", "pre", "hr", "br",
    "strong", "em", "b", "i", "u", "sub", "sup", "code", "kbd", "a", "img", "span", "dl", "dt", "dd",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {
    "a": {"href"},
    "img": {"data-asset", "alt"},  # a picture in the text names its asset; addresses are made when it is shown
    "span": {"lang"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
LONGEST_HTML = 60_000  # characters of one text
LONGEST_LINE = 600
MOST_OPTIONS = 30
MOST_CUES = 5_000
PACKAGE_FORMATS = ("scorm12", "scorm2004", "cmi5", "h5p", "html")
EVIDENCE_KINDS = ("photo", "video", "either", "observed")


@dataclass(frozen=True)
class Leaf:
    """A text of a body that learners read. `path` reads `options.2.text`; `is_html` tells how it is split and shown."""

    path: str
    text: str
    is_html: bool


@dataclass(frozen=True)
class Problem:
    """Why a block may not be published, in the author's words; `is_warning` where it may all the same."""

    key: str
    text: str | Promise
    is_warning: bool = False


@dataclass(frozen=True)
class BlockSource:
    """A block before it is kept: what authors write, importers read and the demo's files hold. `key` is kept when known."""

    kind: str
    body: Body
    key: str = ""


@dataclass(frozen=True)
class UnitSource:
    """A lesson (with blocks) or a chapter (with `units`) before it is kept."""

    title: str
    blocks: tuple[BlockSource, ...] = ()
    units: tuple["UnitSource", ...] = ()
    key: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)


# Where the texts of a body stand: (path pattern, is html). `*` is every item of a list.
_TEXTS: dict[str, tuple[tuple[str, bool], ...]] = {
    BlockKind.TEXT: (("html", True),),
    BlockKind.PICTURE: (("alt", False), ("caption", False)),
    BlockKind.AUDIO: (("title", False), ("transcript", True)),
    BlockKind.VIDEO: (("title", False), ("cues.*.text", False), ("transcript", True)),
    BlockKind.FILE: (("title", False), ("note", False), ("fallback", True)),
    BlockKind.QUESTION: (
        ("prompt", True),
        ("options.*.text", True),
        ("options.*.feedback", False),
        ("pairs.*.left", False),
        ("pairs.*.right", False),
        ("answers.*", False),
        ("unit", False),
        ("explanation", True),
    ),
    BlockKind.PRACTICAL: (
        ("task", True),
        ("safety", True),
        ("rubric.*.criterion", False),
        ("rubric.*.levels.*.text", False),
    ),
    BlockKind.LIVE: (("title", False), ("place", False), ("fallback", True)),
    BlockKind.PACKAGE: (("title", False), ("fallback", True)),
}


def clean_html(text: str) -> str:
    """Author HTML without anything that could act: no scripts, styles, frames, handlers; links to http(s) and mail only."""
    cleaned = nh3.clean(
        text[:LONGEST_HTML],
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )
    return cleaned.strip()


def leaves(kind: str, body: Body) -> list[Leaf]:
    """Every text of the body that is not empty, in reading order."""
    return [
        Leaf(path, text, is_html)
        for pattern, is_html in _TEXTS[kind]
        for path, text in _found(body, pattern.split("."), "")
        if text.strip()
    ]


def _found(node: Any, steps: list[str], path: str) -> Iterator[tuple[str, str]]:
    if not steps:
        if isinstance(node, str):
            yield path, node
        return
    step, rest = steps[0], steps[1:]
    if step == "*":
        for position, item in enumerate(node if isinstance(node, list) else []):
            yield from _found(item, rest, f"{path}.{position}")
    elif isinstance(node, dict) and step in node:
        yield from _found(node[step], rest, f"{path}.{step}" if path else step)


def with_texts(body: Body, texts: Mapping[str, str]) -> Body:
    """A copy of the body in which the texts at these paths are replaced: the same block in another language."""
    result = copy.deepcopy(body)
    for path, text in texts.items():
        *way, last = path.split(".")
        node: Any = result
        for step in way:
            node = node[int(step)] if isinstance(node, list) else node[step]
        if isinstance(node, list):
            node[int(last)] = text
        else:
            node[last] = text
    return result


def cleaned(kind: str, body: Body) -> Body:
    """The body with every text cleaned for its kind; unknown keys are dropped. Raises ValueError for a body of the wrong shape."""
    if kind not in _SHAPES:
        raise ValueError(f"No block of the kind {kind!r}.")
    shaped = _SHAPES[kind](body)
    texts = {
        leaf.path: clean_html(leaf.text) if leaf.is_html else clean_line(leaf.text, longest=LONGEST_LINE)
        for leaf in leaves(kind, shaped)
    }
    return with_texts(shaped, texts)


def digest(kind: str, body: Body) -> str:
    """SHA-256 (hex) of the canonical JSON of kind and body."""
    canonical = json.dumps([kind, body], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def assets_of(kind: str, body: Body) -> set[str]:
    """SHA-256 of every asset the body uses, pictures inside texts included."""
    found = {body["asset"]} if body.get("asset") else set()
    for leaf in leaves(kind, body):
        if leaf.is_html and "data-asset" in leaf.text:
            found |= {piece.split('"', 1)[0] for piece in leaf.text.split('data-asset="')[1:]}
    return {sha256 for sha256 in found if is_sha256(sha256)}


def is_sha256(text: object) -> bool:
    return isinstance(text, str) and len(text) == 64 and all(letter in "0123456789abcdef" for letter in text)


def works_offline(kind: str, body: Body) -> bool:
    """Whether a learner without network can do all of this block, or has a fallback that says what to do instead."""
    if kind in {BlockKind.LIVE, BlockKind.PACKAGE}:
        return bool(body.get("fallback", "").strip())
    return True


def problems(kind: str, body: Body) -> list[Problem]:
    """What stands in the way of publishing, and what should be better."""
    found = list(_offline_problems(kind, body))
    if kind in {BlockKind.PICTURE, BlockKind.AUDIO, BlockKind.VIDEO, BlockKind.FILE, BlockKind.PACKAGE} and not body.get("asset"):
        found.append(Problem("no_file", _("No file was chosen for this block.")))
    if kind == BlockKind.PICTURE and not body.get("alt", "").strip():
        found.append(Problem("no_alt", _("The picture has no alternative text.")))
    if kind == BlockKind.VIDEO and not body.get("cues") and not body.get("transcript", "").strip():
        found.append(Problem("no_subtitles", _("The video has neither subtitles nor a transcript."), is_warning=True))
    if kind == BlockKind.AUDIO and not body.get("transcript", "").strip():
        found.append(Problem("no_transcript", _("The recording has no transcript."), is_warning=True))
    if kind == BlockKind.QUESTION:
        found.extend(_question_problems(body))
    if kind == BlockKind.PRACTICAL and not body.get("rubric"):
        found.append(Problem("no_rubric", _("The practical task has no rubric, so no teacher can mark it alike.")))
    if any("<img data-asset=" in leaf.text and 'alt=""' in leaf.text for leaf in leaves(kind, body) if leaf.is_html):
        found.append(Problem("no_alt_inside", _("A picture inside the text has no alternative text."), is_warning=True))
    return found


def _offline_problems(kind: str, body: Body) -> Iterator[Problem]:
    if not works_offline(kind, body):
        yield Problem("not_offline", _("This block needs the network and has no fallback: write what a learner does without it."))


def _question_problems(body: Body) -> Iterator[Problem]:
    kind = body.get("type")
    right = [option for option in body.get("options", []) if option.get("is_right")]
    if not body.get("prompt", "").strip():
        yield Problem("no_prompt", _("The question asks nothing."))
    if kind == QuestionKind.SINGLE and len(right) != 1:
        yield Problem("one_right", _("Exactly one option must be right."))
    if kind == QuestionKind.MULTIPLE and not right:
        yield Problem("some_right", _("At least one option must be right."))
    if kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.ORDER} and len(body.get("options", [])) < 2:
        yield Problem("two_options", _("There must be at least two options."))
    if kind == QuestionKind.MATCH and len(body.get("pairs", [])) < 2:
        yield Problem("two_pairs", _("There must be at least two pairs."))
    if kind == QuestionKind.TEXT and not body.get("answers"):
        yield Problem("no_answers", _("No answer is accepted."))
    if kind == QuestionKind.NUMBER and body.get("value") is None:
        yield Problem("no_value", _("The right number is missing."))
    if not body.get("explanation", "").strip():
        yield Problem("no_explanation", _("Nothing explains the right answer."), is_warning=True)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _number(value: Any, *, default: float | None = 0.0) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return default
    return number if number == number and abs(number) < 1e12 else default  # noqa: PLR0124 -- only NaN differs from itself


def _list(value: Any, most: int) -> list:
    items = value if isinstance(value, list) else []
    if len(items) > most:
        raise ValueError(f"At most {most} items fit here; there are {len(items)}.")
    return items


def _asset(body: Body) -> str:
    asset = body.get("asset", "")
    if asset and not is_sha256(asset):
        raise ValueError("An asset is named by its SHA-256.")
    return asset or ""


def _plain(*names: str) -> Callable[[Body], Body]:
    return lambda body: {name: _text(body.get(name)) for name in names}


def _with_asset(*names: str) -> Callable[[Body], Body]:
    return lambda body: {"asset": _asset(body), **{name: _text(body.get(name)) for name in names}}


def _video(body: Body) -> Body:
    cues = [
        {"start": _number(cue.get("start")), "end": _number(cue.get("end")), "text": _text(cue.get("text"))}
        for cue in _list(body.get("cues"), MOST_CUES)
        if isinstance(cue, dict)
    ]
    return {**_with_asset("title", "transcript")(body), "cues": cues}


def _question(body: Body) -> Body:
    kind = _text(body.get("type"))
    if kind not in QuestionKind.values:
        raise ValueError(f"No question of the kind {kind!r}.")
    shaped: Body = {
        "type": kind,
        "prompt": _text(body.get("prompt")),
        "explanation": _text(body.get("explanation")),
        "tries": int(_number(body.get("tries")) or 0),
        "points": _number(body.get("points"), default=1.0),
    }
    if kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.ORDER}:
        shaped["options"] = [_option(number, option) for number, option in enumerate(_list(body.get("options"), MOST_OPTIONS))]
    elif kind == QuestionKind.MATCH:
        shaped["pairs"] = [
            {"key": _key(number, pair), "left": _text(pair.get("left")), "right": _text(pair.get("right"))}
            for number, pair in enumerate(_list(body.get("pairs"), MOST_OPTIONS))
        ]
    elif kind == QuestionKind.TEXT:
        shaped["answers"] = [_text(answer) for answer in _list(body.get("answers"), MOST_OPTIONS) if _text(answer).strip()]
    else:
        shaped |= {"value": _number(body.get("value"), default=None), "tolerance": _number(body.get("tolerance"))}
        shaped["unit"] = _text(body.get("unit"))
    return shaped


def _option(number: int, option: Any) -> Body:
    option = option if isinstance(option, dict) else {"text": option}
    return {
        "key": _key(number, option),
        "text": _text(option.get("text")),
        "is_right": bool(option.get("is_right")),
        "feedback": _text(option.get("feedback")),
    }


def _key(number: int, item: Body) -> str:
    key = _text(item.get("key"))
    return key if key.isalnum() and len(key) <= 12 else chr(ord("a") + number) if number < 26 else f"x{number}"


def _practical(body: Body) -> Body:
    evidence = _text(body.get("evidence")) or "photo"
    if evidence not in EVIDENCE_KINDS:
        raise ValueError(f"No evidence of the kind {evidence!r}.")
    rubric = [
        {
            "key": _key(number, row),
            "criterion": _text(row.get("criterion")),
            "levels": [
                {"points": _number(level.get("points")), "text": _text(level.get("text"))}
                for level in _list(row.get("levels"), MOST_OPTIONS)
            ],
        }
        for number, row in enumerate(_list(body.get("rubric"), MOST_OPTIONS))
    ]
    return {**_plain("task", "safety")(body), "evidence": evidence, "rubric": rubric}


def _live(body: Body) -> Body:
    minutes = int(_number(body.get("minutes")) or 0)
    shaped = {**_plain("title", "starts_at", "place", "address", "fallback")(body), "minutes": minutes}
    if not shaped["address"].startswith(("https://", "http://")):  # it becomes a link: nothing that could run
        shaped["address"] = ""
    return shaped


def _package(body: Body) -> Body:
    kind = _text(body.get("format"))
    if kind not in PACKAGE_FORMATS:
        raise ValueError(f"No package of the format {kind!r}.")
    return {**_with_asset("launch", "title", "fallback")(body), "format": kind}


_SHAPES: dict[str, Callable[[Body], Body]] = {
    BlockKind.TEXT: _plain("html"),
    BlockKind.PICTURE: _with_asset("alt", "caption", "credit"),
    BlockKind.AUDIO: _with_asset("title", "transcript"),
    BlockKind.VIDEO: _video,
    BlockKind.FILE: _with_asset("title", "note", "fallback"),
    BlockKind.QUESTION: _question,
    BlockKind.PRACTICAL: _practical,
    BlockKind.LIVE: _live,
    BlockKind.PACKAGE: _package,
}
