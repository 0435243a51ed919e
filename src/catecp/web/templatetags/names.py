"""Names and texts, each marked with the language it is in."""

from json import dumps
from typing import Any

from django import template
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.translation import get_language

from catecp.accounts.models import Person
from catecp.kernel.translated import Translated
from catecp.languages.tags import LANGUAGES
from catecp.network.models import Institution

register = template.Library()


def marked(text: str, language: str) -> str:
    """`text`, with its language said when it is not the page's."""
    if not text or not language or language == get_language():
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def t(value: Any) -> str:
    """A text in several languages, in the reader's if there is one."""
    if isinstance(value, Translated):
        return marked(*value.best())
    return format_html("{}", "" if value is None else value)


@register.filter
def original(value: Any) -> str:
    """A text in several languages as it was written; the caller marks its language."""
    return value[value.original] if isinstance(value, Translated) else str(value or "")


@register.inclusion_tag("components/person.html")
def person(person: Person | None) -> dict:
    return {"person": person}


@register.inclusion_tag("components/institution.html")
def institution(institution: Institution | None) -> dict:
    """The linked name; an English page also shows the original one, any other page also the English one."""
    if institution is None:
        return {"institution": None}
    name = Translated.from_json(institution.name)
    text, language = name.best()
    other = name.original if language == "en" else "en"
    second = name[other] if other != language and name[other] != text else ""
    return {
        "institution": institution,
        "text": marked(text, language),
        "second": marked(second, other),
        "address": _address_of(institution),
    }


def _address_of(institution: Institution) -> str:
    try:
        return institution.get_absolute_url()
    except NoReverseMatch:
        return ""


@register.filter
def language_name(tag: str) -> str:
    """A language by its own name: ខ្មែរ for km; the tag itself when it is not one of ours."""
    return LANGUAGES[tag].own_name if tag in LANGUAGES else tag


@register.filter
def json(value: Any) -> str:
    """Plain values for a data- attribute."""
    return dumps(value, ensure_ascii=False, separators=(",", ":"))
