import pytest
from hypothesis import given
from hypothesis import strategies as st

from catecp.network.spelling import clean, edit_distance, fold, has_hidden_characters


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("\u202eevil\u202c  name\u200b", "evil name"),
        ("ＮＴＴＩ", "NTTI"),
        ("a\u00a0b\tc\nd", "a b c d"),
        ("\ufeff\u2066x\u2069", "x"),
        ("ព្រុំ", "ព្រុំ"),
    ],
)
def test_clean_takes_away_what_nobody_sees(typed, expected):
    assert clean(typed) == expected


def test_fold_keeps_vowel_signs_of_khmer_and_thai_and_drops_latin_accents():
    assert [fold(text) for text in ("Đông Á", "ដារ៉ា", "ที่")] == ["dong a", "ដារ៉ា", "ที่"]


@given(st.text(max_size=60))
def test_clean_is_stable_and_leaves_nothing_hidden(text):
    once = clean(text)

    assert clean(once) == once
    assert not has_hidden_characters(once)


@pytest.mark.parametrize(("left", "right", "slips"), [("tongren", "tongern", 1), ("liuzhou", "luzhou", 1), ("abc", "xyzuvw", 3)])
def test_edit_distance_counts_slips_up_to_the_limit(left, right, slips):
    assert edit_distance(left, right, at_most=2) == slips
