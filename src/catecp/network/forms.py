"""Shapes of input for the directory's pages."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from catecp.kernel.plaintext import clean_line
from catecp.languages.form_fields import TranslatedFormField
from catecp.languages.tags import language_by_script
from catecp.network.enums import InitiativeRole, InstitutionKind, NameKind
from catecp.network.models import Institution
from catecp.places.models import Country
from catecp.places.queries import countries_of_cooperation

ALWAYS_WRITTEN = ("en", "zh-hans", "km")


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, help_text=help_text, widget=DayInput())


class LineField(forms.CharField):
    """One line, cleaned of what nobody can see; hidden characters alone count as empty."""

    def __init__(self, *, longest: int = 300, **options: Any) -> None:
        self.longest = longest
        super().__init__(max_length=longest, **options)

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "", longest=self.longest + 1)


class DirectoryForm(forms.Form):
    """What stands in the address of the directory; every field may be missing, nonsense counts as missing."""

    search = forms.CharField(label=_("Search"), required=False, max_length=200)
    country = forms.ChoiceField(label=_("Country"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all kinds")), *InstitutionKind.choices])
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[
            ("name", _("name")),
            ("-name", _("name, from the end")),
            ("country", _("country")),
            ("kind", _("kind")),
            ("newest", _("newest first")),
        ],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        countries = [(country.code, str(country)) for country in countries_of_cooperation()]
        self.fields["country"].choices = [("", _("all countries")), *sorted(countries, key=lambda pair: pair[1])]  # type: ignore[attr-defined]  # -- the field of this name has it
        self.fields["search"].widget.attrs["type"] = "search"
        self.fields["search"].widget.input_type = "search"


class InstitutionForm(forms.Form):
    name = TranslatedFormField(
        label=_("Official name"),
        longest=300,
        help_text=_("As the institution writes it itself. In English: its English name, or the romanised one."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=InstitutionKind.choices)
    country = forms.ModelChoiceField(label=_("Country"), queryset=Country.objects.none(), required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https", max_length=200)
    about = TranslatedFormField(label=_("About"), rows=4, longest=4_000, required=False)

    def __init__(self, *args: Any, institution: Institution | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["country"].queryset = countries_of_cooperation()  # type: ignore[attr-defined]  # -- the field of this name has it
        own = list(institution.country.languages) if institution and institution.country else []
        written_in = list(dict.fromkeys(["en", *own, *ALWAYS_WRITTEN]))
        self.fields["name"].write_in(written_in)  # type: ignore[attr-defined]  # -- the field of this name has it
        self.fields["about"].write_in(written_in)  # type: ignore[attr-defined]  # -- the field of this name has it

    @classmethod
    def initial_of(cls, institution: Institution) -> dict[str, Any]:
        return {
            "name": institution.name,
            "kind": institution.kind,
            "country": institution.country,
            "website": institution.website,
            "about": institution.about,
        }


class NameForm(forms.Form):
    text = LineField(label=_("Name"))
    kind = forms.ChoiceField(label=_("What kind of name"), choices=NameKind.choices)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("by its script")), *settings.LANGUAGES])
    valid_from = day_field(_("Used from"))
    valid_to = day_field(_("Used until"), help_text=_("For an earlier name: its last day, if it is known."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["language"] = cleaned.get("language") or language_by_script(cleaned.get("text", ""), otherwise="en")
        return cleaned


class PlaceForm(forms.Form):
    region_name = LineField(label=_("Province, state or region"), longest=200)
    valid_from = day_field(
        _("Since"),
        help_text=_("With a day, the present unit ends the day before. Without, the present entry was wrong and is replaced."),
    )


class PartyRoleForm(forms.Form):
    initiative = LineField(label=_("Initiative"), longest=200)
    role = forms.ChoiceField(label=_("Role"), choices=InitiativeRole.choices)
    valid_from = day_field(_("Since"))


class MemberForm(forms.Form):
    name = LineField(label=_("Name in Latin letters"), help_text=_("As on a badge."))
    original_name = LineField(label=_("Name in own script"), required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Somebody with this address who is known already is taken as that person.")
    )
    post = LineField(label=_("Post"), required=False)
    starts_on = day_field(_("Since"))
    is_contact = forms.BooleanField(
        label=_("Contact of the institution: shown to everybody, with their agreement"), required=False
    )


class PostForm(forms.Form):
    """A new wording of a post and whether its holder is a contact."""

    post = TranslatedFormField(label=_("Post"), required=False)
    is_contact = forms.BooleanField(
        label=_("Contact of the institution: shown to everybody, with their agreement"), required=False
    )


class LeaveForm(forms.Form):
    on = day_field(_("Last day"), help_text=_("Today when left empty."))
