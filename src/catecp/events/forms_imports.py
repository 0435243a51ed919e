"""What a coordinator sends about a workbook: the file, columns, decisions. Shape only."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catecp.events.workbook.headings import Meaning

_MOST = 3_000
_MEANINGS = {meaning.value for meaning in Meaning}


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=_("Workbook of registrations"),
        help_text=_("Excel (.xlsx) or CSV, at most 20 MB. Nothing is registered before you have seen what would happen."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )


def columns_in(data: QueryDict) -> tuple[str, int | None, dict[int, Meaning]]:
    """The sheet, row of headings and meanings sent; what is not understood falls away."""
    header = data.get("header_row", "")
    meanings = {}
    for name, value in data.items():
        index = name.removeprefix("column-")
        if name.startswith("column-") and index.isdigit() and int(index) < 500 and value in _MEANINGS:
            meanings[int(index)] = Meaning(str(value))
    return data.get("sheet", "")[:200], int(header) if header.isdigit() and int(header) < 100_000 else None, meanings


def institutions_in(data: QueryDict, ids_by_name: Mapping[str, str]) -> dict[str, str]:
    """Decisions by spelling: an id, "new:" and a name, "none", or "" for later. A name typed beside wins where it is known."""
    found = {}
    for number in range(_MOST):
        key = data.get(f"spelling-{number}")
        if key is None:
            break
        typed = data.get(f"other-{number}", "").strip().casefold()
        meant = ids_by_name.get(typed) or data.get(f"meant-{number}", "")
        if meant in ("", "none") or meant.startswith("new:") or meant in ids_by_name.values():
            found[key[:300]] = meant[:310]
    return found


def pairs_in(data: QueryDict) -> dict[str, bool]:
    """Decisions about pairs: True merges."""
    found = {}
    for number in range(_MOST):
        key = data.get(f"pair-{number}")
        if key is None:
            break
        if data.get(f"merge-{number}") in ("yes", "no"):
            found[key[:1500]] = data[f"merge-{number}"] == "yes"
    return found
