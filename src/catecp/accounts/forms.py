from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from catecp.accounts.consents import PURPOSES
from catecp.kernel.plaintext import clean_line

_LANGUAGES = [("", "–"), *settings.LANGUAGES]


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Name in Latin letters"), max_length=300, help_text=_("As it is printed on a badge."))
    original_name = forms.CharField(label=_("Name in your own script"), max_length=300, required=False)
    original_language = forms.ChoiceField(label=_("Language of that name"), choices=_LANGUAGES, required=False)
    title = forms.CharField(label=_("Title"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("Telephone or messenger"), max_length=100, required=False, help_text=_("As you would write it on a card.")
    )
    preferred_language = forms.ChoiceField(
        label=_("Write to me in"),
        choices=_LANGUAGES,
        required=False,
        help_text=_("Where a text does not exist in it, English is used."),
    )
    consents = forms.MultipleChoiceField(
        label=_("I agree"),
        choices=list(PURPOSES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("You can take it back here at any time."),
    )

    def clean_name(self) -> str:
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Write a name with at least one letter."))
        return name


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Name in Latin letters"), max_length=300)
    email = forms.EmailField(label=_("E-mail"))
    language = forms.ChoiceField(label=_("Write to them in"), choices=settings.LANGUAGES, initial="en")
