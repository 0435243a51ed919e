"""The forms of authors."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catecp.courses.models import Course, Field, Passport
from catecp.courses.services.passports import PassportText
from catecp.kernel.plaintext import clean_line
from catecp.kernel.translated import Translated
from catecp.languages.form_fields import TranslatedFormField
from catecp.languages.tags import LANGUAGES
from catecp.network.models import Institution

LICENCES = [
    ("", "–"),
    ("CC-BY-4.0", "CC BY 4.0"),
    ("CC-BY-SA-4.0", "CC BY-SA 4.0"),
    ("CC-BY-NC-4.0", "CC BY-NC 4.0"),
    ("CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0"),
    ("CC0-1.0", "CC0 1.0"),
    ("agreement", _("by agreement only")),
]
MOST_LINES = 40
_LANGUAGES = [(language.tag, language.own_name) for language in LANGUAGES.values()]


class StartForm(forms.Form):
    title = forms.CharField(max_length=300, label=_("Course title"))
    summary = forms.CharField(
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("In two sentences"),
        help_text=_("For whom, and what for."),
    )
    language = forms.ChoiceField(choices=_LANGUAGES, label=_("Language it is written in"))
    owner = forms.ModelChoiceField(queryset=Institution.objects.none(), label=_("Institution that owns it"))

    def __init__(self, *args: Any, institutions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = institutions  # type: ignore[attr-defined]  # -- a ModelChoiceField
        self.fields["owner"].initial = institutions.first()
        self.fields["language"].initial = get_language()


class ChangeNoteForm(forms.Form):
    note = forms.CharField(
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("What is new"),
        help_text=_("For colleges that use the version before."),
    )
    language = forms.ChoiceField(choices=_LANGUAGES, label=_("Language of this note"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].initial = get_language()


class PassportForm(forms.Form):
    """Lists are lines: one outcome a line; equipment as `what = substitute`. They are written in the language of the course."""

    title = TranslatedFormField(label=_("Course title"))
    summary = TranslatedFormField(label=_("In two sentences"), rows=2, longest=1_000)
    field = forms.ModelChoiceField(queryset=Field.objects.all(), required=False, label=_("Field"))
    licence = forms.ChoiceField(choices=LICENCES, required=False, label=_("Licence"))
    rights_holder = forms.CharField(max_length=300, required=False, label=_("Who holds the rights"))
    level_national = forms.CharField(
        max_length=120, required=False, label=_("National level"), help_text=_("As the framework of the owner's country says it.")
    )
    level_aqrf = forms.IntegerField(
        min_value=1,
        max_value=8,
        required=False,
        label=_("AQRF level"),
        help_text=_("ASEAN Qualifications Reference Framework, 1 to 8."),
    )
    hours = forms.DecimalField(min_value=0, max_value=9_999, decimal_places=1, required=False, label=_("Hours of learning"))
    hours_practical = forms.DecimalField(
        min_value=0, max_value=9_999, decimal_places=1, required=False, label=_("Hours of practice among them")
    )
    outcomes = forms.CharField(
        required=False,
        max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        label=_("What a learner can do afterwards"),
        help_text=_("One a line, beginning with a verb."),
    )
    equipment = forms.CharField(
        required=False,
        max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        label=_("Equipment and local substitutes"),
        help_text=_("One a line: what is needed = what can replace it."),
    )
    safety = TranslatedFormField(label=_("Safety notes"), rows=3, longest=4_000, required=False)
    prerequisites = TranslatedFormField(label=_("Before you begin"), rows=2, longest=2_000, required=False)
    assessment = TranslatedFormField(label=_("How learning is assessed"), rows=2, longest=2_000, required=False)
    lessons_percent = forms.IntegerField(
        min_value=0, max_value=100, required=False, label=_("Completed with this share of lessons, in percent")
    )
    score_percent = forms.IntegerField(
        min_value=0, max_value=100, required=False, label=_("and this share of points, in percent")
    )
    practicals = forms.ChoiceField(
        choices=[("", _("practical tasks do not count")), ("all", _("and every practical task passed"))],
        required=False,
        label=_("Practical tasks"),
    )
    accessibility = TranslatedFormField(label=_("Accessibility, in your words"), rows=2, longest=2_000, required=False)
    support = TranslatedFormField(label=_("Who helps learners"), rows=2, longest=2_000, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, course: Course, passport: Passport, seen: str, **options: Any) -> None:
        self.course, self.passport = course, passport
        initial = {name: getattr(passport, name) for name in _SAME}
        initial |= {"title": course.title, "summary": course.summary, "seen": seen, **_rules(passport)}
        initial |= {"outcomes": _outcome_lines(passport), "equipment": _equipment_lines(passport)}
        super().__init__(*args, **{**options, "initial": initial})
        languages = list(dict.fromkeys([course.language, "en", "zh-hans"]))
        for form_field in self.fields.values():
            if isinstance(form_field, TranslatedFormField):
                form_field.write_in(languages)

    def said(self) -> PassportText:
        data = self.cleaned_data
        values = {name: data[name] for name in _SAME}
        language = self.course.language
        values["outcomes"] = _with_translations(_lines(data["outcomes"]), self.passport.outcomes, "text", language)
        pairs = [line.partition("=") for line in _lines(data["equipment"])]
        values["equipment"] = [
            {
                "what": _kept(what, self.passport.equipment, "what", language),
                "substitute": _kept(other, self.passport.equipment, "substitute", language),
            }
            for what, _sign, other in pairs
        ]
        rules = {name: data[name] for name in ("lessons_percent", "score_percent", "practicals") if data[name] not in (None, "")}
        values["rules"] = rules
        return PassportText(title=data["title"], summary=data["summary"], values=values, seen=data["seen"])


_SAME = (
    "field", "licence", "rights_holder", "level_national", "level_aqrf", "hours", "hours_practical", "safety", "prerequisites",
    "assessment", "accessibility", "support",
)  # fmt: skip


def _rules(passport: Passport) -> dict[str, Any]:
    return {name: passport.rules.get(name) for name in ("lessons_percent", "score_percent", "practicals")}


def _lines(text: str) -> list[str]:
    return [line for line in (clean_line(line, longest=400) for line in text.split("\n")) if line][:MOST_LINES]


def _original(text: Any) -> str:
    found = Translated.from_json(text)
    return found[found.original] or str(found)


def _outcome_lines(passport: Passport) -> str:
    return "\n".join(_original(item.get("text")) for item in passport.outcomes)


def _equipment_lines(passport: Passport) -> str:
    rows = [(_original(item.get("what")), _original(item.get("substitute"))) for item in passport.equipment]
    return "\n".join(f"{what} = {other}" if other else what for what, other in rows)


def _with_translations(lines: list[str], before: list[dict[str, Any]], name: str, language: str) -> list[dict[str, Any]]:
    return [{name: _kept(line, before, name, language)} for line in lines]


def _kept(line: str, before: list[dict[str, Any]], name: str, language: str) -> dict[str, Any]:
    """The line with its translations, when it is the same as before."""
    line = line.strip()
    for item in before:
        if _original(item.get(name)) == line:
            return Translated.from_json(item[name]).to_json()
    return Translated(texts={language: line} if line else {}, original=language).to_json()
