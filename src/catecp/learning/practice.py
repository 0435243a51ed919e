"""Spaced repetition by FSRS-6: when a word comes back, so that it is met just before it would be forgotten. Pure.

`memory` is the scheduler's own state as plain JSON (the fsrs package's Card); an empty one is a word never practised.
"""

from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from fsrs import Card, Rating, Scheduler

RETENTION = 0.9  # the share of words remembered when they come back
LONGEST = 365  # days until a word comes back at the latest
# Without chance in it, so that the buttons say what will really happen and a repeated request changes nothing.
_SCHEDULER = Scheduler(desired_retention=RETENTION, maximum_interval=LONGEST, enable_fuzzing=False)


class Grade(IntEnum):
    """How well the word was known."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


GRADE_WORDS: dict[Grade, str | Promise] = {
    Grade.AGAIN: _("Not known"),
    Grade.HARD: _("Hard"),
    Grade.GOOD: _("Known"),
    Grade.EASY: _("Easy"),
}


def reviewed(memory: dict[str, Any], grade: Grade, *, at: datetime) -> tuple[dict[str, Any], datetime]:
    """The memory after this answer, and when the word is due again."""
    card, _log = _SCHEDULER.review_card(_card(memory), Rating(grade), review_datetime=at.astimezone(UTC))
    return dict(card.to_dict()), card.due


def _card(memory: dict[str, Any]) -> Card:
    return Card.from_dict(memory) if memory else Card(card_id=0)  # type: ignore[arg-type]  # -- what to_dict gave


def next_dues(memory: dict[str, Any], *, at: datetime) -> dict[Grade, datetime]:
    """When each answer would bring the word back."""
    return {grade: reviewed(memory, grade, at=at)[1] for grade in Grade}


def in_words(wait: timedelta) -> str:
    """in 10 minutes, in 3 days, in 2 months."""
    minutes = max(1, round(wait.total_seconds() / 60))
    if minutes < 60:
        return ngettext("in %(number)s minute", "in %(number)s minutes", minutes) % {"number": minutes}
    hours = round(minutes / 60)
    if hours < 24:
        return ngettext("in %(number)s hour", "in %(number)s hours", hours) % {"number": hours}
    days = round(hours / 24)
    if days < 60:
        return ngettext("in %(number)s day", "in %(number)s days", days) % {"number": days}
    months = round(days / 30.4)
    return ngettext("in %(number)s month", "in %(number)s months", months) % {"number": months}
