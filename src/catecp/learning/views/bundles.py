"""A course packed for a class without network: chosen, then downloaded as it is written."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from catecp.languages.tags import LANGUAGES
from catecp.learning.bundle.making import Cost, bundle_files, cost_of, languages_for, zipped
from catecp.learning.models import Bundle, StudyClass
from catecp.learning.services.bundles import BundleRefused, make_bundle
from catecp.learning.views.classes import taught


class BundleForm(forms.Form):
    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    media = forms.ChoiceField(label=_("Films and sound"), widget=forms.RadioSelect)

    def __init__(self, *args: object, study_class: StudyClass, cost: Cost, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # -- what every form takes
        tags = languages_for(study_class)
        self.fields["languages"].choices = [(tag, LANGUAGES[tag].own_name) for tag in tags]
        self.fields["languages"].initial = tags[:1]
        self.fields["languages"].help_text = gettext("Each language adds about %(size)s.") % {"size": filesizeformat(cost.words)}
        self.fields["media"].choices = _choices(cost)
        self.fields["media"].initial = self.fields["media"].choices[0][0]


def _choices(cost: Cost) -> list[tuple[str, str]]:
    """Those that cost more than the one before; a course without films has one."""
    shown: list[tuple[str, str]] = []
    least = -1
    for choice, size in cost.media.items():
        if size > least:
            shown.append((choice, f"{_name(choice)} · {filesizeformat(size)}"))
            least = size
    return shown


def _name(choice: str) -> str:
    if choice == "none":
        return gettext("Words and pictures")
    if choice == "audio":
        return gettext("With sound")
    return gettext("With films, %(lines)s lines") % {"lines": choice.rstrip("p")}


def bundle(request: HttpRequest, public_id: str) -> HttpResponse:
    study_class = taught(request, public_id)
    form = BundleForm(request.POST or None, study_class=study_class, cost=cost_of(study_class))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            make_bundle(
                study_class=study_class, languages=said["languages"], media=said["media"], at=timezone.now(), by=request.user
            )
            messages.success(
                request, gettext("The bundle is made. Download it, and unpack it on a stick, a phone or a computer.")
            )
            return redirect("learning:results", study_class.public_id)
        except BundleRefused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "learning/bundle_new.html", {"study_class": study_class, "form": form, "tab": "results"})


@require_GET
def download(request: HttpRequest, public_id: str, bundle: str) -> StreamingHttpResponse:
    """The ZIP, written while it is sent."""
    study_class = taught(request, public_id)
    rows = Bundle.objects.select_related("version__course__owner", "study_class")
    found = get_object_or_404(rows, study_class=study_class, public_id=bundle)
    response = StreamingHttpResponse(zipped(bundle_files(found)), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="catecp-class-{found.public_id}.zip"'
    response["Cache-Control"] = "no-store"
    return response
