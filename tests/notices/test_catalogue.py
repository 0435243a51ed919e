from datetime import date

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from catecp.notices.catalogue import CATALOGUE, Type, WrongPlaceholders, fields_of, render

SAMPLES = {
    Type.TEXT: "SOK Dara",
    Type.OURS: "K7Q102",
    Type.ADDRESS: "https://catecp.example/x/",
    Type.NUMBER: 5,
    Type.DAY: date(2025, 5, 12),
}
KINDS = pytest.mark.parametrize("kind", CATALOGUE.values(), ids=lambda kind: kind.name)


def values_for(kind):
    return {name: SAMPLES[placeholder] for name, placeholder in kind.placeholders.items()}


@KINDS
def test_words_use_every_placeholder_and_no_other(kind):
    assert fields_of(kind.subject) | fields_of(kind.body) == set(kind.placeholders)


@KINDS
@pytest.mark.parametrize("language", [tag for tag, _name in settings.LANGUAGES])
def test_translated_words_use_the_same_placeholders(kind, language):
    with translation.override(language):
        translated = {source: gettext(source) for source in (kind.subject, kind.body)}

    assert {source: fields_of(text) for source, text in translated.items()} == {
        source: fields_of(source) for source in translated
    }


@KINDS
def test_every_kind_renders_without_a_placeholder_left(kind):
    said = render(kind, values_for(kind), language="en")

    assert "{" not in said.subject + said.body
    assert "\n" not in said.subject


@pytest.mark.parametrize("change", [{"event": None}, {"other": "x"}], ids=["one missing", "one too many"])
def test_render_refuses_wrong_values(change):
    kind = CATALOGUE["events.registration_waits"]
    values = {**values_for(kind), **change}
    values = {name: value for name, value in values.items() if value is not None}

    with pytest.raises(WrongPlaceholders):
        render(kind, values, language="en")


def test_what_people_typed_cannot_break_the_subject_or_carry_a_link():
    kind = CATALOGUE["events.registration_waits"]
    hostile = "Dara\r\nBcc: everybody@example.org http://evil.example \u202egnp.exe {address}"

    said = render(kind, {"name": hostile, "event": hostile}, language="en")

    assert said.subject == "We have your registration: Dara Bcc: everybody@example.org http: //evil.example gnp.exe {address}"


def test_a_placeholder_with_an_attribute_is_refused():
    with pytest.raises(ValueError, match="not a plain placeholder"):
        fields_of("Dear {name.__class__}")
