from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from catecp.events.forms.fields import DayField, InstitutionField, MomentField
from catecp.events.models import Event
from catecp.events.services.events import EventDetails
from catecp.languages.form_fields import TranslatedFormField
from catecp.languages.tags import LANGUAGES
from catecp.network.enums import InitiativeRole
from catecp.network.queries.directory import institutions_visible_to
from catecp.places.queries import countries_of_cooperation

ZONES_OF_THE_REGION = (
    "Asia/Phnom_Penh",
    "Asia/Bangkok",
    "Asia/Brunei",
    "Asia/Dili",
    "Asia/Ho_Chi_Minh",
    "Asia/Jakarta",
    "Asia/Kuala_Lumpur",
    "Asia/Makassar",
    "Asia/Manila",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Vientiane",
    "Asia/Yangon",
    "Asia/Urumqi",
    "Europe/Moscow",
    "UTC",
)
LANGUAGES_OF_A_NEW_EVENT = ["en", "zh-hans", "km"]


class EventForm(forms.Form):
    name = TranslatedFormField(label=_("Name"))
    slug = forms.SlugField(
        label=_("Address"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens. It stands in every link and QR code of the event."),
    )
    theme = TranslatedFormField(label=_("Theme"), required=False)
    about = TranslatedFormField(label=_("About"), rows=3, longest=4000, required=False)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("All times of the event are shown in it."))
    city = TranslatedFormField(label=_("City"), required=False)
    country = forms.ModelChoiceField(label=_("Country"), queryset=None)
    venue = TranslatedFormField(label=_("Venue"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages of the programme"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"}),
        choices=[(tag, language.own_name) for tag, language in LANGUAGES.items()],
    )
    main_language = forms.ChoiceField(
        label=_("Main language"), choices=[(tag, language.own_name) for tag, language in LANGUAGES.items()]
    )
    letter_prefix = forms.RegexField(
        r"^[A-Za-z0-9-]{1,20}$",
        label=_("Prefix of letter numbers"),
        help_text=_("Letters, digits and hyphens: CSEA gives CSEA-2025-0001."),
    )
    is_public = forms.BooleanField(label=_("Everybody may see the event"), required=False)
    registration_opens_at = MomentField(
        label=_("Registration opens"), required=False, help_text=_("Empty: there is no public form; people are invited.")
    )
    registration_closes_at = MomentField(label=_("Registration closes"), required=False)
    needs_approval = forms.BooleanField(label=_("Single registrations wait for the coordinator"), required=False)

    def __init__(self, *args: Any, event: Event | None = None, **options: Any) -> None:
        options.setdefault("initial", _initial(event))
        super().__init__(*args, **options)
        languages = event.languages if event else LANGUAGES_OF_A_NEW_EVENT
        for name in ("name", "theme", "about", "city", "venue"):
            self.fields[name].write_in(languages)
        zone = event.time_zone if event else "Asia/Phnom_Penh"
        zones = dict.fromkeys([*ZONES_OF_THE_REGION, zone])
        self.fields["time_zone"].choices = [(name, name.replace("_", " ")) for name in zones]
        self.fields["country"].queryset = countries_of_cooperation()
        asked = self.data.get("time_zone") if self.is_bound else zone
        for name in ("registration_opens_at", "registration_closes_at"):
            self.fields[name].zone = asked if asked in available_timezones() else zone

    def details(self) -> EventDetails:
        values = dict(self.cleaned_data)
        main = values.pop("main_language")
        languages = [main, *(tag for tag in values.pop("languages") if tag != main)]
        return EventDetails(country_id=values.pop("country").pk, languages=languages, **values)


def _initial(event: Event | None) -> dict:
    if event is None:
        return {
            "languages": LANGUAGES_OF_A_NEW_EVENT,
            "main_language": settings.LANGUAGE_CODE,
            "time_zone": "Asia/Phnom_Penh",
            "letter_prefix": "CATECP",
        }
    names = (
        "name",
        "slug",
        "theme",
        "about",
        "starts_on",
        "ends_on",
        "time_zone",
        "city",
        "country",
        "venue",
        "languages",
        "letter_prefix",
        "is_public",
        "registration_opens_at",
        "registration_closes_at",
        "needs_approval",
    )
    return {**{name: getattr(event, name) for name in names}, "main_language": (event.languages or ["en"])[0]}


class OrganiserForm(forms.Form):
    institution = InstitutionField(label=_("Institution"))
    role = forms.ChoiceField(label=_("Role"), choices=InitiativeRole.choices)

    def __init__(self, *args: Any, actor: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["institution"].offer(list(institutions_visible_to(actor)))


class PlaceForm(forms.Form):
    name = TranslatedFormField(label=_("Place"))
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=100_000, required=False)

    def __init__(self, *args: Any, event: Event, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].write_in(event.languages)
