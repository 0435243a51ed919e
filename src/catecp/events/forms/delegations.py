from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catecp.events.forms.fields import InstitutionField, institutions_named
from catecp.events.models import Delegation
from catecp.events.services.delegations import MOST_PLACES, DelegationDetails
from catecp.network.models import Institution
from catecp.network.queries.directory import institutions_visible_to

MOST_AT_ONCE = 200


class DelegationForm(forms.Form):
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=MOST_PLACES, initial=5)
    contact_name = forms.CharField(label=_("Contact"), max_length=300, required=False)
    contact_email = forms.EmailField(label=_("Contact's e-mail"), required=False)
    director_name = forms.CharField(label=_("Director"), max_length=300, required=False)
    director_email = forms.EmailField(label=_("Director's e-mail"), required=False)

    def __init__(self, *args: Any, delegation: Delegation | None = None, **options: Any) -> None:
        names = ("places", "contact_name", "contact_email", "director_name", "director_email")
        options.setdefault("initial", {name: getattr(delegation, name) for name in names} if delegation else {})
        super().__init__(*args, **options)

    def details(self) -> DelegationDetails:
        return DelegationDetails(**{name: self.cleaned_data[name] for name in self.base_fields if name != "institution"})


class NewDelegationForm(DelegationForm):
    institution = InstitutionField(label=_("Institution"))
    field_order = ("institution",)

    def __init__(self, *args: Any, actor: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["institution"].offer(list(institutions_visible_to(actor)))


class ManyDelegationsForm(forms.Form):
    institutions = forms.CharField(
        label=_("Institutions"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=60_000,
        help_text=_("One a line, by any name the directory knows."),
    )
    places = forms.IntegerField(label=_("Places for each"), min_value=1, max_value=MOST_PLACES, initial=5)

    def clean_institutions(self) -> list[Institution]:
        lines = list(dict.fromkeys(line.strip() for line in self.cleaned_data["institutions"].splitlines() if line.strip()))
        if len(lines) > MOST_AT_ONCE:
            raise forms.ValidationError(_("At most %(most)s lines at once."), params={"most": MOST_AT_ONCE})
        found = {line: institutions_named(line) for line in lines}
        unclear = [line for line, rows in found.items() if len(rows) != 1]
        if unclear:
            words = {"names": "; ".join(line[:80] for line in unclear[:10])}
            raise forms.ValidationError(
                _("The directory does not know exactly one institution for: %(names)s. Correct or remove these lines."),
                params=words,
            )
        return list(dict.fromkeys(rows[0] for rows in found.values()))


class PasteForm(forms.Form):
    table = forms.CharField(
        label=_("People from a spreadsheet"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=100_000,
        help_text=_("Copy the cells and paste them here. Columns: name, name in own script, post, e-mail, phone, diet."),
    )


class DecisionForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=300)
    remark = forms.CharField(
        label=_("Remark"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you return the list."),
    )
