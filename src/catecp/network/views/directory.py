"""The public directory."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from catecp.kernel.paging import page_of
from catecp.kernel.tabular import download
from catecp.languages.tags import LANGUAGES
from catecp.network import rules
from catecp.network.enums import NameKind
from catecp.network.forms import DirectoryForm
from catecp.network.models import Institution
from catecp.network.queries.directory import DirectoryAsked, directory_asked, found_by_name, letters_of_directory
from catecp.network.searchable import search_words


@login_not_required
def directory(request: HttpRequest) -> HttpResponse:
    form = DirectoryForm(request.GET)
    asked = _asked(form, letter=request.GET.get("letter", "")[:1].lower())
    found = directory_asked(asked, actor=request.user, on=timezone.localdate())
    if request.GET.get("format") in {"csv", "xlsx"}:
        return _download(request, found)
    page = page_of(found, request)
    words = search_words(asked.search)
    for institution in page.object_list:
        institution.found_by = found_by_name(institution, words)
    return render(
        request,
        "network/directory.html",
        {
            "form": form,
            "asked": asked,
            "page": page,
            "letters": _letters(request, asked.letter),
            "may_add": rules.may_add_institution(request.user),
        },
    )


def _asked(form: DirectoryForm, *, letter: str) -> DirectoryAsked:
    form.full_clean()
    given = {name: form.cleaned_data.get(name, "") for name in ("search", "country", "kind", "sort")}
    return DirectoryAsked(**{**given, "sort": given["sort"] or "name"}, letter=letter)


def _letters(request: HttpRequest, chosen: str) -> list[dict]:
    """One link a letter, keeping the other filters."""
    links = []
    for letter, number in letters_of_directory():
        query = request.GET.copy()
        query.pop("page", None)
        query["letter"] = "" if letter == chosen else letter
        links.append({"letter": letter.upper(), "number": number, "href": f"?{query.urlencode()}", "is_chosen": letter == chosen})
    return links


def _download(request: HttpRequest, found) -> HttpResponse:
    headers = [
        _("Name"), _("Names in other languages"), _("Country"), _("Province or state"), _("Kind"), _("Abbreviations"),
        _("Earlier names"), _("Variants"), _("Website"), _("Address of the profile"),
    ]  # fmt: skip
    rows = [_row(request, institution) for institution in found]
    return download(name="catecp-institutions", kind=request.GET["format"], headers=headers, rows=rows)


def _row(request: HttpRequest, institution: Institution) -> list[str]:
    shown, shown_in = institution.name.best()
    others = [
        f"{LANGUAGES[tag].own_name}: {text}"
        for tag, text in institution.name.texts.items()
        if tag != shown_in and tag in LANGUAGES
    ]
    by_kind = {kind: [name.text for name in institution.names.all() if name.kind == kind] for kind in NameKind.values}
    return [
        shown,
        "; ".join(others),
        str(institution.country or ""),
        ", ".join(str(place.region) for place in institution.places_now),  # type: ignore[attr-defined]  # -- set by the query
        institution.get_kind_display(),
        "; ".join(by_kind[NameKind.ABBREVIATION]),
        "; ".join(by_kind[NameKind.EARLIER]),
        "; ".join(by_kind[NameKind.VARIANT]),
        institution.website,
        request.build_absolute_uri(institution.get_absolute_url()),
    ]
