"""Comparing stated numbers with computed ones, with the room that 'over', 'about' and rounding leave."""

from collections.abc import Iterable

from catecp.insights.reconcile.quantities import ABOUT, AT_LEAST, AT_MOST, Quantity


def agrees(stated: Quantity, computed: float, parts: Iterable[Quantity] = ()) -> bool:
    """Whether a stated number can be true when its parts give `computed`."""
    loose = any(not part.exact for part in parts)
    slack = 0.1 * computed if loose else 0
    low, high = computed - slack, computed + slack
    value = stated.value
    if stated.accuracy == AT_LEAST:
        return high >= value and low <= value * 1.5
    if stated.accuracy == AT_MOST:
        return low <= value
    if stated.accuracy == ABOUT:
        return 0.88 * value <= high and low <= 1.12 * value
    return low <= value <= high or abs(value - computed) < 1e-9


def percent_agrees(stated: Quantity, share: float) -> bool:
    """Whether a printed percentage is `share` (0-100) rounded or cut to the places it shows."""
    step = 10.0**-stated.decimals
    value = float(stated.value)
    if stated.accuracy == AT_LEAST:
        return share >= value - step / 2 and share <= value + 12
    if stated.accuracy == AT_MOST:
        return share <= value + step
    if stated.accuracy == ABOUT:
        return abs(share - value) <= 3
    return -1e-9 <= share - value < step or abs(share - value) <= step / 2 + 1e-9
