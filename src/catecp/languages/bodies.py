"""What this module asks about bodies of text: which sentences stand in them now, where, and who works on them.

The module that keeps such texts (courses) registers an answer; without one every sentence that nothing replaced stands in its body.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Exists, OuterRef, QuerySet

from catecp.languages.models import Segment, TextBody


@dataclass(frozen=True)
class Stand:
    """Where a sentence stands: the lesson's title, what kind of text it is, in reading order. `address` shows it to its readers."""

    segment: int
    where: str
    note: str = ""
    address: str = ""


@dataclass(frozen=True)
class FilmCue:
    """A subtitle of the original with the sentence it is; times in seconds."""

    segment: int
    start: float
    end: float
    text: str


@dataclass(frozen=True)
class Film:
    """A film of the body with its subtitles in order. `key` is the same in every version."""

    key: str
    title: str
    cues: tuple[FilmCue, ...]


class BodySource(Protocol):
    def visible_to(self, actor: Any) -> QuerySet[TextBody]:
        """Bodies the actor may open at the desk, newest first, ending in pk."""

    def current(self, bodies: Collection[int]) -> QuerySet[Segment]:
        """The sentences that stand in these bodies now; each once."""

    def stands(self, body: TextBody) -> list[Stand]:
        """Those of one body in reading order, each once, with their places."""

    def films(self, body: TextBody) -> list[Film]:
        """Films that have subtitles in the original, in reading order."""


class EverySentence:
    """The answer for bodies that nobody else keeps."""

    def visible_to(self, actor: Any) -> QuerySet[TextBody]:
        return TextBody.objects.order_by("-created_at", "-pk")

    def current(self, bodies: Collection[int]) -> QuerySet[Segment]:
        replaced = Segment.objects.filter(replaces=OuterRef("pk"))
        return Segment.objects.filter(~Exists(replaced), body__in=list(bodies)).order_by("pk")

    def stands(self, body: TextBody) -> list[Stand]:
        return [Stand(pk, str(body)) for pk in self.current([body.pk]).values_list("pk", flat=True)]

    def films(self, body: TextBody) -> list[Film]:
        return []


class _Registered:
    source: BodySource = EverySentence()


def register(source: BodySource) -> None:
    """Called once, from the apps.py of the module that keeps the bodies."""
    _Registered.source = source


def source() -> BodySource:
    return _Registered.source
