from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from catecp.accounts.models import Person
from catecp.events.links import calendar_key, registration_id_of, registration_key
from catecp.events.models import Registration
from catecp.events.services import registration as services
from catecp.events.services.affiliations import NothingToResolve, resolve_affiliation
from catecp.kernel.models import LedgerEntry
from catecp.network.searchable import search_text
from catecp.notices.models import Message
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import NOON, DelegationFactory, EventFactory, RegistrationFactory, VisitFactory
from tests.factories.network import InstitutionFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now


def who(name="SOK Dara", **changes) -> services.PersonDetails:
    return services.PersonDetails(**{"name": name, "email": "dara@example.org", "preferred_language": "en", **changes})


def receive(event, person=None, **changes) -> services.Received:
    details = services.RegistrationDetails(person=person or who(), **changes)
    return services.receive_registration(event=event, details=details, by=None, at=NOON)


def open_event(**changes):
    today = NOW().date()
    values = {"starts_on": today + timedelta(days=9), "ends_on": today + timedelta(days=10), **changes}
    return EventFactory(registration_opens_at=datetime(2025, 1, 1, tzinfo=UTC), **values)


def form(**changes) -> dict:
    return {"name": "SOK Dara", "email": "dara@example.org", "preferred_language": "en", "shows_in_list": "on", **changes}


def test_registration_keeps_both_names_and_everything_written():
    event = EventFactory()

    found = receive(
        event, who(original_name="សុខ តារា", phone="+855 12 345"), post="Head", diet="halal", languages=["km", "en", "xx"]
    )

    registration = found.registration
    person = registration.person
    assert (person.name, person.original_name, person.original_language, person.phone) == (
        "SOK Dara",
        "សុខ តារា",
        "km",
        "+855 12 345",
    )
    assert (registration.state, registration.channel, registration.post, registration.diet) == (
        "confirmed",
        "single",
        "Head",
        "halal",
    )
    assert (registration.languages, found.is_repeated) == (["km", "en"], False)


def test_registration_waits_where_the_coordinator_approves():
    registration = receive(EventFactory(needs_approval=True)).registration
    assert registration.state == "waiting"

    confirmed = services.confirm_registration(registration=registration, by=UserFactory(), at=NOON)

    assert confirmed.state == "confirmed"


@pytest.mark.parametrize("name", ["SOK Dara", "Dara SOK", "sok dara", "Dr. SOK Dara"])
def test_same_address_and_name_is_one_registration_and_changes_nothing(name):
    event = EventFactory()
    first = receive(event, who(phone="012")).registration

    again = receive(event, who(name, phone="999", email="DARA@example.org"))

    assert (again.registration, again.is_repeated) == (first, True)
    assert Person.objects.get().phone == "012"
    assert LedgerEntry.objects.filter(kind="events.registration.repeated").count() == 1


def test_colleagues_sharing_an_office_address_are_two_people():
    event = EventFactory()
    receive(event, who("LI Xiaoyan", email="office@college.edu"))

    other = receive(event, who("WANG Fang", email="office@college.edu"))

    assert (other.is_repeated, Person.objects.count()) == (False, 2)


def test_known_person_registers_without_being_changed_by_a_stranger():
    known = PersonFactory(name="SOK Dara", email="dara@example.org", phone="012", title="Dr.")

    registration = receive(EventFactory(), who(phone="999", title="Mr.")).registration

    known.refresh_from_db()
    assert (registration.person, known.phone, known.title) == (known, "012", "Dr.")


def test_person_merged_into_another_is_not_registered_twice():
    event = EventFactory()
    kept = PersonFactory()
    RegistrationFactory(event=event, person=kept)
    PersonFactory(name="SOK Dara", email="dara@example.org", merged_into=kept)

    with pytest.raises(services.AlreadyRegistered):
        services.add_registration(event=event, details=services.RegistrationDetails(person=who()), by=None, at=NOON)


def test_after_withdrawing_one_may_register_again():
    event = EventFactory()
    first = receive(event).registration
    services.withdraw_registration(registration=first, by=None, at=NOON)

    again = receive(event)

    assert (again.is_repeated, again.registration.person) == (False, first.person)
    with pytest.raises(services.AlreadyRegistered):
        services.restore_registration(registration=first, by=UserFactory(), at=NOON)


def test_withdrawn_registration_can_be_taken_back_with_its_badge_and_not_be_withdrawn_twice():
    first = receive(EventFactory()).registration
    services.withdraw_registration(registration=first, by=None, at=NOON)
    with pytest.raises(services.NotStanding):
        services.withdraw_registration(registration=first, by=None, at=NOON)

    restored = services.restore_registration(registration=first, by=UserFactory(), at=NOON)

    assert (restored.state, restored.badge_code) == ("confirmed", first.badge_code)


def test_hostile_names_are_bounded_and_cleaned():
    event = EventFactory()
    name = "\u202eevil\u200b " + "ក" * 400

    person = receive(event, who(name, original_name="x" * 500, phone="1" * 200, title="T" * 90)).registration.person

    assert (len(person.name), len(person.original_name), len(person.phone), len(person.title)) == (300, 300, 100, 40)
    assert person.name.startswith("evil ក")


@pytest.mark.parametrize("name", ["", " \u200b\u2066 "])
def test_registration_without_a_name_is_refused(name):
    with pytest.raises(services.NotARegistration):
        receive(EventFactory(), who(name))
    assert Person.objects.count() == 0


def known_institution(**changes):
    names = ["National Polytechnic Institute of Cambodia", "国立柬埔寨理工学院", "NPIC"]
    return InstitutionFactory(name={"en": names[0]}, search_text=search_text(names), **changes)


@pytest.mark.parametrize("written", ["National Polytechnic Institute of Cambodia", "NPIC", "npic", "国立柬埔寨理工学院"])
def test_affiliation_of_a_known_name_is_recognised(written):
    kept = InstitutionFactory()
    known_institution(merged_into=kept)

    registration = receive(EventFactory(), affiliation=written).registration

    assert (registration.institution, registration.affiliation, registration.is_affiliation_open) == (kept, written, False)


@pytest.mark.parametrize("written", ["Polytechnic", "NPIC of somewhere else"])
def test_unknown_affiliation_waits_in_the_queue(written):
    known_institution()

    registration = receive(EventFactory(), affiliation=written).registration

    assert (registration.institution, registration.is_affiliation_open) == (None, True)


def test_affiliation_two_institutions_bear_waits_in_the_queue():
    for _number in range(2):
        known_institution()

    assert receive(EventFactory(), affiliation="NPIC").registration.is_affiliation_open


def test_one_decision_counts_for_everybody_who_wrote_it_so_at_this_event():
    event, institution = EventFactory(), InstitutionFactory()
    absorbed = InstitutionFactory(merged_into=institution)
    same = RegistrationFactory.create_batch(2, event=event, institution=None, affiliation="N.P.I.C", is_affiliation_open=True)
    other = RegistrationFactory(event=event, institution=None, affiliation="ITC", is_affiliation_open=True)
    elsewhere = RegistrationFactory(institution=None, affiliation="N.P.I.C", is_affiliation_open=True)

    decided = resolve_affiliation(registration=same[0], institution=absorbed, by=UserFactory(), at=NOON)

    rows = {row.pk: (row.institution, row.is_affiliation_open) for row in Registration.objects.all()}
    assert decided == 2
    assert [rows[row.pk] for row in (*same, other, elsewhere)] == [(institution, False)] * 2 + [(None, True)] * 2
    with pytest.raises(NothingToResolve):
        resolve_affiliation(registration=same[0], institution=institution, by=UserFactory(), at=NOON)


def test_merged_registration_no_longer_counts():
    event = EventFactory()
    kept, double = RegistrationFactory.create_batch(2, event=event)

    services.merge_registrations(kept=kept, double=double, by=UserFactory(), at=NOON)

    double.refresh_from_db()
    assert (double.state, double.merged_into) == ("merged", kept)
    with pytest.raises(services.NotStanding):
        services.merge_registrations(kept=kept, double=double, by=UserFactory(), at=NOON)
    with pytest.raises(services.NotARegistration):
        services.merge_registrations(kept=kept, double=kept, by=UserFactory(), at=NOON)


def test_form_answers_the_same_whether_the_address_was_registered_or_not(client):
    event = open_event()
    address = reverse("events:register", args=[event.slug])

    first, again = client.post(address, form()), client.post(address, form())

    assert [(response.status_code, response["Location"]) for response in (first, again)] == [
        (302, reverse("events:registered", args=[event.slug])),
    ] * 2  # fmt: skip
    registration = Registration.objects.get()
    pages = [client.get(response["Location"]).content.decode() for response in (first, again)]
    assert registration.badge_code not in pages[0] + pages[1]
    assert [message.kind for message in Message.objects.order_by("pk")] == ["events.registered", "events.registered"]
    assert all(registration_key(registration) in message.body for message in Message.objects.all())


def test_form_signs_up_for_visits_and_takes_a_known_institution(client):
    event = open_event()
    visit = VisitFactory(event=event, starts_at=NOW() + timedelta(days=9), capacity=0)
    institution = known_institution()

    client.post(reverse("events:register", args=[event.slug]), form(visits=[visit.pk], affiliation="NPIC"))

    registration = Registration.objects.get()
    assert registration.institution == institution
    assert [(signup.visit, signup.state) for signup in registration.visit_signups.all()] == [(visit, "waiting")]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (form(name=""), "name"), (form(email="not an address"), "email"), (form(preferred_language="xx"), "preferred_language"),
        (form(name="x" * 301), "name"), (form(website="https://spam.example"), "website"), (form(languages=["km", "zz"]), "languages"),
    ],
    ids=["no name", "no address", "unknown language", "endless name", "filled in by a program", "unknown spoken language"],
)  # fmt: skip
def test_form_says_what_is_wrong_and_keeps_what_was_typed(client, data, field):
    event = open_event()

    response = client.post(reverse("events:register", args=[event.slug]), {**data, "post": "Head of department"})

    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])
    assert "Head of department" in response.content.decode()
    assert Registration.objects.count() == 0


@pytest.mark.parametrize(
    ("opens", "closes", "says"),
    [
        (None, None, "Registration for this event is by invitation."),
        (timedelta(days=1), None, "Registration has not opened yet."),
        (-timedelta(days=2), -timedelta(days=1), "Registration is closed."),
    ],
    ids=["by invitation", "too early", "closed"],
)
def test_form_that_is_not_open_says_why_and_takes_nothing(client, opens, closes, says):
    now = NOW()
    event = open_event()
    event.registration_opens_at = now + opens if opens else None
    event.registration_closes_at = now + closes if closes else None
    event.save()

    page = client.post(reverse("events:register", args=[event.slug]), form())

    assert says in page.content.decode()
    assert Registration.objects.count() == 0


def test_form_of_an_event_that_is_not_public_is_not_found(client):
    assert client.get(reverse("events:register", args=[open_event(is_public=False).slug])).status_code == 404


def test_private_link_cannot_be_guessed_and_belongs_to_one_event(client):
    registration, other = RegistrationFactory(), RegistrationFactory()
    key = registration_key(registration)
    wrong = [
        registration.public_id,
        calendar_key(registration),
        key[:-1] + ("A" if key[-1] != "A" else "B"),
        key.replace("-", "_", 1),
        "-",
        "x" * 600,
    ]

    assert registration_id_of(key) == registration.public_id
    assert client.get(reverse("events:mine", args=[registration.event.slug, key])).status_code == 200
    assert [client.get(reverse("events:mine", args=[registration.event.slug, each])).status_code for each in wrong] == [
        404
    ] * len(wrong)
    assert client.get(reverse("events:mine", args=[other.event.slug, key])).status_code == 404


def test_private_link_changes_everything_but_the_address_and_the_category(client):
    registration = receive(open_event()).registration
    Registration.objects.filter(pk=registration.pk).update(category="speaker")
    address = reverse("events:mine_edit", args=[registration.event.slug, registration_key(registration)])

    client.post(address, form(name="SOK Dara Rith", email="thief@example.org", diet="vegetarian", category="organiser"))

    registration.refresh_from_db()
    person = Person.objects.get()
    assert (person.name, person.email, registration.diet, registration.category) == (
        "SOK Dara Rith",
        "dara@example.org",
        "vegetarian",
        "speaker",
    )


def test_private_link_withdraws_until_the_event_is_over(client):
    event = open_event()
    registration = receive(event).registration
    past = RegistrationFactory(event=EventFactory())
    for each in (registration, past):
        client.post(reverse("events:mine_withdraw", args=[each.event.slug, registration_key(each)]))

    states = [Registration.objects.get(pk=each.pk).state for each in (registration, past)]

    assert states == ["withdrawn", "confirmed"]
    page = client.get(reverse("events:mine", args=[event.slug, registration_key(registration)])).content.decode()
    assert (page.count(">withdrawn<"), page.count(registration.badge_code)) == (1, 0)


def test_private_link_joins_and_leaves_a_visit(client):
    event = open_event()
    visit = VisitFactory(event=event, starts_at=NOW() + timedelta(days=9))
    registration = receive(event).registration
    address = reverse("events:mine_visit", args=[event.slug, registration_key(registration), visit.public_id])
    foreign = reverse("events:mine_visit", args=[event.slug, registration_key(registration), VisitFactory().public_id])

    client.post(address, {"act": "join"})
    joined = [signup.state for signup in visit.signups.all()]
    client.post(address, {"act": "leave"})
    left = [signup.state for signup in visit.signups.all()]

    assert (joined, left, client.post(foreign, {"act": "join"}).status_code) == (["going"], ["cancelled"], 404)


def test_private_page_is_never_kept_by_a_cache(client):
    registration = RegistrationFactory(delegation=DelegationFactory())

    page = client.get(reverse("events:mine", args=[registration.event.slug, registration_key(registration)]))

    assert "no-store" in page["Cache-Control"]
