from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from catecp.events.models import Delegation, Registration
from catecp.events.pasting import read_pasted
from catecp.events.queries.people import people_of, standing_people
from catecp.events.services import delegation_steps as steps
from catecp.events.services import delegations as services
from catecp.events.services.registration import PersonDetails, RegistrationDetails
from catecp.kernel.models import LedgerEntry
from catecp.network.searchable import search_text
from catecp.notices.models import Message
from tests.factories.accounts import GrantFactory, PersonFactory, UserFactory
from tests.factories.events import NOON, DelegationFactory, EventFactory, RegistrationFactory
from tests.factories.network import InstitutionFactory, MembershipFactory

pytestmark = pytest.mark.django_db
LONG_BEFORE = datetime(2025, 4, 1, tzinfo=UTC)


def person(name="SOK Dara", email="", **changes) -> RegistrationDetails:
    return RegistrationDetails(person=PersonDetails(name=name, email=email), **changes)


def add(delegation, name="SOK Dara", email="", **changes) -> Registration:
    return services.add_delegate(delegation=delegation, details=person(name, email, **changes), by=None, at=LONG_BEFORE)


def submit(delegation) -> Delegation:
    return steps.submit_delegation(delegation=delegation, by=None, at=LONG_BEFORE)


def approve(delegation) -> Delegation:
    return steps.approve_delegation(delegation=delegation, decided_by_name="WANG Gang", by=None, at=LONG_BEFORE)


def approved(**changes) -> tuple[Delegation, Registration]:
    delegation = DelegationFactory(**changes)
    delegate = add(delegation)
    submit(delegation)
    return approve(delegation), Registration.objects.get(pk=delegate.pk)


def test_delegation_is_set_up_once_per_institution_also_after_a_merge():
    event, institution = EventFactory(), InstitutionFactory()
    absorbed = InstitutionFactory(merged_into=institution)
    details = services.DelegationDetails(places=3, contact_email="li@example.org")

    made = services.create_delegation(event=event, institution=absorbed, details=details, by=None, at=NOON)

    assert (made.institution, made.state, made.places, len(made.fill_key), len(made.approve_key)) == (
        institution,
        "open",
        3,
        26,
        26,
    )
    with pytest.raises(services.DelegationExists):
        services.create_delegation(event=event, institution=institution, details=details, by=None, at=NOON)


def test_keys_are_never_alike():
    made = [
        services.create_delegation(
            event=EventFactory(), institution=InstitutionFactory(), details=services.DelegationDetails(), by=None, at=NOON
        )
        for _number in range(3)
    ]

    keys = [key for delegation in made for key in (delegation.fill_key, delegation.approve_key)]
    assert len(set(keys)) == 6


def test_many_delegations_take_contact_and_director_from_the_directory_and_draft_the_mails():
    event, by = EventFactory(), UserFactory()
    known, bare, had = InstitutionFactory.create_batch(3)
    DelegationFactory(event=event, institution=had)
    MembershipFactory(institution=known, person=PersonFactory(name="LI Wei", email="li@example.org"), is_contact=True)
    MembershipFactory(institution=bare, person=PersonFactory(email="private@example.org"))
    head = GrantFactory(role="institution_head", scope="institution", scope_id=known.pk).user

    made, before = services.create_delegations(event=event, institutions=[known, bare, had], places=4, by=by, at=NOON)

    assert [(row.institution, row.contact_email, row.director_email, row.places) for row in made] == [
        (known, "li@example.org", head.email, 4), (bare, "", "", 4),
    ]  # fmt: skip
    assert before == [had]
    assert [(message.kind, message.to_address, message.state) for message in Message.objects.all()] == [
        ("events.delegation_open", "li@example.org", "draft"),
    ]  # fmt: skip
    assert made[0].fill_key in Message.objects.get().body


def test_people_are_drafts_of_the_institution_until_the_director_approves():
    delegation = DelegationFactory()
    delegate = add(delegation, affiliation="Faculty of Robots")
    assert (delegate.state, delegate.channel, delegate.institution) == ("draft", "delegation", delegation.institution)
    assert (delegate.affiliation, delegate.is_affiliation_open) == ("Faculty of Robots", False)

    submitted = submit(delegation)
    delegate.refresh_from_db()
    assert (submitted.state, submitted.submitted_at, delegate.state) == ("waiting", LONG_BEFORE, "waiting")

    decided = approve(delegation)
    delegate.refresh_from_db()
    assert (decided.state, decided.decided_by_name, decided.decided_at, delegate.state) == (
        "approved",
        "WANG Gang",
        LONG_BEFORE,
        "confirmed",
    )
    assert LedgerEntry.objects.get(kind="events.delegation.approved").body["people"] == 1


def test_returned_list_is_open_again_with_the_remark():
    delegation = DelegationFactory()
    delegate = add(delegation)
    submit(delegation)

    returned = steps.return_delegation(
        delegation=delegation, remark="Send the head of robotics too.", decided_by_name="WANG", by=None, at=NOON
    )

    delegate.refresh_from_db()
    assert (returned.state, returned.remark, delegate.state) == ("returned", "Send the head of robotics too.", "draft")
    add(delegation, "LI Na")
    assert submit(delegation).remark == ""


@pytest.mark.parametrize("name", ["", " \u200b "])
def test_decision_needs_a_name_and_a_return_a_remark(name):
    delegation = DelegationFactory()
    add(delegation)
    submit(delegation)

    with pytest.raises(steps.NotWaiting):
        steps.approve_delegation(delegation=delegation, decided_by_name=name, by=None, at=NOON)
    with pytest.raises(steps.NotWaiting):
        steps.return_delegation(delegation=delegation, remark=name, decided_by_name="WANG", by=None, at=NOON)
    assert Delegation.objects.get().state == "waiting"


def test_decision_is_made_once():
    delegation, _delegate = approved()

    with pytest.raises(steps.NotWaiting):
        approve(delegation)
    with pytest.raises(steps.NotWaiting):
        steps.return_delegation(delegation=delegation, remark="No", decided_by_name="WANG", by=None, at=NOON)


def test_list_that_waits_or_is_approved_is_not_changed_before_the_coordinator_opens_it():
    delegation = DelegationFactory()
    first = add(delegation)
    submit(delegation)
    for _step in ("waiting", "approved"):
        with pytest.raises(services.NotOpen):
            add(delegation, "LI Na")
        with pytest.raises(services.NotOpen):
            services.remove_delegate(registration=first, by=None, at=NOON)
        with pytest.raises(services.NotOpen):
            submit(delegation)
        if _step == "waiting":
            approve(delegation)

    steps.reopen_delegation(delegation=delegation, by=UserFactory(), at=NOON)
    second = add(delegation, "LI Na")
    submit(delegation)
    first.refresh_from_db()
    assert first.state == "confirmed"
    approve(delegation)
    second.refresh_from_db()
    assert second.state == "confirmed"


def test_empty_list_is_not_handed_in():
    with pytest.raises(services.NotOpen) as refused:
        submit(DelegationFactory())

    assert str(refused.value) == "Add at least one person before handing the list to the director."


def test_quota_holds_for_one_and_for_many():
    delegation = DelegationFactory(places=2)
    add(delegation)

    with pytest.raises(services.QuotaFull) as refused:
        services.add_delegates(delegation=delegation, people=[person("A A"), person("B B")], by=None, at=NOON)
    add(delegation, "LI Na")
    with pytest.raises(services.QuotaFull):
        add(delegation, "LI Wei")

    assert str(refused.value) == "The delegation has 2 places; 1 are free. Ask the coordinator for more."
    assert standing_people(delegation).count() == 2


def test_person_taken_off_frees_the_place():
    delegation = DelegationFactory(places=1)
    services.remove_delegate(registration=add(delegation), by=None, at=NOON)

    add(delegation, "LI Na")

    assert [registration.state for registration in people_of(delegation)] == ["draft", "withdrawn"]


def test_places_do_not_go_below_the_people_on_the_list():
    delegation = DelegationFactory(places=3)
    add(delegation)
    add(delegation, "LI Na")

    with pytest.raises(services.QuotaFull):
        services.change_delegation(delegation=delegation, details=services.DelegationDetails(places=1), by=UserFactory(), at=NOON)
    services.change_delegation(delegation=delegation, details=services.DelegationDetails(places=2), by=UserFactory(), at=NOON)

    assert Delegation.objects.get().places == 2


def test_table_is_taken_whole_or_not_at_all():
    delegation = DelegationFactory()
    RegistrationFactory(event=delegation.event, person=PersonFactory(name="LI Na", email="li@example.org"))
    people = [person("SOK Dara"), person("LI Na", "li@example.org")]

    with pytest.raises(services.NotADelegate) as refused:
        services.add_delegates(delegation=delegation, people=people, by=None, at=NOON)

    assert str(refused.value) == "Row 2: LI Na is on a list of this event already. Nothing was added."
    assert standing_people(delegation).count() == 0


def test_contact_corrects_their_own_people_and_not_somebody_known():
    delegation = DelegationFactory()
    ours = add(delegation, "SOK Dara", "dara@example.org")
    known = PersonFactory(name="LI Na", email="li@example.org")
    UserFactory(person=known)
    theirs = add(delegation, "LI Na", "li@example.org")

    services.change_delegate(
        registration=ours, details=person("SOK Dara Rith", "rith@example.org", post="Head"), by=None, at=NOON
    )
    services.change_delegate(registration=theirs, details=person("LI Na", "li@example.org", post="Dean"), by=None, at=NOON)
    with pytest.raises(services.NotADelegate):
        services.change_delegate(registration=theirs, details=person("LI Na", "thief@example.org"), by=None, at=NOON)

    ours.refresh_from_db()
    known.refresh_from_db()
    assert (ours.person.name, ours.person.email, ours.post) == ("SOK Dara Rith", "rith@example.org", "Head")
    assert (known.email, Registration.objects.get(pk=theirs.pk).post) == ("li@example.org", "Dean")


def night_before(event) -> datetime:
    """One minute to midnight in Phnom Penh, the day before the first."""
    return datetime.combine(event.starts_on - timedelta(days=1), datetime.min.time(), tzinfo=UTC) + timedelta(
        hours=16, minutes=59
    )


def test_substitution_keeps_the_seat_and_gives_a_new_badge_until_the_night_before():
    delegation, old = approved(places=1)

    new = services.substitute(registration=old, details=person("LI Na"), by=None, at=night_before(delegation.event))

    old.refresh_from_db()
    assert (old.state, new.state, new.replaces, new.delegation) == ("replaced", "confirmed", old, delegation)
    assert (new.badge_code != old.badge_code, standing_people(delegation).count()) == (True, 1)


def test_substitution_is_refused_from_midnight_of_the_events_own_zone_except_for_the_coordinator():
    delegation, old = approved()
    midnight = night_before(delegation.event) + timedelta(minutes=1)

    with pytest.raises(services.TooLateToSubstitute) as refused:
        services.substitute(registration=old, details=person("LI Na"), by=None, at=midnight)
    with pytest.raises(services.TooLateToSubstitute):
        services.substitute(registration=old, details=person("LI Na"), by=UserFactory(), at=midnight)
    new = services.substitute(registration=old, details=person("LI Na"), by=GrantFactory().user, at=midnight)

    assert "2025-05-11" in str(refused.value)
    assert new.state == "confirmed"


def test_substitution_in_another_zone_ends_with_that_zones_day():
    event = EventFactory(time_zone="Asia/Jayapura", starts_on=date(2025, 5, 12))  # nine hours before UTC's midnight
    delegation, old = approved(event=event)

    with pytest.raises(services.TooLateToSubstitute):
        services.substitute(registration=old, details=person("LI Na"), by=None, at=datetime(2025, 5, 11, 15, 0, tzinfo=UTC))
    services.substitute(registration=old, details=person("LI Na"), by=None, at=datetime(2025, 5, 11, 14, 59, tzinfo=UTC))

    assert standing_people(delegation).get().person.name == "LI Na"


def test_substitute_who_is_registered_already_leaves_everything_as_it_was():
    delegation, old = approved()
    RegistrationFactory(event=delegation.event, person=PersonFactory(name="LI Na", email="li@example.org"))

    with pytest.raises(services.NotADelegate):
        services.substitute(registration=old, details=person("LI Na", "li@example.org"), by=None, at=LONG_BEFORE)

    old.refresh_from_db()
    assert old.state == "confirmed"


def test_draft_and_person_without_delegation_are_not_substituted():
    draft = add(DelegationFactory())

    for registration in (draft, RegistrationFactory()):
        with pytest.raises(services.NotADelegate):
            services.substitute(registration=registration, details=person("LI Na"), by=None, at=LONG_BEFORE)


def test_links_work_without_an_account_and_old_ones_stop(client):
    delegation = DelegationFactory()
    old = [
        reverse("events:delegation_fill", args=[delegation.fill_key]),
        reverse("events:delegation_approve", args=[delegation.approve_key]),
    ]
    assert [client.get(address).status_code for address in old] == [200, 200]

    new = services.renew_links(delegation=delegation, by=UserFactory(), at=NOON)

    assert [client.get(address).status_code for address in old] == [404, 404]
    assert client.get(reverse("events:delegation_fill", args=[new.fill_key])).status_code == 200


def test_neither_link_does_the_work_of_the_other(client):
    delegation = DelegationFactory()
    add(delegation)
    submit(delegation)

    assert (
        client.post(reverse("events:delegation_approve", args=[delegation.fill_key]), {"act": "approve", "name": "X"}).status_code
        == 404
    )
    assert client.get(reverse("events:delegation_fill", args=[delegation.approve_key])).status_code == 404
    assert Delegation.objects.get().state == "waiting"


def test_contact_does_not_reach_people_of_another_delegation(client):
    mine, other = DelegationFactory(), DelegationFactory()
    theirs = add(other)
    address = reverse("events:delegation_person", args=[mine.fill_key, theirs.public_id])

    assert client.get(address).status_code == 404
    assert (
        client.post(
            reverse("events:delegation_fill_act", args=[mine.fill_key]), {"act": "remove", "person": theirs.public_id}
        ).status_code
        == 404
    )
    theirs.refresh_from_db()
    assert theirs.state == "draft"


def test_whole_way_of_a_delegation_through_its_pages(client):
    delegation = DelegationFactory(director_email="wang@example.org", contact_email="li@example.org", event__starts_on=date(2099, 5, 12),
                                   event__ends_on=date(2099, 5, 13))  # fmt: skip
    fill = reverse("events:delegation_fill", args=[delegation.fill_key])
    client.post(reverse("events:delegation_add", args=[delegation.fill_key]), {"name": "SOK Dara", "preferred_language": "km"})
    client.post(
        reverse("events:delegation_paste", args=[delegation.fill_key]), {"table": "Name\tE-mail\nLI Na\tna@example.org\n张伟\t\n"}
    )
    client.post(reverse("events:delegation_fill_act", args=[delegation.fill_key]), {"act": "submit"})
    client.post(reverse("events:delegation_approve", args=[delegation.approve_key]), {"act": "approve", "name": "WANG Gang"})
    old = standing_people(delegation).get(person__name="SOK Dara")
    client.post(
        reverse("events:delegation_person", args=[delegation.fill_key, old.public_id]),
        {"name": "CHAN Sophea", "preferred_language": "km"},
    )

    names = [(row.person.name, row.state) for row in people_of(delegation)]
    assert names == [("CHAN Sophea", "confirmed"), ("LI Na", "confirmed"), ("张伟", "confirmed"), ("SOK Dara", "replaced")]
    assert sorted(Message.objects.values_list("kind", "to_address")) == [
        ("events.delegation_decided", "li@example.org"), ("events.delegation_waits", "wang@example.org"), ("events.registered", "na@example.org"),
    ]  # fmt: skip
    assert "WANG Gang" in client.get(fill).content.decode()


def test_head_of_the_institution_approves_with_an_account_and_others_do_not(signed_in):
    delegation = DelegationFactory()
    add(delegation)
    submit(delegation)
    address = reverse("events:delegation_decide", args=[delegation.event.slug, delegation.public_id])
    absorbed = InstitutionFactory(merged_into=delegation.institution)
    officer = GrantFactory(role="institution_officer", scope="institution", scope_id=delegation.institution_id).user
    stranger = GrantFactory(role="institution_head", scope="institution", scope_id=InstitutionFactory().pk).user
    head = GrantFactory(role="institution_head", scope="institution", scope_id=absorbed.pk).user
    decision = {"act": "approve", "name": "WANG Gang"}

    statuses = [signed_in(user).post(address, decision).status_code for user in (officer, stranger, head)]

    assert (statuses, Delegation.objects.get().state) == ([403, 404, 302], "approved")


def test_coordinator_invites_many_by_name_and_hears_which_lines_are_unclear(coordinator_client):
    event = EventFactory()
    InstitutionFactory(name={"en": "Polytechnic of A"}, search_text=search_text(["Polytechnic of A", "PA"]))
    address = reverse("events:delegations_many", args=[event.slug])

    unclear = coordinator_client.post(address, {"institutions": "PA\nNowhere College", "places": 3})
    done = coordinator_client.post(address, {"institutions": " pa \nPolytechnic of A\n\n", "places": 3})

    assert unclear.status_code == 400
    assert "Nowhere College" in unclear.content.decode()
    assert (done.status_code, [delegation.places for delegation in event.delegations.all()]) == (302, [3])


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("SOK Dara\tសុខ តារា\tHead\tdara@example.org\t012\thalal", [(1, "SOK Dara", "សុខ តារា", "dara@example.org", "")]),
        ("Name,E-mail\nLI Na,na@example.org", [(2, "LI Na", "", "na@example.org", "")]),
        ("姓名;邮箱\n李娜;na@example.org", [(2, "李娜", "李娜", "na@example.org", "")]),
        ("\n\nA B\t\n\n\tx", [(3, "A B", "", "", ""), (5, "x", "x", "", "")]),
        ("A\t\t\tnot an address", [(1, "A", "", "not an address", "bad_email")]),
        ("\t\tHead", [(1, "", "", "", "no_name")]),
        ("\u202eA\u200b\t\ta", [(1, "A", "", "", "")]),
        ("", []),
    ],
    ids=["in order", "with a header", "chinese header", "empty lines", "bad address", "no name", "invisible", "nothing"],
)
def test_pasted_rows(text, rows):
    found = [
        (row.number, row.values["name"], row.values["original_name"], row.values["email"], row.problem)
        for row in read_pasted(text)
    ]

    assert found == rows


def test_pasted_table_is_bounded():
    assert len(read_pasted("A\n" * 100_000)) == 201


@pytest.mark.parametrize("people", [1, 3])
def test_list_of_delegations_needs_the_same_queries(people, coordinator_client, django_assert_num_queries):
    event = EventFactory()
    for delegation in DelegationFactory.create_batch(people, event=event):
        add(delegation)
    coordinator_client.get(reverse("web:home"))

    with django_assert_num_queries(5):
        coordinator_client.get(reverse("events:delegations", args=[event.slug]))
