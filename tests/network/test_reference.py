import pytest
from django.core.management import call_command

from catecp.courses.models import Checklist, Field
from catecp.kernel.translated import Translated
from catecp.network.enums import InstitutionKind, NameKind
from catecp.network.models import Institution, InstitutionName, PartyRole
from catecp.network.queries.directory import directory
from catecp.network.reference import guessed_kind, listed_institutions
from catecp.network.services.institutions import edit_institution, load_institutions
from catecp.places.models import Country, Region
from catecp.places.services import load_countries
from tests.factories.accounts import UserFactory
from tests.factories.events import NOON


@pytest.fixture
def loaded(db):
    load_countries()
    return load_institutions(at=NOON)


def named(name):
    return next(row for row in Institution.objects.all() if row.name["en"] == name)


def test_load_brings_every_listed_institution_once(loaded):
    assert loaded == len(listed_institutions()) == Institution.objects.count()


def test_load_again_adds_nothing(loaded):
    before = list(Institution.objects.order_by("pk").values_list("public_id", "search_text", "sort_name"))

    assert load_institutions(at=NOON) == 0
    assert list(Institution.objects.order_by("pk").values_list("public_id", "search_text", "sort_name")) == before


def test_load_again_leaves_alone_what_a_person_changed(loaded):
    renamed = named("Tongren Polytechnic")
    edit_institution(
        institution=renamed,
        name=Translated.from_json({"en": "Tongren Polytechnic University", "zh-hans": "铜仁职业技术大学"}),
        kind="university",
        country=renamed.country,
        website="",
        about=renamed.about,
        at=NOON,
        by=UserFactory(),
    )

    assert load_institutions(at=NOON) == 0
    renamed.refresh_from_db()
    assert (renamed.name["en"], renamed.kind) == ("Tongren Polytechnic University", "university")


def test_load_keeps_the_earlier_name_and_the_province(loaded):
    liuzhou = named("Liuzhou Polytechnic University")

    assert list(liuzhou.names.values_list("text", "kind")) == [("Liuzhou Vocational & Technical College", NameKind.EARLIER)]
    assert [place.region.name["en"] for place in liuzhou.places.all()] == ["Guangxi"]
    assert Region.objects.filter(country="CN").count() == len({item.province for item in listed_institutions()} - {""})


def test_load_brings_the_organisers_with_their_roles(loaded):
    roles = PartyRole.objects.order_by("pk").values_list("institution__country", "institution__kind", "role")

    assert list(roles) == [("KH", InstitutionKind.REGIONAL, "initiating"), ("CN", InstitutionKind.COMPANY, "strategic")]


def test_load_offers_both_battambang_names(loaded):
    assert [str(row.name) for row in directory(search="battambang")] == [
        "Polytechnic Institute of Battambang Province",
        "Regional Polytechnic Institute Techo Sen Battambang",
    ]


def test_load_reference_command_says_what_it_did(db, capsys):
    call_command("load_reference")
    call_command("load_reference")

    counts = (
        f"{len(listed_institutions())} institutions, {Field.objects.count()} fields and {Checklist.objects.count()} checklists"
    )
    nothing = "0 institutions, 0 fields and 0 checklists"
    assert capsys.readouterr().out == f"13 countries; {counts} added\n13 countries; {nothing} added\n"


def test_load_gives_timor_leste_its_membership_date(loaded):
    assert str(Country.objects.get(code="TL").asean_member_from) == "2025-10-26"


def test_load_invents_no_names_in_other_scripts(loaded):
    assert {tuple(row.name.texts) for row in Institution.objects.all()} == {("en",)}
    assert set(InstitutionName.objects.values_list("language", flat=True)) == {"en"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Moscow Institute of Physics and Technology", "university"),
        ("Hanoi University of Industry", "university"),
        ("IPB College of Vocational Studies", "college"),
        ("China (Chongqing) Public Vocational Training Center", "centre"),
        ("Don Bosco training centre", "centre"),
        ("Quang Tri Vocational Secondary School", "school"),
        ("Technical Education and Skills Development Authority", "ministry"),
        ("Politeknik METrO Kuantan", "college"),
        ("LILAMA 2", "college"),
    ],
)
def test_guessed_kind_reads_the_name(name, kind):
    assert guessed_kind(name) == kind
