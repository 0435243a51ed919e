"""Claims about reach: other people's numbers beside ours, each with why it is or is not compared."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catecp.insights.figures.quantities import Flow, NotComparable, Quantity, Stock
from catecp.insights.models import Claim

_STOCK_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
_FLOW_YEAR = re.compile(r"^\d{4}$")


@dataclass(frozen=True)
class Beside:
    """A claim as the page shows it. `verdict` says how it stands to our figure: larger, smaller, or why it cannot be said."""

    claim: Claim
    quantity: Quantity | None
    is_compared: bool
    verdict: str | Promise


def quantity_of(claim: Claim) -> Quantity | None:
    """The claim as a quantity; None when its nature, day or period is not stated."""
    if claim.nature == "stock" and (found := _STOCK_DAY.match(claim.period)):
        return Stock(claim.value, claim.unit, date(int(found[1]), int(found[2]), int(found[3])))
    if claim.nature == "flow" and _FLOW_YEAR.match(claim.period):
        return Flow(claim.value, claim.unit, date(int(claim.period), 1, 1), date(int(claim.period), 12, 31))
    return None


def beside(claims: list[Claim], ours: Quantity) -> list[Beside]:
    return [_beside(claim, ours) for claim in claims]


def _beside(claim: Claim, ours: Quantity) -> Beside:
    theirs = quantity_of(claim)
    if theirs is None:
        return Beside(claim, None, False, _("Not compared: the source does not say what period or day it counts."))
    why = why_not(theirs, ours)
    if why:
        return Beside(claim, theirs, False, why)
    if ours < theirs:
        return Beside(claim, theirs, True, _("More than we count."))
    return Beside(claim, theirs, True, _("Not more than we count."))


def why_not(one: Quantity, other: Quantity) -> str | Promise:
    """Why the two are not set against each other; empty when they may be."""
    try:
        one < other  # noqa: B015 -- asked only whether it may be asked
    except NotComparable:
        if type(one) is not type(other):
            return _("Not compared: one counts who was new in a period, the other who was there on a day.")
        return _("Not compared: the units differ. We count people once; what the source counts once is not stated.")
    if (
        isinstance(one, Flow)
        and isinstance(other, Flow)
        and (one.period_from, one.period_to) != (other.period_from, other.period_to)
    ):
        return _("Not compared: the periods differ.")
    if isinstance(one, Stock) and isinstance(other, Stock) and one.as_of != other.as_of:
        return _("Not compared: the days differ.")
    return ""


def between(claims: list[Claim]) -> list[tuple[Claim, Claim, str | Promise]]:
    """Pairs of claims that are often set against each other and must not be, with the reason."""
    known = [(claim, quantity) for claim in claims if (quantity := quantity_of(claim)) is not None]
    found = []
    for place, (claim, quantity) in enumerate(known):
        for other, others in known[place + 1 :]:
            if why := why_not(quantity, others):
                found.append((claim, other, why))
    return found
