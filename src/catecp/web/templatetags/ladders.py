"""The learner ladder: how many came to each rung, and how many were lost before the next."""

from collections.abc import Sequence

from django import template

register = template.Library()


@register.inclusion_tag("components/ladder.html")
def ladder(steps: Sequence[dict]) -> dict:
    """Steps from the bottom up: label, value (None: `text` instead), width (percent of the widest), href, definition, drop, share."""
    return {"steps": steps}
