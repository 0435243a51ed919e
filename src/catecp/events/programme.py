"""A programme as plain values: what a release freezes, what pages and feeds show, what two versions are compared by. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from catecp.kernel.translated import Translated


@dataclass(frozen=True)
class Speaker:
    """A person as printed: `key` is the person's public id."""

    key: str
    name: str
    title: str = ""
    original_name: str = ""
    original_language: str = ""

    def to_json(self) -> dict[str, str]:
        return dict(vars(self))


@dataclass(frozen=True)
class ShownTalk:
    key: str  # the talk's public id
    kind: str
    title: Translated = field(default_factory=Translated)
    summary: Translated = field(default_factory=Translated)
    speaker: Speaker | None = None
    post: Translated = field(default_factory=Translated)
    institution: Translated = field(default_factory=Translated)
    institution_key: str = ""

    def to_json(self) -> dict[str, Any]:
        texts = {name: getattr(self, name).to_json() for name in ("title", "summary", "post", "institution")}
        speaker = self.speaker.to_json() if self.speaker else None
        return {"key": self.key, "kind": self.kind, "institution_key": self.institution_key, "speaker": speaker, **texts}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "ShownTalk":
        texts = {name: Translated.from_json(value.get(name)) for name in ("title", "summary", "post", "institution")}
        speaker = Speaker(**value["speaker"]) if value.get("speaker") else None
        return cls(
            key=value["key"], kind=value["kind"], institution_key=value.get("institution_key", ""), speaker=speaker, **texts
        )


@dataclass(frozen=True)
class ShownSession:
    """Times are aware; None where not yet set."""

    key: str
    kind: str
    number: str = ""
    title: Translated = field(default_factory=Translated)
    about: Translated = field(default_factory=Translated)
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: Translated = field(default_factory=Translated)
    place_key: str = ""
    talks: tuple[ShownTalk, ...] = ()

    def to_json(self) -> dict[str, Any]:
        texts = {name: getattr(self, name).to_json() for name in ("title", "about", "place")}
        times = {name: getattr(self, name).isoformat() if getattr(self, name) else None for name in ("starts_at", "ends_at")}
        plain = {name: getattr(self, name) for name in ("key", "kind", "number", "place_key")}
        return {**plain, **times, **texts, "talks": [talk.to_json() for talk in self.talks]}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "ShownSession":
        texts = {name: Translated.from_json(value.get(name)) for name in ("title", "about", "place")}
        times = {name: datetime.fromisoformat(value[name]) if value.get(name) else None for name in ("starts_at", "ends_at")}
        plain = {name: value.get(name, "") for name in ("key", "kind", "number", "place_key")}
        values: dict[str, Any] = {**plain, **times, **texts}
        return cls(**values, talks=tuple(ShownTalk.from_json(talk) for talk in value.get("talks", [])))


Programme = tuple[ShownSession, ...]


def to_json(programme: Iterable[ShownSession]) -> dict[str, Any]:
    return {"sessions": [session.to_json() for session in programme]}


def from_json(content: dict[str, Any]) -> Programme:
    return tuple(ShownSession.from_json(session) for session in content.get("sessions", []))


@dataclass(frozen=True)
class Day:
    """`day` is None for the sessions without a time."""

    day: Any
    sessions: tuple[ShownSession, ...]


def by_day(programme: Programme, *, time_zone: str) -> list[Day]:
    """Sessions under the days of the event's own time zone, in the order given."""
    zone = ZoneInfo(time_zone)
    days: dict[Any, list[ShownSession]] = {}
    for session in programme:
        day = session.starts_at.astimezone(zone).date() if session.starts_at else None
        days.setdefault(day, []).append(session)
    return [Day(day, tuple(sessions)) for day, sessions in days.items()]


def session_of(programme: Programme, key: str) -> ShownSession | None:
    return next((session for session in programme if session.key == key), None)


def talks_in(programme: Programme) -> dict[str, tuple[ShownSession, ShownTalk]]:
    """{talk key: (its session, the talk)}."""
    return {talk.key: (session, talk) for session in programme for talk in session.talks}
