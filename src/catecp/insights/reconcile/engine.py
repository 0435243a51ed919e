"""Running every rule over a report and putting what they found in order."""

from collections.abc import Callable

from catecp.insights.reconcile.document import Document
from catecp.insights.reconcile.findings import Finding
from catecp.insights.reconcile.rules import (
    arithmetic,
    calendar_days,
    changes,
    conflicts,
    event_days,
    lists,
    money,
    names,
    parts_sum,
    percentages,
    repeats,
    series,
    stock_flow,
    tables,
)

Rule = Callable[[Document], list[Finding]]
RULES: tuple[Rule, ...] = (
    parts_sum.check,
    lists.check,
    series.check,
    tables.check,
    percentages.check,
    changes.check,
    arithmetic.check,
    money.check,
    conflicts.check,
    repeats.check,
    calendar_days.check,
    event_days.check,
    stock_flow.check,
    names.check,
)


def check_document(document: Document, rules: tuple[Rule, ...] = RULES) -> list[Finding]:
    """What does not reconcile in a report, in reading order, each thing once."""
    found = [finding for rule in rules for finding in rule(document)]
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in sorted(found, key=lambda finding: (finding.position, finding.rule)):
        kept.setdefault(_identity(finding), finding)
    return list(kept.values())


def _identity(finding: Finding) -> tuple[object, ...]:
    """The same numbers about the same words are one finding, however many ways lead to it."""
    return (finding.rule, finding.numbers, finding.quotes[0].text, finding.quotes[-1].text if not finding.numbers else "")
