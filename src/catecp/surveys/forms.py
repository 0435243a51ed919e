"""The shapes of what authors send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catecp.kernel.plaintext import clean_line
from catecp.languages.form_fields import TranslatedFormField
from catecp.languages.tags import LANGUAGES
from catecp.surveys.enums import Anonymity, CodebookKind
from catecp.surveys.models import Code, Survey
from catecp.surveys.question_types.registry import KINDS

LANGUAGE_CHOICES = [(tag, f"{language.own_name} · {language.english_name}") for tag, language in LANGUAGES.items()]
MOST_PHRASES = 60


class NewSurveyForm(forms.Form):
    start = forms.ChoiceField(
        label=_("Begin with"),
        choices=[("workshop", _("the workshop's four questions, in 13 languages")), ("empty", _("no questions"))],
        widget=forms.RadioSelect,
        initial="workshop",
    )
    title = forms.CharField(label=_("Title, when it begins without questions"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("start") == "empty" and not cleaned.get("title"):
            self.add_error("title", _("Give the survey a title."))
        return cleaned


class SurveyForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    intro = forms.CharField(label=_("One line under the title"), max_length=300, required=False)
    anonymity = forms.ChoiceField(
        label=_("Who stands behind an answer"),
        choices=Anonymity.choices,
        widget=forms.RadioSelect,
        help_text=_("The first screen says it in the reader's language. It cannot change after the survey has opened."),
    )
    needs_code = forms.BooleanField(
        label=_("One personal code, one answer"),
        required=False,
        help_text=_("Without codes anybody with the address can answer."),
    )
    languages = forms.MultipleChoiceField(label=_("Languages"), choices=LANGUAGE_CHOICES, widget=forms.CheckboxSelectMultiple)


class QuestionForm(forms.Form):
    """The part all kinds share; the kind adds its own form with the prefix `kind`."""

    text = forms.CharField(label=_("Question"), max_length=300)
    hint = forms.CharField(label=_("Hint"), max_length=300, required=False)
    is_required = forms.BooleanField(label=_("Has to be answered"), required=False)
    codebook = forms.ChoiceField(
        label=_("Free text is grouped by"), choices=[("", _("no codebook")), *CodebookKind.choices], required=False
    )


def kind_form(kind: str, *, data: Any = None, settings: dict | None = None, original: str = "en") -> forms.Form:
    """The author form of a kind of question."""
    initial = KINDS[kind].initial(settings or {}, original=original)
    return KINDS[kind].form(data, initial=initial, prefix="kind")


class SpareCodesForm(forms.Form):
    number = forms.IntegerField(label=_("Spare codes for people on no list"), min_value=1, max_value=500, initial=20)


class NewCodeForm(forms.Form):
    label = forms.CharField(label=_("New idea"), max_length=120)

    def clean_label(self) -> str:
        return clean_line(self.cleaned_data["label"], longest=120)


class CodeForm(forms.Form):
    label = TranslatedFormField(label=_("Idea"), longest=120)
    phrases = forms.CharField(
        label=_("Phrases that mean it"),
        widget=forms.Textarea(attrs={"rows": 16}),
        required=False,
        help_text=_(
            "One phrase a line, with its language before a colon, as in “en: lack of funding”. They decide what is suggested."
        ),
    )

    def __init__(self, *args: Any, languages: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        label = self.fields["label"]
        if isinstance(label, TranslatedFormField):
            label.write_in(languages)

    def clean_phrases(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for line in self.cleaned_data["phrases"].splitlines():
            if not line.strip():
                continue
            language, colon, phrase = line.partition(":")
            language, phrase = language.strip().lower(), clean_line(phrase, longest=120)
            if not colon or language not in LANGUAGES or not phrase:
                raise forms.ValidationError(
                    _("“%(line)s” has no language before a colon. Write it like “en: lack of funding”."),
                    params={"line": line[:60]},
                )
            found.setdefault(language, []).append(phrase)
        if any(len(phrases) > MOST_PHRASES for phrases in found.values()):
            raise forms.ValidationError(_("At most %(most)s phrases per language fit."), params={"most": MOST_PHRASES})
        return found


def phrases_as_lines(code: Code) -> str:
    return "\n".join(f"{language}: {phrase}" for language, phrases in code.phrases.items() for phrase in phrases)


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(label=_("Merge into"), queryset=Code.objects.none(), to_field_name="public_id")

    def __init__(self, *args: Any, code: Code, **options: Any) -> None:
        super().__init__(*args, **options)
        others = Code.objects.filter(survey=code.survey, kind=code.kind, merged_into=None).exclude(pk=code.pk)
        into = self.fields["into"]
        if isinstance(into, forms.ModelChoiceField):
            into.queryset = others.order_by("position", "pk")


class SplitForm(forms.Form):
    parts = forms.CharField(label=_("Parts, one a line"), widget=forms.Textarea(attrs={"rows": 6}))


def survey_initial(survey: Survey) -> dict[str, Any]:
    return {
        "title": survey.title.best(survey.title.original)[0],
        "intro": survey.intro.best(survey.intro.original)[0],
        "anonymity": survey.anonymity,
        "needs_code": survey.needs_code,
        "languages": survey.languages,
    }
