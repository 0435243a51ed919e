import pytest

from catecp.events.badge_codes import code_on_badge, is_key_of, participant_key, public_id_in_key


@pytest.mark.parametrize(
    ("read", "code"),
    [
        ("K7Q1AB2C", "K7Q1AB2C"),
        ("k7q1-ab2c", "K7Q1AB2C"),
        (" K7Qi aB2c ", "K7Q1AB2C"),
        ("https://workshop.example/b/K7Q1AB2C/", "K7Q1AB2C"),
        ("http://10.0.0.5:8000/b/k7q1ab2c?lang=km", "K7Q1AB2C"),
        ("\u200bK7Q1AB2C\u202e", "K7Q1AB2C"),
        ("https://elsewhere.example/menu", "https://elsewhere.example/menu"),
        ("WIFI:S:hall;T:WPA;P:secret;;" + "x" * 100, ("WIFI:S:hall;T:WPA;P:secret;;" + "x" * 100)[:40]),
        ("", ""),
    ],
)
def test_code_on_badge_reads_an_address_or_a_code_and_keeps_the_rest_as_read(read, code):
    assert code_on_badge(read) == code


def test_key_names_its_registration_and_holds_for_no_other():
    key = participant_key(public_id="abcdefghjk12", badge_code="K7Q1AB2C")

    assert public_id_in_key(key.upper()) == "abcdefghjk12"
    assert is_key_of(key, public_id="abcdefghjk12", badge_code="K7Q1AB2C")
    assert not is_key_of(key, public_id="abcdefghjk13", badge_code="K7Q1AB2C")


def test_key_changes_with_the_badge_code():
    old = participant_key(public_id="abcdefghjk12", badge_code="K7Q1AB2C")

    assert not is_key_of(old, public_id="abcdefghjk12", badge_code="ZZZZZZZ0")


@pytest.mark.parametrize("key", ["", "abc", "abcdefghjk12", "a" * 29, "é" * 28, "../../etc/passwd/aaaaaaaaaaaaa"])
def test_public_id_in_key_is_empty_for_what_is_no_key(key):
    assert public_id_in_key(key) == ""
