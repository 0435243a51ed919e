from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catecp.kernel.translated import Translated
from catecp.languages.enums import TradeField
from catecp.languages.form_fields import TranslatedFormField
from catecp.languages.models import Term
from catecp.languages.services.glossary import TermText, WordText
from catecp.languages.tags import LANGUAGES


class ExchangeForm(forms.Form):
    """A file from a translator's tool."""

    file = forms.FileField(
        label=_("XLIFF file"), help_text=_("XLIFF 2.x, as exported here and saved by your tool, or XLIFF 1.2.")
    )
    sign_off = forms.BooleanField(
        required=False,
        label=_("Sign off what the file calls reviewed"),
        help_text=_("You say that a second person read these translations. Only language reviewers can."),
    )


class SubtitlesForm(forms.Form):
    """The subtitles of one film in another language."""

    film = forms.ChoiceField(label=_("Film"))
    file = forms.FileField(label=_("VTT or SRT file"))

    def __init__(self, *args: Any, films: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["film"].choices = films


class TermForm(forms.Form):
    """A term: its field, its words in every language, its explanation."""

    field = forms.ChoiceField(choices=TradeField.choices, label=_("Field"))
    definition = TranslatedFormField(
        languages=list(LANGUAGES)[:8],
        rows=2,
        longest=600,
        required=False,
        label=_("Explanation"),
        help_text=_("One sentence a learner understands."),
    )
    source = forms.CharField(required=False, max_length=200, label=_("Source"))

    def __init__(self, *args: Any, term: Term | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        preferred = {word.language: word for word in term.words.all() if word.is_preferred} if term else {}
        for language in LANGUAGES.values():
            word = preferred.get(language.tag)
            self.fields[f"word_{language.tag}"] = forms.CharField(
                required=language.tag == "en" and term is None,
                max_length=200,
                initial=word.text if word else "",
                label=language.own_name,
                widget=forms.TextInput(attrs={"lang": language.tag}),
            )
            if language.script != "Latn":
                self.fields[f"romanised_{language.tag}"] = forms.CharField(
                    required=False,
                    max_length=200,
                    initial=word.romanised if word else "",
                    label=_("%(language)s in Latin letters") % {"language": language.own_name},
                )
        if term is not None:
            self.initial.update(field=term.field, definition=term.definition, source=term.source)

    def said(self) -> TermText:
        data = self.cleaned_data
        return TermText(
            field=data["field"],
            words={tag: WordText(data[f"word_{tag}"], data.get(f"romanised_{tag}", "")) for tag in LANGUAGES},
            definition=Translated.from_json(data["definition"]),
            source=data["source"],
        )
