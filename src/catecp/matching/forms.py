from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catecp.events.models import Registration
from catecp.matching.enums import Field


class SharedFieldsForm(forms.Form):
    """What to share. Only what is known of the person is offered; everything is ticked at first and can be taken back."""

    fields_shared = forms.MultipleChoiceField(
        choices=Field.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Besides your name, share"),
    )

    def __init__(self, *args: Any, registration: Registration, **options: Any) -> None:
        super().__init__(*args, **options)
        person = registration.person
        known = {
            Field.EMAIL: person.email,
            Field.PHONE: person.phone,
            Field.POST: registration.post,
            Field.INSTITUTION: str(registration.institution or registration.affiliation),
        }
        offered = [(field.value, f"{field.label}: {known[field]}") for field in Field if known[field]]
        self.fields["fields_shared"].choices = offered  # type: ignore[attr-defined]  # a MultipleChoiceField
        self.fields["fields_shared"].initial = [value for value, _label in offered]


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=200,
        label=_("Code on the other person's badge"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class FollowUpForm(forms.Form):
    note = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}), label=_("What you will take further")
    )
    due_on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}), label=_("By when"))
