import pytest
from hypothesis import given
from hypothesis import strategies as st

from catecp.learning.contact_values import NotAValue, email, normalised, phone


@pytest.mark.parametrize(
    ("typed", "country", "meant"),
    [
        ("012 345 678", "KH", "+85512345678"),
        ("+855 12 345 678", "", "+85512345678"),
        ("00855-12-345678", "TH", "+85512345678"),
        ("+855 (0)12 345 678", "", "+85512345678"),
        ("+855 012 345 678", "", "+85512345678"),
        ("០១២ ៣៤៥ ៦៧៨", "KH", "+85512345678"),
        ("85512345678", "KH", "+85512345678"),
        ("65123456", "SG", "+6565123456"),
        ("138 0013 8000", "CN", "+8613800138000"),
        ("0812-3456-7890", "ID", "+6281234567890"),
        ("8 912 345 67 89", "RU", "+79123456789"),
        ("tel:+66812345678", "", "+66812345678"),
    ],
)
def test_one_number_has_one_spelling(typed, country, meant):
    assert phone(typed, country=country) == meant


@pytest.mark.parametrize("typed", ["", "12", "0123", "call me", "+", "012 345 678 ext 3", "+1234567890123456", "=1+1"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(NotAValue):
        phone(typed, country="KH")


def test_a_number_without_a_country_is_not_guessed():
    with pytest.raises(NotAValue):
        phone("012345678")


def test_addresses_are_compared_without_case_and_hidden_letters():
    assert email(" mailto:Sok.Dara@Example.ORG\u200b") == "sok.dara@example.org"


@pytest.mark.parametrize("typed", ["", "sok", "sok@", "sok@dara", "a b@c.de", "a@b..de", "x" * 200 + "@example.org"])
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(NotAValue):
        email(typed)


def test_numbers_of_class_lists_are_compared_in_any_width_and_case():
    assert normalised("class_list", " ＡＢ-０１ ") == normalised("class_list", "ab-01") == "ab-01"


@given(
    st.sampled_from(["phone", "email", "class_list", "subject"]), st.text(max_size=40), st.sampled_from(["", "KH", "CN", "SG"])
)
def test_normalising_twice_changes_nothing(kind, value, country):
    try:
        once = normalised(kind, value, country=country)
    except NotAValue:
        return

    assert normalised(kind, once, country=country) == once
