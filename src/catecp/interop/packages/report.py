"""What became of every item of a package: kept, changed or left out, and why. Nothing is lost silently."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise

from catecp.kernel.plaintext import clean_line

MOST_ITEMS = 20_000


class Outcome(StrEnum):
    KEPT = "kept"
    CHANGED = "changed"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Item:
    """One line of the report: what it was, its outcome, and why ("" where it is kept as it was)."""

    what: str
    outcome: Outcome
    why: str = ""

    def as_json(self) -> dict[str, str]:
        return {"what": self.what, "outcome": str(self.outcome), "why": self.why}


@dataclass
class Report:
    """The items in the order they were met; the same sentence about the same thing stands once."""

    items: list[Item] = field(default_factory=list)
    _seen: set[Item] = field(default_factory=set)
    _named: set[str] = field(default_factory=set)

    def kept(self, what: str, why: str | Promise = "") -> None:
        self._add(what, Outcome.KEPT, why)

    def changed(self, what: str, why: str | Promise) -> None:
        self._add(what, Outcome.CHANGED, why)

    def left_out(self, what: str, why: str | Promise) -> None:
        self._add(what, Outcome.LEFT_OUT, why)

    def counts(self) -> dict[str, int]:
        """{"kept": …, "changed": …, "left_out": …}, whole numbers of items."""
        found = Counter(str(item.outcome) for item in self.items)
        return {str(outcome): found[str(outcome)] for outcome in Outcome}

    def _add(self, what: str, outcome: Outcome, why: str | Promise) -> None:
        if outcome == Outcome.KEPT and not why and what in self._named:
            return  # said already, with more
        item = Item(clean_line(what, longest=200) or "?", outcome, clean_line(str(why), longest=600))
        if item not in self._seen and len(self.items) < MOST_ITEMS:
            self._seen.add(item)
            self._named.add(what)
            self.items.append(item)
