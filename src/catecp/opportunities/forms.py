import uuid
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from catecp.languages.tags import LANGUAGES, language_by_script
from catecp.opportunities.models import Call, CallKind
from catecp.opportunities.services import LONGEST, CallText

GUESS = ""
_LATIN = "Latn"


class CallForm(forms.Form):
    """One short form: in a minute, on a phone. The language is guessed from the script and can be corrected."""

    text = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=_("Your call"),
        help_text=_("In your own language, a sentence or two. Your name and institution stand under it, for everybody to see."),
    )
    offers = forms.ChoiceField(
        choices=[("offer", _("We offer")), ("need", _("We look for"))],
        initial="offer",
        widget=forms.RadioSelect,
        label=_("What it is"),
    )
    kind = forms.ChoiceField(choices=CallKind.choices, label=pgettext_lazy("of a call for collaboration", "Kind"))
    closes_on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}), label=_("Until when"))
    language = forms.ChoiceField(required=False, label=_("Language of the text"))
    once_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        tags = [(language.tag, language.own_name) for language in LANGUAGES.values()]
        self.fields["language"].choices = [(GUESS, _("as the script says")), *tags]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["once_key"].initial = uuid.uuid4

    def said(self) -> CallText:
        data = self.cleaned_data
        page = get_language() or "en"
        otherwise = page if page in LANGUAGES and LANGUAGES[page].script == _LATIN else "en"
        return CallText(
            text=data["text"],
            language=data["language"] or language_by_script(data["text"], otherwise=otherwise),
            kind=data["kind"],
            offers=data["offers"] == "offer",
            closes_on=data["closes_on"],
        )

    @staticmethod
    def initial_of(call: Call) -> dict[str, Any]:
        return {
            "text": call.text[call.text.original],
            "offers": "offer" if call.offers else "need",
            "kind": call.kind,
            "closes_on": call.closes_on,
            "language": call.language,
        }

    def clean_closes_on(self) -> date | None:
        day = self.cleaned_data["closes_on"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose a later one, or leave it empty."))
        return day

    @staticmethod
    def usual_deadline(ends_on: date | None, *, today: date) -> date | None:
        """Three months after the event, or after today when the event is over; none without an event."""
        return max(ends_on, today) + timedelta(days=90) if ends_on else None


class TranslationForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"))
    text = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}), label=_("The call in this language"))

    def __init__(self, *args: Any, call: Call, **options: Any) -> None:
        super().__init__(*args, **options)
        others = [(language.tag, language.own_name) for language in LANGUAGES.values() if language.tag != call.text.original]
        self.fields["language"].choices = others  # type: ignore[attr-defined]  # a ChoiceField
