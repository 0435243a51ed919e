"""The report of an import as rows of a page."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catecp.interop.packages.report import Outcome

LABELS: dict[str, str | Promise] = {Outcome.KEPT: _("kept"), Outcome.CHANGED: _("changed"), Outcome.LEFT_OUT: _("left out")}
_TONES = {Outcome.KEPT: "good", Outcome.CHANGED: "gold", Outcome.LEFT_OUT: "bad"}


def rows_of(report: dict[str, Any], *, outcome: str = "") -> list[dict[str, Any]]:
    """[{number, what, outcome, outcome_label, tone, reasons}] in the order of the package, of one outcome where asked."""
    return [
        {
            "number": number,
            "what": item["what"],
            "outcome": item["outcome"],
            "outcome_label": LABELS[item["outcome"]],
            "tone": _TONES[item["outcome"]],
            "reasons": [item["why"]] if item["why"] else [],
        }
        for number, item in enumerate(report.get("items", []), start=1)
        if outcome in {"", item["outcome"]}
    ]


def counts_of(report: dict[str, Any]) -> list[tuple[str, str | Promise, int]]:
    """(outcome, label, how many) for each outcome there is."""
    return [(str(code), label, report.get(str(code), 0)) for code, label in LABELS.items() if report.get(str(code), 0)]


def headers() -> list[str]:
    return [str(_("Row")), str(_("What it holds")), str(_("What happened")), str(_("Why"))]
