"""The reach page in words: rows with their names, steps of the ladder, choices, claims."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catecp.courses.models import Channel, Course
from catecp.insights.figures.quantities import Stock
from catecp.insights.figures.reach import COUNT_TITLES, COUNTS, ENROLMENTS, PEOPLE, count_definition, rung_definition
from catecp.insights.models import Claim
from catecp.insights.reach.asked import BREAKDOWNS, Asked
from catecp.insights.reach.claims import Beside, quantity_of
from catecp.insights.reach.numbers import Cell, Counts, Row, Shown
from catecp.insights.words import claim_source, claim_value, number_text
from catecp.learning.enums import Rung
from catecp.learning.ladder import RUNGS
from catecp.network.models import Institution
from catecp.places.models import Country, Region


@dataclass(frozen=True)
class Named:
    """A row with what it is called and the value that filters by it; without one it cannot be opened further."""

    row: Row
    label: str
    filter_value: str
    is_unclassified: bool


def named(asked: Asked, rows: Iterable[Row]) -> list[Named]:
    """The rows with their names. One query."""
    rows = list(rows)
    names = _NAMES[asked.by]([row.key for row in rows])
    found = []
    for row in rows:
        label, value = names.get(str(row.key), ("", ""))
        found.append(Named(row, label or _unknown(asked), value, is_unclassified=not label))
    return sorted(found, key=lambda line: line.is_unclassified)


def _unknown(asked: Asked) -> str:
    return _("no course yet") if asked.by == "course" else _("not classified")


def _countries(keys: Sequence[Any]) -> dict[str, tuple[str, str]]:
    return {row.code: (str(row.name), row.code) for row in Country.objects.filter(code__in=keys)}


def _provinces(keys: Sequence[Any]) -> dict[str, tuple[str, str]]:
    rows = Region.objects.filter(pk__in=[key for key in keys if key.isdigit()]).select_related("country")
    return {str(row.pk): (f"{row.name}, {row.country.name}", str(row.pk)) for row in rows}


def _institutions(keys: Sequence[Any]) -> dict[str, tuple[str, str]]:
    rows = Institution.objects.filter(pk__in=[key for key in keys if key.isdigit()])
    return {str(row.pk): (str(row.name), row.public_id) for row in rows}


def _courses(keys: Sequence[Any]) -> dict[str, tuple[str, str]]:
    return {str(row.pk): (str(row.title), row.public_id) for row in Course.objects.filter(pk__in=keys)}


def _channels(keys: Sequence[Any]) -> dict[str, tuple[str, str]]:
    return {str(row.pk): (str(row.name), row.key) for row in Channel.objects.filter(pk__in=keys)}


_NAMES = {
    "country": _countries,
    "province": _provinces,
    "institution": _institutions,
    "course": _courses,
    "channel": _channels,
}


def headers(asked: Asked) -> list[str]:
    first = {
        "country": _("Country"),
        "province": _("Province"),
        "institution": _("Institution"),
        "course": _("Course"),
        "channel": _("Channel"),
    }
    return [first[asked.by], *(str(Rung(rung).label) for rung in RUNGS)]


def shown_of(cell: Cell, count: str) -> Shown:
    """In a breakdown by place or course the middle count is that of people: channels are counted in their own breakdown."""
    return cell.enrolments if count == ENROLMENTS else cell.people


def plain(asked: Asked, table: list[Named]) -> list[list[Any]]:
    """The table as a download has it: exactly what the page shows."""
    return [[line.label, *(_plain(shown_of(line.row.rungs[rung], asked.count)) for rung in RUNGS)] for line in table]


def _plain(shown: Shown) -> int | str:
    return shown.value if shown.value is not None else shown.text


def file_name(asked: Asked) -> str:
    return "-".join(part for part in ("reach", asked.by, asked.count, asked.span.key) if part)


def table_lines(asked: Asked, table: list[Named]) -> list[dict[str, Any]]:
    """Rows of the table with the address of every number."""
    return [
        {
            "label": line.label,
            "href": asked.address(**{asked.by: line.filter_value}) if line.filter_value else "",
            "is_unclassified": line.is_unclassified,
            "cells": [_cell(asked, line, rung) for rung in RUNGS],
        }
        for line in table
    ]


def _cell(asked: Asked, line: Named, rung: str) -> dict[str, Any]:
    shown = shown_of(line.row.rungs[rung], asked.count)
    count = ENROLMENTS if asked.count == ENROLMENTS else PEOPLE
    query = asked.address(**{asked.by: line.filter_value}) if line.filter_value else ""
    href = reverse("insights:reach_cell", args=[count, rung]) + query if query and shown.value else ""
    return {"value": shown.value, "text": shown.text if shown.value is None else "", "href": href, "label": Rung(rung).label}


def ladder_steps(asked: Asked, ladder: list[Counts]) -> list[dict[str, Any]]:
    """Steps of the ladder component for the count that was chosen, with what is lost between two."""
    top = max((counts.of(asked.count).value or 0 for counts in ladder), default=0)
    steps = []
    before: Shown | None = None
    for counts in ladder:
        shown = counts.of(asked.count)
        step = {
            "label": Rung(counts.rung).label,
            "definition": rung_definition(Rung(counts.rung)),
            "value": shown.value,
            "text": shown.text if shown.value is None else "",
            "width": f"{100 * (shown.value or 0) / top:.2f}" if top else "0",
            "href": reverse("insights:reach_cell", args=[asked.count, counts.rung]) + asked.address(),
        }
        steps.append({**step, **_drop(None if asked.span.is_flow else before, shown)})
        before = shown
    return steps


def _drop(before: Shown | None, shown: Shown) -> dict[str, Any]:
    if before is None or not before.value or shown.value is None or shown.value > before.value:
        return {"drop": "", "share": ""}
    lost = before.value - shown.value
    share = formats.number_format(100 * shown.value / before.value, decimal_pos=1)
    return {"drop": number_text(lost), "share": _("%(share)s %% went on") % {"share": share}}


def count_lines(asked: Asked, ladder: list[Counts]) -> dict[str, Any]:
    """The four counts side by side at every rung."""
    rows = []
    for counts in ladder:
        cells = []
        for count in COUNTS:
            shown = counts.of(count)
            href = reverse("insights:reach_cell", args=[count, counts.rung]) + asked.address() if shown.value else ""
            text = shown.text if shown.value is None else ""
            cells.append({"value": shown.value, "text": text, "href": href, "label": COUNT_TITLES[count]})
        rows.append({"label": Rung(counts.rung).label, "cells": cells})
    return {"columns": [COUNT_TITLES[count] for count in COUNTS], "rows": rows}


def overlap_words(ladder: list[Counts]) -> str:
    """One sentence on why the counts differ, at the rung `registered`."""
    counts = ladder[RUNGS.index("registered")]
    people, inside = counts.people.value, counts.in_channels.value
    if not people or inside is None or inside <= people:
        return ""
    words = ngettext(
        "One person is counted once more among people in channels, having come by more than one.",
        "People in channels are %(number)s more than people: so often did somebody come by a further channel.",
        inside - people,
    )
    return words % {"number": number_text(inside - people)}


def definitions() -> list[dict[str, Any]]:
    rungs = [{"term": Rung(rung).label, "text": rung_definition(Rung(rung))} for rung in RUNGS]
    return rungs + [{"term": COUNT_TITLES[count], "text": count_definition(count)} for count in COUNTS]


def chosen(asked: Asked) -> list[dict[str, str]]:
    """The filters in force, each with the address without it."""
    found: list[dict[str, Any]] = []
    for key, label, thing in (
        ("country", _("Country"), asked.country),
        ("province", _("Province"), asked.province),
        ("institution", _("Institution"), asked.institution),
        ("course", _("Course"), asked.course),
        ("channel", _("Channel"), asked.channel),
    ):
        if thing is not None:
            gone = {key: "", "province": ""} if key == "country" else {key: ""}
            found.append({"label": label, "value": str(thing), "href": asked.address(**gone)})
    if asked.span.key:
        found.append({"label": _("Period"), "value": asked.span.label, "href": asked.address(period="")})
    return found


def choices(asked: Asked, periods: list[tuple[str, str]]) -> dict[str, Any]:
    """What the filters offer. Institutions and courses are many: they are chosen in their tables."""
    countries = [(row.code, str(row.name)) for row in Country.objects.order_by("code")]
    provinces = []
    if asked.country:
        provinces = [(str(row.pk), str(row.name)) for row in Region.objects.filter(country=asked.country)]
    channels = [(row.key, str(row.name)) for row in Channel.objects.order_by("key")[:200]]
    return {
        "countries": sorted(countries, key=lambda pair: pair[1]),
        "provinces": sorted(provinces, key=lambda pair: pair[1]),
        "channels": channels,
        "periods": periods,
    }


def tabs(asked: Asked) -> list[dict[str, Any]]:
    return [
        {"title": title, "href": asked.address(by="" if key == "country" else key), "is_here": asked.by == key}
        for key, title in BREAKDOWNS.items()
    ]


def claim_cards(found: list[Beside]) -> list[dict[str, Any]]:
    return [
        {
            "value": claim_value(row.claim),
            "unit": row.claim.unit,
            "nature": _nature(row.claim),
            "statement": row.claim.statement,
            "source": claim_source(row.claim),
            "verdict": row.verdict,
            "is_compared": row.is_compared,
        }
        for row in found
    ]


def claim_pairs(pairs: list[tuple[Claim, Claim, str | Promise]]) -> list[dict[str, Any]]:
    return [
        {"one": f"{claim_value(one)} {one.unit}", "other": f"{claim_value(other)} {other.unit}", "why": why}
        for one, other, why in pairs
    ]


def _nature(claim: Claim) -> str:
    if claim.nature == "flow":
        return _("new in %(period)s") % {"period": claim.period}
    if claim.nature == "stock":
        quantity = quantity_of(claim)
        return _("until %(day)s") % {"day": formats.date_format(quantity.as_of) if isinstance(quantity, Stock) else claim.period}
    return _("period not stated")
