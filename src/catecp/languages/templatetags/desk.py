"""The bar of states at the translation desk."""

from django import template

from catecp.languages.queries import StateCounts

register = template.Library()
_ORDER = ("reviewed", "translated", "machine", "outdated", "missing")


@register.inclusion_tag("languages/_states.html")
def state_bar(counts: StateCounts) -> dict:
    """Shares of reviewed, translated, machine, outdated and missing, as one bar with its words."""
    bars, x = [], 0.0
    for state in _ORDER:
        width = 100 * counts.of(state) / counts.total if counts.total else 0
        if width:
            bars.append({"state": state, "x": f"{x:.2f}", "width": f"{width:.2f}"})
        x += width
    return {"counts": counts, "bars": bars}


@register.filter
def counted(counts: StateCounts, state: str) -> int:
    return counts.of(state)
