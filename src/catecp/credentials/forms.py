"""Shapes of input for certificates."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from catecp.credentials.models import Template
from catecp.kernel.plaintext import clean_line
from catecp.languages.form_fields import TranslatedFormField

LONGEST_BADGE = 200_000  # bytes of an uploaded badge


class CheckForm(forms.Form):
    """A number as printed, the text of the code, or a badge as a file."""

    text = forms.CharField(
        label=_("Number or text of the code"),
        required=False,
        max_length=LONGEST_BADGE,
        help_text=_("As printed, such as CATECP-26-7K2Q-9XMA; or the whole text of the QR code."),
    )
    badge = forms.FileField(
        label=_("Or the badge as a file"), required=False, help_text=_("A .jwt or .json file of an Open Badge.")
    )

    def clean_badge(self) -> str:
        upload = self.cleaned_data.get("badge")
        if not upload:
            return ""
        if upload.size > LONGEST_BADGE:
            raise forms.ValidationError(_("This file is too large for a badge. Choose the .jwt file of the certificate."))
        try:
            return upload.read().decode("utf-8-sig").strip().strip('"')
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("This file is no badge. Choose the .jwt file of the certificate.")) from error


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Whoever checks the certificate reads it. Do not name other people.")
    )

    def clean_reason(self) -> str:
        return clean_line(self.cleaned_data["reason"])


class TemplateForm(forms.Form):
    name = TranslatedFormField(
        label=_("Heading"), longest=80, required=False, help_text=_("Such as “Certificate of Completion”. Empty: our own word.")
    )
    statement = TranslatedFormField(
        label=_("Sentence between the name and the course"),
        longest=300,
        rows=2,
        required=False,
        help_text=_("{learner}, {course}, {hours} and {date} are filled in. Empty: our own sentence."),
    )
    names_provider = forms.BooleanField(label=_("Names the institution that provides the course"), required=False, initial=True)
    names_receiver = forms.BooleanField(label=_("Names the institution that teaches it"), required=False, initial=True)
    names_network = forms.BooleanField(label=_("Names the network"), required=False, initial=True)
    provider_signs = forms.CharField(label=_("Who signs for the provider: name, post"), required=False, max_length=120)
    receiver_signs = forms.CharField(
        label=_("Who signs for the teaching institution: name, post"), required=False, max_length=120
    )
    network_signs = forms.CharField(label=_("Who signs for the network: name, post"), required=False, max_length=120)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        tags = [tag for tag, _name in settings.LANGUAGES]
        self.fields["name"].write_in(tags)  # type: ignore[attr-defined]  # -- the field of this name has it
        self.fields["statement"].write_in(tags)  # type: ignore[attr-defined]  # -- the field of this name has it

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = ("name", "statement", "names_provider", "names_receiver", "names_network")
        signs = [_signatory(role, data[f"{role}_signs"]) for role in ("provider", "receiver", "network") if data[f"{role}_signs"]]
        return {**{name: data[name] for name in names}, "signatories": signs}

    @classmethod
    def initial_of(cls, template: Template | None) -> dict[str, Any]:
        if template is None:
            return {}
        names = ("name", "statement", "names_provider", "names_receiver", "names_network")
        signs = {f"{who['for']}_signs": ", ".join(filter(None, (who["name"], who["post"]))) for who in template.signatories}
        return {**{name: getattr(template, name) for name in names}, **signs}


def _signatory(role: str, typed: str) -> dict[str, str]:
    name, _comma, post = clean_line(typed, longest=120).partition(",")
    return {"for": role, "name": name.strip(), "post": post.strip()}
