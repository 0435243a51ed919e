import random
import time

import pytest

from catecp.network.duplicate_pairs import likely_duplicates
from catecp.network.queries.duplicates import offered_pairs
from catecp.network.reference import listed_institutions
from catecp.network.resolve_entry import ResolveEntry
from catecp.network.services.institutions import load_institutions
from catecp.network.services.merging import tell_apart
from catecp.places.services import load_countries
from tests.factories.accounts import UserFactory
from tests.factories.events import NOON
from tests.factories.network import InstitutionFactory


def entry(number, *names, country="CN", abbreviations=(), earlier=(), website=""):
    tagged = tuple(("en" if name.isascii() else "zh-hans", name) for name in names)
    return ResolveEntry(
        id=number, names=tagged, abbreviations=tuple(abbreviations), earlier=tuple(earlier), country=country, places=(),
        kind="college", website=website,
    )  # fmt: skip


def pairs(*entries):
    return [(pair.first, pair.second) for pair in likely_duplicates(entries)]


SAME = [
    (entry(1, "Tongren Polytechnic"), entry(2, "TONGREN  Poly.")),
    (entry(1, "Liuzhou Polytechnic University"), entry(2, "柳州职业技术大学")),
    (entry(1, "Liuzhou Polytechnic University", earlier=["Liuzhou Vocational & Technical College"]),
     entry(2, "Liuzhou Vocational and Technical College")),
    (entry(1, "National Technical Training Institute", country="KH"), entry(2, "Another name", abbreviations=["NTTI"], country="KH")),
    (entry(1, "One", website="https://www.college.example/en"), entry(2, "Two", website="https://college.example")),
    (entry(1, "One", abbreviations=["GXPC"]), entry(2, "Two", abbreviations=["G.X.P.C."])),
    (entry(1, "វិទ្យាស្ថានពហុបច្ចេកទេសខេត្តបាត់ដំបង", country="KH"), entry(2, "វិទ្យាស្ថាន ពហុបច្ចេកទេសខេត្តបាត់ដំបង", country="KH")),
    (entry(1, "Polytechnic Institute of Battambang Province", country="KH"),
     entry(2, "Regional Polytechnic Institute Techo Sen Battambang", country="KH")),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME, ids=lambda row: row.names[0][1])
def test_likely_duplicates_offers_one_institution_written_in_two_ways(one, other):
    assert pairs(one, other) == [(1, 2)]


TWO = [
    (entry(1, "State Polytechnic of Bandung", country="ID"), entry(2, "State Polytechnic of Batam", country="ID")),
    (entry(1, "Guangxi Financial Vocational College"), entry(2, "Guangxi Polytechnic of Construction")),
    (entry(1, "Politeknik Kota Bharu", country="MY"), entry(2, "Politeknik Kota Kinabalu", country="MY")),
    (
        entry(1, "Institute of Technical Education", country="SG"),
        entry(2, "Institute of Brunei Technical Education", country="BN"),
    ),
    (entry(1, "LILAMA 2", country="VN"), entry(2, "LILAMA 1", country="VN")),
    (entry(1, "柳州职业技术学院"), entry(2, "南宁职业技术学院")),
]


@pytest.mark.parametrize(("one", "other"), TWO, ids=lambda row: row.names[0][1])
def test_likely_duplicates_leaves_two_institutions_alone(one, other):
    assert pairs(one, other) == []


def test_likely_duplicates_leaves_out_what_was_told_apart():
    one, other = SAME[0]

    assert likely_duplicates([one, other], apart=frozenset({frozenset({1, 2})})) == []


def test_likely_duplicates_says_why_and_how_likely():
    same, contained = likely_duplicates([*SAME[0], *(entry(row.id + 10, row.names[0][1], country="KH") for row in SAME[-1])])

    assert (same.first, same.second, same.is_likely) == (1, 2, True)
    assert (contained.reasons, contained.is_likely) == (("contained",), False)


def test_likely_duplicates_of_a_thousand_institutions_takes_under_two_seconds():
    places = [
        f"{start}{middle}{end}" for start in "BDGKLMNPST" for middle in ("an", "ou", "ing") for end in ("zhou", "ning", "shan")
    ]
    trades = ["Railway", "Financial", "Automobile", "Fisheries", "Construction", "Tourism", "Medical", "Textile", "Forestry"]
    chosen = random.Random(7)
    names = [f"{place} {trade} {chosen.choice(['Polytechnic', 'Vocational College'])}" for place in places for trade in trades]
    names += [f"{chosen.choice(places)} Polytechnic University {number}" for number in range(1000 - len(names))]
    entries = [entry(number, name) for number, name in enumerate(names)]

    started = time.process_time()
    likely_duplicates(entries)

    assert len(entries) == 1000
    assert time.process_time() - started < 2


def test_offered_pairs_of_the_reference_list_holds_battambang_and_little_else(db):
    load_countries()
    load_institutions(at=NOON)

    offered = [{str(pair.first), str(pair.second)} for pair in offered_pairs()]

    battambang = {"Polytechnic Institute of Battambang Province", "Regional Polytechnic Institute Techo Sen Battambang"}
    assert offered.count(battambang) == 1
    assert len(offered) < len(listed_institutions()) / 20
    assert all(pair.first.merged_into_id is None and pair.second.merged_into_id is None for pair in offered_pairs())


@pytest.mark.parametrize("number", [2, 4])
def test_offered_pairs_takes_the_same_queries_for_any_size(db, number, django_assert_num_queries):
    for index in range(number):
        InstitutionFactory(name={"en": f"Tongren Polytechnic{'.' * index}"})

    with django_assert_num_queries(6):
        assert len(offered_pairs()) == number * (number - 1) // 2


def test_offered_pairs_forgets_a_pair_that_was_told_apart(db):
    one, other = (InstitutionFactory(name={"en": name}) for name in ("Tongren Polytechnic", "Tongren Poly."))
    assert len(offered_pairs()) == 1

    tell_apart(one=one, other=other, at=NOON, by=UserFactory())

    assert offered_pairs() == []
