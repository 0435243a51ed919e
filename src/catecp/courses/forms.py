"""The shape of what authors, coordinators and readers fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catecp.courses import passport
from catecp.courses.enums import ChecklistKind
from catecp.kernel.translated import Translated

MORE_ROWS = 3


class ChecklistForm(forms.Form):
    """A name and rows `text_0`, `key_0`, `test_0`, `points_0` …; an empty text leaves the row out."""

    name = forms.CharField(max_length=200, label=_("Name of this policy"), help_text=_("Who decided it, and when."))

    def __init__(self, *args: Any, kind: str, items: list[dict[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        self.before = {item["key"]: item for item in items}
        self.rows = [*items, *({} for _row in range(MORE_ROWS))]
        for number, item in enumerate(self.rows):
            self._add_row(number, item)

    def _add_row(self, number: int, item: dict[str, Any]) -> None:
        text = Translated.from_json(item.get("text"))
        self.fields[f"text_{number}"] = forms.CharField(
            required=False, max_length=300, label=_("What is asked"), initial=text["en"] or str(text)
        )
        self.fields[f"key_{number}"] = forms.CharField(
            required=False, max_length=40, initial=item.get("key", ""), widget=forms.HiddenInput
        )
        if self.kind == ChecklistKind.PASSPORT:
            self.fields[f"test_{number}"] = forms.ChoiceField(
                choices=[(name, name) for name in passport.TESTS], initial=item.get("test", ""), label=_("Test")
            )
            self.fields[f"points_{number}"] = forms.IntegerField(
                required=False, min_value=0, max_value=100, initial=item.get("points", 0), label=_("Points")
            )

    def table(self) -> list[dict[str, Any]]:
        names = ("text", "test", "points", "key") if self.kind == ChecklistKind.PASSPORT else ("text", "key")
        return [{name: self[f"{name}_{number}"] for name in names} for number in range(len(self.rows))]

    def items(self) -> list[dict[str, Any]]:
        """The rows that have a text; a text that was changed keeps no translations, one that was not keeps them."""
        data = self.cleaned_data
        found = []
        for number in range(len(self.rows)):
            text = data.get(f"text_{number}", "").strip()
            if not text:
                continue
            key = data.get(f"key_{number}") or data.get(f"test_{number}") or f"item{number + 1}"
            before = Translated.from_json(self.before.get(key, {}).get("text"))
            kept = before if text in (before["en"], str(before)) else Translated(texts={"en": text})
            found.append(
                {
                    "key": key,
                    "text": kept.to_json(),
                    "test": data.get(f"test_{number}", ""),
                    "points": data.get(f"points_{number}") or 0,
                }
            )
        return found
