"""Names of institutions: every spelling of every real name, and the pairs that must not be taken for one another."""

import random

import pytest

from catecp.network.names import DirectoryEntry, NameIndex, acronyms_of, as_acronym
from tests.network.spellings import CERTAIN, SUGGESTED, directory

ENTRIES = directory()
INDEX = NameIndex(tuple(ENTRIES))
BY_NAME = {entry.name: entry for entry in ENTRIES}


def meant(text: str, *, country: str = "") -> tuple[str, bool]:
    match = INDEX.match(text, country=country)
    return (match.entry.name if match.entry else "", match.certain)


@pytest.mark.parametrize("kind", CERTAIN)
def test_names_are_resolved_with_certainty_when_written_otherwise(kind):
    chance = random.Random(f"certain {kind}")
    named = [(entry, name) for entry in ENTRIES for name in (entry.name, *entry.earlier)]

    found = {(CERTAIN[kind](name, chance), entry.id): INDEX.match(CERTAIN[kind](name, chance)) for entry, name in named}

    assert [key for key, match in found.items() if match.entry is None or match.entry.id != key[1] or not match.certain] == []


@pytest.mark.parametrize("kind", SUGGESTED)
def test_names_are_never_wrong_with_certainty_when_only_suggested(kind):
    chance = random.Random(f"suggested {kind}")

    spelled = [(SUGGESTED[kind](entry.name, chance), entry) for entry in ENTRIES for _again in range(4)]
    matches = [(text, entry, INDEX.match(text, country=entry.country)) for text, entry in spelled]

    assert [(text, match.entry.name) for text, entry, match in matches if match.certain and match.entry != entry] == []
    right = sum(match.entry == entry for _text, entry, match in matches)
    assert right / len(matches) >= 0.89


def test_names_out_of_the_directory_are_not_taken_for_others():
    taken = []
    for left_out in ENTRIES:
        index = NameIndex(tuple(entry for entry in ENTRIES if entry.id != left_out.id))
        match = index.match(left_out.name, country=left_out.country)
        taken += [(left_out.name, match.entry.name)] if match.entry else []

    assert taken == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("NCVT", "Nanning College for Vocational Technology"),
        ("GTVTC", "Guangxi Transport Vocational and Technical College"),
        ("PIPP", "Polytechnic Institute of Pursat Province"),
        ("N.T.T.I.", "National Technical Training Institute"),
        ("NTTI Cambodia", "National Technical Training Institute"),
        ("Moscow Institute of Physics and Technology (MIPT)", "Moscow Institute of Physics and Technology"),
        ("Liuzhou Vocational and Technical College", "Liuzhou Polytechnic University"),
        ("Politeknik Negeri Bandung", "State Polytechnic of Bandung"),
        ("Leshan VTC", "Leshan Vocational and Technical College"),
        ("Shenzhen Polytechnic / 深圳职业技术大学", "Shenzhen Polytechnic"),
        ("Faculty of Mechatronics, Hanoi University of Industry", "Hanoi University of Industry"),
        ("Guangxi Vocational & Tech. College", "Guangxi Vocational and Technical College"),
        ("Natl. Poly. Inst. of Cambodia", "National Polytechnic Institute of Cambodia"),
        ("China (Chongqing) Public Voc. Training Center", "China (Chongqing) Public Vocational Training Center"),
    ],
)
def test_match_is_certain_when_only_one_can_be_meant(text, name):
    assert meant(text) == (name, True)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Battambang Polytechnic Institute", "Polytechnic Institute of Battambang Province"),
        ("Liuzhou Vocational College", "Liuzhou Polytechnic University"),
        ("Tongern Polytechnic", "Tongren Polytechnic"),
        ("ITC", "Institute of Technology of Cambodia"),
        ("柳州职业技术大学", "Liuzhou Polytechnic University"),
        ("Shandong Polytechnic", "Shandong Polytechnic College"),
        ("Guangxi Vocational College of Water Resources", "Guangxi Vocational College of Water Resources and Electric Power"),
    ],
)
def test_match_waits_for_a_person_when_it_is_only_likely(text, name):
    assert meant(text) == (name, False)


@pytest.mark.parametrize(
    "text",
    [
        "Suzhou Polytechnic",
        "Guangzhou Polytechnic",
        "LILAMA 1",
        "Hunan Financial Vocational College",
        "Shanxi Polytechnic Institute",
        "Royal University of Phnom Penh",
        "Politeknik Sultan Idris Shah",
        "Polytechnic Institute of Kampot Province",
    ],
)
def test_match_finds_nothing_when_the_name_is_of_another_institution(text):
    assert meant(text)[0] == ""


def test_match_of_a_shared_acronym_is_settled_by_what_the_source_spells_in_full():
    bengkalis = BY_NAME["State Polytechnic of Bengkalis"]

    alone = INDEX.match("SPB", country="ID")
    beside = INDEX.match("SPB", country="ID", also_spelled=frozenset({bengkalis.id}))

    assert (alone.certain, beside.certain, beside.entry) == (False, True, bengkalis)


def test_match_lowers_an_entry_of_another_country():
    entries = (
        DirectoryEntry("1", (("en", "Institute of Technical Education"),), country="SG"),
        DirectoryEntry("2", (("en", "Institute of Technical Education"),), country="LA"),
    )

    match = NameIndex(entries).match("Institute of Technical Education", country="LA")

    assert (match.entry, match.certain) == (entries[1], True)


def test_match_reads_names_in_their_own_script():
    names = (("en", "Chonburi Technical College"), ("th", "วิทยาลัยเทคนิคชลบุรี"), ("km", "វិទ្យាស្ថាន"))
    entry = DirectoryEntry("1", names, country="TH")

    match = NameIndex((entry, *ENTRIES)).match("วิทยาลัยเทคนิค ชลบุรี")

    assert (match.entry, match.certain) == (entry, True)


@pytest.mark.parametrize(
    ("text", "acronym"), [("N.T.T.I.", "ntti"), ("N T T I", "ntti"), ("NPIA", "npia"), ("Wenzhou Polytechnic", ""), ("", "")]
)
def test_as_acronym_reads_only_bare_initials(text, acronym):
    assert as_acronym(text) == acronym


def test_acronyms_of_counts_small_words_and_hyphens_both_ways():
    assert sorted(acronyms_of("Lao-German College of Art")) == ["lca", "lcoa", "lgca", "lgcoa"]
