"""Shapes of input for agreements."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from catecp.agreements.models import Agreement, AgreementKind
from catecp.agreements.services.drafting import AgreementGiven, PartyGiven
from catecp.events.models import Event
from catecp.kernel.plaintext import clean_line
from catecp.languages.form_fields import TranslatedFormField
from catecp.network.models import Institution
from catecp.network.queries.directory import institutions_meant
from catecp.places.queries import country_names

MOST_PARTIES = 8
LONGEST_LIST = 400  # more institutions than this are found by typing alone; a longer list would be slow to load


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class InstitutionPicked(forms.CharField):
    """An institution of the directory by any of its names; the browser suggests, and without script the words decide."""

    default_error_messages = {
        "unknown": _("Nothing in the directory is called “%(typed)s”. Try an abbreviation, or add the institution first."),
        "several": _("Several institutions match: %(names)s. Type more of the name."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=310, **options)
        self.widget.attrs.update({"list": "institutions", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return label_of(value) if isinstance(value, Institution) else value

    def clean(self, value: Any) -> Institution | None:
        typed = clean_line(super().clean(value))
        if not typed:
            return None
        found = institutions_meant(typed)
        if not found:
            raise forms.ValidationError(self.error_messages["unknown"], params={"typed": typed}, code="unknown")
        if len(found) > 1:
            names = "; ".join(label_of(row) for row in found)
            raise forms.ValidationError(self.error_messages["several"], params={"names": names}, code="several")
        return found[0]


def label_of(institution: Institution) -> str:
    """As suggestions write it: the name and the country's code."""
    return f"{institution.name} ({institution.country_id})" if institution.country_id else str(institution.name)


class PartyForm(forms.Form):
    institution = InstitutionPicked(label=_("Institution"), required=False)
    signatory_name = forms.CharField(label=_("Who signs"), required=False, max_length=300)
    signatory_post = forms.CharField(label=_("Post"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        signs = cleaned.get("signatory_name") or cleaned.get("signatory_post")
        if signs and "institution" in cleaned and not cleaned["institution"]:
            self.add_error("institution", _("For which institution does this person sign?"))
        return cleaned


class PartyFormSet(forms.BaseFormSet):
    def parties(self) -> list[PartyGiven]:
        """The lines that name an institution, in their order."""
        return [PartyGiven(**form.cleaned_data) for form in self.forms if form.cleaned_data.get("institution")]


_PartyForms = forms.formset_factory(
    PartyForm, formset=PartyFormSet, extra=0, max_num=MOST_PARTIES, validate_max=True, absolute_max=12
)


def party_forms(data: Any = None, *, agreement: Agreement | None = None) -> Any:
    """A `PartyFormSet`: one line a party, and an empty one more than there are; at least three."""
    rows: list[dict[str, Any]] = []
    if agreement is not None:
        for party in agreement.parties.all():
            names = {"signatory_name": party.signatory_name, "signatory_post": party.signatory_post}
            rows.append({"institution": party.institution.merged_into or party.institution, **names})
    initial = [*rows, *({} for _number in range(max(1, 3 - len(rows))))][:MOST_PARTIES]
    return _PartyForms(data, initial=initial, prefix="party")


class AgreementForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=AgreementKind.choices)
    title = TranslatedFormField(label=_("Title"), required=False)
    field = TranslatedFormField(
        label=_("Field of cooperation"), required=False, help_text=_("For example: robotics, green energy.")
    )
    ends_on = forms.DateField(label=_("In force until"), required=False, widget=DayInput())
    remark = forms.CharField(
        label=_("Remark for the coordinator"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    signed_on = forms.DateField(
        label=_("Signed on"), required=False, widget=DayInput(), help_text=_("Leave empty while it is planned for signing day.")
    )

    def __init__(self, *args: Any, event: Event | None, agreement: Agreement | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        languages = event.languages if event and event.languages else ["en", "zh-hans", "km"]
        self.fields["title"].write_in(languages)  # type: ignore[attr-defined]  # -- the field of this name has it
        self.fields["field"].write_in(languages)  # type: ignore[attr-defined]  # -- the field of this name has it
        if agreement is not None:
            del self.fields["signed_on"]

    @classmethod
    def initial_of(cls, agreement: Agreement) -> dict[str, Any]:
        return {name: getattr(agreement, name) for name in ("kind", "title", "field", "ends_on", "remark")}

    def given(self, parties: Iterable[PartyGiven]) -> AgreementGiven:
        values = {name: value for name, value in self.cleaned_data.items() if name != "signed_on"}
        return AgreementGiven(parties=list(parties), **values)


class SignForm(forms.Form):
    """The day of signature; today when left empty."""

    on = forms.DateField(label=_("Day of signature"), required=False, widget=DayInput())


class RegisterForm(forms.Form):
    """What stands in the address of the register; nonsense counts as missing."""

    search = forms.CharField(label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"}))
    country = forms.ChoiceField(label=_("Country of a party"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all kinds")), *AgreementKind.choices])
    year = forms.ChoiceField(label=_("Year"), required=False)
    event = forms.SlugField(required=False, widget=forms.HiddenInput)
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[("-signed_on", _("newest first")), ("signed_on", _("oldest first")), ("kind", _("kind"))],
    )

    def __init__(self, *args: Any, years: Iterable[int], **options: Any) -> None:
        super().__init__(*args, **options)
        countries = sorted(country_names().items(), key=lambda pair: pair[1])
        self.fields["country"].choices = [("", _("all countries")), *countries]  # type: ignore[attr-defined]  # -- the field of this name has it
        self.fields["year"].choices = [("", _("all years")), *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]  # -- the field of this name has it


class ScanForm(forms.Form):
    scan = forms.FileField(
        label=_("Scan of the signed paper"),
        help_text=_("PDF, PNG or JPEG. Only the parties' officers and heads and the coordinator open it."),
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages=dict.fromkeys(("required", "empty"), _("Choose a file first: a PDF, PNG or JPEG of the signed paper.")),
    )

    def clean_scan(self) -> UploadedFile:
        """By its size alone: of what is over the limit nothing was kept (files/uploads.py)."""
        scan = self.cleaned_data["scan"]
        if scan.size > settings.UPLOAD_LIMIT_BYTES:
            limit = settings.UPLOAD_LIMIT_BYTES // 1_000_000
            raise forms.ValidationError(
                _("This file is larger than %(limit)s MB. Make it smaller or split it.") % {"limit": limit}
            )
        return scan
