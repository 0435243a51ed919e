"""The forms of a review."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catecp.accounts.queries import person_by_email
from catecp.courses.enums import ReviewState
from catecp.courses.models import Reviewer
from catecp.courses.services.reviewing import ReaderData, Reading
from catecp.kernel.translated import Translated
from catecp.network.models import Institution
from catecp.places.models import Country

ANSWERS = [("yes", _("yes")), ("partly", _("partly")), ("no", _("no")), ("not_mine", _("not for me to judge"))]
VERDICTS = [("approve", _("approve it")), ("changes", _("approve it after changes")), ("reject", _("reject it"))]


class AskForm(forms.Form):
    receiving = forms.ModelChoiceField(
        queryset=Country.objects.all(),
        label=_("Country that receives the course"),
        help_text=_("At least one reader comes from there."),
    )
    due_on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}), label=_("Wanted by"))
    note = forms.CharField(
        required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}), label=_("What the readers should know")
    )


class ReaderForm(forms.Form):
    name = forms.CharField(max_length=300, label=_("Name of the reader"))
    email = forms.EmailField(
        required=False, label=_("E-mail address"), help_text=_("Without one you get the link, and hand it on yourself.")
    )
    country = forms.ModelChoiceField(queryset=Country.objects.all(), label=_("Country"))
    institution = forms.ModelChoiceField(
        queryset=Institution.objects.filter(merged_into__isnull=True), required=False, label=_("Institution")
    )

    def data_of_reader(self) -> ReaderData:
        data = self.cleaned_data
        return ReaderData(
            name=data["name"],
            email=data["email"],
            country=data["country"],
            institution=data["institution"],
            person=person_by_email(data["email"]),
        )


class ReadingForm(forms.Form):
    """One question a row: `answer_<key>` and `note_<key>`; then the advice."""

    verdict = forms.ChoiceField(choices=VERDICTS, widget=forms.RadioSelect, required=False, label=_("I advise to"))
    remark = forms.CharField(
        required=False, max_length=8_000, widget=forms.Textarea(attrs={"rows": 5}), label=_("Remark to the authors")
    )

    def __init__(self, *args: Any, reviewer: Reviewer, **options: Any) -> None:
        initial = {"verdict": reviewer.verdict, "remark": reviewer.remark}
        super().__init__(*args, **{**options, "initial": initial})
        self.items = reviewer.review.checklist
        for item in self.items:
            before = reviewer.answers.get(item["key"], {})
            text = str(Translated.from_json(item["text"]))
            self.fields[f"answer_{item['key']}"] = forms.ChoiceField(
                choices=ANSWERS, widget=forms.RadioSelect, required=False, label=text, initial=before.get("verdict")
            )
            self.fields[f"note_{item['key']}"] = forms.CharField(
                required=False,
                max_length=2_000,
                label=_("Why"),
                initial=before.get("note"),
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.order_fields([name for item in self.items for name in (f"answer_{item['key']}", f"note_{item['key']}")])

    def reading(self) -> Reading:
        data = self.cleaned_data
        answers = {item["key"]: (data[f"answer_{item['key']}"], data[f"note_{item['key']}"]) for item in self.items}
        return Reading(answers=answers, verdict=data["verdict"], remark=data["remark"], language=get_language() or "en")


class DecisionForm(forms.Form):
    state = forms.ChoiceField(
        choices=[
            (ReviewState.APPROVED, ReviewState.APPROVED.label),
            (ReviewState.CHANGES, ReviewState.CHANGES.label),
            (ReviewState.REJECTED, ReviewState.REJECTED.label),
        ],
        widget=forms.RadioSelect,
        label=_("Decision"),
    )
    reasons = forms.CharField(max_length=8_000, widget=forms.Textarea(attrs={"rows": 5}), label=_("Reasons"))
    despite = forms.CharField(
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=_("Why it cannot wait for the missing readings"),
    )
