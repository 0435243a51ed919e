from datetime import date

import pytest

from catecp.accounts.models import Person
from catecp.kernel.translated import Translated
from catecp.network.models import Institution
from catecp.network.queries.directory import directory, institutions_meant
from catecp.network.queries.history import history_of
from catecp.network.queries.members import institutions_of_person, members_visible_to
from catecp.network.services import institutions, members, names, places
from catecp.network.services.members import Newcomer
from tests.factories.accounts import GrantFactory, PersonFactory, UserFactory
from tests.factories.events import NOON
from tests.factories.network import InstitutionFactory, MembershipFactory
from tests.factories.places import CountryFactory

BIDI = "Evil\u202egeloP\u200b College"


def add(**options):
    given = {"names": {"en": "Hue Industrial College"}, "country": CountryFactory(code="VN"), "at": NOON, "by": UserFactory()}
    return institutions.add_institution(**{**given, **options})


def edit(institution, name, by=None):
    return institutions.edit_institution(
        institution=institution,
        name=Translated.from_json(name),
        kind=institution.kind,
        country=institution.country,
        website="",
        about=Translated(),
        at=NOON,
        by=by or UserFactory(),
    )


def test_add_institution_cleans_names_of_what_nobody_sees(db):
    found = add(names={"en": BIDI, "zh-hans": "  顺化\u200b工业学院 ", "km": "\u200b"})

    assert dict(found.name.texts) == {"en": "EvilgeloP College", "zh-hans": "顺化工业学院"}


def test_add_institution_is_refused_twice_whatever_case_and_accents(db):
    add()

    with pytest.raises(institutions.AlreadyInDirectory):
        add(names={"en": "HUÉ  industrial college"})


def test_add_institution_is_refused_without_a_name(db):
    with pytest.raises(institutions.NamelessInstitution):
        add(names={"en": "\u200b \u202e"})


def test_add_institution_keeps_at_most_three_hundred_characters(db):
    assert len(add(names={"en": "x" * 5000}).name["en"]) == 300


def test_edit_institution_keeps_a_replaced_name_as_a_variant(db):
    found = add()

    edit(found, {"en": "Hue Polytechnic"})

    assert [(name.text, name.kind) for name in found.names.all()] == [("Hue Industrial College", "variant")]
    assert list(directory(search="industrial")) == [found]
    found.refresh_from_db()
    assert found.sort_name == "hue polytechnic"


def test_edit_institution_is_refused_after_a_merge(db):
    found = add()
    Institution.objects.filter(pk=found.pk).update(merged_into=InstitutionFactory())

    with pytest.raises(institutions.MergedAway):
        edit(found, {"en": "Hue Polytechnic"})


def test_edit_institution_without_a_change_leaves_no_line_in_the_history(db):
    found = add()

    edit(found, found.name.to_json())

    assert [line.what for line in history_of(found)] == ["Added to the directory (directory page)"]


def test_history_says_who_did_what_newest_first(db):
    actor = UserFactory(person=PersonFactory(name="SOK Dara"))
    found = add(by=actor)
    name = names.add_name(institution=found, text="HIC", kind="abbreviation", at=NOON, by=actor)
    names.remove_name(name=name, at=NOON, by=actor)

    assert [(line.who, line.what) for line in history_of(found)] == [
        ("SOK Dara", "Name removed: HIC"),
        ("SOK Dara", "Name added: HIC (abbreviation)"),
        ("SOK Dara", "Added to the directory (directory page)"),
    ]


def test_add_name_makes_the_institution_found_and_removing_it_does_not(db):
    found = add()
    actor = UserFactory()

    name = names.add_name(institution=found, text="សាលា HIC\u202e", kind="abbreviation", language="km", at=NOON, by=actor)

    assert list(directory(search="សាលា")) == [found]
    names.remove_name(name=name, at=NOON, by=actor)
    assert list(directory(search="សាលា")) == []


@pytest.mark.parametrize(("text", "dates", "refusal"), [
    ("\u200b – ", {}, names.EmptyName),
    ("HIC", {"valid_from": date(2020, 1, 2), "valid_to": date(2020, 1, 1)}, names.NotADuration),
    ("Known", {}, names.NameAlreadyThere),
])  # fmt: skip
def test_add_name_is_refused_when(db, text, dates, refusal):
    found = add()
    names.add_name(institution=found, text="Known", kind="variant", at=NOON, by=None)

    with pytest.raises(refusal):
        names.add_name(institution=found, text=text, kind="variant", **dates, at=NOON, by=None)


def test_place_institution_ends_the_present_place_the_day_before(db):
    found = add()
    places.place_institution(institution=found, region_name="Thua Thien Hue", valid_from=None, at=NOON, by=None)

    places.place_institution(institution=found, region_name="Hue", valid_from=date(2025, 1, 1), at=NOON, by=None)

    rows = [(str(place.region), place.valid_from, place.valid_to) for place in found.places.all()]
    assert rows == [("Thua Thien Hue", None, date(2024, 12, 31)), ("Hue", date(2025, 1, 1), None)]
    assert [str(place.region) for place in directory(on=date(2024, 12, 31)).get().places_now] == ["Thua Thien Hue"]


def test_place_institution_without_a_day_corrects_the_present_place(db):
    found = add()
    places.place_institution(institution=found, region_name="Quang Tri", valid_from=None, at=NOON, by=None)

    places.place_institution(institution=found, region_name="Hue", valid_from=None, at=NOON, by=None)

    assert [str(place.region) for place in found.places.all()] == ["Hue"]


def test_place_institution_is_refused_before_the_present_place_began(db):
    found = add()
    places.place_institution(institution=found, region_name="Hue", valid_from=date(2025, 1, 1), at=NOON, by=None)

    with pytest.raises(places.PlacedOutOfOrder):
        places.place_institution(institution=found, region_name="Quang Tri", valid_from=date(2025, 1, 1), at=NOON, by=None)


def test_party_role_is_given_once_and_ends_once(db):
    found = add()
    actor = UserFactory()

    for _time in range(2):
        role = places.give_party_role(institution=found, initiative="CATECP", role="executing", at=NOON, by=actor)
    places.end_party_role(role=role, on=date(2025, 5, 13), at=NOON, by=actor)
    places.end_party_role(role=role, on=date(2026, 1, 1), at=NOON, by=actor)

    rows = [(row.initiative, row.role, row.valid_to) for row in found.party_roles.all()]
    assert rows == [("CATECP", "executing", date(2025, 5, 13))]


def test_join_as_member_takes_the_person_of_that_address(db):
    known = PersonFactory(name="LI Wei", email="Li.Wei@example.org")
    found = add()

    newcomer = Newcomer(name="Wei LI", email="li.wei@EXAMPLE.org", post="校长", language="zh-hans")
    member = members.join_as_member(institution=found, newcomer=newcomer, at=NOON, by=UserFactory())

    assert (member.person, member.person.name, member.post["zh-hans"]) == (known, "LI Wei", "校长")
    assert Person.objects.filter(email__iexact="li.wei@example.org").count() == 1


def test_join_as_member_is_refused_twice_and_without_a_name(db):
    found = add()
    actor = UserFactory()
    members.join_as_member(institution=found, newcomer=Newcomer(name="LI Wei", email="a@example.org"), at=NOON, by=actor)

    with pytest.raises(members.AlreadyMember):
        members.join_as_member(institution=found, newcomer=Newcomer(name="LI Wei", email="a@example.org"), at=NOON, by=actor)
    with pytest.raises(members.NamelessPerson):
        members.join_as_member(institution=found, newcomer=Newcomer(name="\u200b 12"), at=NOON, by=actor)


def test_end_membership_keeps_the_row_and_takes_the_contact_away(db):
    member = MembershipFactory(is_contact=True, starts_on=date(2024, 1, 1))

    members.end_membership(member=member, on=date(2025, 5, 13), at=NOON, by=UserFactory())

    member.refresh_from_db()
    assert (member.ends_on, member.is_contact) == (date(2025, 5, 13), False)
    assert list(institutions_of_person(member.person_id)) == []


def test_end_membership_is_refused_before_the_start(db):
    member = MembershipFactory(starts_on=date(2025, 5, 14))

    with pytest.raises(members.LeftBeforeStart):
        members.end_membership(member=member, on=date(2025, 5, 13), at=NOON, by=UserFactory())


def test_members_are_visible_to_colleagues_and_coordinators_contacts_to_everybody(db):
    institution = InstitutionFactory()
    contact = MembershipFactory(institution=institution, is_contact=True)
    colleague = MembershipFactory(institution=institution)
    left = MembershipFactory(institution=institution, ends_on=date(2025, 1, 1))
    MembershipFactory(is_contact=True)

    def seen(actor):
        return set(members_visible_to(actor, institution))

    assert seen(None) == seen(UserFactory()) == seen(UserFactory(person=left.person)) == {contact}
    assert seen(UserFactory(person=colleague.person)) == {contact, colleague, left}
    assert seen(GrantFactory().user) == {contact, colleague, left}
    officer = GrantFactory(role="institution_officer", scope="institution", scope_id=institution.pk).user
    assert seen(officer) == {contact, colleague, left}
    elsewhere = GrantFactory(role="institution_officer", scope="institution", scope_id=InstitutionFactory().pk).user
    assert seen(elsewhere) == {contact}


def test_members_of_a_merged_row_belong_to_the_one_kept(db):
    kept = InstitutionFactory()
    member = MembershipFactory(institution=InstitutionFactory(merged_into=kept))

    assert list(members_visible_to(GrantFactory().user, kept)) == [member]
    assert list(institutions_of_person(member.person_id)) == [kept]


def test_institutions_meant_prefers_the_exact_name(db):
    college = add(names={"en": "Guangxi College", "zh-hans": "广西学院"}, country=CountryFactory(code="CN"))
    other = add(names={"en": "Guangxi College of Transport"}, country=CountryFactory(code="CN"))

    assert institutions_meant("guangxi  college") == [college]
    assert institutions_meant("Guangxi College (CN)") == [college]
    assert institutions_meant("广西") == [college]
    assert institutions_meant("Guangxi") == [college, other]
    assert institutions_meant("Guangxi College (TH)") == []
    assert institutions_meant("%%%") == institutions_meant("") == []
