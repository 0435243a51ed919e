import gzip
import io

import openpyxl
import pytest
from django.urls import reverse

from catecp.kernel.translated import Translated
from catecp.network.models import Institution, InstitutionMerge, ToldApart
from catecp.network.services.institutions import load_institutions, refresh_search_text
from catecp.places.services import load_countries
from tests.factories.accounts import GrantFactory, PersonFactory
from tests.factories.agreements import agreement_of
from tests.factories.events import NOON, EventFactory, RegistrationFactory
from tests.factories.network import InstitutionFactory, MembershipFactory

DIRECTORY = "/institutions/"


def named(sort_name="", **name):
    texts = {language.replace("_", "-"): text for language, text in name.items()}
    institution = InstitutionFactory(name=texts, sort_name=sort_name)
    refresh_search_text(institution)
    return institution


def profile(institution):
    return reverse("network:institution", args=[institution.public_id])


def officer_of(institution):
    return GrantFactory(role="institution_officer", scope="institution", scope_id=institution.pk).user


def said(page):
    return [str(message) for message in page.context["messages"]]


def test_directory_shows_and_downloads_the_same(client, db):
    liuzhou = named(en="Liuzhou Polytechnic", zh_hans="柳州职业技术大学")
    liuzhou.names.create(text="=LZPU", kind="abbreviation")
    named(en="Lampang College")

    page = client.get(DIRECTORY, {"search": "柳州"})
    sheet = client.get(DIRECTORY, {"search": "柳州", "format": "xlsx"})

    assert [row.pk for row in page.context["page"]] == [liuzhou.pk]
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet.content)).active.iter_rows(values_only=True))
    address = f"http://testserver{profile(liuzhou)}"
    assert rows[1:] == [
        (
            "Liuzhou Polytechnic",
            "简体中文: 柳州职业技术大学",
            "Cambodia",
            None,
            "vocational college",
            "'=LZPU",
            None,
            None,
            None,
            address,
        )
    ]


def test_directory_says_by_which_name_it_found(client, db):
    liuzhou = named(en="Liuzhou Polytechnic")
    liuzhou.names.create(text="Liuzhou Vocational & Technical College", kind="earlier")
    refresh_search_text(liuzhou)

    page = client.get(DIRECTORY, {"search": "vocational"}).content.decode()

    assert "also known as Liuzhou Vocational &amp; Technical College" in page


@pytest.mark.parametrize("number", [1, 3])
def test_directory_takes_the_same_queries_for_any_size(client, db, number, django_assert_num_queries):
    for index in range(number):
        named(en=f"College {index}")

    with django_assert_num_queries(6):
        assert client.get(DIRECTORY).status_code == 200


@pytest.mark.parametrize("query", [
    {"country": "'--"}, {"kind": "x"}, {"sort": "password"}, {"letter": "%"}, {"page": "-1"}, {"search": "\x00%"}, {"format": "exe"},
])  # fmt: skip
def test_directory_survives_nonsense_in_its_address(client, db, query):
    named(en="Lampang College")

    assert client.get(DIRECTORY, query).status_code == 200


def test_directory_of_the_reference_list_is_small(client, db):
    load_countries()
    load_institutions(at=NOON)

    page = client.get(DIRECTORY)

    assert len(gzip.compress(page.content)) < 12_000
    assert len(page.context["page"]) == 50


def test_hostile_name_stays_text(client, db):
    evil = named(en="<script>alert(1)</script> College")

    for address in (DIRECTORY, profile(evil)):
        page = client.get(address).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; College" in page


def test_profile_marks_each_name_with_its_language(client, db):
    found = named(en="Liuzhou Polytechnic", zh_hans="柳州职业技术大学")

    page = client.get(profile(found)).content.decode()

    assert '<dd lang="zh-hans">柳州职业技术大学</dd>' in page
    assert client.get(f"{profile(found)}?lang=zh-hans").context["institution"].name.best() == ("柳州职业技术大学", "zh-hans")


def test_profile_of_a_merged_institution_leads_to_the_one_kept(client, db):
    kept = named(en="Battambang Polytechnic")
    absorbed = InstitutionFactory(merged_into=kept)

    assert client.get(profile(absorbed)).url == profile(kept)


def test_profile_counts_people_once_and_only_at_events_that_began(client, db):
    found = named(en="Battambang Polytechnic")
    absorbed = InstitutionFactory(merged_into=found)
    past, future = EventFactory(), EventFactory(starts_on="2099-01-01", ends_on="2099-01-02")
    closed = EventFactory(is_public=False)
    for event in (past, future, closed):
        RegistrationFactory(event=event, institution=found)
    RegistrationFactory(event=past, institution=absorbed)
    RegistrationFactory(event=past, institution=found, state="withdrawn")
    RegistrationFactory(event=past)

    assert [(row.event, row.people) for row in client.get(profile(found)).context["attended"]] == [(past, 2)]


def test_profile_counts_a_person_of_two_merged_rows_once(client, db):
    found, event = named(en="Battambang Polytechnic"), EventFactory()
    kept = RegistrationFactory(event=event, institution=found).person
    RegistrationFactory(event=event, institution=found, person=PersonFactory(merged_into=kept))

    assert [row.people for row in client.get(profile(found)).context["attended"]] == [1]


def test_profile_shows_people_only_to_those_who_may(client, signed_in, db):
    found = named(en="Lampang College")
    contact = MembershipFactory(institution=found, is_contact=True, post=Translated.from_json({"th": "ผู้อำนวยการ"}))
    hidden = MembershipFactory(institution=found, person__name="HIDDEN Person")

    public = client.get(profile(found)).content.decode()
    own = signed_in(officer_of(found)).get(profile(found)).content.decode()

    assert contact.person.name in public
    assert '<span lang="th">ผู้อำนวยการ</span>' in public
    assert hidden.person.name not in public
    assert contact.person.email not in public
    assert hidden.person.name in own
    assert contact.person.email in own


def test_profile_shows_planned_agreements_to_their_parties_only(client, signed_in, db):
    found, other = named(en="Lampang College"), named(en="Hue College")
    signed = agreement_of(found, other, signed=True)
    planned = agreement_of(found, other)

    assert client.get(profile(found)).context["agreements"] == [signed]
    assert set(signed_in(officer_of(found)).get(profile(found)).context["agreements"]) == {signed, planned}


@pytest.mark.parametrize("number", [1, 3])
def test_profile_takes_the_same_queries_for_any_size(client, db, number, django_assert_num_queries):
    found = named(en="Lampang College")
    for _number in range(number):
        agreement_of(found, InstitutionFactory(), signed=True)
        RegistrationFactory(event=EventFactory(), institution=found)
        MembershipFactory(institution=found, is_contact=True)

    with django_assert_num_queries(13):
        assert client.get(profile(found)).status_code == 200


def test_edit_page_keeps_the_form_when_the_name_is_missing(signed_in, db):
    found = named(en="Lampang College")
    client = signed_in(officer_of(found))

    page = client.post(reverse("network:edit", args=[found.public_id]), {"name_en": " \u200b", "kind": "college", "website": "x"})

    assert page.context["form"].errors["name"] == ["Write it in at least one language."]
    assert page.context["form"].errors["website"] == ["Enter a valid URL."]


def test_officer_edits_the_profile_in_three_scripts(signed_in, db):
    found = named(en="Lampang College")
    client = signed_in(officer_of(found))

    data = {
        "name_en": "Lampang Vocational College",
        "name_zh-hans": "南邦职业学院",
        "name_km": "មហាវិទ្យាល័យ",
        "kind": "college",
        "country": "KH",
    }
    response = client.post(reverse("network:edit", args=[found.public_id]), data)

    found.refresh_from_db()
    assert response.url == profile(found)
    assert dict(found.name.texts) == {"en": "Lampang Vocational College", "zh-hans": "南邦职业学院", "km": "មហាវិទ្យាល័យ"}
    assert [row.pk for row in client.get(DIRECTORY, {"search": "南邦"}).context["page"]] == [found.pk]


def test_names_page_adds_a_name_in_the_language_of_its_script(signed_in, db):
    found = named(en="Lampang College")
    client = signed_in(officer_of(found))
    address = reverse("network:names", args=[found.public_id])

    client.post(address, {"text": "ลำปาง", "kind": "variant"})
    again = client.post(address, {"text": "ลำปาง", "kind": "variant"})

    assert list(found.names.values_list("text", "language")) == [("ลำปาง", "th")]
    assert again.context["form"].non_field_errors() == ["“ลำปาง” is already listed."]


def test_people_page_lists_changes_and_ends(signed_in, db):
    found = named(en="Lampang College")
    client = signed_in(officer_of(found))
    people = reverse("network:people", args=[found.public_id])

    client.post(people, {"name": "WEI Lihua", "original_name": "韦丽华", "post": "校长", "is_contact": "on"})
    member = found.memberships.get()
    client.post(
        reverse("network:member", args=[found.public_id, member.person.public_id]),
        {"post_en": "President", "post_zh-hans": "校长"},
    )
    member.refresh_from_db()
    assert (member.post["en"], member.post["zh-hans"], member.is_contact) == ("President", "校长", False)
    assert (member.person.original_language, member.person.name) == ("zh-hans", "WEI Lihua")

    leave = reverse("network:end_membership", args=[found.public_id, member.person.public_id])
    client.post(leave, {"on": "never"})
    page = client.post(leave, {"on": "2025-05-13"}, follow=True)
    member.refresh_from_db()
    assert str(member.ends_on) == "2025-05-13"
    assert said(page)[-1:] == ["The post has its last day; it stays in the history."]
    assert client.post(leave).status_code == 404


def test_officer_of_another_institution_is_told_why_not(signed_in, db):
    found = named(en="Lampang College")

    response = signed_in(officer_of(InstitutionFactory())).get(reverse("network:edit", args=[found.public_id]))

    assert response.status_code == 403
    assert "Only people who look after this institution change its profile." in response.content.decode()


def test_add_page_asks_before_it_adds_what_may_be_there(coordinator_client):
    found = named(en="Lampang College")
    data = {"name_en": "Lampang Coll.", "kind": "college", "country": "KH"}

    page = coordinator_client.post(reverse("network:add"), data)
    assert (page.context["near"], Institution.objects.count()) == ([found], 1)
    response = coordinator_client.post(reverse("network:add"), {**data, "anyway": "1"})

    added = Institution.objects.exclude(pk=found.pk).get()
    assert (str(added), response.url) == ("Lampang Coll.", reverse("network:names", args=[added.public_id]))


def test_add_page_refuses_the_same_name_even_when_told_anyway(coordinator_client):
    named(en="Lampang College")
    data = {"name_en": "LAMPANG college", "kind": "college", "country": "KH", "anyway": "1"}

    page = coordinator_client.post(reverse("network:add"), data)

    words = "“LAMPANG college” is already in the directory. Open it there and add what is missing."
    assert page.context["form"].non_field_errors() == [words]
    assert Institution.objects.count() == 1


def test_pair_is_merged_undone_and_told_apart_by_a_person(coordinator_client):
    one, other = named(en="Tongren Polytechnic"), named(en="Tongren Poly.")
    pair = [one.public_id, other.public_id]
    assert len(coordinator_client.get(reverse("network:duplicates")).context["page"]) == 1

    page = coordinator_client.post(reverse("network:merge", args=pair), {"kept": other.public_id, "reason": "same"}, follow=True)
    one.refresh_from_db()
    assert one.merged_into == other
    assert said(page) == ["“Tongren Polytechnic” now means “Tongren Poly.” and is counted with it. You can undo this below."]
    assert coordinator_client.get(reverse("network:compare", args=pair)).status_code == 404

    coordinator_client.post(reverse("network:undo_merge", args=[InstitutionMerge.objects.get().public_id]))
    one.refresh_from_db()
    assert one.merged_into is None

    coordinator_client.post(reverse("network:tell_apart", args=pair), {"reason": "two campuses"})
    assert len(coordinator_client.get(reverse("network:duplicates")).context["page"]) == 0
    assert ToldApart.objects.get().reason == "two campuses"
    coordinator_client.post(reverse("network:undo_telling_apart", args=pair))
    assert len(coordinator_client.get(reverse("network:duplicates")).context["page"]) == 1


def test_comparison_shows_names_and_what_hangs_on_each_side(coordinator_client):
    one, other = named(en="Tongren Polytechnic", zh_hans="铜仁职业技术学院"), named(en="Tongren Poly.")
    RegistrationFactory(institution=one)
    officer_of(other)

    page = coordinator_client.get(reverse("network:compare", args=[one.public_id, other.public_id]))

    left, right = page.context["sides"]
    assert [(str(what), number) for what, number in left.holds] == [("registrations", 1)]
    assert (left.managers, right.managers, right.holds) == (0, 1, [])
    assert '<div lang="zh-hans">铜仁职业技术学院</div>' in page.content.decode()


def test_comparison_of_two_parties_of_one_agreement_offers_no_merge(coordinator_client):
    one, other = named(en="Tongren Polytechnic"), named(en="Tongren Poly.")
    agreement_of(one, other, title={"en": "Robotics"})

    page = coordinator_client.get(reverse("network:compare", args=[one.public_id, other.public_id]))

    assert page.context["against"] == [
        "Both are parties of the agreement “Robotics”, so they are two institutions. Correct the agreement first."
    ]
