"""What happened, in the past tense. A service records a fact; higher modules react to it.

The ledger is the audit trail, the activity feed and the outbox of the modules. A fact carries ids and plain values, never
personal data. A reaction recomputes, it never increments, so running it twice is harmless.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.db import transaction
from django_tasks import task

from catecp.kernel.models import LedgerEntry

Reaction = Callable[[LedgerEntry], None]
_reactions: dict[str, dict[str, Reaction]] = {}


@dataclass(frozen=True)
class Fact:
    """Base of every fact. `kind` reads `module.subject.verb`; `about` names the field that holds the subject's id."""

    kind: ClassVar[str]
    about: ClassVar[str]


class Actor(Protocol):
    pk: Any


def reacts_to(*facts: type[Fact]) -> Callable[[Reaction], Reaction]:
    """Register a reaction of a higher module; it runs as a job after the fact is written."""

    def register(reaction: Reaction) -> Reaction:
        for fact in facts:
            _reactions.setdefault(fact.kind, {})[f"{reaction.__module__}.{reaction.__name__}"] = reaction
        return reaction

    return register


def record(fact: Fact, *, by: Actor | None, at: datetime) -> LedgerEntry:
    """Write one line and queue its reactions in the caller's transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A fact is recorded in the transaction that made it true.")
    entry = LedgerEntry.objects.create(
        kind=fact.kind,
        subject=str(getattr(fact, fact.about)),
        body=asdict(fact),
        actor=by.pk if by is not None else None,
        recorded_at=at,
    )
    for name in _reactions.get(fact.kind, {}):
        run_reaction.enqueue(entry_id=entry.pk, reaction=name)
    return entry


@task()
def run_reaction(entry_id: int, reaction: str) -> None:
    entry = LedgerEntry.objects.get(pk=entry_id)
    _reactions[entry.kind][reaction](entry)


def entries_about(*, kinds: list[str], subject: str) -> list[LedgerEntry]:
    """The history of one thing, oldest first."""
    return list(LedgerEntry.objects.filter(kind__in=kinds, subject=subject).order_by("recorded_at", "pk"))
