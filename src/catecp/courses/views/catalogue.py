"""The public catalogue of courses."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from catecp.courses.facets import UNKNOWN
from catecp.courses.queries import catalogue as queries
from catecp.courses.queries.catalogue import SORTS, Catalogue, CatalogueAsked
from catecp.kernel.paging import page_of
from catecp.kernel.plaintext import clean_line
from catecp.kernel.tabular import download
from catecp.languages.searching.trade_words import trade_words
from catecp.languages.tags import LANGUAGES

PER_PAGE = 20
LONGEST_SEARCH = 200
SHOWN_AT_ONCE = 8  # choices of a facet; the others open on demand
_HOURS = {
    "short": gettext_lazy("under 5 hours"),
    "medium": gettext_lazy("5 to 20 hours"),
    "long": gettext_lazy("20 hours and more"),
}
_DATA = {
    "small": gettext_lazy("under 20 MB"),
    "medium": gettext_lazy("20 to 100 MB"),
    "large": gettext_lazy("100 MB and more"),
}
_SORT_NAMES = {
    "best": gettext_lazy("best match"),
    "newest": gettext_lazy("newest first"),
    "title": gettext_lazy("title"),
    "shortest": gettext_lazy("shortest first"),
    "lightest": gettext_lazy("least data first"),
    "languages": gettext_lazy("most languages first"),
}


@login_not_required
def catalogue(request: HttpRequest) -> HttpResponse:
    language = get_language() or "en"
    asked = _asked(request)
    found = queries.catalogue(asked, actor=request.user, language=language)
    if request.GET.get("format") in {"csv", "xlsx"}:
        return _download(request, found, language)
    page = page_of(found.rows, request, per_page=PER_PAGE)
    page.object_list = queries.shown(list(page.object_list), of=found, language=language)
    return render(
        request,
        "courses/catalogue.html",
        {
            "asked": asked,
            "page": page,
            "total": found.total,
            "facets": list(_facets(request, asked, found)),
            "chosen": asked.chosen,
            "sorts": [(name, _SORT_NAMES[name]) for name in SORTS if name != "best" or asked.search],
            "terms": trade_words(asked.search, language=language) if asked.search.strip() else [],
            "languages": LANGUAGES,
        },
    )


def _asked(request: HttpRequest) -> CatalogueAsked:
    """What stands in the address; nonsense counts as missing."""
    given = {name: clean_line(request.GET.get(name, ""), longest=40) for name in asdict(CatalogueAsked())}
    given["search"] = clean_line(request.GET.get("search", ""), longest=LONGEST_SEARCH)
    given["sort"] = given["sort"] if given["sort"] in SORTS else ""
    return CatalogueAsked(**given)


def _facets(request: HttpRequest, asked: CatalogueAsked, found: Catalogue) -> Iterator[dict[str, Any]]:
    fields = queries.field_names()
    countries = queries.country_names([code for code in found.counts["country"] if code != UNKNOWN])
    names: dict[str, tuple[str, dict[str, str | Promise]]] = {
        "field": (_("Field"), {**fields}),
        "level": (_("Level"), {str(level): _("AQRF level %(level)s") % {"level": level} for level in range(1, 9)}),
        "language": (_("Language"), {tag: language.own_name for tag, language in LANGUAGES.items()}),
        "country": (_("Country"), {**countries}),
        "hours": (_("Hours"), {**_HOURS}),
        "data": (_("Data cost"), {**_DATA}),
        "adopted": (_("Adoption"), {"here": _("adopted at my institution")}),
    }
    for name, (title, labels) in names.items():
        choices = list(_choices(request, name, labels, found.counts[name], asked.chosen.get(name, "")))
        if choices and (len(choices) > 1 or name == "adopted" or name in asked.chosen):
            yield {
                "name": name,
                "title": title,
                "choices": choices[:SHOWN_AT_ONCE],
                "more": choices[SHOWN_AT_ONCE:],
                "is_more_open": any(choice["is_chosen"] for choice in choices[SHOWN_AT_ONCE:]),
            }


def _choices(
    request: HttpRequest, name: str, labels: dict[str, str | Promise], counts: Counter[str], chosen: str
) -> Iterator[dict[str, Any]]:
    """Choices some course has, in the order of their names' list (fields and countries: most first); what is not said, last."""
    known = [value for value in labels if counts[value] or value == chosen]
    if name in {"field", "country", "language"}:
        known.sort(key=lambda value: -counts[value])
    unknown = [UNKNOWN] if counts[UNKNOWN] or chosen == UNKNOWN else []
    for value in [*known, *unknown]:
        query = request.GET.copy()
        query.pop("page", None)
        query[name] = "" if value == chosen else value
        yield {
            "label": labels.get(value, _("not said")),
            "number": counts[value],
            "href": f"?{query.urlencode()}",
            "is_chosen": value == chosen,
            "lang": value if name == "language" and value in LANGUAGES else "",
        }


def _download(request: HttpRequest, found: Catalogue, language: str) -> HttpResponse:
    headers = [
        _("Title"), _("Owner"), _("Country"), _("Field"), _("AQRF level"), _("Hours"), _("Data cost in bytes"), _("Languages"),
        _("Published on"), _("Address"),
    ]  # fmt: skip
    rows = (_row(request, item) for item in queries.courses_of(found.rows, language=language))
    return download(name="catecp-courses", kind=request.GET["format"], headers=headers, rows=rows)


def _row(request: HttpRequest, item: queries.Shown) -> list[Any]:
    owner = item.course.owner.merged_into or item.course.owner
    passport_field = item.course.published.passport.field if item.course.published else None
    return [
        item.course.title.best()[0],
        owner.name.best()[0],
        str(owner.country or ""),
        str(passport_field or ""),
        item.entry.level,
        float(item.entry.hours) if item.entry.hours is not None else None,
        item.entry.data_bytes,
        ", ".join(name for _tag, name in item.languages),
        item.entry.published_at.isoformat()[:10],
        request.build_absolute_uri(item.course.get_absolute_url()),
    ]
