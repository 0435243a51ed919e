"""A free text, in any language; it is grouped by a codebook."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catecp.surveys.question_types.base import Field, Given, QuestionType, read_text


class TextForm(forms.Form):
    longest = forms.IntegerField(label=_("Longest answer, in characters"), min_value=50, max_value=2000, initial=1000)


class Text(QuestionType):
    kind = "text"
    title = _("free text")
    form = TextForm

    def read(self, settings: Mapping[str, Any], values: Sequence[str], *, other: str = "", rotation: int = 0) -> Given:
        return Given(text=read_text("\n".join(values), longest=settings.get("longest", 1000)))

    def field(self, settings: Mapping[str, Any], *, rotation: int = 0) -> Field:
        return Field("textarea", longest=settings.get("longest", 1000))
