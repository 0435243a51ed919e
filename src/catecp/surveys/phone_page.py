"""The answer page: one file with every language, its style and its script inside, so that one request is enough in a crowded hall.

The site's content policy forbids inline scripts; this page names its one script and one style by their hash instead. The page is the
same for everybody but for the phone's id and the code from the badge's QR, so it is made once per revision, language and rotation
and kept.
"""

import base64
import gzip
import hashlib
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache as kept_pages
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from catecp.kernel.translated import Translated
from catecp.languages.tags import LANGUAGES
from catecp.surveys.enums import SurveyState
from catecp.surveys.models import Question, Survey
from catecp.surveys.phone_answers import Problems, Raw
from catecp.surveys.question_types.base import Field
from catecp.surveys.question_types.registry import KINDS
from catecp.surveys.starters import phone_words

FOLDER = Path(__file__).parent / "phone"
_CLIENT, _CODE = "@@client@@", "@@code@@"
_KEEP_SECONDS = 3600
_PHONE_SCRIPT_WORDS = (
    "chosen", "saving", "waiting", "closed", "not_open", "code_unknown", "code_used", "too_many", "needed", "too_long", "not_offered",
    "nothing", "again", "untranslated",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """How the page was asked for. `filled` and `problems` show a form again that was refused."""

    language: str
    is_language_chosen: bool = False
    code: str = ""
    receipt: str = ""
    is_preview: bool = False
    is_paper: bool = False
    filled: Mapping[int, Raw] = field(default_factory=dict)
    problems: Problems = field(default_factory=dict)
    client: str = ""
    rotation: int | None = None

    @property
    def is_plain(self) -> bool:
        return not (self.filled or self.problems or self.receipt or self.is_preview)


@dataclass(frozen=True)
class Piece:
    """A text of the page, by its number in every language's list."""

    number: int
    text: str
    language: str = ""  # set when it is not the page's: the translation is missing
    mark: str = ""
    count: int = 0

    def __html__(self) -> str:
        filled = self.text.replace("{n}", str(self.count))
        count = format_html(' data-n="{}"', self.count) if self.count else ""
        if not self.language:
            return format_html('<span data-t="{}"{}>{}</span>', self.number, count, filled)
        return format_html(
            '<span data-t="{}"{} lang="{}" data-o="{}">{}</span>', self.number, count, self.language, self.mark, filled
        )

    __str__ = __html__


class Texts:
    """Collects what the page says and numbers it."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.all: list[Translated] = []
        self._mark = phone_words()["untranslated"].best(language)[0]

    def piece(self, text: Translated, *, count: int = 0) -> Piece:
        if not text:
            return Piece(0, "")
        if text not in self.all:
            self.all.append(text)
        shown, language = text.best(self.language)
        is_missing = bool(shown) and language != self.language
        return Piece(self.all.index(text), shown, language if is_missing else "", self._mark, count)

    def word(self, key: str, *, count: int = 0) -> Piece:
        return self.piece(phone_words()[key], count=count)

    def by_language(self, languages: Sequence[str]) -> dict[str, list[Any]]:
        """Every text in every language; a missing one as [original, its language]. The page's own language first: it compresses best."""
        ordered = [self.language, *(tag for tag in languages if tag != self.language)]
        return {tag: [text[tag] or list(text.best(tag)) for text in self.all] for tag in ordered}


@cache
def style() -> str:
    return (FOLDER / "page.css").read_text(encoding="utf-8").strip()


@cache
def script() -> str:
    """The script without comments and indentation."""
    text = re.sub(r"/\*.*?\*/", "", (FOLDER / "page.js").read_text(encoding="utf-8"), flags=re.DOTALL)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def content_policy() -> str:
    """Nothing from anywhere but this one script and this one style, and requests only to us."""
    return (
        f"default-src 'none'; script-src '{_hash(script())}'; style-src '{_hash(style())}'; connect-src 'self'; img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def phone_page(survey: Survey, questions: Sequence[Question], asked: Asked) -> str:
    """The HTML. Plain pages come from the cache; only the phone's id and the code differ."""
    turns = max([1, *(len(question.settings.get("options", ())) for question in questions)])
    rotation = secrets.randbelow(turns) if asked.rotation is None else asked.rotation
    if not asked.is_plain:
        html = _rendered(survey, questions, asked, rotation=rotation)
    else:
        key = f"survey-page-{survey.pk}-{survey.revision}-{survey.state}-{asked.language}-{asked.is_language_chosen}-{asked.is_paper}-{rotation}"
        html = kept_pages.get(key)
        if html is None:
            html = _rendered(survey, questions, asked, rotation=rotation)
            kept_pages.set(key, html, _KEEP_SECONDS)
    client = asked.client or secrets.token_hex(16)
    return html.replace(_CLIENT, client).replace(_CODE, asked.code)


def _rendered(survey: Survey, questions: Sequence[Question], asked: Asked, *, rotation: int) -> SafeString:
    texts = Texts(asked.language)
    is_open = survey.state == SurveyState.OPEN or asked.is_preview
    event_name, event_language = survey.event.name.best(asked.language)
    context = {
        "language": asked.language,
        "languages": [(tag, LANGUAGES[tag].own_name) for tag in survey.languages if tag in LANGUAGES],
        "event_name": event_name,
        "event_language": event_language,
        "title": texts.piece(survey.title),
        "intro": texts.piece(survey.intro),
        "words": _words(texts, survey),
        "has_form": is_open and not asked.receipt,
        "message": None
        if is_open or asked.receipt
        else texts.word("closed" if survey.state == SurveyState.CLOSED else "not_open"),
        "receipt": asked.receipt,
        "needs_code": survey.needs_code,
        "questions": [_question(texts, question, asked, rotation=rotation) for question in questions] if is_open else [],
        "problems": _problems(texts, asked.problems),
        "rotation": rotation,
        "client": _CLIENT,
        "code": _CODE,
        "post": f"/s/{survey.slug}/",
        "extra": "&paper=1" if asked.is_paper else "",
        "is_preview": asked.is_preview,
        "css": style(),
        "js": script(),
    }
    with override(asked.language):
        context["preview_note"] = _("Preview: this is what phones show. Nothing can be sent from here.")
        context["is_demo"] = settings.IS_DEMO
        context["demo_note"] = _("Demo network. People and answers are invented; institutions are real names.")
        context["data"] = _data(survey, texts, asked, extra=context["extra"])
        return render_to_string("surveys/phone.html", context)


def _words(texts: Texts, survey: Survey) -> dict[str, Piece]:
    keys = ("language", "code", "code_hint", "other", "any_language", "send", "sent", "receipt", "another")
    return {**{key: texts.word(key) for key in keys}, "mode": texts.word(survey.anonymity)}


def _question(texts: Texts, question: Question, asked: Asked, *, rotation: int) -> dict[str, Any]:
    shown: Field = KINDS[question.kind].field(question.settings, rotation=rotation)
    raw = asked.filled.get(question.number, Raw())
    name = f"q{question.number}"
    return {
        "name": name,
        "number": question.number,
        "text": texts.piece(question.text),
        "hint": texts.piece(question.hint),
        "control": shown.control,
        "at_most": shown.at_most or 1,
        "most": texts.word("at_most", count=shown.at_most) if shown.control == "checkbox" else None,
        "has_other": shown.has_other,
        "longest": shown.longest,
        "options": [
            {
                "key": option.key,
                "text": option.key if shown.control == "scale" else texts.piece(option.text),
                "is_chosen": option.key in raw.values,
            }
            for option in shown.options
        ],
        "low": texts.piece(shown.ends[0]),
        "high": texts.piece(shown.ends[1]),
        "typed": "\n".join(raw.values),
        "other": raw.other,
        "problem": _problems(texts, asked.problems).get(name),
    }


def _problems(texts: Texts, problems: Problems) -> dict[str, dict[str, Any]]:
    words = phone_words()
    return {
        name: {"word": word, "count": count, "text": words[word].best(texts.language)[0].replace("{n}", str(count))}
        for name, (word, count) in problems.items()
    }


def _data(survey: Survey, texts: Texts, asked: Asked, *, extra: str) -> SafeString:
    numbers = {key: texts.word(key).number for key in _PHONE_SCRIPT_WORDS}
    data = {
        "slug": survey.slug,
        "now": asked.language,
        "asked": asked.is_language_chosen,
        "post": f"/s/{survey.slug}/",
        "extra": extra,
        "preview": asked.is_preview,
        "w": numbers,
        "l": texts.by_language([tag for tag in survey.languages if tag in LANGUAGES]),
    }
    # A `<` inside a script element could end it.
    return SafeString(json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))  # noqa: S308 -- escaped here


def page_weight(survey: Survey, questions: Sequence[Question]) -> int:
    """Bytes a phone loads, compressed: the whole page, every language, style and script."""
    language = survey.languages[0] if survey.languages else "en"
    return len(gzip.compress(phone_page(survey, questions, Asked(language=language, rotation=0)).encode()))
