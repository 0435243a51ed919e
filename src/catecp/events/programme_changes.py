"""What changed between two versions of a programme: added, removed, moved, renamed, another speaker. Pure."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from catecp.events.enums import TalkKind
from catecp.events.programme import Programme, ShownSession, ShownTalk, Speaker, talks_in
from catecp.kernel.translated import Translated

Change = dict[str, Any]


def changes_between(before: Programme, after: Programme) -> list[Change]:
    """Plain values, sessions first, in the order of the later version. `what` names the kind of change; `key` the session or talk."""
    return [*_session_changes(before, after), *_talk_changes(before, after)]


def _session_changes(before: Programme, after: Programme) -> Iterator[Change]:
    old = {session.key: session for session in before}
    new = {session.key: session for session in after}
    for key, session in new.items():
        if key not in old:
            yield _change("session_added", key, session.title, after=_when(session))
            continue
        was = old[key]
        if (was.starts_at, was.ends_at) != (session.starts_at, session.ends_at):
            yield _change("session_moved", key, session.title, before=_when(was), after=_when(session))
        if was.place_key != session.place_key or (was.place.texts != session.place.texts):
            yield _change("session_place", key, session.title, before=was.place.to_json(), after=session.place.to_json())
        if was.title.texts != session.title.texts or was.number != session.number:
            yield _change("session_renamed", key, session.title, before=was.title.to_json(), after=session.title.to_json())
    for key, session in old.items():
        if key not in new:
            yield _change("session_removed", key, session.title, before=_when(session))
    moved = _out_of_order([key for key in old if key in new], [key for key in new if key in old])
    for key in moved:
        if old[key].starts_at == new[key].starts_at:  # a changed time says it already
            yield _change("session_order", key, new[key].title)


def _talk_changes(before: Programme, after: Programme) -> Iterator[Change]:
    old, new = talks_in(before), talks_in(after)
    for key, (session, talk) in new.items():
        if key not in old:
            yield _talk_change("talk_added", talk, after=session.title.to_json())
        else:
            yield from _same_talk(*old[key], session, talk)
    for key, (session, talk) in old.items():
        if key not in new:
            yield _talk_change("talk_removed", talk, before=session.title.to_json())
    yield from _talks_in_other_order(before, after)


def _same_talk(was_in: ShownSession, was: ShownTalk, session: ShownSession, talk: ShownTalk) -> Iterator[Change]:
    if was_in.key != session.key:
        yield _talk_change("talk_moved", talk, before=was_in.title.to_json(), after=session.title.to_json())
    if was.title.texts != talk.title.texts or was.kind != talk.kind:
        yield _talk_change("talk_renamed", talk, before=_talk_title(was), after=_talk_title(talk))
    if (was.speaker.key if was.speaker else "") != (talk.speaker.key if talk.speaker else ""):
        yield _talk_change("speaker_changed", talk, before=_speaker(was.speaker), after=_speaker(talk.speaker))
    elif was.post.texts != talk.post.texts or was.institution_key != talk.institution_key or was.speaker != talk.speaker:
        yield _talk_change("speaker_details", talk, after=_speaker(talk.speaker))
    if was.summary.texts != talk.summary.texts:
        yield _talk_change("talk_summary", talk)


def _talks_in_other_order(before: Programme, after: Programme) -> Iterator[Change]:
    old = {session.key: session for session in before}
    for session in after:
        if session.key not in old:
            continue
        was, now = ([talk.key for talk in side.talks] for side in (old[session.key], session))
        moved = set(_out_of_order([key for key in was if key in now], [key for key in now if key in was]))
        for talk in session.talks:
            if talk.key in moved:
                yield _talk_change("talk_order", talk, after=session.title.to_json())


def _out_of_order(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The fewest keys whose moving explains the new order: everything outside a longest rising run."""
    position = {key: number for number, key in enumerate(before)}
    tails: list[int] = []
    tail_at: list[int] = []
    previous: list[int] = []
    order = [position[key] for key in after]
    for number, value in enumerate(order):
        length = bisect_left(tails, value)
        previous.append(tail_at[length - 1] if length else -1)
        tails[length : length + 1] = [value]
        tail_at[length : length + 1] = [number]
    kept, number = set(), tail_at[-1] if tail_at else -1
    while number >= 0:
        kept.add(number)
        number = previous[number]
    return [key for number, key in enumerate(after) if number not in kept]


def _change(what: str, key: str, title: Translated, *, before: Any = None, after: Any = None) -> Change:
    return {"what": what, "key": key, "title": title.to_json(), "before": before, "after": after, "speakers": []}


def _talk_change(what: str, talk: ShownTalk, *, before: Any = None, after: Any = None) -> Change:
    change = {**_change(what, talk.key, Translated(), before=before, after=after), "title": _talk_title(talk)}
    change["speakers"] = [talk.speaker.key] if talk.speaker else []
    return change


def _talk_title(talk: ShownTalk) -> dict[str, Any]:
    """The title, or for remarks without one their kind, to be put into words when shown."""
    return talk.title.to_json() if talk.title else {"kind": talk.kind}


def _when(session: ShownSession) -> list[str | None]:
    return [moment.isoformat() if moment else None for moment in (session.starts_at, session.ends_at)]


def _speaker(speaker: Speaker | None) -> str:
    return speaker.name if speaker else ""


def speakers_concerned(before: Programme, after: Programme) -> set[str]:
    """Keys of the people whose own talks or sessions changed, came or went."""
    found: set[str] = set()
    talks = {**talks_in(before), **talks_in(after)}
    sessions = {session.key: session for session in (*before, *after)}
    for change in changes_between(before, after):
        if change["key"] in sessions:
            found |= {talk.speaker.key for talk in sessions[change["key"]].talks if talk.speaker}
        else:
            side = [shown[change["key"]][1] for shown in (talks_in(before), talks) if change["key"] in shown]
            found |= {talk.speaker.key for talk in side if talk.speaker}
    return found


def sentence(change: Mapping[str, Any], *, time_zone: str) -> str:
    """One change in the reader's words and date format, times in the event's zone."""
    words = {"title": _words(change["title"]), **_sides(change, time_zone)}
    return _SENTENCES[change["what"]]() % words


_SENTENCES = {
    "session_added": lambda: _("New session: “%(title)s” (%(after)s)."),
    "session_removed": lambda: _("Session dropped: “%(title)s” (was %(before)s)."),
    "session_moved": lambda: _("“%(title)s” moved from %(before)s to %(after)s."),
    "session_place": lambda: _("“%(title)s” takes place in %(after)s (was %(before)s)."),
    "session_renamed": lambda: _("Session “%(before)s” is now called “%(after)s”."),
    "session_order": lambda: _("“%(title)s” stands at another point of the programme."),
    "talk_added": lambda: _("New in “%(after)s”: “%(title)s”."),
    "talk_removed": lambda: _("Dropped from “%(before)s”: “%(title)s”."),
    "talk_moved": lambda: _("“%(title)s” moved from “%(before)s” to “%(after)s”."),
    "talk_renamed": lambda: _("“%(before)s” is now called “%(after)s”."),
    "talk_order": lambda: _("“%(title)s” is given at another point of “%(after)s”."),
    "talk_summary": lambda: _("“%(title)s” has a new summary."),
    "speaker_changed": lambda: _("“%(title)s”: the speaker is %(after)s (was %(before)s)."),
    "speaker_details": lambda: _("“%(title)s”: how %(after)s is introduced has changed."),
}


def _sides(change: Mapping[str, Any], time_zone: str) -> dict[str, str]:
    if change["what"] in {"session_added", "session_removed", "session_moved"}:
        return {side: _moment(change[side], time_zone) for side in ("before", "after")}
    if change["what"].startswith("speaker"):
        return {side: change[side] or _("still to be named") for side in ("before", "after")}
    return {side: _words(change[side]) for side in ("before", "after")}


def _words(value: Any) -> str:
    if isinstance(value, dict) and "kind" in value:
        return str(TalkKind(value["kind"]).label)
    return str(Translated.from_json(value)) or _("not set")


def _moment(times: Sequence[str | None] | None, time_zone: str) -> str:
    if not times or not times[0]:
        return _("no time set")
    starts_at = timezone.localtime(datetime.fromisoformat(times[0]), ZoneInfo(time_zone))
    return formats.date_format(starts_at, "SHORT_DATETIME_FORMAT")
