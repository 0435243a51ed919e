"""Numbers with what they mean: figure, partition, small figures in a row."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.context import Context
from django.utils.translation import gettext as _

register = template.Library()
_SERIES = 8
_NATURES = {"stock": lambda: _("stock"), "flow": lambda: _("flow")}


@register.filter
def number(value: Any) -> str:
    """A number as the reader's language groups it; other values as they are."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return intcomma(value)
    return "" if value is None else value


@register.filter
def whole_number(value: Any) -> str:
    """A decimal without needless decimals, grouped."""
    return intcomma(int(value)) if value == int(value) else intcomma(value)


@register.inclusion_tag("components/figure.html")
def figure(**what: Any) -> dict:
    """value, unit, nature (stock, flow), as_of or period, definition, href, label. Without a value: "not counted"."""
    return {**what, "nature": _NATURES[what["nature"]]() if what.get("nature") in _NATURES else what.get("nature", "")}


@register.inclusion_tag("components/stats.html")
def stats(items: Iterable[dict]) -> dict:
    return {"items": items}


@register.inclusion_tag("components/partition.html", takes_context=True)
def partition(context: Context, parts: Sequence[dict], **what: Any) -> dict:
    """A bar and a table whose parts sum to `total`; says when they do not. Parts: label, value, note, href, is_unclassified."""
    total = what.get("total")
    found = sum(part["value"] for part in parts)
    return {
        "hatch": _pattern_name(context.get("request")),
        "rows": [*_rows(parts, whole=max(found, total or 0))],
        "found": found,
        "total": found if total is None else total,
        "has_notes": any(part.get("note") for part in parts),
        "unit": what.get("unit", ""),
        "label": what.get("label", ""),
        "claims": what.get("claims") or [],
        "href": what.get("href", ""),
    }


def _pattern_name(request: Any) -> str:
    """The hatching is a drawing with an id; each partition of a page needs its own."""
    drawn = getattr(request, "partitions_drawn", 0) + 1
    if request is not None:
        request.partitions_drawn = drawn
    return f"hatch-{drawn}"


def _rows(parts: Sequence[dict], *, whole: float) -> Iterable[dict]:
    """Each part with its place on the bar in percent and its colour; the unclassified part is hatched instead."""
    start, colour = 0.0, 0
    for part in parts:
        width = 100 * part["value"] / whole if whole else 0.0
        is_open = bool(part.get("is_unclassified"))
        colour += 0 if is_open else 1
        yield {
            **part,
            "key": "un" if is_open else f"k{(colour - 1) % _SERIES + 1}",
            "x": f"{start:.3f}%",
            "width": f"{width:.3f}%",
            "middle": f"{start + width / 2:.3f}%",
            "is_wide": width >= 5.5,
            "is_unclassified": is_open,
        }
        start += width
