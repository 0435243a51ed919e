import pytest

from catecp.kernel.translated import Translated
from catecp.surveys.question_types.base import Given, NotAnAnswer, Option
from catecp.surveys.question_types.options import options_from_lines
from catecp.surveys.question_types.registry import KINDS

OPTIONS = {"options": [{"key": key, "text": {"en": key.upper(), "km": f"{key}-km"}} for key in "abcd"]}
TOP = {**OPTIONS, "at_most": 3, "has_other": True}
SCALE = {"steps": 5, "low": {"en": "no"}, "high": {"en": "yes"}}


def read(kind, settings, values, **options):
    return KINDS[kind].read(settings, values, **options)


def test_top_n_keeps_the_choices_in_the_order_shown():
    assert read("top_n", TOP, ["a", "d", "b"], rotation=2) == Given(chosen=("d", "a", "b"))


def test_top_n_counts_an_answer_of_ones_own_as_a_choice():
    assert read("top_n", TOP, ["a", "b"], other=" drones\n ") == Given(chosen=("a", "b"), text="drones")


@pytest.mark.parametrize(
    ("kind", "settings", "values", "other", "word", "number"),
    [
        ("top_n", TOP, ["a", "b", "c", "d"], "", "too_many", 3),
        ("top_n", TOP, ["a", "b", "c"], "drones", "too_many", 3),
        ("top_n", TOP, ["a", "z"], "", "not_offered", 0),
        ("top_n", TOP, [], "x" * 301, "too_long", 300),
        ("choice", OPTIONS, ["a", "b"], "", "too_many", 1),
        ("scale", SCALE, ["6"], "", "not_offered", 0),
        ("scale", SCALE, ["1", "2"], "", "not_offered", 0),
        ("text", {"longest": 50}, ["x" * 51], "", "too_long", 50),
    ],
)
def test_a_wrong_answer_is_refused_with_the_word_for_the_person(kind, settings, values, other, word, number):
    with pytest.raises(NotAnAnswer) as refused:
        read(kind, settings, values, other=other)

    assert (refused.value.word, refused.value.number) == (word, number)


def test_an_answer_of_ones_own_is_ignored_where_none_was_asked():
    assert read("choice", OPTIONS, ["a"], other="mine") == Given(chosen=("a",))


def test_a_text_loses_invisible_letters_and_keeps_its_lines():
    assert read("text", {"longest": 100}, ["one\u202e\r\ntwo\x00 "]) == Given(text="one\ntwo")


def test_an_empty_answer_is_falsy_for_every_kind():
    assert [
        bool(read(kind, settings, [""]))
        for kind, settings in [("top_n", TOP), ("choice", OPTIONS), ("scale", SCALE), ("text", {})]
    ] == [False] * 4


def test_tally_counts_people_per_option_in_the_order_of_the_question():
    rows = KINDS["top_n"].tally(TOP, [Given(("a", "b")), Given(("b",)), Given((), "own")])

    assert [(row.key, row.people) for row in rows] == [("a", 1), ("b", 2), ("c", 0), ("d", 0)]


def test_fields_turn_the_options_by_the_respondents_rotation():
    field = KINDS["top_n"].field(TOP, rotation=5)

    assert ([option.key for option in field.options], field.at_most, field.has_other) == (["b", "c", "d", "a"], 3, True)


def test_options_keep_keys_and_translations_when_their_line_stands_and_are_outdated_when_it_changed():
    old = [Option("a", Translated({"en": "A", "km": "ក"})), Option("b", Translated({"en": "B", "km": "ខ"}))]

    found = options_from_lines(["B", "A changed"], old=old, original="en")
    changed = options_from_lines(["A", "B changed"], old=old, original="en")
    added = options_from_lines(["A", "B", "绿色"], old=old, original="en")

    assert [option.key for option in found] == ["b", "a-changed"]
    assert [(option.key, option.text.state("km")) for option in changed] == [("a", "translated"), ("b", "outdated")]
    assert [option.key for option in added[:2]] == ["a", "b"] and added[2].text["en"] == "绿色" and added[2].key


def test_an_author_form_gives_back_the_settings_it_was_filled_with():
    for kind, settings in [("top_n", TOP), ("choice", {**OPTIONS, "has_other": False}), ("text", {"longest": 400})]:
        initial = KINDS[kind].initial(settings, original="en")
        form = KINDS[kind].form(initial)

        assert form.is_valid(), form.errors
        assert KINDS[kind].settings_from(form.cleaned_data, old=settings, original="en").keys() == settings.keys()


def test_options_form_refuses_a_single_option_and_folds_repeated_ones():
    form = KINDS["choice"].form({"options": "one\none\n"})

    assert form.errors == {"options": ["Write from 2 to 30 options, one a line."]}
