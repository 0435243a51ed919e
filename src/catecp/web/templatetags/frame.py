"""What the page frame is put together from."""

from typing import Any

from django import template
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from catecp.kernel.verdict import Verdict

register = template.Library()
_TONES = {constants.SUCCESS: "good", constants.WARNING: "gold", constants.ERROR: "bad"}


@register.filter
def tone_of(message: Message) -> str:
    return _TONES.get(message.level, "info")


@register.simple_tag
def maybe_url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of that name, or nothing when there is no such page."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


class Filled(template.Node):
    """An element around its content; without content, nothing at all."""

    def __init__(self, element: str, options: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.element, self.options, self.nodelist = element, options, nodelist

    def render(self, context: Context) -> SafeString:
        content = self.nodelist.render(context).strip()
        if not content:
            return SafeString("")
        options = {name: value.resolve(context) for name, value in self.options.items()}
        css = format_html(' class="{}"', options["css"]) if "css" in options else ""
        label = format_html(' aria-label="{}"', options["label"]) if "label" in options else ""
        return mark_safe(f"<{self.element}{css}{label}>{content}</{self.element}>")  # noqa: S308 -- the parts are escaped above


@register.tag
def filled(parser: Parser, token: Token) -> Filled:
    """`{% filled "p" css="lead" label=… %}…{% endfilled %}`"""
    _, element, *bits = token.split_contents()
    options = token_kwargs(bits, parser)
    nodelist = parser.parse(("endfilled",))
    parser.delete_first_token()
    return Filled(element.strip("\"'"), options, nodelist)


class DocumentTitle(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        title = " ".join(self.nodelist.render(context).split())
        return mark_safe(f"{title} · CATECP" if title else "CATECP")  # noqa: S308 -- rendered template text


@register.tag
def document_title(parser: Parser, token: Token) -> DocumentTitle:
    nodelist = parser.parse(("enddocument_title",))
    parser.delete_first_token()
    return DocumentTitle(nodelist)


@register.inclusion_tag("components/verdict.html")
def verdict(v: Verdict) -> dict:
    """Why not, and who can: stands where the button would be. Says nothing when it is allowed."""
    return {"verdict": v}


@register.inclusion_tag("components/pill.html")
def pill(label: Any, tone: str = "") -> dict:
    """A state in a word; tone is good, warm, gold, acc, bad or nothing."""
    return {"label": label, "tone": tone}
