import io
import time
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from catecp.events.documents.badges import LABEL_SHEETS, TONES, Badge, BadgeEvent, readable_code, render_badges, render_labels
from catecp.events.documents.letters import Addressee, Letter, LetterText, Organiser, Signatory, render_letter
from catecp.events.documents.participant_list import ListedPerson, ListHead, grouped, list_data, render_participant_list
from catecp.events.enums import Category
from catecp.kernel.palette import PALETTE

AT = datetime(2025, 4, 2, 8, 0, tzinfo=UTC)
ENGLISH = LetterText(
    language="en", subject="Invitation to the workshop", salutation="Dear Dr. Sok Dara,",
    paragraphs=("It is my pleasure to invite you.", "Please confirm before 25 April 2025."), closing="Yours sincerely,",
    facts=(("Event", "2nd China-SEA Partnership Workshop"), ("Place", "Phnom Penh")),
)  # fmt: skip
CHINESE = LetterText(
    language="zh-hans", subject="研讨会邀请函", salutation="尊敬的李晓明院长：",
    paragraphs=("诚邀您出席研讨会。", "请于4月25日前确认。"), closing="此致",
)  # fmt: skip
KHMER = LetterText(
    language="km", subject="លិខិតអញ្ជើញ", salutation="សូមគោរពជូន",
    paragraphs=("សូមអញ្ជើញចូលរួមសិក្ខាសាលា។",), closing="សូមអរគុណ",
)  # fmt: skip
LETTER = Letter(
    number="CSEA-2025-0017", issued_on=date(2025, 4, 2),
    organisers=(Organiser("SEAMEO TED"), Organiser("Go Study", "Co-organiser")),
    addressee=Addressee("Sok Dara", "សុខ ដារ៉ា", "Dean", "National Polytechnic Institute", "Cambodia"), texts=(ENGLISH,),
    signatories=(Signatory("Songheang Ai", "Director"),), check_address="https://catecp.example/check/letter/7K4M2XD9",
)  # fmt: skip
EVENT = BadgeEvent("2nd China-SEA Partnership Workshop", "12–13 May 2025", "Phnom Penh")
BADGE = Badge(
    "SOK Dara", "7K4MQ2XD", "Participant",
    original_name="សុខ ដារ៉ា", institution="National Polytechnic Institute", country="Cambodia",
)  # fmt: skip
HEAD = ListHead("2nd China-SEA Partnership Workshop", "12–13 May 2025", "Phnom Penh", "As of 11 May 2025")


def pages_of(pdf):
    return PdfReader(io.BytesIO(pdf)).pages


def squeezed(text):
    return "".join(text.split())


def words_of(pdf):
    return squeezed("".join(page.extract_text() for page in pages_of(pdf)))


def links_of(pdf):
    annotations = [note.get_object() for page in pages_of(pdf) for note in page.get("/Annots", [])]
    return [note["/A"]["/URI"] for note in annotations if "/A" in note and "/URI" in note["/A"]]


@pytest.mark.parametrize("texts", [(ENGLISH,), (CHINESE,), (KHMER,), (ENGLISH, CHINESE), (ENGLISH, KHMER)])
def test_letter_is_one_page_with_number_and_check_address(texts):
    pdf = render_letter(replace(LETTER, texts=texts), at=AT)

    assert len(pages_of(pdf)) == 1
    assert "CSEA-2025-0017" in words_of(pdf)
    assert links_of(pdf) == ["https://catecp.example/check/letter/7K4M2XD9"]


def test_letter_names_the_passport_only_when_it_is_given():
    without = words_of(render_letter(LETTER, at=AT))
    with_passport = words_of(render_letter(replace(LETTER, passport_name="SOK DARA"), at=AT))

    assert ("SOKDARA" in without, "SOKDARA" in with_passport) == (False, True)


def test_letter_prints_the_date_as_each_language_writes_it():
    words = words_of(render_letter(replace(LETTER, texts=(ENGLISH, CHINESE)), at=AT))

    assert "2April2025" in words
    assert "2025年4月2日" in words


def test_letter_with_hostile_values_prints_them_as_text():
    hostile = Addressee('#panic("x") *bold* $x$', "\u202eevil\u202c", "@ref <a>", "X" * 300, "= Heading")

    words = words_of(render_letter(replace(LETTER, addressee=hostile, passport_name="#sys.inputs"), at=AT))

    for text in ('#panic("x")*bold*$x$', "evil", "@ref<a>", "X" * 300, "=Heading", "#sys.inputs"):
        assert text in words


def test_name_without_spaces_is_broken_into_lines():
    page = pages_of(render_letter(replace(LETTER, addressee=Addressee("X" * 300)), at=AT))[0]

    lines = [line.strip() for line in page.extract_text().splitlines() if set(line.strip()) == {"X"}]

    assert sum(len(line) for line in lines) == 300
    assert max(len(line) for line in lines) < 60


def test_letter_too_long_for_a_page_goes_on_and_counts_its_pages():
    long = replace(ENGLISH, paragraphs=("A paragraph that goes on for a while about the programme of the workshop. " * 8,) * 8)

    pdf = render_letter(replace(LETTER, texts=(long,)), at=AT)

    assert len(pages_of(pdf)) == 2
    assert "2/2" in squeezed(pages_of(pdf)[1].extract_text())


def test_badges_are_a6_one_page_each_and_two_with_notes():
    fronts = render_badges([BADGE, replace(BADGE, name="LI Xiaoming")], event=EVENT, at=AT)
    both_sides = render_badges([BADGE, BADGE], event=replace(EVENT, notes=(("Wi-Fi", "CATECP"),)), at=AT)
    box = pages_of(fronts)[0].mediabox

    assert (len(pages_of(fronts)), len(pages_of(both_sides))) == (2, 4)
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == (105, 148)


def test_badge_shows_both_names_and_a_code_that_can_be_typed():
    words = words_of(render_badges([replace(BADGE, original_name="李晓明")], event=EVENT, at=AT))

    for text in ("SOKDara", "李晓明", "NationalPolytechnicInstitute", "Cambodia", "7K4MQ2XD", "Participant"):
        assert text in words
    assert readable_code("7K4MQ2XD") == "7K4M Q2XD"


def test_badge_with_a_name_of_300_letters_stays_on_its_page():
    badge = replace(BADGE, name="Maximiliana " * 25, original_name="W" * 300, institution="Institution " * 25)

    assert len(pages_of(render_badges([badge], event=EVENT, at=AT))) == 1


@pytest.mark.parametrize("name", LABEL_SHEETS)
def test_labels_fill_sheets_after_the_skipped_places(name):
    sheet = LABEL_SHEETS[name]

    full = render_labels([BADGE] * sheet.per_sheet, event=EVENT, sheet=sheet, at=AT)
    begun = render_labels([BADGE] * sheet.per_sheet, event=EVENT, sheet=sheet, at=AT, skip=1)

    assert (len(pages_of(full)), len(pages_of(begun))) == (1, 2)
    assert words_of(full).count("7K4MQ2XD") == sheet.per_sheet


def test_labels_lie_on_the_paper():
    for sheet in LABEL_SHEETS.values():
        assert sheet.left * 2 + sheet.columns * sheet.width + (sheet.columns - 1) * sheet.gap_x <= 210.01
        assert sheet.top * 2 + sheet.rows * sheet.height + (sheet.rows - 1) * sheet.gap_y <= 297.01


def test_labels_refuse_a_skip_beyond_the_sheet():
    with pytest.raises(ValueError, match="from 0 to 7"):
        render_labels([BADGE], event=EVENT, sheet=LABEL_SHEETS["L7165"], at=AT, skip=8)


def test_every_category_has_a_tone_of_the_palette():
    assert set(TONES) == set(Category)
    assert set(TONES.values()) <= set(PALETTE)


def test_134_badges_are_ready_within_seconds():
    badges = [replace(BADGE, name=f"Person {number}", code=f"7K4M{number:04d}") for number in range(134)]

    started = time.process_time()
    pdf = render_badges(badges, event=EVENT, at=AT)
    seconds = time.process_time() - started

    assert len(pages_of(pdf)) == 134
    assert seconds < 10


def test_participants_are_grouped_and_nobody_is_lost():
    people = [
        ListedPerson("A", country="Cambodia", institution="NPIC"), ListedPerson("B", country="China", institution="Liuzhou"),
        ListedPerson("C", country="China"), ListedPerson("D"), ListedPerson("E", country="China", institution="Liuzhou"),
    ]  # fmt: skip

    groups = grouped(people)

    counts = [(group.country, group.people_count, group.institution_count) for group in groups]
    assert counts == [("China", 3, 1), ("Cambodia", 1, 1), ("", 1, 0)]
    assert [[person.name for person in part.people] for part in groups[0].institutions] == [["B", "E"], ["C"]]


def test_participant_list_sums_with_the_unclassified_shown():
    people = [ListedPerson("A", country="China", institution="Liuzhou")] * 3 + [ListedPerson("D")]

    data = list_data(people, head=HEAD)
    labels = [label["text"] for label in data["picture"]["labels"]]

    assert (data["total"], data["institutions"]) == ("4 people", "1 institution")
    counts = [(group["country"], group["people"]) for group in data["groups"]]
    assert counts == [("China", "3 people"), ("Unclassified: no participating institution", "1 person")]
    assert "Unclassified" in labels


def test_participant_list_is_a4_landscape_and_holds_every_name():
    people = [ListedPerson(f"Person{number:03d}", "王小明", "教授", "Liuzhou", "China", "Speaker") for number in range(134)]

    pdf = render_participant_list(people, head=HEAD, at=AT)
    box, words = pages_of(pdf)[0].mediabox, words_of(pdf)

    assert (round(float(box.width)), round(float(box.height))) == (842, 595)
    assert [f"Person{number:03d}" in words for number in range(134)] == [True] * 134


def test_participant_list_of_nobody_says_so():
    assert "Nobodyisregisteredyet." in words_of(render_participant_list([], head=HEAD, at=AT))


def test_badge_with_a_personal_link_has_a_back_of_its_own():
    linked = replace(BADGE, personal_address="https://catecp.example/me/abcdefgh-jkmnpqrs/")

    pages = pages_of(render_badges([BADGE, linked], event=EVENT, at=AT))

    assert ["phone" in page.extract_text() for page in pages] == [False, False, True]
