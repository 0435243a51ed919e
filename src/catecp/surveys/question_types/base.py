"""What every kind of question can do: read an answer, show itself on the phone, count, and be set up by its author.

The kinds know nothing of the database. `settings` is the question's JSON as stored; a refusal names one of the phone page's words
(data/survey_words.yaml), so that the same sentence stands beside the field in the reader's language with and without JavaScript.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise

from catecp.kernel.plaintext import clean_line, clean_text
from catecp.kernel.translated import Translated

LONGEST_OTHER = 300


class NotAnAnswer(Exception):
    """`word` names the sentence for the person; `number` fills its {n}."""

    def __init__(self, word: str, *, number: int = 0) -> None:
        super().__init__(word)
        self.word = word
        self.number = number


@dataclass(frozen=True)
class Given:
    """One person's answer to one question: chosen option keys in the order shown, and a text as typed."""

    chosen: tuple[str, ...] = ()
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.chosen or self.text)


@dataclass(frozen=True)
class Row:
    """People who gave this answer."""

    key: str
    label: Translated
    people: int


@dataclass(frozen=True)
class Option:
    key: str
    text: Translated


@dataclass(frozen=True)
class Field:
    """What the phone shows: `control` is checkbox, radio, scale or textarea."""

    control: str
    options: tuple[Option, ...] = ()
    at_most: int = 0
    has_other: bool = False
    longest: int = 0
    ends: tuple[Translated, Translated] = field(default_factory=lambda: (Translated(), Translated()))


def options_of(settings: Mapping[str, Any]) -> list[Option]:
    return [Option(key=item["key"], text=Translated.from_json(item["text"])) for item in settings.get("options", [])]


def turned(options: Sequence[Option], rotation: int) -> list[Option]:
    """The options in the order one respondent sees: no option gains from standing first on every phone."""
    if not options:
        return []
    start = rotation % len(options)
    return [*options[start:], *options[:start]]


class QuestionType:
    kind: str
    title: str | Promise
    form: type[forms.Form]

    def read(self, settings: Mapping[str, Any], values: Sequence[str], *, other: str = "", rotation: int = 0) -> Given:
        """What was sent, checked; raises NotAnAnswer."""
        raise NotImplementedError

    def field(self, settings: Mapping[str, Any], *, rotation: int = 0) -> Field:
        raise NotImplementedError

    def tally(self, settings: Mapping[str, Any], given: Sequence[Given]) -> list[Row]:
        """People per answer, in the order of the settings. Empty for kinds that are grouped by a codebook."""
        return []

    def initial(self, settings: Mapping[str, Any], *, original: str) -> dict[str, Any]:
        """The author form's first values."""
        return {name: settings[name] for name in self.form.base_fields if name in settings}

    def settings_from(self, cleaned: Mapping[str, Any], *, old: Mapping[str, Any], original: str) -> dict[str, Any]:
        """The settings an author's form asks for; texts are in the `original` language."""
        return {**old, **{name: cleaned[name] for name in self.form.base_fields if name in cleaned}}


def read_choices(settings: Mapping[str, Any], values: Sequence[str], *, other: str, rotation: int, at_most: int) -> Given:
    """Keys that are on offer, once each, in the order shown; the free `other` counts as one of the choices."""
    offered = [option.key for option in turned(options_of(settings), rotation)]
    wanted = {value for value in values if value}
    if wanted - set(offered):
        raise NotAnAnswer("not_offered")
    text = clean_line(other, longest=LONGEST_OTHER + 1) if settings.get("has_other") else ""
    if len(text) > LONGEST_OTHER:
        raise NotAnAnswer("too_long", number=LONGEST_OTHER)
    if at_most and len(wanted) + bool(text) > at_most:
        raise NotAnAnswer("too_many", number=at_most)
    return Given(chosen=tuple(key for key in offered if key in wanted), text=text)


def read_text(text: str, *, longest: int) -> str:
    cleaned = clean_text(text, longest=longest + 1)
    if len(cleaned) > longest:
        raise NotAnAnswer("too_long", number=longest)
    return cleaned


def count_options(settings: Mapping[str, Any], given: Sequence[Given]) -> list[Row]:
    return [
        Row(key=option.key, label=option.text, people=sum(option.key in answer.chosen for answer in given))
        for option in options_of(settings)
    ]
