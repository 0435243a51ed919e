"""What is not right yet with a programme. Warnings do not stop a release: the coordinator decides. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from catecp.events.enums import TalkKind
from catecp.events.programme import Programme, ShownSession, ShownTalk
from catecp.languages.tags import LANGUAGES


@dataclass(frozen=True)
class Warned:
    """`what` is the kind of warning, `key` the session or talk it is about, `words` what its sentence names."""

    what: str
    key: str
    words: tuple[tuple[str, Any], ...] = ()

    @property
    def sentence(self) -> str:
        return _SENTENCES[self.what]() % dict(self.words)


_SENTENCES: dict[str, Callable[[], str]] = {
    "no_speaker": lambda: _("“%(title)s” has no speaker yet."),
    "no_time": lambda: _("“%(title)s” has no time yet."),
    "outside_days": lambda: _("“%(title)s” lies outside the days of the event."),
    "overlap": lambda: _("“%(title)s” and “%(other)s” are in one place at the same time."),
    "two_places": lambda: _("%(person)s speaks in “%(title)s” and “%(other)s” at the same time."),
    "missing_translation": lambda: _("“%(title)s” is missing in: %(languages)s."),
    "outdated_translation": lambda: _("“%(title)s” changed; these translations are outdated: %(languages)s."),
    "no_talks": lambda: _("“%(title)s” has no talks yet."),
}


def warnings_of(
    programme: Programme, *, starts_on: date, ends_on: date, time_zone: str, languages: Sequence[str]
) -> list[Warned]:
    """In the order of the programme; clashes last."""
    found: list[Warned] = []
    for session in programme:
        found += _session_warnings(session, (starts_on, ends_on), ZoneInfo(time_zone), languages)
        for talk in session.talks:
            found += _talk_warnings(talk, languages)
    return found + list(_clashes(programme))


def _session_warnings(
    session: ShownSession, days: tuple[date, date], zone: ZoneInfo, languages: Sequence[str]
) -> Iterator[Warned]:
    title = _title(session)
    if session.starts_at is None:
        yield _warned("no_time", session.key, title=title)
    else:
        last = (session.ends_at or session.starts_at).astimezone(zone).date()
        if session.starts_at.astimezone(zone).date() < days[0] or last > days[1]:
            yield _warned("outside_days", session.key, title=title)
    if session.kind == "talks" and not session.talks:
        yield _warned("no_talks", session.key, title=title)
    yield from _translation_warnings(session, title, languages)


def _talk_warnings(talk: ShownTalk, languages: Sequence[str]) -> Iterator[Warned]:
    title = _title(talk)
    if talk.speaker is None:
        yield _warned("no_speaker", talk.key, title=title)
    if talk.title:  # remarks may stand without a title of their own
        yield from _translation_warnings(talk, title, languages)


def _translation_warnings(shown: ShownSession | ShownTalk, title: str, languages: Sequence[str]) -> Iterator[Warned]:
    missing = shown.title.missing(languages)
    if missing:
        yield _warned("missing_translation", shown.key, title=title, languages=_names(missing))
    outdated = [tag for tag in languages if shown.title.state(tag) == "outdated"]
    if outdated:
        yield _warned("outdated_translation", shown.key, title=title, languages=_names(outdated))


def _clashes(programme: Programme) -> Iterator[Warned]:
    for first, second in combinations(programme, 2):
        if not _overlap(first, second):
            continue
        if first.place_key and first.place_key == second.place_key:
            yield _warned("overlap", first.key, title=_title(first), other=_title(second))
        speakers = {talk.speaker.key: talk.speaker.name for talk in first.talks if talk.speaker}
        for key in {talk.speaker.key for talk in second.talks if talk.speaker} & set(speakers):
            yield _warned("two_places", first.key, person=speakers[key], title=_title(first), other=_title(second))


def _overlap(first: ShownSession, second: ShownSession) -> bool:
    if not (first.starts_at and first.ends_at and second.starts_at and second.ends_at):
        return False
    return max(first.starts_at, second.starts_at) < min(first.ends_at, second.ends_at)


def _warned(what: str, key: str, **words: Any) -> Warned:
    return Warned(what=what, key=key, words=tuple(sorted(words.items())))


def _title(shown: ShownSession | ShownTalk) -> str:
    if shown.title:
        return str(shown.title)
    return str(TalkKind(shown.kind).label) if isinstance(shown, ShownTalk) else _("Session without a title")


def _names(tags: Sequence[str]) -> str:
    return ", ".join(LANGUAGES[tag].own_name if tag in LANGUAGES else tag for tag in tags)
