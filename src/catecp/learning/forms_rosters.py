from django import forms
from django.utils.translation import gettext_lazy as _

from catecp.courses.models import Course
from catecp.learning.roster.columns import TITLES, Meaning
from catecp.network.models import Institution


class ListForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("CSV or Excel, one person a line, with a row of headings."))
    system = forms.CharField(
        label=_("System it comes from"),
        max_length=200,
        help_text=_("Its name or address: accounts in the list are accounts there."),
    )
    institution = forms.ModelChoiceField(
        Institution.objects.filter(merged_into=None),
        label=_("Institution of the learners"),
        required=False,
        to_field_name="public_id",
    )
    course = forms.ModelChoiceField(
        Course.objects.all(), label=_("Course it is about"), required=False, to_field_name="public_id"
    )


def meanings_in(data: object) -> dict[int, Meaning]:
    """{column: meaning} as chosen on the page; what is no meaning is left out."""
    found: dict[int, Meaning] = {}
    for key, value in data.items():  # type: ignore[attr-defined]  # -- a QueryDict
        name, _underscore, index = key.partition("_")
        if name == "column" and index.isdecimal() and int(index) < 100 and value in TITLES:
            found[int(index)] = Meaning(value)
    return found
