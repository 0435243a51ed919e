from datetime import UTC, date, datetime, timedelta

import pytest

from catecp.events.enums import SessionKind
from catecp.events.models import Event, Organiser, Session, Talk
from catecp.events.queries.events import organisers_of
from catecp.events.queries.programme import draft_programme, released_programme, sessions_of
from catecp.events.services import events as services
from catecp.events.services import programme, releases, takeaways
from catecp.kernel.models import LedgerEntry
from catecp.kernel.translated import Translated, written
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import NOON, EventFactory, SessionFactory, TalkFactory
from tests.factories.network import InstitutionFactory
from tests.factories.places import CountryFactory

pytestmark = pytest.mark.django_db


def details(**changes) -> services.EventDetails:
    CountryFactory(code="KH")
    values = {
        "slug": "third-workshop", "name": written("3rd workshop"), "starts_on": date(2027, 5, 17), "ends_on": date(2027, 5, 18),
        "country_id": "KH", **changes,
    }  # fmt: skip
    return services.EventDetails(**values)


def titles(event: Event) -> list[str]:
    return [str(session.title) for session in sessions_of(event)]


def test_create_event_keeps_every_detail_and_says_so_in_the_ledger():
    opens = datetime(2027, 1, 1, tzinfo=UTC)

    event = services.create_event(
        details=details(languages=["km", "en"], needs_approval=True, registration_opens_at=opens, venue=written("礼堂", "zh-hans")),
        by=None, at=NOON,
    )  # fmt: skip

    event.refresh_from_db()
    assert (event.slug, event.languages, event.needs_approval, event.registration_opens_at) == (
        "third-workshop",
        ["km", "en"],
        True,
        opens,
    )
    assert event.venue == written("礼堂", "zh-hans")
    assert LedgerEntry.objects.filter(kind="events.event.created", subject=str(event.pk)).count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"ends_on": date(2027, 5, 16)}, "The last day lies before the first one."),
        ({"ends_on": date(2028, 5, 16)}, "An event lasts at most 60 days. Check the two dates."),
        ({"time_zone": "Asia/Atlantis"}, "There is no time zone “Asia/Atlantis”."),
        ({"languages": []}, "Choose at least one language of the programme."),
        ({"languages": ["xx"]}, "Choose at least one language of the programme."),
        ({"slug": "new"}, "The address “new” is used by the platform itself. Choose another one."),
        ({"registration_opens_at": NOON, "registration_closes_at": NOON}, "Registration closes before it opens."),
    ],
    ids=["backwards", "too long", "zone", "no language", "unknown language", "reserved", "closes first"],
)
def test_create_event_is_refused(changes, refusal):
    with pytest.raises(services.NotAnEvent) as refused:
        services.create_event(details=details(**changes), by=None, at=NOON)

    assert str(refused.value) == refusal
    assert Event.objects.count() == 0


def test_two_events_never_share_an_address():
    other = EventFactory(slug="third-workshop")
    event = EventFactory()

    with pytest.raises(services.NotAnEvent):
        services.create_event(details=details(), by=None, at=NOON)
    with pytest.raises(services.NotAnEvent):
        services.change_event(event=event, details=details(), by=UserFactory(), at=NOON)
    assert services.change_event(event=other, details=details(theme=written("New")), by=UserFactory(), at=NOON).theme == written(
        "New"
    )


def test_organisers_stand_in_the_order_given_and_once():
    event = EventFactory()
    first, second, third = InstitutionFactory.create_batch(3)
    absorbed = InstitutionFactory(merged_into=first)
    by = UserFactory()
    for institution in (first, second, third):
        services.add_organiser(event=event, institution=institution, role="supporting", by=by, at=NOON)

    with pytest.raises(services.AlreadyOrganiser):
        services.add_organiser(event=event, institution=absorbed, role="initiating", by=by, at=NOON)
    services.move_organiser(organiser=Organiser.objects.get(institution=third), up=True, by=by, at=NOON)
    services.move_organiser(organiser=Organiser.objects.get(institution=first), up=True, by=by, at=NOON)
    services.remove_organiser(organiser=Organiser.objects.get(institution=second), by=by, at=NOON)

    assert [organiser.institution for organiser in organisers_of(event)] == [first, third]


def test_place_with_sessions_is_not_removed():
    event = EventFactory()
    place = services.save_place(event=event, name=written("Hall A"), capacity=200, by=None, at=NOON)
    session = SessionFactory(event=event, place=place)

    with pytest.raises(services.PlaceInUse):
        services.remove_place(place=place, by=UserFactory(), at=NOON)
    session.delete()
    services.remove_place(place=place, by=UserFactory(), at=NOON)

    assert event.places.count() == 0


def test_sessions_stand_by_time_and_those_without_one_last():
    event = EventFactory()
    for title, starts_at in (("untimed", None), ("later", NOON + timedelta(hours=1)), ("first", NOON)):
        programme.save_session(
            event=event, details=programme.SessionDetails(title=written(title), starts_at=starts_at), by=None, at=NOON
        )

    assert titles(event) == ["first", "later", "untimed"]


def test_session_ending_before_it_starts_is_refused():
    wrong = programme.SessionDetails(title=written("x"), starts_at=NOON, ends_at=NOON)

    with pytest.raises(programme.NotASession):
        programme.save_session(event=EventFactory(), details=wrong, by=None, at=NOON)


def test_session_in_a_place_of_another_event_is_refused():
    place = services.save_place(event=EventFactory(), name=written("Hall"), capacity=None, by=None, at=NOON)

    with pytest.raises(programme.NotASession):
        programme.save_session(
            event=EventFactory(), details=programme.SessionDetails(title=written("x"), place=place), by=None, at=NOON
        )


def test_sessions_of_one_time_change_places_and_others_do_not():
    event = EventFactory()
    first = SessionFactory(event=event, title={"en": "first"}, position=0)
    SessionFactory(event=event, title={"en": "second"}, position=1)
    alone = SessionFactory(event=event, title={"en": "alone"}, starts_at=NOON + timedelta(hours=1))

    programme.move_session(session=first, up=False, by=UserFactory(), at=NOON)

    assert titles(event) == ["second", "first", "alone"]
    with pytest.raises(programme.OrderFollowsTime):
        programme.move_session(session=alone, up=True, by=UserFactory(), at=NOON)


def test_talk_moves_within_its_session_and_over_its_edge():
    event, by = EventFactory(), UserFactory()
    morning, noon = SessionFactory(event=event), SessionFactory(event=event, starts_at=NOON + timedelta(hours=1))
    first, second = TalkFactory(session=morning, position=0), TalkFactory(session=morning, position=1)
    third = TalkFactory(session=noon, position=0)

    programme.move_talk(talk=second, up=True, by=by, at=NOON)
    programme.move_talk(talk=Talk.objects.get(pk=first.pk), up=False, by=by, at=NOON)
    programme.move_talk(talk=Talk.objects.get(pk=third.pk), up=False, by=by, at=NOON)

    found = {session.pk: [talk.pk for talk in session.talks.all()] for session in sessions_of(event)}
    assert found == {morning.pk: [second.pk], noon.pk: [first.pk, third.pk]}


def test_saved_talk_follows_a_merged_institution():
    kept = InstitutionFactory()
    absorbed = InstitutionFactory(merged_into=kept)
    session = SessionFactory(kind=SessionKind.REMARKS)

    talk = programme.save_talk(
        session=session, details=programme.TalkDetails(kind="opening", institution=absorbed), by=None, at=NOON
    )

    assert (talk.institution, talk.position) == (kept, 0)


def test_session_with_takeaways_is_not_removed():
    session = SessionFactory()
    takeaways.note_takeaway(session=session, text=written("A point"), by=None, at=NOON)

    with pytest.raises(programme.SessionInUse):
        programme.remove_session(session=session, by=UserFactory(), at=NOON)
    assert Session.objects.filter(pk=session.pk).exists()


def test_speaker_edits_title_and_summary_only_and_visitors_see_it_after_the_release():
    speaker = UserFactory()
    talk = TalkFactory(speaker=speaker.person, speaker_post={"en": "Lecturer"})
    event = talk.session.event
    releases.release_programme(event=event, note=Translated(), by=None, at=NOON)

    programme.edit_own_talk(talk=talk, title=written("New title"), summary=written("Why"), by=speaker, at=NOON)

    talk.refresh_from_db()
    assert (talk.title, talk.summary, talk.speaker_post) == (written("New title"), written("Why"), written("Lecturer"))
    assert str(released_programme(event)[0].talks[0].title) != "New title"
    releases.release_programme(event=event, note=Translated(), by=None, at=NOON)
    assert str(released_programme(event)[0].talks[0].title) == "New title"


def test_releases_are_numbered_frozen_and_say_what_changed():
    session = SessionFactory(title={"en": "Opening"})
    event = session.event
    first = releases.release_programme(event=event, note=Translated(), by=None, at=NOON)
    SessionFactory(event=event, title={"en": "Signing"}, starts_at=NOON + timedelta(hours=1))

    second = releases.release_programme(event=event, note=written("Signing added"), by=None, at=NOON)

    first.refresh_from_db()
    assert (first.number, first.changes, second.number) == (1, [], 2)
    assert [(change["what"], change["title"]["texts"]["en"]) for change in second.changes] == [("session_added", "Signing")]
    assert len(first.content["sessions"]) == 1
    assert released_programme(event) == draft_programme(event)


def test_release_without_sessions_or_without_changes_is_refused():
    event = EventFactory()
    with pytest.raises(releases.NothingToRelease) as empty:
        releases.release_programme(event=event, note=Translated(), by=None, at=NOON)
    SessionFactory(event=event)
    releases.release_programme(event=event, note=Translated(), by=None, at=NOON)

    with pytest.raises(releases.NothingToRelease) as same:
        releases.release_programme(event=event, note=Translated(), by=None, at=NOON)

    assert [str(refused.value) for refused in (empty, same)] == [
        "The programme has no session yet.",
        "Nothing has changed since version 1.",
    ]


def test_release_keeps_the_speakers_name_as_it_was():
    talk = TalkFactory(speaker=PersonFactory(name="SOK Dara", original_name="សុខ តារា", original_language="km"))
    release = releases.release_programme(event=talk.session.event, note=Translated(), by=None, at=NOON)
    talk.speaker.name = "SOK Bopha"
    talk.speaker.save()

    speaker = released_programme(release.event)[0].talks[0].speaker

    assert (speaker.name, speaker.original_name, speaker.key) == ("SOK Dara", "សុខ តារា", talk.speaker.public_id)


def test_takeaways_keep_language_order_and_talk():
    talk = TalkFactory()
    by = UserFactory()
    first = takeaways.note_takeaway(session=talk.session, text=written("物联网", "zh-hans"), talk=talk, by=by, at=NOON)
    second = takeaways.note_takeaway(session=talk.session, text=written("Digital skills"), by=by, at=NOON)

    takeaways.move_takeaway(takeaway=second, up=True, by=by, at=NOON)
    takeaways.change_takeaway(takeaway=first, text=first.text.with_text("en", "IoT"), talk=None, by=by, at=NOON)

    rows = list(talk.session.takeaways.all())
    assert [(str(row.text["zh-hans"] or row.text["en"]), row.talk, row.noted_by) for row in rows] == [
        ("Digital skills", None, by.pk), ("物联网", None, by.pk),
    ]  # fmt: skip
    assert rows[1].text.state("en") == "translated"


@pytest.mark.parametrize("text", ["", "Digital skills", "DIGITAL  SKILLS"], ids=["empty", "the same", "the same in capitals"])
def test_takeaway_is_refused_when_empty_or_noted_already(text):
    session = SessionFactory()
    takeaways.note_takeaway(session=session, text=written("Digital skills"), by=None, at=NOON)

    with pytest.raises(takeaways.NotATakeaway):
        takeaways.note_takeaway(session=session, text=written(text), by=None, at=NOON)


def test_takeaway_of_a_talk_of_another_session_is_refused():
    with pytest.raises(takeaways.NotATakeaway):
        takeaways.note_takeaway(session=SessionFactory(), text=written("x"), talk=TalkFactory(), by=None, at=NOON)


@pytest.mark.parametrize("talks", [1, 3])
def test_draft_programme_needs_the_same_queries_for_one_and_three_talks(talks, django_assert_num_queries):
    session = SessionFactory()
    TalkFactory.create_batch(talks, session=session)

    with django_assert_num_queries(2):
        draft_programme(session.event)
