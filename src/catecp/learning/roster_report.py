"""A list and what came of it, in words."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catecp.learning.models import RosterImport, RosterRow

OUTCOMES: dict[str, str | Promise] = {
    "new": gettext_lazy("new person"),
    "matched": gettext_lazy("person we know"),
    "repeated": gettext_lazy("in the list before"),
    "left_out": gettext_lazy("left out"),
}
_TONES = {"new": "good", "matched": "acc", "repeated": "gold", "left_out": "warm"}


def columns(roster: RosterImport) -> list[dict[str, Any]]:
    meanings = roster.columns.get("meanings", {})
    return [
        {
            "index": index,
            "heading": heading or _("column %(number)s") % {"number": index + 1},
            "meaning": meanings.get(str(index), ""),
        }
        for index, heading in enumerate(roster.columns.get("headings", []))
    ]


def counts(roster: RosterImport) -> list[dict[str, Any]]:
    """Outcomes with how many lines had each: of the taking once that happened, else of the dry run."""
    found = roster.report.get("taken") or roster.report.get("counts") or {}
    shown = [{"label": label, "value": found.get(key, 0)} for key, label in OUTCOMES.items()] if found else []
    if found.get("cases"):
        shown.append({"label": _("to be decided by somebody"), "value": found["cases"]})
    return shown


def examples(roster: RosterImport) -> list[dict[str, Any]]:
    return [_worded(example) for example in roster.report.get("examples", [])]


def rows(found: Iterable[RosterRow]) -> list[dict[str, Any]]:
    return [
        _worded(
            {
                "number": row.number,
                "what": " · ".join(cell for cell in row.cells[:6] if cell),
                "outcome": row.outcome,
                "reasons": [row.reason] if row.reason else [],
            }
        )
        for row in found
    ]


def _worded(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "outcome_label": OUTCOMES.get(row["outcome"], row["outcome"]), "tone": _TONES.get(row["outcome"], "")}


def headers(roster: RosterImport) -> list[str]:
    return [_("row"), _("what happened"), _("why"), *roster.columns.get("headings", [])]


def plain(found: Iterable[RosterRow]) -> Iterator[list[Any]]:
    for row in found:
        yield [row.number, str(OUTCOMES.get(row.outcome, row.outcome)), row.reason, *row.cells]
