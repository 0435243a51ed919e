"""How an author writes the options of a question: one a line, in the survey's original language."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from catecp.kernel.identifiers import code
from catecp.kernel.plaintext import clean_line
from catecp.kernel.translated import written
from catecp.surveys.question_types.base import Option, QuestionType, options_of

MOST_OPTIONS = 30


class OptionsForm(forms.Form):
    options = forms.CharField(
        label=_("Options"), widget=forms.Textarea(attrs={"rows": 12}), help_text=_("One option a line, in the original language.")
    )
    has_other = forms.BooleanField(label=_("People may add an answer of their own"), required=False)

    def clean_options(self) -> list[str]:
        lines = [clean_line(line, longest=200) for line in self.cleaned_data["options"].splitlines()]
        lines = list(dict.fromkeys(line for line in lines if line))
        if not 2 <= len(lines) <= MOST_OPTIONS:
            raise forms.ValidationError(_("Write from 2 to %(most)s options, one a line."), params={"most": MOST_OPTIONS})
        return lines


class OptionsType(QuestionType):
    """A kind whose answers are options from a list."""

    form = OptionsForm

    def initial(self, settings: Mapping[str, Any], *, original: str) -> dict[str, Any]:
        lines = [option.text.best(original)[0] for option in options_of(settings)]
        return {**super().initial(settings, original=original), "options": "\n".join(lines)}

    def settings_from(self, cleaned: Mapping[str, Any], *, old: Mapping[str, Any], original: str) -> dict[str, Any]:
        options = options_from_lines(cleaned["options"], old=options_of(old), original=original)
        stored = [{"key": option.key, "text": option.text.to_json()} for option in options]
        return {**super().settings_from(cleaned, old=old, original=original), "options": stored}


def options_from_lines(lines: Sequence[str], *, old: Sequence[Option], original: str) -> list[Option]:
    """A line that stands unchanged keeps its key and translations; one changed in its place keeps both, marked outdated."""
    same = {option.text[original]: option for option in old}
    left = [option if option.text[original] not in lines else None for option in old]
    found: list[Option] = []
    for place, line in enumerate(lines):
        before = same.get(line) or (left[place] if place < len(left) and len(lines) == len(old) else None)
        if before is None:
            found.append(
                Option(key=_new_key(line, taken={option.key for option in [*old, *found]}), text=written(line, original))
            )
        else:
            found.append(Option(key=before.key, text=before.text.with_text(original, line)))
    return found


def _new_key(line: str, *, taken: set[str]) -> str:
    key = slugify(line)[:30].strip("-")
    return key if key and key not in taken else f"{key}-{code(4).lower()}".strip("-")
