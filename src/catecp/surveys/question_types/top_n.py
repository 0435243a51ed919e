"""Choose at most n: a hard limit on the phone and here. An answer of one's own is one of the n."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catecp.surveys.question_types.base import Field, Given, Row, count_options, options_of, read_choices, turned
from catecp.surveys.question_types.options import OptionsForm, OptionsType


class TopNForm(OptionsForm):
    at_most = forms.IntegerField(label=_("Choose at most"), min_value=1, max_value=12, initial=3)


class TopN(OptionsType):
    kind = "top_n"
    title = _("choose at most a few")
    form = TopNForm

    def read(self, settings: Mapping[str, Any], values: Sequence[str], *, other: str = "", rotation: int = 0) -> Given:
        return read_choices(settings, values, other=other, rotation=rotation, at_most=settings["at_most"])

    def field(self, settings: Mapping[str, Any], *, rotation: int = 0) -> Field:
        options = tuple(turned(options_of(settings), rotation))
        return Field("checkbox", options, at_most=settings["at_most"], has_other=bool(settings.get("has_other")))

    def tally(self, settings: Mapping[str, Any], given: Sequence[Given]) -> list[Row]:
        return count_options(settings, given)
