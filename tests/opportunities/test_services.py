from datetime import date, timedelta

import pytest

from catecp.kernel.models import LedgerEntry
from catecp.opportunities import queries, services
from catecp.opportunities.models import Call, Interest
from catecp.opportunities.services import CallText
from tests.factories.accounts import PersonFactory
from tests.factories.events import NOON, EventFactory, RegistrationFactory
from tests.factories.network import InstitutionFactory, MembershipFactory
from tests.factories.opportunities import CallFactory, InterestFactory
from tests.factories.places import CountryFactory

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
SAID = CallText(text="យើងផ្តល់កន្លែងហាត់ការ", language="km", kind="internship", offers=True, closes_on=date(2025, 8, 1))


def post(owner, *, key="a" * 32, said=SAID, at=NOON, event=None) -> Call:
    return services.post_call(owner=owner, said=said, event=event, institution=None, once_key=key, at=at, by=None)


def test_post_call_keeps_the_words_in_their_language_with_owner_kind_and_deadline():
    owner, event = PersonFactory(), EventFactory()

    call = post(owner, event=event)

    kept = Call.objects.get(pk=call.pk)
    assert (kept.text.original, str(kept.text), kept.language) == ("km", "យើងផ្តល់កន្លែងហាត់ការ", "km")
    assert (kept.owner, kept.event, kept.kind, kept.closes_on, kept.state) == (
        owner,
        event,
        "internship",
        date(2025, 8, 1),
        "open",
    )


def test_posting_the_same_form_twice_makes_one_call():
    owner = PersonFactory()

    assert post(owner) == post(owner)
    assert Call.objects.count() == 1
    assert LedgerEntry.objects.filter(kind="opportunities.call.posted").count() == 1


def test_same_key_of_two_people_makes_two_calls():
    post(PersonFactory())
    post(PersonFactory())

    assert Call.objects.count() == 2


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b\u202e"])
def test_a_call_says_something(text):
    with pytest.raises(services.CallIsEmpty):
        post(PersonFactory(), said=CallText(text=text, language="en", kind="other", offers=True))


def test_long_and_hostile_text_is_cut_and_cleaned():
    call = post(PersonFactory(), said=CallText(text="\u202eabc" + "x" * 5000, language="xx", kind="nonsense", offers=False))

    assert (len(str(call.text)), str(call.text)[:3], call.language, call.kind) == (600, "abc", "en", "other")


def test_the_thirteenth_call_within_an_hour_is_refused():
    owner = PersonFactory()
    for number in range(12):
        post(owner, key=f"{number:032}")

    with pytest.raises(services.TooManyCalls):
        post(owner, key="b" * 32)
    assert post(owner, key="b" * 32, at=NOON + timedelta(hours=1, minutes=1)).pk is not None


def test_edit_marks_translations_outdated(coordinator):
    owner = PersonFactory()
    call = services.translate_call(call=post(owner), language="en", text="We offer internships", at=NOON, by=coordinator)

    said = CallText(text="យើងផ្តល់អាហារូបករណ៍", language="km", kind="scholarship", offers=True)
    edited = services.edit_call(call=call, said=said, person=owner, at=NOON, by=None)

    assert (str(edited.text["km"]), edited.text.state("en"), edited.kind) == ("យើងផ្តល់អាហារូបករណ៍", "outdated", "scholarship")


def test_only_the_owner_edits_and_closes():
    call = post(PersonFactory())

    with pytest.raises(services.NotForYou):
        services.edit_call(call=call, said=SAID, person=PersonFactory(), at=NOON, by=None)
    with pytest.raises(services.NotForYou):
        services.close_call(call=call, person=PersonFactory(), at=NOON, by=None)


def test_hidden_call_is_gone_for_others_and_its_owner_cannot_open_it(coordinator):
    owner = PersonFactory()
    call = services.hide_call(call=post(owner, event=EventFactory()), at=NOON, by=coordinator)

    assert list(queries.calls_visible_to(None, PersonFactory())) == []
    assert list(queries.calls_visible_to(None, owner)) == [call]
    assert list(queries.calls_visible_to(coordinator, coordinator.person)) == [call]
    assert list(queries.board(call.event, on=TODAY)) == []
    with pytest.raises(services.NotForYou):
        services.reopen_call(call=call, person=owner, at=NOON, by=None)


def test_call_of_a_closed_event_is_seen_by_its_people_only():
    call = CallFactory(event=EventFactory(is_public=False))
    inside = RegistrationFactory(event=call.event).person

    assert list(queries.calls_visible_to(None, None)) == []
    assert list(queries.calls_visible_to(None, inside)) == [call]


def test_interest_counts_a_person_once_until_it_is_withdrawn():
    call, person = CallFactory(), PersonFactory()
    for _ in range(3):
        services.say_interested(call=call, person=person, institution=None, at=NOON, by=None)
    once = queries.calls_visible_to(None, None).get().interested

    services.withdraw_interest(call=call, person=person, at=NOON, by=None)
    none = queries.calls_visible_to(None, None).get().interested
    services.say_interested(call=call, person=person, institution=None, at=NOON, by=None)

    assert (once, none, queries.calls_visible_to(None, None).get().interested, Interest.objects.count()) == (1, 0, 1, 1)


def test_nobody_is_interested_in_their_own_or_a_closed_call():
    call = CallFactory()
    closed = CallFactory(state="closed")
    over = CallFactory(closes_on=TODAY - timedelta(days=1))

    for one, person in ((call, call.owner), (closed, PersonFactory()), (over, PersonFactory())):
        with pytest.raises(services.NotForYou):
            services.say_interested(call=one, person=person, institution=None, at=NOON, by=None)


def test_filter_by_kind_side_country_language_event_and_deadline():
    thai = InstitutionFactory(country=CountryFactory(code="TH"))
    wanted = CallFactory(kind="training", offers=False, institution=thai, language="th", closes_on=TODAY)
    CallFactory(kind="internship")
    over = CallFactory(
        kind="training", offers=False, institution=thai, language="th", closes_on=TODAY - timedelta(days=1), event=wanted.event
    )
    asked = queries.CallFilter(kind="training", offers="need", country="th", language="th", event=wanted.event.slug)

    seen = queries.calls_visible_to(None, None)
    with_closed = queries.CallFilter(**{**asked.__dict__, "closed": True})

    assert list(queries.filtered(seen, asked, on=TODAY)) == [wanted]
    assert set(queries.filtered(seen, with_closed, on=TODAY)) == {wanted, over}
    assert queries.countries_calling(seen) == ["TH"]


def test_country_of_a_merged_institution_is_that_of_the_one_left():
    left = InstitutionFactory(country=CountryFactory(code="CN"))
    CallFactory(institution=InstitutionFactory(country=CountryFactory(code="TH"), merged_into=left))

    found = queries.filtered(queries.calls_visible_to(None, None), queries.CallFilter(country="TH"), on=TODAY)

    assert list(found) == []
    assert queries.countries_calling(queries.calls_visible_to(None, None)) == ["CN"]


def test_institution_comes_from_the_registration_else_from_the_membership():
    member = MembershipFactory()
    registration = RegistrationFactory(person=member.person)

    assert queries.institution_of(member.person, registration.event, on=TODAY) == registration.institution
    assert queries.institution_of(member.person, None, on=TODAY) == member.institution
    assert queries.institution_of(PersonFactory(), None, on=TODAY) is None


def test_counts_for_the_report_leave_hidden_calls_out():
    event = EventFactory()
    call = CallFactory(event=event, kind="internship")
    CallFactory(event=event, kind="internship", state="closed")
    hidden = CallFactory(event=event, kind="research", state="hidden")
    InterestFactory(call=call)
    InterestFactory(call=hidden)
    InterestFactory(call=call, withdrawn_at=NOON)

    counts = queries.calls_by_kind(event)

    assert counts["internship"] == 2
    assert sum(counts.values()) == queries.calls_of_event(event).count() == 2
    assert queries.interests_at(event).count() == 1
