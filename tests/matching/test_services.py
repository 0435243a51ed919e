from datetime import date, timedelta

import pytest

from catecp.events.models import Registration
from catecp.kernel.models import LedgerEntry
from catecp.matching import queries, services
from catecp.matching.enums import Standing
from catecp.matching.models import CodeMiss, ContactSwap, FollowUp
from catecp.matching.rules import may_try_code
from tests.factories.accounts import PersonFactory
from tests.factories.events import NOON, EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
ALL = ["email", "phone", "post", "institution"]


@pytest.fixture
def dara():
    return RegistrationFactory(
        person=PersonFactory(name="SOK Dara", email="dara@example.org", phone="+855 12 345"), post="Director"
    )


@pytest.fixture
def wang(dara):
    return RegistrationFactory(
        event=dara.event, person=PersonFactory(name="WANG Xiaoming", email="wang@example.org", phone="wx-wang")
    )


def ask(asker: Registration, asked: Registration, fields=ALL) -> ContactSwap:
    return services.ask_for_contact(asker=asker, asked=asked, fields=fields, at=NOON, by=None)


def seen_by(registration: Registration, swap: ContactSwap) -> queries.SwapView:
    return queries.swap_view(queries.swaps_of(registration.person).get(pk=swap.pk), registration.person)


def test_nothing_is_shown_to_either_before_both_consented(dara, wang):
    swap = ask(dara, wang)

    assert (seen_by(dara, swap).standing, seen_by(dara, swap).card) == (Standing.WAITING, None)
    assert (seen_by(wang, swap).standing, seen_by(wang, swap).card) == (Standing.ASKED_ME, None)


def test_each_sees_the_fields_the_other_chose_and_no_more(dara, wang):
    swap = ask(dara, wang, ["email"])
    services.accept_swap(swap=swap, person=wang.person, fields=["phone"], at=NOON, by=None)

    hers, his = seen_by(wang, swap).card, seen_by(dara, swap).card

    assert (hers.name, hers.email, hers.phone, hers.post, hers.institution) == ("SOK Dara", "dara@example.org", "", "", None)
    assert (his.name, his.email, his.phone, his.post, his.institution) == ("WANG Xiaoming", "", "wx-wang", "", None)


def test_two_who_scan_each_other_meet_in_one_exchange(dara, wang):
    first, second = ask(dara, wang, ["email"]), ask(wang, dara, ["post"])

    assert first.pk == second.pk
    assert seen_by(dara, first).standing == Standing.SHARED
    assert list(LedgerEntry.objects.order_by("pk").values_list("kind", flat=True)) == [
        "matching.contact.asked",
        "matching.contact.exchanged",
    ]


def test_unknown_fields_are_not_shared(dara, wang):
    swap = ask(dara, wang, ["email", "passport_name", "diet"])

    assert swap.asker_fields == ["email"]


@pytest.mark.parametrize("who", ["dara", "wang"])
def test_either_withdraws_and_the_cards_are_gone_for_both(dara, wang, who):
    swap = ask(dara, wang)
    ask(wang, dara)
    one, other = (dara, wang) if who == "dara" else (wang, dara)

    services.withdraw_from_swap(swap=swap, person=one.person, at=NOON, by=None)

    assert (seen_by(one, swap).standing, seen_by(one, swap).card) == (Standing.I_WITHDREW, None)
    assert (seen_by(other, swap).standing, seen_by(other, swap).card) == (Standing.THEY_WITHDREW, None)


def test_after_withdrawing_both_must_consent_again(dara, wang):
    swap = ask(dara, wang)
    ask(wang, dara)
    services.withdraw_from_swap(swap=swap, person=dara.person, at=NOON, by=None)

    again = ask(wang, dara, ["email"])

    assert again.pk == swap.pk
    assert seen_by(dara, swap).standing == Standing.ASKED_ME
    assert seen_by(wang, swap).card is None


def test_who_was_declined_cannot_ask_again_but_can_be_asked(dara, wang):
    swap = ask(dara, wang)
    services.decline_swap(swap=swap, person=wang.person, at=NOON, by=None)

    with pytest.raises(services.WasDeclined):
        ask(dara, wang)
    ask(wang, dara, ["email"])

    assert seen_by(dara, swap).card.email == "wang@example.org"


def test_sharing_less_later_is_seen_at_once(dara, wang):
    swap = ask(dara, wang)
    ask(wang, dara)

    services.change_fields(swap=swap, person=dara.person, fields=[], at=NOON, by=None)

    card = seen_by(wang, swap).card
    assert (card.name, card.email, card.phone, card.post, card.institution) == ("SOK Dara", "", "", "", None)


@pytest.mark.parametrize("service", [services.accept_swap, services.change_fields])
def test_a_third_person_can_do_nothing(dara, wang, service):
    swap = ask(dara, wang)
    third = RegistrationFactory(event=dara.event)

    with pytest.raises(ContactSwap.DoesNotExist):
        service(swap=swap, person=third.person, fields=ALL, at=NOON, by=None)


def test_asker_cannot_accept_in_the_others_place(dara, wang):
    swap = ask(dara, wang)

    with pytest.raises(services.NotOpen):
        services.accept_swap(swap=swap, person=dara.person, fields=ALL, at=NOON, by=None)


def test_not_with_oneself_and_not_across_events(dara):
    elsewhere = RegistrationFactory(event=EventFactory())

    with pytest.raises(services.NotBetweenThese):
        ask(dara, dara)
    with pytest.raises(services.NotBetweenThese):
        ask(dara, elsewhere)


def test_we_met_by_both_makes_one_follow_up(dara, wang):
    swap = ask(dara, wang)
    ask(wang, dara)

    services.say_we_met(swap=swap, person=dara.person, at=NOON, by=None)
    after_one = FollowUp.objects.count()
    for person in (wang.person, wang.person, dara.person):
        services.say_we_met(swap=swap, person=person, at=NOON, by=None)

    assert after_one == 0
    assert list(FollowUp.objects.values_list("swap", "due_on")) == [(swap.pk, date(2025, 5, 27))]
    assert list(queries.meetings_confirmed(dara.event)) == [swap]


def test_we_met_needs_an_exchange_first(dara, wang):
    swap = ask(dara, wang)

    with pytest.raises(services.NotOpen):
        services.say_we_met(swap=swap, person=dara.person, at=NOON, by=None)


def test_follow_up_is_written_by_either_and_hidden_after_withdrawal(dara, wang):
    swap = ask(dara, wang)
    ask(wang, dara)
    for one in (dara, wang):
        services.say_we_met(swap=swap, person=one.person, at=NOON, by=None)
    plan = FollowUp.objects.get()

    services.plan_follow_up(follow_up=plan, person=wang.person, note="交换课程大纲", due_on=date(2025, 6, 1), at=NOON, by=None)
    noted = list(queries.follow_ups_of(dara.person).values_list("note", "language", "due_on"))
    services.withdraw_from_swap(swap=swap, person=wang.person, at=NOON, by=None)

    assert noted == [("交换课程大纲", "zh-hans", date(2025, 6, 1))]
    assert list(queries.follow_ups_of(dara.person)) == []
    assert seen_by(dara, swap).follow_up is None
    with pytest.raises(services.NotOpen):
        services.finish_follow_up(follow_up=plan, person=dara.person, at=NOON, by=None)


def test_counts_are_of_exchanges_people_and_open_requests(dara, wang):
    third, fourth = RegistrationFactory(event=dara.event), RegistrationFactory(event=dara.event)
    swap = ask(dara, wang)
    ask(wang, dara)
    ask(dara, third)
    ask(third, dara)
    ask(fourth, dara)
    services.withdraw_from_swap(swap=swap, person=wang.person, at=NOON, by=None)

    event = dara.event
    assert queries.exchanges(event).count() == 2
    assert queries.standing_exchanges(event).count() == 1
    assert queries.open_requests(event).count() == 1
    assert queries.people_in_exchanges(event) == 3


@pytest.mark.parametrize("others", [1, 3])
def test_my_exchanges_ask_the_same_queries_however_many(dara, others, django_assert_num_queries):
    for _ in range(others):
        other = RegistrationFactory(event=dara.event)
        ask(dara, other)
        ask(other, dara)

    with django_assert_num_queries(2):
        assert [view.card.email for view in queries.swap_views(dara.person)] != []


def test_twenty_wrong_codes_within_an_hour_are_followed_by_a_pause(dara):
    for _ in range(19):
        services.note_code_miss(person=dara.person, at=NOON)
    before = bool(may_try_code(dara.person, at=NOON))
    services.note_code_miss(person=dara.person, at=NOON)

    assert before is True
    assert bool(may_try_code(dara.person, at=NOON + timedelta(minutes=59))) is False
    assert bool(may_try_code(dara.person, at=NOON + timedelta(minutes=61))) is True


def test_wrong_codes_are_forgotten_after_a_day(dara):
    services.note_code_miss(person=dara.person, at=NOON)

    services.note_code_miss(person=dara.person, at=NOON + timedelta(days=1, minutes=1))

    assert CodeMiss.objects.count() == 1
