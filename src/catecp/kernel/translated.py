"""Text in several languages: which language it was written in, what stands in the others, and how far each can be trusted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import get_language

ORIGINAL, REVIEWED, TRANSLATED, MACHINE, OUTDATED = "original", "reviewed", "translated", "machine", "outdated"
STATES = (ORIGINAL, REVIEWED, TRANSLATED, MACHINE, OUTDATED)


@dataclass(frozen=True)
class Translated:
    """`texts` maps a language tag to the text; `original` is the tag it was written in; `states` says how each came about."""

    texts: Mapping[str, str] = field(default_factory=dict)
    original: str = "en"
    states: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.texts.values())

    def __str__(self) -> str:
        return self.best()[0]

    def __getitem__(self, language: str) -> str:
        return self.texts.get(language, "")

    def best(self, language: str | None = None) -> tuple[str, str]:
        """The text for a reader of `language` (default: the page's) and the language it is really in."""
        wanted = language or get_language() or "en"
        for tag in (wanted, self.original, "en", *self.texts):
            if self.texts.get(tag):
                return self.texts[tag], tag
        return "", wanted

    def state(self, language: str) -> str:
        """original, reviewed, translated, machine, outdated or missing."""
        if not self.texts.get(language):
            return "missing"
        return ORIGINAL if language == self.original else self.states.get(language, TRANSLATED)

    def with_text(self, language: str, text: str, *, state: str = TRANSLATED) -> "Translated":
        """A copy with one text set. When the original changes, its translations are marked outdated."""
        texts = {tag: value for tag, value in self.texts.items() if tag != language}
        if text.strip():
            texts[language] = text.strip()
        states = {tag: value for tag, value in self.states.items() if tag in texts}
        if language == self.original and self.texts.get(language, "").strip() != text.strip():
            states = {tag: OUTDATED for tag in texts if tag != language}
        elif language != self.original and language in texts:
            states[language] = state
        return Translated(texts=texts, original=self.original, states=states)

    def missing(self, languages: Iterable[str]) -> list[str]:
        return [tag for tag in languages if not self.texts.get(tag)]

    def to_json(self) -> dict[str, Any]:
        return {"original": self.original, "texts": dict(self.texts), "states": dict(self.states)}

    @classmethod
    def from_json(cls, value: Any) -> "Translated":
        """Reads what was stored; also a plain {language: text} mapping, or a plain string (English)."""
        if isinstance(value, Translated):
            return value
        if isinstance(value, str):
            return cls(texts={"en": value} if value else {})
        value = value or {}
        if "texts" not in value:
            original = next(iter(value), "en")
            return cls(texts=dict(value), original=original)
        return cls(texts=dict(value["texts"]), original=value.get("original", "en"), states=dict(value.get("states", {})))


def written(text: str, language: str = "en") -> Translated:
    """A text somebody wrote in one language."""
    return Translated(texts={language: text.strip()} if text.strip() else {}, original=language)


class TranslatedField(models.JSONField):
    """Stores a `Translated`. Search it through the JSON text; never compare it in the database."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"default": Translated, "blank": True, **options})

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Translated:
        return Translated.from_json(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> Translated:
        return Translated.from_json(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, (Translated, str, dict)):
            value = Translated.from_json(value).to_json()
        return super().get_db_prep_value(value, connection, prepared)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = Translated.from_json(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value

    def value_to_string(self, obj: models.Model) -> Any:
        return Translated.from_json(self.value_from_object(obj)).to_json()
