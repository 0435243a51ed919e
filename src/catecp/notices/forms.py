from django import forms
from django.utils.translation import gettext_lazy as _

from catecp.notices.catalogue import CATALOGUE

CHOICES = [(kind.name, kind.title) for kind in CATALOGUE.values() if kind.can_be_switched_off]


class MessageForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=300)
    body = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 14}))


class ChoicesForm(forms.Form):
    wanted = forms.MultipleChoiceField(
        label=_("Write to me about"), required=False, widget=forms.CheckboxSelectMultiple, choices=CHOICES
    )

    def switched_off(self) -> set[str]:
        return {name for name, _title in CHOICES} - set(self.cleaned_data["wanted"])
