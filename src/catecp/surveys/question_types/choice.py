"""Choose one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from catecp.surveys.question_types.base import Field, Given, Row, count_options, options_of, read_choices, turned
from catecp.surveys.question_types.options import OptionsType


class Choice(OptionsType):
    kind = "choice"
    title = _("choose one")

    def read(self, settings: Mapping[str, Any], values: Sequence[str], *, other: str = "", rotation: int = 0) -> Given:
        return read_choices(settings, values, other=other, rotation=rotation, at_most=1)

    def field(self, settings: Mapping[str, Any], *, rotation: int = 0) -> Field:
        return Field("radio", tuple(turned(options_of(settings), rotation)), at_most=1, has_other=bool(settings.get("has_other")))

    def tally(self, settings: Mapping[str, Any], given: Sequence[Given]) -> list[Row]:
        return count_options(settings, given)
