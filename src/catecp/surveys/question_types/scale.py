"""A mark between two ends, each with its words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catecp.kernel.plaintext import clean_line
from catecp.kernel.translated import Translated, written
from catecp.surveys.question_types.base import Field, Given, NotAnAnswer, Option, QuestionType, Row


class ScaleForm(forms.Form):
    steps = forms.IntegerField(label=_("Steps"), min_value=3, max_value=10, initial=5)
    low = forms.CharField(label=_("Words at the low end"), max_length=60)
    high = forms.CharField(label=_("Words at the high end"), max_length=60)


class Scale(QuestionType):
    kind = "scale"
    title = _("a mark on a scale")
    form = ScaleForm

    def read(self, settings: Mapping[str, Any], values: Sequence[str], *, other: str = "", rotation: int = 0) -> Given:
        wanted = [value for value in values if value]
        if len(wanted) > 1 or any(value not in _marks(settings) for value in wanted):
            raise NotAnAnswer("not_offered")
        return Given(chosen=tuple(wanted))

    def field(self, settings: Mapping[str, Any], *, rotation: int = 0) -> Field:
        marks = tuple(Option(key=mark, text=written(mark)) for mark in _marks(settings))
        return Field("scale", marks, ends=(Translated.from_json(settings.get("low")), Translated.from_json(settings.get("high"))))

    def tally(self, settings: Mapping[str, Any], given: Sequence[Given]) -> list[Row]:
        return [
            Row(key=mark, label=written(mark), people=sum(mark in answer.chosen for answer in given)) for mark in _marks(settings)
        ]

    def initial(self, settings: Mapping[str, Any], *, original: str) -> dict[str, Any]:
        ends = {name: Translated.from_json(settings.get(name)).best(original)[0] for name in ("low", "high")}
        return {**super().initial(settings, original=original), **ends}

    def settings_from(self, cleaned: Mapping[str, Any], *, old: Mapping[str, Any], original: str) -> dict[str, Any]:
        ends = {}
        for name in ("low", "high"):
            before = Translated.from_json(old.get(name)) or written("", original)
            ends[name] = before.with_text(original, clean_line(cleaned[name], longest=60)).to_json()
        return {"steps": cleaned["steps"], **ends}


def _marks(settings: Mapping[str, Any]) -> list[str]:
    return [str(mark) for mark in range(1, settings["steps"] + 1)]
