from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from catecp.events.programme import ShownSession, ShownTalk, Speaker, by_day, from_json, to_json
from catecp.events.programme_changes import changes_between, sentence, speakers_concerned
from catecp.events.programme_warnings import warnings_of
from catecp.kernel.translated import Translated, written

NINE = datetime(2025, 5, 13, 2, 0, tzinfo=UTC)  # nine in Phnom Penh
DARA, XIAOYAN = Speaker("dara", "SOK Dara", "Dr.", "សុខ តារា", "km"), Speaker("xiaoyan", "LI Xiaoyan")
OPENING = ShownTalk("t1", "opening", speaker=DARA, post=written("Director"))
TALK = ShownTalk("t2", "talk", title=written("Skills for industry"), speaker=XIAOYAN)
FIRST = ShownSession(
    "s1", "remarks", title=written("Opening"), starts_at=NINE, ends_at=NINE + timedelta(hours=1), talks=(OPENING,)
)
SECOND = ShownSession(
    "s2", "talks", "I", written("Session one"), starts_at=NINE + timedelta(hours=1), ends_at=NINE + timedelta(hours=2),
    place=written("Hall A"), place_key="7", talks=(TALK, ShownTalk("t3", "talk", title=written("Pilot labs"), speaker=DARA)),
)  # fmt: skip
PROGRAMME = (FIRST, SECOND)


def whats(before, after) -> list[tuple[str, str]]:
    return [(change["what"], change["key"]) for change in changes_between(before, after)]


def test_programme_survives_being_frozen():
    assert from_json(to_json(PROGRAMME)) == PROGRAMME


def test_nothing_changed_between_equal_programmes():
    assert changes_between(PROGRAMME, from_json(to_json(PROGRAMME))) == []


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ((FIRST,), [("session_removed", "s2"), ("talk_removed", "t2"), ("talk_removed", "t3")]),
        ((FIRST, replace(SECOND, starts_at=NINE + timedelta(hours=3), ends_at=None)), [("session_moved", "s2")]),
        ((FIRST, replace(SECOND, place=written("Hall B"), place_key="8")), [("session_place", "s2")]),
        ((FIRST, replace(SECOND, title=written("Session 1"))), [("session_renamed", "s2")]),
        ((FIRST, replace(SECOND, talks=SECOND.talks[::-1])), [("talk_order", "t3")]),
        ((FIRST, replace(SECOND, talks=(replace(TALK, speaker=DARA), SECOND.talks[1]))), [("speaker_changed", "t2")]),
        ((FIRST, replace(SECOND, talks=(replace(TALK, title=written("New")), SECOND.talks[1]))), [("talk_renamed", "t2")]),
        ((FIRST, replace(SECOND, talks=(replace(TALK, summary=written("More")), SECOND.talks[1]))), [("talk_summary", "t2")]),
        ((replace(FIRST, talks=(OPENING, TALK)), replace(SECOND, talks=SECOND.talks[1:])), [("talk_moved", "t2")]),
        ((replace(FIRST, talks=(replace(OPENING, post=written("Head")),)), SECOND), [("speaker_details", "t1")]),
    ],
    ids=["removed", "moved", "place", "renamed", "order", "speaker", "talk renamed", "summary", "other session", "post"],
)
def test_changes_name_what_is_different(after, expected):
    assert whats(PROGRAMME, after) == expected


def test_one_talk_moved_to_the_end_is_one_change():
    talks = tuple(ShownTalk(f"t{number}", "talk", title=written(str(number))) for number in range(6))
    before, after = (replace(SECOND, talks=talks),), (replace(SECOND, talks=(*talks[1:], talks[0])),)

    assert whats(before, after) == [("talk_order", "t0")]


def test_long_shuffle_reports_the_fewest_moves():
    keys = [2, 3, 1, 5, 4, 0]
    talks = {number: ShownTalk(f"t{number}", "talk", title=written(str(number))) for number in range(6)}
    before = (replace(SECOND, talks=tuple(talks[number] for number in range(6))),)
    after = (replace(SECOND, talks=tuple(talks[number] for number in keys)),)

    assert len(whats(before, after)) == 3  # 2, 3 and one of 4 and 5 may stay


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ((FIRST,), "Session dropped: “Session one” (was 13 May 2025, 10:00)."),
        (
            (FIRST, replace(SECOND, starts_at=NINE + timedelta(hours=5), ends_at=None)),
            "“Session one” moved from 13 May 2025, 10:00 to 13 May 2025, 14:00.",
        ),
        ((FIRST, replace(SECOND, starts_at=None, ends_at=None)), "“Session one” moved from 13 May 2025, 10:00 to no time set."),
        ((replace(FIRST, talks=(replace(OPENING, speaker=None),)), SECOND),
         "“opening remarks”: the speaker is still to be named (was SOK Dara)."),
    ],
    ids=["dropped", "moved", "time taken away", "speaker gone"],
)  # fmt: skip
def test_change_is_said_in_words_and_the_events_time(after, said):
    changes = changes_between(PROGRAMME, after)

    assert sentence(changes[0], time_zone="Asia/Phnom_Penh") == said


def test_sentence_with_a_percent_sign_in_a_title_is_whole():
    after = (FIRST, replace(SECOND, title=written("100% (s) %(title)s")))

    assert (
        sentence(changes_between(PROGRAMME, after)[0], time_zone="UTC")
        == "Session “Session one” is now called “100% (s) %(title)s”."
    )


def test_speakers_concerned_are_those_whose_own_part_changed():
    later = (FIRST, replace(SECOND, talks=(replace(TALK, title=written("New")), SECOND.talks[1])))
    moved = (replace(FIRST, starts_at=NINE - timedelta(hours=1)), SECOND)
    replaced = (FIRST, replace(SECOND, talks=(replace(TALK, speaker=DARA), SECOND.talks[1])))

    assert speakers_concerned(PROGRAMME, later) == {"xiaoyan"}
    assert speakers_concerned(PROGRAMME, moved) == {"dara"}
    assert speakers_concerned(PROGRAMME, replaced) == {"xiaoyan", "dara"}
    assert speakers_concerned((), PROGRAMME) == {"xiaoyan", "dara"}


def warned(*sessions: ShownSession, languages=("en",)) -> list[tuple[str, str]]:
    found = warnings_of(
        sessions, starts_on=date(2025, 5, 12), ends_on=date(2025, 5, 13), time_zone="Asia/Phnom_Penh", languages=languages
    )
    return [(warning.what, warning.key) for warning in found]


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        (PROGRAMME, []),
        ((replace(FIRST, talks=(replace(OPENING, speaker=None),)),), [("no_speaker", "t1")]),
        ((replace(FIRST, starts_at=None, ends_at=None),), [("no_time", "s1")]),
        ((replace(FIRST, starts_at=NINE + timedelta(hours=15), ends_at=None),), [("outside_days", "s1")]),
        ((replace(FIRST, ends_at=NINE + timedelta(hours=15)),), [("outside_days", "s1")]),
        ((replace(SECOND, talks=()),), [("no_talks", "s2")]),
        ((SECOND, replace(SECOND, key="s3", talks=(TALK,))), [("overlap", "s2"), ("two_places", "s2")]),
        ((SECOND, replace(SECOND, key="s3", place_key="8", talks=(replace(TALK, speaker=DARA),))), [("two_places", "s2")]),
    ],
    ids=["fine", "no speaker", "no time", "next day", "ends next day", "no talks", "same place", "one speaker in two rooms"],
)
def test_warnings(sessions, expected):
    assert warned(*sessions) == expected


def test_warnings_name_missing_and_outdated_languages():
    title = Translated(texts={"en": "Opening", "km": "បើក"}, original="en", states={"km": "outdated"})
    found = warnings_of(
        (replace(FIRST, title=title),),
        starts_on=date(2025, 5, 13),
        ends_on=date(2025, 5, 13),
        time_zone="UTC",
        languages=["en", "zh-hans", "km"],
    )

    assert [warning.sentence for warning in found] == [
        "“Opening” is missing in: 简体中文.", "“Opening” changed; these translations are outdated: ខ្មែរ.",
    ]  # fmt: skip


def test_days_are_those_of_the_events_zone():
    late = replace(FIRST, starts_at=datetime(2025, 5, 12, 18, 0, tzinfo=UTC))  # one in the morning of the 13th in Phnom Penh
    untimed = replace(SECOND, starts_at=None, ends_at=None)

    assert [(day.day, len(day.sessions)) for day in by_day((late, FIRST, untimed), time_zone="Asia/Phnom_Penh")] == [
        (date(2025, 5, 13), 2), (None, 1),
    ]  # fmt: skip
