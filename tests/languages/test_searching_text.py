"""The pure half of the search: normalising, cutting, stemming, spelling."""

import pytest

from catecp.languages.searching.guessing import guess_language, guess_languages
from catecp.languages.searching.normalising import fold, normalise
from catecp.languages.searching.segmenting import runs, segment
from catecp.languages.searching.spelling import distance, nearest
from catecp.languages.searching.stemming import stems
from catecp.languages.searching.wordlists import words_of


def words(text: str) -> list[str]:
    return [piece.text for script, run in runs(normalise(text)) for piece in segment(run, script)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("數控機床", "数控机床"),
        ("ＣＮＣ　５轴", "cnc 5轴"),
        ("น้ํา", "น้ำ"),
        ("เเบบ", "แบบ"),
        ("ນໍ້າ", "ນ້ຳ"),
        ("ໝໍ້ໄຟ", "ຫມໍ້ໄຟ"),
        ("ស្រ្តី", "ស្ត្រី"),
        ("ហែ\u200bល", "ហែល"),
        ("១២៣", "123"),
        ("hoà", "hòa"),
        ("na’an", "na'an"),
        ("ဗို့", "ဗို့"),
    ],
)
def test_normalise_writes_alike_what_reads_alike(one, other):
    assert normalise(one) == normalise(other)


def test_normalise_leaves_its_own_result_alone():
    for text in ("Điện tử hoà tan", "ស្រ្តីផ្សារដែក", "น้ํา เเบบ", "ရေအရည်အသွေး", "數控機床", "ＣＮＣ", "Ёлка"):
        assert normalise(normalise(text)) == normalise(text)


def test_fold_takes_accents_away_and_keeps_cyrillic_letters():
    assert [fold(word) for word in ("điện", "segurança", "растворённый", "йод")] == ["dien", "seguranca", "растворенный", "йод"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("南京市长江大桥", ["南京市", "长江大桥"]),
        ("การเชื่อมโลหะ", ["การ", "เชื่อม", "โลหะ"]),
        ("ផ្សារដែកក្នុងរោងជាង", ["ផ្សារដែក", "ក្នុង", "រោងជាង"]),
        ("ຖົງມືໜັງ", ["ຖົງມື", "ຫນັງ"]),
        ("တိုင်းတာသည်", ["တိုင်းတာ", "သည်"]),
    ],
)
def test_segment_cuts_unspaced_text_into_words(text, expected):
    assert words(text) == expected


def test_nested_words_are_those_a_compound_is_made_of():
    (education,) = segment("职业教育", "Hans")
    (table,) = segment("ตาราง", "Thai")

    assert {"职业", "教育"} <= set(education.parts)
    assert "ตา" not in table.parts


def test_word_lists_are_written_as_they_are_asked():
    for script in ("Thai", "Laoo", "Khmr", "Mymr", "Hans"):
        for word in list(words_of(script))[::997]:
            assert normalise(word) == word


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ["weld", "welding", "welded"]),
        ("en", ["centre", "center", "centers"]),
        ("id", ["las", "mengelas", "pengelasan"]),
        ("id", ["potong", "memotong", "pemotongan", "dipotong"]),
        ("id", ["kimpal", "kimpalan", "mengimpal", "pengimpal"]),
        ("fil", ["sukat", "pagsukat", "sinusukat", "sukatin"]),
        ("pt", ["painel", "painéis"]),
        ("ru", ["станок", "станка", "станками"]),
        ("tet", ["seguransa", "seguransas"]),
    ],
)
def test_stems_of_the_forms_of_a_word_meet(language, forms):
    common = set.intersection(*(set(stems(form, language)) for form in forms))

    assert common


def test_stems_keep_apart_what_only_looks_alike():
    assert not set(stems("kelas", "id")) & set(stems("pengelasan", "id"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the welder checks the seam before the shift", "en"),
        ("kimpalan paip mesti diperiksa oleh juruteknik", "ms"),
        ("pengelasan pipa harus diperiksa oleh teknisi", "id"),
        ("sira nia servisu iha ofisina", "tet"),
        ("a segurança na oficina de soldadura", "pt"),
        ("máy tiện và máy phay", "vi"),
        ("ផ្សារដែក", "km"),
        ("焊接", "zh-hans"),
    ],
)
def test_guess_language_tells_near_relatives_apart(text, language):
    assert guess_language(normalise(text)) == language


def test_guess_languages_names_both_relatives_when_it_cannot_tell():
    assert guess_languages("di dan yang untuk") == ("id", "ms")


def test_distance_counts_a_swap_as_one_slip():
    assert [distance("wleding", "welding", most=2), distance("weldng", "welding", most=2)] == [1, 1]
    assert distance("welding", "bearing", most=2) == 3


def test_nearest_prefers_few_slips_and_the_same_beginning():
    assert nearest("motr", {"motor", "meter", "notre"}) == ["motor"]
    assert nearest("arc", {"arm"}) == []
