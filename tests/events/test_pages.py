import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from catecp.events.models import Event, Registration, Takeaway, Talk
from catecp.events.services.releases import release_programme
from catecp.events.services.visits import join_visit
from catecp.kernel.translated import Translated, written
from catecp.network.searchable import search_text
from tests.factories.accounts import GrantFactory, PersonFactory, UserFactory
from tests.factories.events import (
    NOON,
    DelegationFactory,
    EventFactory,
    RegistrationFactory,
    SessionFactory,
    TalkFactory,
    VisitFactory,
)
from tests.factories.network import InstitutionFactory
from tests.factories.places import CountryFactory

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("x")</script>\u202e{{ 7*7 }}' + "ก" * 240


def released(**changes) -> Event:
    talk = TalkFactory(session__title={"en": "Opening", "zh-hans": "开幕", "km": "ពិធីបើក"}, **changes)
    release_programme(event=talk.session.event, note=Translated(), by=None, at=NOON)
    return talk.session.event


def page(client, name: str, *parts, **query) -> str:
    response = client.get(reverse(f"events:{name}", args=parts), query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_visitors_see_the_release_and_not_the_draft(client):
    event = released()
    SessionFactory(event=event, title={"en": "Secret plan"})
    opening = event.sessions.order_by("pk").first()
    opening.title = "Renamed in the draft"
    opening.save()

    pages = [page(client, name, event.slug) for name in ("event", "programme")]

    assert [("Opening" in text, "Secret plan" in text, "Renamed in the draft" in text) for text in pages] == [
        (True, False, False)
    ] * 2


def test_session_of_the_draft_has_no_page(client):
    event = released()
    draft = SessionFactory(event=event)

    assert client.get(reverse("events:session", args=[event.slug, draft.public_id])).status_code == 404


@pytest.mark.parametrize(
    ("language", "title", "time"),
    [("en", "Opening", "12:00"), ("zh-hans", "开幕", "12:00"), ("km", "ពិធីបើក", "12:00")],
)
def test_programme_speaks_the_readers_language_in_the_events_time(client, language, title, time):
    event = released()

    text = page(client, "programme", event.slug, lang=language)

    assert (f'lang="{language}"' in text, title in text, time in text) == (True, True, True)


def test_text_in_another_language_than_the_page_says_so(client):
    event = released()

    text = page(client, "event", event.slug, lang="th")

    assert '<span lang="en">Opening</span>' in text


def test_older_version_can_be_read_and_says_that_it_is_old(client):
    event = released()
    SessionFactory(event=event, title={"en": "Signing"}, starts_at=NOON + timedelta(hours=1))
    release_programme(event=event, note=written("Signing added"), by=None, at=NOON)

    old, new = page(client, "programme", event.slug, version="1"), page(client, "programme", event.slug)

    assert ("This is an older version." in old, "Signing" in old) == (True, False)
    assert ("This is an older version." in new, "New session: “Signing” (13 May 2025, 13:00)." in new) == (False, True)
    assert "New session: “Signing”" in page(client, "compare", event.slug, **{"from": "2", "to": "1"})
    assert [
        client.get(reverse("events:programme", args=[event.slug]), {"version": each}).status_code for each in ("3", "0", "x")
    ] == [404] * 3


def test_closed_event_is_not_found_on_any_public_page(client):
    event = released(session__event__is_public=False)
    session, visit = event.sessions.get(), VisitFactory(event=event)
    addresses = [
        *(reverse(f"events:{name}", args=[event.slug]) for name in ("event", "programme", "compare", "feed", "register", "registered")),
        reverse("events:session", args=[event.slug, session.public_id]), reverse("events:visit", args=[event.slug, visit.public_id]),
    ]  # fmt: skip

    assert [client.get(address).status_code for address in addresses] == [404] * 8
    assert event.slug not in page(client, "events")


def test_hostile_texts_stay_texts_on_every_public_page(client):
    event = released(
        title={"en": HOSTILE}, speaker=PersonFactory(name=HOSTILE[:300], original_name=HOSTILE[:300]), summary={"en": HOSTILE}
    )
    session = event.sessions.get()
    Takeaway.objects.create(session=session, text=written(HOSTILE), noted_at=NOON)

    pages = [page(client, name, event.slug) for name in ("event", "programme")] + [
        page(client, "session", event.slug, session.public_id)
    ]

    assert [text.count("<script>alert") for text in pages] == [0, 0, 0]
    assert "49ก" not in "".join(pages)


@pytest.mark.parametrize("talks", [1, 3])
def test_event_page_needs_the_same_queries_for_one_and_three_talks(client, talks, django_assert_num_queries):
    session = SessionFactory()
    TalkFactory.create_batch(talks, session=session)
    VisitFactory.create_batch(talks, event=session.event)
    release_programme(event=session.event, note=Translated(), by=None, at=NOON)

    with django_assert_num_queries(5):
        page(client, "event", session.event.slug)


def test_speaker_reaches_their_talk_and_nothing_of_the_desk(signed_in):
    user = UserFactory()
    talk = TalkFactory(speaker=user.person)
    other = TalkFactory(session=talk.session)
    event = talk.session.event
    GrantFactory(user=user, role="speaker", scope="event", scope_id=event.pk)
    client = signed_in(user)

    assert client.get(reverse("events:own_talk", args=[event.slug, talk.public_id])).status_code == 200
    assert client.get(reverse("events:own_talk", args=[event.slug, other.public_id])).status_code == 404
    desk = ("manage", "editor", "registrations", "affiliations", "doubles", "delegations", "settings", "visits", "release")
    assert {name: client.get(reverse(f"events:{name}", args=[event.slug])).status_code for name in desk} == dict.fromkeys(
        desk, 403
    )
    assert client.get(reverse("events:talk_edit", args=[event.slug, talk.public_id])).status_code == 403


def test_speaker_changes_title_and_summary_and_nothing_else(signed_in):
    user = UserFactory()
    talk = TalkFactory(speaker=user.person, speaker_post={"en": "Lecturer"})
    GrantFactory(user=user, role="speaker", scope="event", scope_id=talk.session.event_id)
    address = reverse("events:own_talk", args=[talk.session.event.slug, talk.public_id])

    signed_in(user).post(
        address, {"title_en": "New", "title_original": "en", "summary_km": "សេចក្ដី", "speaker_post_en": "King", "kind": "opening"}
    )

    talk.refresh_from_db()
    assert (str(talk.title), talk.summary["km"], str(talk.speaker_post), talk.kind) == ("New", "សេចក្ដី", "Lecturer", "talk")


def test_speaker_notes_takeaways_of_their_session_and_edits_their_own_only(signed_in):
    user = UserFactory()
    talk, elsewhere = TalkFactory(speaker=user.person), SessionFactory()
    session, event = talk.session, talk.session.event
    theirs = Takeaway.objects.create(session=session, text=written("Theirs"), noted_by=999_999, noted_at=NOON)
    client = signed_in(user)
    address = reverse("events:takeaways", args=[event.slug, session.public_id])

    client.post(address, {"text": "产教融合", "language": "zh-hans", "talk": talk.pk})
    mine = Takeaway.objects.get(noted_by=user.pk)

    assert (mine.text, mine.talk) == (written("产教融合", "zh-hans"), talk)
    statuses = [
        client.post(reverse("events:takeaway_act", args=[event.slug, row.public_id]), {"act": "remove"}).status_code
        for row in (mine, theirs)
    ]
    assert (statuses, list(Takeaway.objects.all())) == ([302, 403], [theirs])
    assert client.get(reverse("events:takeaways", args=[elsewhere.event.slug, elsewhere.public_id])).status_code == 403


def test_coordinator_of_one_event_does_not_reach_another(signed_in):
    event, other = EventFactory(), EventFactory()
    client = signed_in(GrantFactory(role="coordinator", scope="event", scope_id=event.pk).user)

    statuses = {slug: client.get(reverse("events:registrations", args=[slug])).status_code for slug in (event.slug, other.slug)}

    assert statuses == {event.slug: 200, other.slug: 403}


def test_things_of_another_event_are_not_found_under_this_one(coordinator_client):
    event, registration, visit = EventFactory(), RegistrationFactory(), VisitFactory()
    talk, delegation = TalkFactory(), DelegationFactory()
    addresses = [
        reverse("events:registration", args=[event.slug, registration.public_id]),
        reverse("events:visit_list", args=[event.slug, visit.public_id]),
        reverse("events:session_edit", args=[event.slug, talk.session.public_id]),
        reverse("events:talk_edit", args=[event.slug, talk.public_id]),
        reverse("events:delegation", args=[event.slug, delegation.public_id]),
    ]

    assert [coordinator_client.get(address).status_code for address in addresses] == [404] * 5


def test_whole_programme_is_made_through_its_pages(coordinator_client, client):
    CountryFactory(code="KH")
    data = {
        "name_en": "3rd workshop", "name_original": "en", "slug": "third", "starts_on": "2027-05-17", "ends_on": "2027-05-18",
        "time_zone": "Asia/Phnom_Penh", "country": "KH", "languages": ["en", "km"], "main_language": "km", "letter_prefix": "W3", "is_public": "on",
    }  # fmt: skip
    coordinator_client.post(reverse("events:create"), data)
    event = Event.objects.get()
    session = {
        "kind": "talks",
        "number": "I",
        "title_en": "Skills",
        "title_original": "en",
        "starts_at": "2027-05-17T09:00",
        "ends_at": "2027-05-17T10:00",
    }
    coordinator_client.post(reverse("events:session_new", args=["third"]), session)
    row = event.sessions.get()
    speaker = PersonFactory(name="SOK Dara")
    coordinator_client.post(
        reverse("events:talk_new", args=["third", row.public_id]),
        {"session": row.pk, "kind": "opening", "speaker": f"SOK Dara [{speaker.public_id}]"},
    )
    before = client.get(reverse("events:programme", args=["third"])).content.decode()

    coordinator_client.post(reverse("events:release", args=["third"]), {"note_en": "First", "writes_to_speakers": "on"})

    text = client.get(reverse("events:programme", args=["third"])).content.decode()
    assert event.languages == ["km", "en"]
    assert row.starts_at.isoformat() == "2027-05-17T02:00:00+00:00"
    assert [word in before for word in ("Skills", "SOK Dara")] == [False, False]
    assert [word in text for word in ("Skills", "SOK Dara", "opening remarks", "09:00", "Version 1")] == [True] * 5


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("Nobody Known", "Nobody of this name is known here. Choose from the list, or register the person first."),
        ("SOK Dara", "Several people bear this name. Choose one from the list."),
        ("x [nope]", "Nobody of this name is known here. Choose from the list, or register the person first."),
    ],
    ids=["unknown", "namesakes", "wrong id"],
)
def test_speaker_who_is_not_clear_is_refused_beside_the_field(coordinator_client, typed, error):
    session = SessionFactory()
    PersonFactory.create_batch(2, name="SOK Dara")

    response = coordinator_client.post(
        reverse("events:talk_new", args=[session.event.slug, session.public_id]),
        {"session": session.pk, "kind": "talk", "speaker": typed},
    )

    assert (response.context["form"].errors["speaker"], Talk.objects.count()) == ([error], 0)


def workshop_list() -> Event:
    event = EventFactory()
    china = CountryFactory(code="CN")
    college = InstitutionFactory(
        name={"en": "Guangxi College", "zh-hans": "广西学院"},
        search_text=search_text(["Guangxi College", "广西学院"]),
        country=china,
    )
    rows = [
        ("LI Xiaoyan", "李晓燕", {"institution": college, "category": "speaker"}),
        (
            "SOK Dara",
            "សុខ តារា",
            {"institution": None, "affiliation": "NPIC?", "is_affiliation_open": True, "stated_country": CountryFactory()},
        ),
        ("CHAN Sophea", "ចាន់ សុភា", {"state": "withdrawn"}),
        ("WANG Fang", "王芳", {"institution": InstitutionFactory(merged_into=college), "channel": "workbook"}),
    ]
    for name, original, changes in rows:
        RegistrationFactory(event=event, person=PersonFactory(name=name, original_name=original), **changes)
    RegistrationFactory(person=PersonFactory(name="LI Stranger"))
    return event


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["LI Xiaoyan", "SOK Dara", "WANG Fang"]),
        ({"state": ""}, ["CHAN Sophea", "LI Xiaoyan", "SOK Dara", "WANG Fang"]),
        ({"state": "withdrawn"}, ["CHAN Sophea"]),
        ({"country": "CN"}, ["LI Xiaoyan", "WANG Fang"]),
        ({"country": "KH"}, ["SOK Dara"]),
        ({"category": "speaker"}, ["LI Xiaoyan"]),
        ({"channel": "workbook"}, ["WANG Fang"]),
        ({"unresolved": "1"}, ["SOK Dara"]),
        ({"q": "晓燕"}, ["LI Xiaoyan"]),
        ({"q": "តារា"}, ["SOK Dara"]),
        ({"q": "dara sok"}, ["SOK Dara"]),
        ({"q": "广西"}, ["LI Xiaoyan", "WANG Fang"]),
        ({"q": "npic"}, ["SOK Dara"]),
        ({"q": "%"}, []),
        ({"institution": "nonexistent"}, []),
    ],
    ids=lambda value: str(value)[:40],
)
def test_page_and_downloads_show_the_same_people(coordinator_client, query, names):
    event = workshop_list()
    address = reverse("events:registrations", args=[event.slug])

    shown = [row.person.name for row in coordinator_client.get(address, query).context["page"]]
    as_csv = coordinator_client.get(address, {**query, "format": "csv"}).content.decode("utf-8-sig")
    as_xlsx = coordinator_client.get(address, {**query, "format": "xlsx"}).content

    assert shown == names
    assert [row["name"] for row in csv.DictReader(io.StringIO(as_csv))] == names
    assert [row[2].value for row in load_workbook(io.BytesIO(as_xlsx)).active.iter_rows(min_row=2)] == names


def test_formula_in_a_name_stays_text_in_the_download(coordinator_client):
    registration = RegistrationFactory(person=PersonFactory(name="=1+1"), remark="@SUM(A1)")

    content = coordinator_client.get(
        reverse("events:registrations", args=[registration.event.slug]), {"format": "csv"}
    ).content.decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(content))
    assert (row["name"], row["remark"]) == ("'=1+1", "'@SUM(A1)")


@pytest.mark.parametrize("people", [1, 3])
def test_list_of_registrations_needs_the_same_queries(people, coordinator_client, django_assert_num_queries):
    event = EventFactory()
    RegistrationFactory.create_batch(people, event=event)
    coordinator_client.get(reverse("web:home"))

    with django_assert_num_queries(7):
        page(coordinator_client, "registrations", event.slug)


def test_affiliation_is_decided_by_one_click_on_a_suggestion(coordinator_client):
    institution = InstitutionFactory(name={"en": "National Technical Training Institute"})
    registration = RegistrationFactory(
        institution=None, affiliation="Natl. Technical Training Institute", is_affiliation_open=True
    )
    address = reverse("events:affiliations", args=[registration.event.slug])
    offered = coordinator_client.get(address).context["rows"]

    coordinator_client.post(address, {"registration": registration.public_id, "institution": institution.public_id})

    registration.refresh_from_db()
    assert [(text, [each.pk for each in suggestions]) for text, _people, suggestions in offered] == [
        ("Natl. Technical Training Institute", [institution.pk]),
    ]  # fmt: skip
    assert (registration.institution, registration.is_affiliation_open) == (institution, False)


@pytest.mark.parametrize(
    ("data", "institution_found", "is_open"),
    [({"none": "1"}, False, False), ({"name": "NTTI"}, True, False), ({"name": "Nowhere"}, False, True), ({}, False, True)],
    ids=["no institution", "typed", "unknown", "nothing"],
)
def test_affiliation_decided_by_typing_or_as_none(coordinator_client, data, institution_found, is_open):
    institution = InstitutionFactory(search_text=search_text(["NTTI"]))
    registration = RegistrationFactory(institution=None, affiliation="?", is_affiliation_open=True)

    coordinator_client.post(
        reverse("events:affiliations", args=[registration.event.slug]), {"registration": registration.public_id, **data}
    )

    registration.refresh_from_db()
    assert (registration.institution, registration.is_affiliation_open) == (institution if institution_found else None, is_open)


def test_doubles_are_offered_and_merged_only_when_said(coordinator_client):
    event = EventFactory()
    first = RegistrationFactory(event=event, person=PersonFactory(name="SOK Dara", email="a@example.org"))
    turned = RegistrationFactory(event=event, person=PersonFactory(name="Dara Sok", email="b@example.org"))
    RegistrationFactory(event=event, person=PersonFactory(name="LI Na", email="A@example.org"))
    RegistrationFactory(person=PersonFactory(name="SOK Dara"))
    address = reverse("events:doubles", args=[event.slug])
    offered = coordinator_client.get(address).context["doubles"]

    coordinator_client.post(address, {"kept": first.public_id, "double": turned.public_id})

    assert [(group.why, [row.person.name for row in group.registrations]) for group in offered] == [
        ("same_name", ["Dara Sok", "SOK Dara"]), ("same_email", ["LI Na", "SOK Dara"]),
    ]  # fmt: skip
    assert list(Registration.objects.filter(event=event).order_by("pk").values_list("state", flat=True)) == [
        "confirmed",
        "merged",
        "confirmed",
    ]


def test_registration_page_confirms_withdraws_and_restores(coordinator_client):
    registration = RegistrationFactory(state="waiting")
    address = reverse("events:registration_act", args=[registration.event.slug, registration.public_id])
    states = []

    for act in ("confirm", "withdraw", "restore", "nonsense"):
        coordinator_client.post(address, {"act": act})
        states.append(Registration.objects.get().state)

    assert states == ["confirmed", "withdrawn", "confirmed", "confirmed"]


def test_visit_list_is_printed_by_bus_and_downloads_the_same_people(coordinator_client):
    visit = VisitFactory(starts_at=timezone.now() + timedelta(days=1))
    for name in ("SOK Dara", "LI Na", "=cmd"):
        registration = RegistrationFactory(event=visit.event, person=PersonFactory(name=name))
        join_visit(visit=visit, registration=registration, by=None, at=NOON)
    desk = [visit.event.slug, visit.public_id]
    coordinator_client.post(reverse("events:bus_save", args=desk), {"name": "Bus 1", "seats": "2"})
    coordinator_client.post(reverse("events:buses_fill", args=desk))

    shown = coordinator_client.get(reverse("events:visit_list", args=desk)).context
    content = coordinator_client.get(reverse("events:visit_list", args=desk), {"format": "csv"}).content.decode("utf-8-sig")

    seated = [[signup.registration.person.name for signup in people] for _bus, people in shown["groups"]]
    assert (seated, [signup.registration.person.name for signup in shown["without"]]) == ([["SOK Dara", "LI Na"]], ["=cmd"])
    assert sorted(row["name"] for row in csv.DictReader(io.StringIO(content))) == ["'=cmd", "LI Na", "SOK Dara"]


def test_participant_notes_a_skill_and_a_stranger_does_not(signed_in):
    visit = VisitFactory()
    company = visit.companies.create(name="A factory")
    registration = RegistrationFactory(event=visit.event, person=UserFactory().person)
    address = reverse("events:skill_note", args=[visit.event.slug, visit.public_id])
    data = {"company": company.pk, "skill": "ផ្សារដែក", "language": "km"}

    statuses = [signed_in(user).post(address, data).status_code for user in (registration.person.user, UserFactory())]

    assert (statuses, [skill.skill for skill in company.skills.all()]) == ([302, 403], [written("ផ្សារដែក", "km")])
