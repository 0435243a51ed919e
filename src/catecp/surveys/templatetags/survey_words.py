from django import template

from catecp.languages.tags import LANGUAGES

register = template.Library()


@register.filter
def own_name(tag: str) -> str:
    """A language by its own name."""
    return LANGUAGES[tag].own_name if tag in LANGUAGES else tag


@register.filter
def percent_of_one(score: float) -> str:
    """0.82 as 82 %."""
    return f"{round(100 * score)} %"
