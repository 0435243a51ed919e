"""Forms for letters, badges and lists: shape of input, nothing more."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catecp.events.documents.badges import LABEL_SHEETS
from catecp.events.documents.wording import LETTER_LANGUAGES, Wording, default_wording
from catecp.events.models import Event, LetterWording
from catecp.events.services.letters import MOST_SIGNATORIES, TEXTS
from catecp.kernel.plaintext import clean_text
from catecp.kernel.translated import Translated
from catecp.languages.form_fields import TranslatedFormField
from catecp.languages.tags import LANGUAGES

WRITTEN_IN = ("en", "zh-hans", "km")
_ROWS = {"subject": 1, "salutation": 1, "body": 8, "closing": 1}
_LONGEST = {"subject": 200, "salutation": 200, "body": 4000, "closing": 200}
_LABELS = {"subject": _("Subject"), "salutation": _("Salutation"), "body": _("Text"), "closing": _("Closing")}


class WordingForm(forms.Form):
    """What the letters of an event say; empty texts show the default, which is used as long as nothing is written."""

    signatories = forms.CharField(
        label=_("Signed by"),
        required=False,
        widget=forms.Textarea(attrs={"rows": MOST_SIGNATORIES}),
        help_text=_("One person a line: name; post; institution. At most three."),
    )
    sender_line = forms.CharField(
        label=_("Line below the letterhead"), required=False, max_length=200, help_text=_("Street, telephone, e-mail.")
    )

    def __init__(self, *args: Any, wording: LetterWording, **options: Any) -> None:
        super().__init__(*args, **options)
        defaults = {language: default_wording(language) for language in WRITTEN_IN}
        for name in reversed(TEXTS):
            kept: Translated = getattr(wording, name)
            shown = {tag: kept[tag] or _offered(defaults, tag, name) for tag in WRITTEN_IN}
            self.fields[name] = TranslatedFormField(
                label=_LABELS[name],
                languages=WRITTEN_IN,
                rows=_ROWS[name],
                longest=_LONGEST[name],
                initial=Translated(texts=shown, original=kept.original, states=kept.states),
            )
        self.order_fields([*TEXTS, "signatories", "sender_line"])
        self.fields["signatories"].initial = "\n".join("; ".join(who.values()) for who in wording.signatories)
        self.fields["sender_line"].initial = wording.sender_line

    def clean_signatories(self) -> list[dict[str, str]]:
        """[{"name", "post", "institution"}], empty lines left out."""
        lines = [line.strip() for line in clean_text(self.cleaned_data["signatories"]).split("\n") if line.strip()]
        if len(lines) > MOST_SIGNATORIES:
            raise ValidationError(_("At most three people sign a letter."))
        parted = [[part.strip() for part in line.replace("；", ";").split(";")] + ["", ""] for line in lines]
        return [dict(zip(("name", "post", "institution"), parts, strict=False)) for parts in parted]

    def texts(self) -> dict[str, Translated]:
        """The texts by name, for the service."""
        return {name: self.cleaned_data[name] for name in TEXTS}


def _offered(defaults: dict[str, Wording], tag: str, name: str) -> str:
    """The default text, unless it is only the English one standing in for a translation that is missing."""
    text: str = getattr(defaults[tag], name)
    return text if tag == "en" or text != getattr(defaults["en"], name) else ""


class LettersForm(forms.Form):
    """For whom, and in which languages; without a person, for everybody who has none."""

    languages = forms.ChoiceField(
        label=_("Languages"), required=False, choices=[("", _("as fits the country")), *LETTER_LANGUAGES.items()]
    )
    person = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)


class BadgesForm(forms.Form):
    """Which badges, on which paper."""

    paper = forms.ChoiceField(
        label=_("Paper"),
        initial="a6",
        choices=[
            ("a6", _("A6, one badge a page")),
            ("L7165", _("Labels 99 × 68 mm, 8 a sheet (L7165)")),
            ("L7163", _("Labels 99 × 38 mm, 14 a sheet (L7163)")),
            ("90x55", _("Cards 90 × 55 mm, 10 a sheet, to cut")),
        ],
    )
    language = forms.ChoiceField(
        label=_("Language"), initial="en", choices=[(tag, LANGUAGES[tag].own_name) for tag in WRITTEN_IN]
    )
    skip = forms.IntegerField(
        label=_("Labels already used on the first sheet"),
        required=False,
        min_value=0,
        max_value=13,
        help_text=_("For labels only."),
    )
    notes = forms.CharField(
        label=_("On the back"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For A6 only. A heading, a colon and the text, one note a line. “Wi-Fi: network Hall, password handshake”"),
    )
    has_link = forms.BooleanField(
        label=_("The personal link on the back"),
        required=False,
        initial=True,
        help_text=_("For A6 only. Whoever scans it takes part as this person: survey, calls, contacts."),
    )
    person = forms.MultipleChoiceField(
        required=False, label=_("Only these people"), widget=forms.SelectMultiple(attrs={"size": 8})
    )

    def __init__(self, *args: Any, event: Event, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(registration.public_id, str(registration.person)) for registration in people]
        person = self.fields["person"]
        assert isinstance(person, forms.MultipleChoiceField)
        person.choices = choices
        self.fields["language"].initial = next((tag for tag in event.languages if tag in WRITTEN_IN), "en")

    def clean(self) -> dict[str, Any]:
        """The skipped labels have to fit on one sheet of the chosen paper."""
        cleaned = super().clean() or {}
        sheet = LABEL_SHEETS.get(cleaned.get("paper", ""))
        skip = cleaned.get("skip") or 0
        if sheet and skip >= sheet.per_sheet:
            self.add_error("skip", _("A sheet of this paper has %(number)s labels.") % {"number": sheet.per_sheet})
        return cleaned

    def back(self) -> tuple[tuple[str, str], ...]:
        """(("Wi-Fi", "network Hall …"), …) of the notes."""
        lines = [line for line in clean_text(self.cleaned_data["notes"], longest=1200).split("\n") if line.strip()]
        parted = [line.replace("：", ":").partition(":") for line in lines[:12]]
        return tuple((head.strip(), rest.strip()) if colon else ("", head.strip()) for head, colon, rest in parted)
