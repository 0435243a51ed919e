"""Single cells: dates, countries, answers, addresses as people write them."""

from datetime import datetime

import pytest

from catecp.events.workbook.answers import means_nothing, read_bus, read_category, read_food, read_languages, read_visit
from catecp.events.workbook.contact import phone_key, read_email, read_phone
from catecp.events.workbook.countries import country_of
from catecp.events.workbook.dates import ReadTime, order_of, read_time
from catecp.events.workbook.headings import best_meaning


def at(*parts: int) -> datetime:
    return datetime(*parts)  # noqa: DTZ001 -- a sheet knows no zone


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("04/28/2025 02:35 AM", at(2025, 4, 28, 2, 35)),
        ("24/04/2025 12:15", at(2025, 4, 24, 12, 15)),
        ("2025-04-19", at(2025, 4, 19)),
        ("2025-04-19T10:00:00Z", at(2025, 4, 19, 10)),
        ("2025年4月28日 下午3:49", at(2025, 4, 28, 15, 49)),
        ("28 April 2025", at(2025, 4, 28)),
        ("Apr 28, 2025", at(2025, 4, 28)),
        ("28-Apr-25", at(2025, 4, 28)),
        ("28.04.2025", at(2025, 4, 28)),
        ("28/04/2568", at(2025, 4, 28)),
        ("២៨/០៤/២០២៥", at(2025, 4, 28)),
        ("45775.5", at(2025, 4, 28, 12)),
        (45775.5, at(2025, 4, 28, 12)),
        (at(2025, 4, 19, 1, 41), at(2025, 4, 19, 1, 41)),
        ("31/02/2025", None),
        ("soon", None),
        (True, None),
        (17, None),
    ],
)
def test_read_time_reads_what_can_be_read_in_one_way(cell, expected):
    read = read_time(cell)

    assert (read.at, read.ambiguous) == (expected, False)


def test_read_time_gives_both_readings_of_an_ambiguous_date():
    assert read_time("10/05/2025 07:19") == ReadTime(at(2025, 10, 5, 7, 19), at(2025, 5, 10, 7, 19), "/24h")


def test_order_of_settles_by_dates_written_in_the_same_way_only():
    order = order_of(read_time(text) for text in ("04/28/2025 02:35 AM", "24/04/2025 12:15"))

    assert order.settle(read_time("05/04/2025 03:49 PM")) == at(2025, 5, 4, 15, 49)
    assert order.settle(read_time("10/05/2025 07:19")) == at(2025, 5, 10, 7, 19)
    assert order.settle(read_time("05-04-2025")) is None


def test_order_of_settles_nothing_when_both_orders_are_seen():
    order = order_of(read_time(text) for text in ("04/28/2025", "24/04/2025"))

    assert order.settle(read_time("05/04/2025")) is None
    assert order.settle(read_time("10/05/2025"), not_after=at(2025, 6, 1)) == at(2025, 5, 10)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("China", "CN"), ("中国", "CN"), ("P.R. China", "CN"), ("CHINA", "CN"), ("中国 China", "CN"), ("Guangxi, China", "CN"),
        ("cambodia", "KH"), ("Kingdom of Cambodia", "KH"), ("កម្ពុជា", "KH"), ("Camboida", "KH"), ("ไทย", "TH"), ("Việt Nam", "VN"),
        ("Vietnam", "VN"), ("Timor Leste", "TL"), ("The Philippines", "PH"), ("Russia", "RU"), ("Lao PDR", "LA"), ("ລາວ", "LA"),
        ("Brunei Darussalam", "BN"), ("Atlantis", ""), ("Nigeria", ""), ("", ""), ("China / Cambodia", ""),
    ],
)  # fmt: skip
def test_country_of_reads_spellings_of_the_region(typed, code):
    assert country_of(typed) == code


@pytest.mark.parametrize(
    ("cell", "joins", "bus"),
    [
        ("Yes, bus 2", True, 2), ("是", True, None), ("Y", True, None), (True, True, None), ("No", False, None), (None, None, None),
        ("2号车", True, 2), ("是，2号车", True, 2), ("មិនចូលរួម", False, None), ("ไม่", False, None), ("maybe", None, None),
        ("Bus #4", True, 4), (0, False, None),
    ],
)  # fmt: skip
def test_read_visit_reads_yes_and_no_and_keeps_the_bus(cell, joins, bus):
    answer = read_visit(cell)

    assert (answer.joins, answer.bus, answer.understood) == (joins, bus, True)


def test_read_visit_says_when_it_does_not_understand():
    assert read_visit("abc").understood is False


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Halal", "halal"), ("清真", "halal"), ("no pork", "no_pork"), ("Vegetarian, no nuts", "vegetarian"), ("无", "none"),
        ("<script>halal</script>", "other"), ("non-halal", "other"), ("peanuts!", "other"), ("-", ""),
    ],
)  # fmt: skip
def test_read_food_knows_the_usual_wishes_and_keeps_the_others(typed, code):
    assert read_food(typed).code == code


def test_read_languages_reads_lists_in_any_language():
    assert read_languages("English; 中文、ខ្មែរ and Klingon") == (("en", "zh-hans", "km"), ("Klingon",))


@pytest.mark.parametrize("typed", ["-", "n/a", "N/A", "无", "គ្មាន", "ไม่มี", "không có", "", "  ", "(none)", "TBC"])
def test_means_nothing_reads_the_ways_to_say_none(typed):
    assert means_nothing(typed)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("A.B@EXAMPLE.ORG", "a.b@example.org"), ("a@x.org; b@y.org", "a@x.org"), ("Li Hua <li@x.org>", "li@x.org"),
        ("a＠x.org", "a@x.org"), ("mailto:a@x.org", "a@x.org"), ("\u200ba@x.org\u202c", "a@x.org"),
        ("not-an-email", ""), ("a@x", ""), ("a@@x.org", ""), ("über@x.org", ""),
    ],
)  # fmt: skip
def test_read_email_finds_the_address_or_says_it_is_wrong(typed, address):
    read = read_email(typed)

    assert (read.address, read.wrong) == (address, not address)


def test_telephones_stay_text_and_are_compared_by_their_digits():
    assert read_phone(85512345678.0) == "85512345678"
    assert phone_key("+855 12 999 888") == phone_key("012 999 888")
    assert phone_key("WeChat: id_8722") != phone_key("WeChat: id_8723")


def test_read_bus_and_category():
    assert [read_bus(cell) for cell in ("2", "bus 3", 4, "", "no")] == [2, 3, 4, None, None]
    assert [read_category(post) for post in ("Interpreter", "司机", "Dean", "Industry host, SEZ")] == [
        "interpreter",
        "support",
        "",
        "guest",
    ]


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Full name (as in passport)", "name"), ("Name in own language 姓名", "native_name"),
        ("What is the name of your institution?", "institution"),
        ("Country of institution", "country"), ("Institution e-mail", "email"), ("Passport number", "ignored"),
        ("Date of birth", "ignored"),
        ("ชื่อ-นามสกุล", "name"), ("ឈ្មោះជាភាសាខ្មែរ", "native_name"), ("Nama (dalam bahasa Inggris)", "name"), ("中文姓名", "native_name"),
        ("Họ và tên", "name"), ("Họ", "family_name"), ("No.", "ignored"), ("Title of presentation", "remarks"), ("WeChat ID", "messenger"),
        ("Établissement", "institution"), ("Courriel", "email"), ("所属機関", "institution"), ("Номер телефона / телефон", "phone"),
    ],
)  # fmt: skip
def test_best_meaning_of_headings(heading, meaning):
    assert best_meaning(heading) == meaning
