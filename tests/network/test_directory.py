from datetime import date

import pytest
from django.utils import translation

from catecp.network.models import Institution, InstitutionName, InstitutionPlace
from catecp.network.queries.canonical import canonical, canonical_ids, family_ids
from catecp.network.queries.directory import directory, found_by_name, letters_of_directory, name_beside
from catecp.network.queries.entries import resolve_entries
from catecp.network.services.institutions import refresh_search_text
from catecp.places.models import Region
from tests.factories.network import InstitutionFactory
from tests.factories.places import CountryFactory


def made(*, abbreviation="", earlier="", country="KH", **names):
    texts = {language.replace("_", "-"): text for language, text in names.items()}
    institution = InstitutionFactory(name=texts, sort_name="", country=CountryFactory(code=country))
    for kind, text in (("abbreviation", abbreviation), ("earlier", earlier)):
        if text:
            InstitutionName.objects.create(institution=institution, text=text, kind=kind)
    refresh_search_text(institution)
    return institution


@pytest.mark.parametrize(
    "asked",
    [
        "liuzhou",
        "LIUZHOU poly",
        "polytechnic liuzhou",
        "柳州",
        "职业",
        "lzpu",
        "Vocational & Technical",
        "ｌｉｕｚｈｏｕ",
        "liu\u200bzhou",
        "柳州 职业",
    ],
)
def test_directory_finds_by_any_name_in_any_script(db, asked):
    liuzhou = made(
        en="Liuzhou Polytechnic University",
        zh_hans="柳州职业技术大学",
        abbreviation="LZPU",
        earlier="Liuzhou Vocational & Technical College",
        country="CN",
    )
    made(en="Tianjin Light Industry College", zh_hans="天津轻工学院", country="CN")

    assert list(directory(search=asked)) == [liuzhou]


def test_directory_finds_khmer_inside_unspaced_text(db):
    battambang = made(en="Polytechnic Institute", km="វិទ្យាស្ថានពហុបច្ចេកទេសខេត្តបាត់ដំបង")
    made(en="Another", km="វិទ្យាស្ថានជាតិពាណិជ្ជសាស្ត្រ")

    assert list(directory(search="បាត់ដំបង")) == [battambang]
    assert list(directory(search="បាត់\u200bដំបង")) == [battambang]


def test_directory_finds_vietnamese_without_its_accents(db):
    hue = made(en="Hue Industrial College", vi="Trường Cao đẳng Công nghiệp Huế", country="VN")

    assert list(directory(search="cao dang hue")) == [hue]


@pytest.mark.parametrize("asked", ["%", "_", "\x00", "'; DROP TABLE", "﷽" * 400, "\u202e\u200b"])
def test_directory_answers_hostile_searches_with_nothing(db, asked):
    made(en="Liuzhou Polytechnic University")

    assert list(directory(search=asked)) == []


def test_directory_filters_by_country_kind_and_letter(db):
    liuzhou = made(en="Liuzhou Polytechnic University", country="CN")
    leshan = made(en="Leshan College", country="CN")
    made(en="Lampang College", country="TH")
    chinese_only = made(zh_hans="南宁职业技术学院", country="CN")
    Institution.objects.filter(pk=liuzhou.pk).update(kind="university")

    assert list(directory(country="CN", letter="l")) == [leshan, liuzhou]
    assert list(directory(kind="university")) == [liuzhou]
    assert list(directory(letter="#")) == [chinese_only]
    assert letters_of_directory() == [("l", 3), ("#", 1)]


def test_directory_shows_a_merged_institution_once_and_finds_its_names(db):
    kept = made(en="Polytechnic Institute of Battambang Province")
    absorbed = made(en="Regional Polytechnic Institute Techo Sen Battambang")
    Institution.objects.filter(pk=absorbed.pk).update(merged_into=kept)

    assert list(directory(search="techo sen")) == [kept]
    assert list(directory()) == [kept]


def test_directory_gives_the_unit_valid_on_the_day(db):
    institution = made(en="Quang Tri School", country="VN")
    country = CountryFactory(code="VN")
    old = Region.objects.create(country=country, name={"en": "Quang Binh"}, valid_to=date(2025, 6, 30))
    new = Region.objects.create(country=country, name={"en": "Quang Tri"}, valid_from=date(2025, 7, 1))
    InstitutionPlace.objects.create(institution=institution, region=old, valid_to=date(2025, 6, 30))
    InstitutionPlace.objects.create(institution=institution, region=new, valid_from=date(2025, 7, 1))

    before, after = (directory(on=day).get().places_now for day in (date(2025, 6, 30), date(2025, 7, 1)))

    assert [place.region for place in before] == [old]
    assert [place.region for place in after] == [new]


def test_found_by_name_says_which_other_name_was_met(db):
    liuzhou = made(en="Liuzhou Polytechnic University", earlier="Liuzhou Vocational & Technical College")

    assert found_by_name(liuzhou, ["vocational"]) == "Liuzhou Vocational & Technical College"
    assert found_by_name(liuzhou, ["liuzhou"]) == ""


def test_name_beside_is_the_one_in_the_institutions_own_language(db):
    chinese = made(en="Liuzhou Polytechnic", zh_hans="柳州职业技术大学", km="លីវចូវ", country="CN")
    chinese.country.languages = ["zh-hans"]

    assert name_beside(chinese) == ("zh-hans", "柳州职业技术大学")
    with translation.override("zh-hans"):
        assert name_beside(chinese) == ("en", "Liuzhou Polytechnic")
    assert name_beside(made(en="Lampang College")) is None


def test_canonical_counts_a_merged_institution_once(db):
    kept, absorbed, other = InstitutionFactory(), InstitutionFactory(), InstitutionFactory()
    Institution.objects.filter(pk=absorbed.pk).update(merged_into=kept)

    assert set(Institution.objects.values_list(canonical(""), flat=True)) == {kept.pk, other.pk}
    assert canonical_ids([absorbed.pk, other.pk]) == {kept.pk, other.pk}
    assert family_ids(absorbed) == family_ids(kept) == {kept.pk, absorbed.pk}


@pytest.mark.parametrize("number", [1, 3])
def test_resolve_entries_takes_the_same_queries_for_any_size(db, number, django_assert_num_queries):
    for index in range(number):
        made(en=f"College {index}", abbreviation=f"C{index}")
    region = Region.objects.create(country_id="KH", name={"en": "Battambang"})
    InstitutionPlace.objects.create(institution=Institution.objects.earliest("pk"), region=region)

    with django_assert_num_queries(5):
        assert len(resolve_entries()) == number


def test_resolve_entries_carry_the_names_of_merged_rows(db):
    kept = made(en="Battambang Polytechnic", zh_hans="马德望理工学院", abbreviation="PIB")
    absorbed = made(en="Techo Sen Battambang", earlier="Old Battambang")
    Institution.objects.filter(pk=absorbed.pk).update(merged_into=kept)

    entry = resolve_entries()[0]

    assert entry.id == kept.pk
    assert entry.names == (("en", "Battambang Polytechnic"), ("zh-hans", "马德望理工学院"), ("en", "Techo Sen Battambang"))
    assert (entry.abbreviations, entry.earlier, entry.country) == (("PIB",), ("Old Battambang",), "KH")
