"""Fields that know the event: times in its zone, institutions and people found by typing."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catecp.accounts.models import Person
from catecp.network.models import Institution
from catecp.network.queries.canonical import canonical_of
from catecp.network.searchable import fold

MINUTES = "%Y-%m-%dT%H:%M"
MOST_OFFERED = 500  # a page stays small; a name outside the list is found all the same


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MomentField(forms.DateTimeField):
    """A date and time as clocks show it in `zone`; cleans to an aware time."""

    zone = "UTC"

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTES))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime) and timezone.is_aware(value):
            return value.astimezone(ZoneInfo(self.zone)).strftime(MINUTES)
        return value

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(ZoneInfo(self.zone)):
            return super().to_python(value)


class TypedChoice(forms.TextInput):
    """A text input with the choices offered as one types; without script it is the browser's own list."""

    template_name = "events/typed_choice.html"
    choices: list[str] = []

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        context["widget"]["list_id"] = f"{attrs.get('id', name) if attrs else name}_list"
        context["widget"]["attrs"]["list"] = context["widget"]["list_id"]
        context["widget"]["choices"] = self.choices
        return context


class InstitutionField(forms.CharField):
    """An institution by its name in any language, as a text; `chosen` finds the row. Unknown names are refused unless `may_be_new`."""

    widget = TypedChoice(attrs={"autocomplete": "off"})

    def __init__(self, *, may_be_new: bool = False, **options: Any) -> None:
        self.may_be_new = may_be_new
        options.setdefault("max_length", 300)
        super().__init__(**options)

    def offer(self, institutions: list[Institution]) -> None:
        self.widget.choices = [str(institution.name) for institution in institutions[:MOST_OFFERED]]

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Institution.objects.filter(pk=value).first()
        return str(value.name) if isinstance(value, Institution) else value

    def clean(self, value: Any) -> Any:
        """The institution; with `may_be_new` the text itself when nothing bears that name."""
        text = super().clean(value)
        if not text:
            return None
        found = institutions_named(text)
        if len(found) == 1:
            return found[0]
        if self.may_be_new:
            return text
        if not found:
            raise ValidationError(
                _("No institution of this name is in the directory. Choose one from the list, or add it there first.")
            )
        raise ValidationError(_("Several institutions bear this name. Write it in full, as the directory shows it."))


def institutions_named(text: str) -> list[Institution]:
    """Institutions one of whose names is exactly this, merges followed."""
    wanted = fold(text)
    if not wanted:
        return []
    rows = Institution.objects.filter(search_text__contains=wanted).select_related("merged_into").order_by("pk")[:200]
    found = {canonical_of(row) for row in rows if wanted in row.search_text.split("\n")}
    return sorted(found, key=lambda institution: institution.pk)


class PersonField(forms.CharField):
    """A person by name or by address; when several bear the name, the address decides."""

    widget = TypedChoice(attrs={"autocomplete": "off"})

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 300)
        super().__init__(**options)

    def offer(self, people: list[Person]) -> None:
        self.widget.choices = [person_words(person) for person in people]

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Person.objects.filter(pk=value).first()
        return person_words(value) if isinstance(value, Person) else value

    def clean(self, value: Any) -> Person | None:
        text = super().clean(value)
        if not text:
            return None
        name, _mark, tail = text.rpartition(" [")
        if tail.endswith("]"):
            found = list(Person.objects.filter(public_id=tail[:-1])[:1])
        else:
            named = (
                Person.objects.filter(name__iexact=text)
                | Person.objects.filter(original_name=text)
                | Person.objects.filter(email__iexact=text)
            )
            found = list(named.filter(merged_into=None).order_by("pk")[:2])
        if len(found) == 1:
            return found[0].merged_into or found[0]
        if not found:
            raise ValidationError(_("Nobody of this name is known here. Choose from the list, or register the person first."))
        raise ValidationError(_("Several people bear this name. Choose one from the list."))


def person_words(person: Person) -> str:
    """How a person stands in a list to choose from: both names, and the id that decides between namesakes."""
    names = f"{person.name} · {person.original_name}" if person.original_name else person.name
    return f"{names} [{person.public_id}]"
