"""A form field for text in several languages: one row per language, each saying how far its text can be trusted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from catecp.kernel.plaintext import clean_line, clean_text
from catecp.kernel.translated import MACHINE, ORIGINAL, OUTDATED, REVIEWED, TRANSLATED, Translated
from catecp.languages.tags import LANGUAGES

STATE_WORDS = {
    ORIGINAL: (_("original"), ""),
    REVIEWED: (_("reviewed"), "good"),
    TRANSLATED: (_("translated"), ""),
    MACHINE: (_("by machine, unread"), "warm"),
    OUTDATED: (_("outdated"), "warm"),
    "missing": (_("missing"), ""),
}


@dataclass(frozen=True)
class Submitted:
    """What came from the page: texts by language, which one is the original, and which translations somebody read and found right."""

    texts: Mapping[str, str] = field(default_factory=dict)
    original: str = ""
    reviewed: frozenset[str] = frozenset()


class TranslatedInput(forms.Widget):
    """Rows of one line, or of `rows` lines of text, one per language. Languages that hold a text already always have their row."""

    template_name = "languages/translated_input.html"
    use_fieldset = True

    def __init__(self, *, languages: Iterable[str] = (), rows: int = 1, attrs: dict | None = None) -> None:
        super().__init__(attrs)
        self.languages = list(languages)
        self.rows = rows
        self.before = Translated()

    def __deepcopy__(self, memo: dict) -> "TranslatedInput":
        copy = super().__deepcopy__(memo)
        copy.languages = list(self.languages)
        return copy

    def tags(self) -> list[str]:
        others = [tag for tag in self.before.texts if tag not in self.languages]
        return [*self.languages, *others]

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        texts, original = self._shown(value)
        context["widget"]["rows"] = [
            self._row(name, tag, texts.get(tag, ""), original, context["widget"]["attrs"]) for tag in self.tags()
        ]
        context["widget"]["lines"] = self.rows
        context["widget"]["is_written"] = bool(self.before)  # of a text still to be written, states say nothing
        return context

    def _shown(self, value: Any) -> tuple[Mapping[str, str], str]:
        if isinstance(value, Submitted):
            return value.texts, value.original
        text = Translated.from_json(value)
        return text.texts, text.original if text else ""

    def _row(self, name: str, tag: str, text: str, original: str, attrs: dict) -> dict:
        state = self.before.state(tag)
        word, tone = STATE_WORDS[state]
        identifier = attrs.get("id") or f"id_{name}"
        return {
            "name": f"{name}_{tag}",
            "id": f"{identifier}_{tag}",
            "tag": tag,
            "own_name": LANGUAGES[tag].own_name if tag in LANGUAGES else tag,
            "text": text,
            "state": word,
            "tone": tone,
            "is_original": tag == (original or self.tags()[0]),
            "may_be_reviewed": state in {TRANSLATED, MACHINE, OUTDATED},
            "describedby": attrs.get("aria-describedby", ""),
            "is_invalid": attrs.get("aria-invalid") == "true",
        }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Submitted:
        texts = {tag: data.get(f"{name}_{tag}", "") for tag in self.tags()}
        reviewed = frozenset(tag for tag in texts if data.get(f"{name}_{tag}_reviewed"))
        return Submitted(texts=texts, original=data.get(f"{name}_original", ""), reviewed=reviewed)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(f"{name}_{tag}" not in data for tag in self.tags())

    def id_for_label(self, id_: str) -> str:
        return ""


class TranslatedFormField(forms.Field):
    """Cleans to a `Translated`. A changed original marks its translations outdated unless they were changed with it.

    `languages` are the rows, the main language first; `rows` above 1 keeps several lines; `longest` bounds each text.
    """

    widget: TranslatedInput = TranslatedInput  # type: ignore[assignment]  # -- Django makes an instance of the class
    default_error_messages = {
        "required": _("Write it in at least one language."),
        "too_long": _("%(language)s: this text has %(length)s characters; at most %(longest)s fit."),
    }

    def __init__(self, *, languages: Iterable[str] = (), rows: int = 1, longest: int = 300, **options: Any) -> None:
        options.setdefault("widget", TranslatedInput(languages=languages, rows=rows))
        self.rows = rows
        self.longest = longest
        super().__init__(**options)

    def write_in(self, languages: Iterable[str]) -> None:
        """Set the languages of the rows, for forms that know them only when built."""
        self.widget.languages = list(languages)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        bound = super().get_bound_field(form, field_name)
        self.widget.before = Translated.from_json(bound.initial)
        return bound

    def clean(self, value: Any) -> Translated:
        value = value if isinstance(value, Submitted) else Submitted()
        text = self._merged(value)
        if self.required and not text:
            raise ValidationError(self.error_messages["required"], code="required")
        return text

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = Translated.from_json(initial)
        return not isinstance(data, Submitted) or self._merged(data).to_json() != before.to_json()

    def _merged(self, value: Submitted) -> Translated:
        before: Translated = self.widget.before  # type: ignore[misc]  # -- the field's own widget is an instance
        texts = {tag: self._cleaned(tag, text) for tag, text in value.texts.items()}
        original = self._original(value, texts)
        changed = [tag for tag, text in texts.items() if text != before.texts.get(tag, "")]
        text = Translated(texts=dict(before.texts), original=original, states=dict(before.states))
        for tag in sorted(changed, key=lambda tag: tag != original):  # the original first: it outdates the others
            text = text.with_text(tag, texts[tag])
        for tag in value.reviewed:
            if tag != original and text.texts.get(tag):
                text = text.with_text(tag, text.texts[tag], state=REVIEWED)
        return text

    def _cleaned(self, tag: str, text: str) -> str:
        longest = self.longest + 1  # one more, so that too long is said instead of cut
        text = clean_text(text, longest=longest) if self.rows > 1 else clean_line(text, longest=longest)
        if len(text) > self.longest:
            language = LANGUAGES[tag].own_name if tag in LANGUAGES else tag
            words = {"language": language, "length": len(text), "longest": self.longest}
            raise ValidationError(self.error_messages["too_long"], code="too_long", params=words)
        return text

    def _original(self, value: Submitted, texts: Mapping[str, str]) -> str:
        """As chosen; without a choice as before; and never a language without a text while another has one."""
        filled = [tag for tag, text in texts.items() if text]
        for tag in (value.original, self.widget.before.original):  # type: ignore[misc]  # -- as above
            if tag in filled:
                return tag
        return filled[0] if filled else (self.widget.languages[:1] or ["en"])[0]  # type: ignore[misc]  # -- as above
