from django import forms
from django.utils.translation import gettext_lazy as _

from catecp.insights.figures.registry import BREAKDOWNS, METRICS, OVERLAPS


class SectionForm(forms.Form):
    heading = forms.CharField(label=_("Heading"), max_length=300)
    body = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14, "data-figures": "target", "data-preview": "source"}),
        help_text=_(
            "An empty line begins a new paragraph; lines that begin with “- ” make a list. Figures stand by name in double braces."
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class WaiverForm(forms.Form):
    finding = forms.CharField(max_length=64)
    reason = forms.CharField(label=_("Reason"), max_length=1000)


class ErratumForm(forms.Form):
    was = forms.CharField(label=_("As printed"), max_length=300)
    now = forms.CharField(label=_("Right is"), max_length=300)
    reason = forms.CharField(label=_("Why"), max_length=1000)


def _figure_choices() -> list[tuple[str, str]]:
    names = [(name, f"{thing.title} ({name})") for name, thing in {**METRICS, **BREAKDOWNS, **OVERLAPS}.items()]
    return [("", _("none of ours")), *names]


class ClaimForm(forms.Form):
    statement = forms.CharField(
        label=_("The sentence, as the source has it"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    value = forms.DecimalField(label=_("Number"), max_digits=18, decimal_places=4)
    is_at_least = forms.BooleanField(label=_("“over”, “more than”, “at least”"), required=False)
    unit = forms.CharField(label=_("Of what"), max_length=30, help_text=_("people, institutions, students …"))
    nature = forms.ChoiceField(
        label=_("Stock or flow"), choices=[("unstated", _("not stated")), ("stock", _("stock")), ("flow", _("flow"))]
    )
    period = forms.CharField(label=_("Period or day it speaks of"), max_length=40, required=False)
    source = forms.CharField(label=_("Source"), max_length=300)
    source_on = forms.DateField(label=_("Date of the source"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    metric = forms.ChoiceField(label=_("Stands beside our figure"), required=False, choices=_figure_choices)
