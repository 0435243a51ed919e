import pytest

from catecp.kernel.translated import Translated
from catecp.matching.vcard import Card, vcard
from tests.factories.events import NOON

DARA = Card(
    name="SOK Dara",
    original_name="សុខ ដារា",
    original_language="km",
    event="2nd Workshop; Phnom Penh",
    email="dara@example.org",
    phone="+855 12 345 678",
    post="Director, TVET",
    institution=Translated({"km": "វិទ្យាស្ថាន", "en": "National Polytechnic"}, original="km"),
)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_version_3_carries_both_scripts_in_one_name():
    assert unfolded(vcard(DARA, revised_at=NOON)) == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "FN:សុខ ដារា (SOK Dara)",
        "N:សុខ ដារា (SOK Dara);;;;",
        "ORG:National Polytechnic",
        "TITLE:Director\\, TVET",
        "EMAIL;TYPE=INTERNET:dara@example.org",
        "TEL;TYPE=CELL:+855 12 345 678",
        "NOTE:2nd Workshop\\; Phnom Penh",
        "REV:20250513T050000Z",
        "END:VCARD",
        "",
    ]


def test_version_4_says_the_language_of_the_original_name():
    lines = unfolded(vcard(DARA, version="4.0", revised_at=NOON))

    assert lines[1:5] == ["VERSION:4.0", "FN;ALTID=1;LANGUAGE=km:សុខ ដារា", "FN;ALTID=1:SOK Dara", "N:SOK Dara;;;;"]


def test_what_is_no_number_goes_into_the_note():
    card = Card(name="WANG", original_name="", original_language="", event="Workshop", phone="WeChat: wang_88")

    assert unfolded(vcard(card, revised_at=NOON))[2:5] == ["FN:WANG", "N:WANG;;;;", "NOTE:Workshop\\nWeChat: wang_88"]


@pytest.mark.parametrize("name", ["A\r\nTEL:911", "A\nEND:VCARD\nBEGIN:VCARD", "A\\;B,C"])
def test_a_name_cannot_add_lines_or_fields(name):
    text = vcard(Card(name=name, original_name="", original_language="", event="W"), revised_at=NOON)

    assert [line.split(":")[0] for line in unfolded(text)] == ["BEGIN", "VERSION", "FN", "N", "NOTE", "REV", "END", ""]


def test_lines_are_folded_at_75_octets_between_characters():
    card = Card(name="សុខ ដារា " * 20, original_name="", original_language="", event="W")

    lines = vcard(card, revised_at=NOON).encode().split(b"\r\n")

    assert max(len(line) for line in lines) <= 75
    assert all(line.decode() for line in lines[:-1])
