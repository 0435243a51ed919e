from datetime import date

from catecp.places.models import Country, Region
from catecp.places.queries import SOUTH_EAST_ASIA, asean_members, region_named
from catecp.places.services import ensure_region, load_countries


def test_load_countries_twice_changes_nothing(db):
    load_countries()
    before = list(Country.objects.values_list("code", "languages", "asean_member_from"))

    assert load_countries() == len(before) == 13
    assert list(Country.objects.values_list("code", "languages", "asean_member_from")) == before


def test_timor_leste_is_an_asean_member_from_its_accession(db):
    load_countries()

    def members(day):
        return {country.code for country in asean_members(on=day)}

    assert members(date(2025, 10, 25)) == set(SOUTH_EAST_ASIA) - {"TL"}
    assert members(date(2025, 10, 26)) == set(SOUTH_EAST_ASIA)


def test_countries_have_a_name_in_english_chinese_and_khmer(db):
    load_countries()

    assert [country.code for country in Country.objects.all() if country.name.missing(["en", "zh-hans", "km"])] == []


def test_ensure_region_makes_each_region_once(db):
    load_countries()
    china = Country.objects.get(code="CN")

    first, again = ensure_region(country=china, name="Guangxi"), ensure_region(country=china, name="GUANGXI")

    assert first == again == region_named(country="CN", name="guangxi") == ensure_region(country=china, name="广西")
    assert dict(first.name.texts) == {"en": "Guangxi", "zh-hans": "广西"}
    assert Region.objects.count() == 1


def test_ensure_region_keeps_an_unknown_name_as_typed(db):
    load_countries()

    assert dict(ensure_region(country=Country.objects.get(code="KH"), name="Battambang").name.texts) == {"en": "Battambang"}
