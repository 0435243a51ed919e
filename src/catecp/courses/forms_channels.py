from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catecp.courses.enums import ChannelKind
from catecp.courses.models import Channel, Course
from catecp.courses.services.offering import ChannelGiven, OfferingGiven
from catecp.kernel.plaintext import clean_line, clean_text
from catecp.kernel.translated import Translated, written
from catecp.network.models import Institution
from catecp.places.models import Country

_DAY = forms.DateInput(attrs={"type": "date"})


class ChannelForm(forms.Form):
    """A channel in the language of the page; names in other languages stay as they are."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=ChannelKind.choices)
    owner = forms.ModelChoiceField(
        Institution.objects.filter(merged_into=None), label=_("Who runs it"), required=False, to_field_name="public_id"
    )
    territory = forms.ModelMultipleChoiceField(
        Country.objects.all(), label=_("Countries it holds for"), required=False, help_text=_("None chosen: everywhere.")
    )
    terms = forms.CharField(label=_("Terms"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    starts_on = forms.DateField(label=_("First day"), required=False, widget=_DAY)
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=_DAY)

    def terms_given(self, before: Channel | None = None) -> ChannelGiven:
        given: dict[str, Any] = self.cleaned_data
        return ChannelGiven(
            key=before.key if before else free_key(given["name"]),
            name=_in_this_language(clean_line(given["name"]), before.name if before else None),
            kind=given["kind"],
            owner=given["owner"],
            territory=list(given["territory"]),
            terms=_in_this_language(clean_text(given["terms"]), before.terms if before else None),
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
        )


def _in_this_language(text: str, before: Translated | None) -> Translated:
    language = get_language() or "en"
    if before is None or not before:
        return written(text, language) if text else Translated()
    return Translated({**before.texts, language: text}, before.original, before.states)


def free_key(name: str) -> str:
    """A short name for addresses, made of the name; "channel" where nothing of it can stand in an address."""
    stem = slugify(name)[:50] or "channel"
    key, number = stem, 2
    while Channel.objects.filter(key=key).exists():
        key, number = f"{stem}-{number}", number + 1
    return key


class OfferingForm(forms.Form):
    course = forms.ModelChoiceField(
        Course.objects.exclude(published=None),
        label=_("Course"),
        to_field_name="public_id",
        help_text=_("Published courses only."),
    )
    institution = forms.ModelChoiceField(
        Institution.objects.filter(merged_into=None),
        label=_("Institution that teaches it"),
        required=False,
        to_field_name="public_id",
    )
    starts_on = forms.DateField(label=_("First day"), required=False, widget=_DAY)
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=_DAY)
    seats = forms.IntegerField(label=_("Places"), required=False, min_value=1, max_value=1_000_000)
    is_open = forms.BooleanField(label=_("Anybody may join by the link"), required=False, initial=True)

    def terms_given(self) -> OfferingGiven:
        given: dict[str, Any] = self.cleaned_data
        return OfferingGiven(
            institution=given["institution"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            seats=given["seats"],
            is_open=given["is_open"],
        )
