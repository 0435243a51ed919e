from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catecp.events.enums import VisitKind
from catecp.events.forms.fields import InstitutionField, MomentField
from catecp.events.models import Event, Visit
from catecp.events.services.visits import VisitDetails
from catecp.kernel.translated import Translated, written
from catecp.languages.form_fields import TranslatedFormField
from catecp.languages.tags import LANGUAGES
from catecp.network.queries.directory import institutions_visible_to

_LANGUAGE_CHOICES = [(tag, language.own_name) for tag, language in LANGUAGES.items()]


class VisitForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=VisitKind.choices)
    destination = TranslatedFormField(label=_("Where to"))
    purpose = TranslatedFormField(label=_("What for"), rows=3, longest=4000, required=False)
    starts_at = MomentField(label=_("Starts"))
    ends_at = MomentField(label=_("Ends"), required=False)
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=10_000,
        required=False,
        help_text=_("Empty: as many as the buses hold; without buses no limit."),
    )

    def __init__(self, *args: Any, event: Event, visit: Visit | None = None, **options: Any) -> None:
        names = ("kind", "destination", "purpose", "starts_at", "ends_at", "capacity")
        options.setdefault("initial", {name: getattr(visit, name) for name in names} if visit else {})
        super().__init__(*args, **options)
        for name in ("destination", "purpose"):
            self.fields[name].write_in(event.languages)
        for name in ("starts_at", "ends_at"):
            self.fields[name].zone = event.time_zone
            self.fields[name].help_text = event.time_zone.replace("_", " ")

    def details(self) -> VisitDetails:
        return VisitDetails(**self.cleaned_data)


class BusForm(forms.Form):
    name = forms.CharField(label=_("Bus"), max_length=60)
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=500)
    leaves_at = MomentField(label=_("Leaves"), required=False)

    def __init__(self, *args: Any, visit: Visit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["leaves_at"].zone = visit.event.time_zone


class CompanyForm(forms.Form):
    name = forms.CharField(label=_("Company"), max_length=300)
    trade = forms.CharField(label=_("What it makes or does"), max_length=300, required=False)
    institution = InstitutionField(label=_("In the directory as"), required=False)

    def __init__(self, *args: Any, actor: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["institution"].offer(list(institutions_visible_to(actor)))


class SkillForm(forms.Form):
    company = forms.ModelChoiceField(label=_("Company"), queryset=None)
    skill = forms.CharField(label=_("Skill they need"), max_length=300)
    note = forms.CharField(label=_("What you saw"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    language = forms.ChoiceField(label=_("Written in"), choices=_LANGUAGE_CHOICES)

    def __init__(self, *args: Any, visit: Visit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["company"].queryset = visit.companies.order_by("pk")

    def text(self, name: str) -> Translated:
        return written(self.cleaned_data[name], self.cleaned_data["language"])
