from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from catecp.accounts.queries import Actor
from catecp.interop.queries import owners_for
from catecp.network.models import Institution


class OwnerChoice(forms.ModelChoiceField):
    def label_from_instance(self, institution: Institution) -> str:
        return str(institution.name)


class PackageForm(forms.Form):
    """For whom, in which language, and the file. With a script the file goes in pieces and may be large."""

    owner = OwnerChoice(label=_("Institution that will own the course"), queryset=Institution.objects.none())
    language = forms.ChoiceField(label=_("Language it is written in"), required=False)
    file = forms.FileField(
        label=_("Package"),
        help_text=_("Common Cartridge, SCORM, cmi5, Open edX, Moodle backup, H5P, QTI, Word, PowerPoint, or a ZIP of videos."),
    )

    def __init__(self, *args: object, actor: Actor, needs_file: bool = True, **options: object) -> None:
        super().__init__(*args, **options)
        owners = owners_for(actor)
        self.fields["owner"].queryset = owners
        if not self.is_bound and owners[:2].count() == 1:
            self.fields["owner"].initial = owners.first()
        self.fields["language"].choices = [("", _("as the package says")), *settings.LANGUAGES]
        if not needs_file:
            del self.fields["file"]
