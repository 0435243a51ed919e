"""A class that follows an adoption: the adopted version, taught at the adopting institution."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catecp.courses.models import Adoption
from catecp.courses.queries.adoptions import adoptions_visible_to
from catecp.kernel.errors import Refused
from catecp.kernel.verdict import require
from catecp.languages.tags import LANGUAGES
from catecp.learning import rules
from catecp.learning.services.classes import ClassWords, make_adopted_class


class AdoptedClassForm(forms.Form):
    """What a teacher says; course and institution are the adoption's."""

    name = forms.CharField(label=_("Name of the class"), max_length=200)
    language = forms.ChoiceField(
        label=_("Language of the class"), choices=[(row.tag, row.own_name) for row in LANGUAGES.values()]
    )
    has_minors = forms.BooleanField(
        label=_("There are learners under age"),
        required=False,
        help_text=_("Then the institution records its consent before anybody joins."),
    )

    def words(self, adoption: Adoption) -> ClassWords:
        said: dict[str, Any] = self.cleaned_data
        return ClassWords(
            name=said["name"],
            language=said["language"],
            has_minors=said["has_minors"],
            starts_on=adoption.starts_on,
            ends_on=adoption.ends_on,
        )


def open_class(request: HttpRequest, public_id: str) -> HttpResponse:
    adoption = get_object_or_404(adoptions_visible_to(request.user), public_id=public_id)
    require(rules.may_open_adopted_class(request.user, adoption))
    form = AdoptedClassForm(request.POST or None, initial={"language": adoption.language})
    if request.method == "POST" and form.is_valid():
        try:
            made = make_adopted_class(adoption=adoption, words=form.words(adoption), at=timezone.now(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("The class is made. Add its names."))
            return redirect("learning:class_list", made.public_id)
    return render(request, "learning/class_adopted.html", {"form": form, "adoption": adoption})
