from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catecp.events.enums import Category
from catecp.events.forms.fields import InstitutionField
from catecp.events.models import Event, Registration, Visit
from catecp.events.services.registration import PersonDetails, RegistrationDetails
from catecp.languages.tags import LANGUAGES
from catecp.network.models import Institution
from catecp.network.queries.directory import institutions_visible_to
from catecp.places.queries import countries_of_cooperation

LANGUAGE_CHOICES = [(tag, language.own_name) for tag, language in LANGUAGES.items()]


class WhoForm(forms.Form):
    """What every registration asks of a person; the kinds of forms add to it."""

    title = forms.CharField(
        label=_("Title"), max_length=40, required=False, help_text=_("As it should stand before the name: Dr., Prof., H.E.")
    )
    name = forms.CharField(
        label=_("Name as in the passport"),
        max_length=300,
        help_text=_("In Latin letters, in the order you use; it stands on the badge."),
    )
    original_name = forms.CharField(label=_("Name in your own script"), max_length=300, required=False)
    affiliation = InstitutionField(
        label=_("Institution"),
        may_be_new=True,
        required=False,
        help_text=_("Type and choose; if it is not in the list, write its full name."),
    )
    post = forms.CharField(label=_("Post"), max_length=300, required=False)
    country = forms.ModelChoiceField(label=_("Country"), queryset=None, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    phone = forms.CharField(label=_("Phone or messenger"), max_length=100, required=False)
    preferred_language = forms.ChoiceField(label=_("We write to you in"), choices=LANGUAGE_CHOICES)
    languages = forms.MultipleChoiceField(
        label=_("Languages you speak"),
        choices=LANGUAGE_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"}),
    )
    diet = forms.CharField(
        label=_("Diet"), max_length=100, required=False, help_text=_("For example halal, vegetarian, no nuts.")
    )

    def __init__(self, *args: Any, actor: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["affiliation"].offer(list(institutions_visible_to(actor)))
        self.fields["country"].queryset = countries_of_cooperation()

    def person(self) -> PersonDetails:
        names = ("title", "name", "original_name", "email", "phone", "preferred_language")
        return PersonDetails(**{name: self.cleaned_data.get(name, "") for name in names})

    def details(self) -> RegistrationDetails:
        values = self.cleaned_data
        chosen = values.get("affiliation")
        return RegistrationDetails(
            person=self.person(),
            institution=chosen if isinstance(chosen, Institution) else None,
            affiliation=chosen if isinstance(chosen, str) else "",
            post=values.get("post", ""),
            country_id=values["country"].pk if values.get("country") else None,
            category=values.get("category") or Category.PARTICIPANT,
            diet=values.get("diet", ""),
            joins_visit=values.get("joins_visit", ""),
            languages=values.get("languages", []),
            remark=values.get("remark", ""),
            shows_in_list=values.get("shows_in_list", True),
        )


class PublicRegistrationForm(WhoForm):
    visits = forms.ModelMultipleChoiceField(
        label=_("Visits you would like to join"),
        queryset=Visit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    remark = forms.CharField(
        label=_("Anything we should know"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    shows_in_list = forms.BooleanField(
        label=_("My name and institution may stand in the participant list"), required=False, initial=True
    )
    website = forms.CharField(required=False, label="", widget=forms.HiddenInput)  # people do not see it; programs fill it in

    def __init__(self, *args: Any, event: Event, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["visits"].queryset = event.visits.order_by("starts_at", "pk")
        if not event.visits.exists():
            del self.fields["visits"]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Please fill in the form again."))
        return ""


class OwnRegistrationForm(WhoForm):
    """By the private link: everything but the address the link was sent to."""

    remark = PublicRegistrationForm.base_fields["remark"]
    shows_in_list = PublicRegistrationForm.base_fields["shows_in_list"]

    def __init__(self, *args: Any, registration: Registration, **options: Any) -> None:
        options.setdefault("initial", initial_of(registration))
        super().__init__(*args, **options)
        self.fields["email"].disabled = True
        self.fields["email"].help_text = _("The private link belongs to this address. To use another one, ask the coordinator.")


class DeskRegistrationForm(WhoForm):
    """The coordinator's: nothing but the name must be known."""

    category = forms.ChoiceField(label=_("Category"), choices=Category.choices, initial=Category.PARTICIPANT)
    joins_visit = forms.CharField(label=_("Visit, as written"), max_length=60, required=False)
    remark = PublicRegistrationForm.base_fields["remark"]
    shows_in_list = PublicRegistrationForm.base_fields["shows_in_list"]

    def __init__(self, *args: Any, registration: Registration | None = None, **options: Any) -> None:
        options.setdefault("initial", initial_of(registration) if registration else {})
        super().__init__(*args, **options)
        self.fields["email"].required = False
        self.fields["remark"].label = _("Remark")
        self.fields["shows_in_list"].label = _("Stands in the participant list")


class DelegateForm(WhoForm):
    """A person of a delegation; the institution is the delegation's."""

    def __init__(self, *args: Any, registration: Registration | None = None, **options: Any) -> None:
        options.setdefault("initial", initial_of(registration) if registration else {})
        super().__init__(*args, **options)
        for name in ("affiliation", "country"):
            del self.fields[name]
        self.fields["email"].required = False
        self.fields["email"].help_text = _("The person's own address. Without one, the badge and the letter go through you.")


def initial_of(registration: Registration) -> dict:
    person = registration.person
    return {
        **{name: getattr(person, name) for name in ("title", "name", "original_name", "email", "phone", "preferred_language")},
        **{
            name: getattr(registration, name)
            for name in ("post", "languages", "diet", "category", "joins_visit", "remark", "shows_in_list")
        },
        "affiliation": registration.affiliation if registration.is_affiliation_open else registration.institution,
        "country": registration.stated_country_id,
    }
