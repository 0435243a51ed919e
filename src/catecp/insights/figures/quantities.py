"""Stock and flow are different types and refuse each other; so do different units.

A stock holds at a day; a flow happened over a period. "400,000 users" (stock) is not more than "256,672 students in 2024" (flow).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Union


class NotComparable(TypeError):
    """Two quantities that must not be added or compared: other nature, other unit, other day or period."""


@dataclass(frozen=True)
class Stock:
    """So many at the end of a day."""

    nature: ClassVar[str] = "stock"
    value: Decimal
    unit: str
    as_of: date

    def __add__(self, other: "Quantity") -> "Stock":
        _same(self, other, when=True)
        return Stock(self.value + other.value, self.unit, self.as_of)

    def __lt__(self, other: "Quantity") -> bool:
        _same(self, other, when=False)
        return self.value < other.value

    def __le__(self, other: "Quantity") -> bool:
        _same(self, other, when=False)
        return self.value <= other.value


@dataclass(frozen=True)
class Flow:
    """So many from the first day to the last, both included."""

    nature: ClassVar[str] = "flow"
    value: Decimal
    unit: str
    period_from: date
    period_to: date

    def __post_init__(self) -> None:
        if self.period_to < self.period_from:
            raise ValueError("A period ends before it starts.")

    def __add__(self, other: "Quantity") -> "Flow":
        """Two flows over periods that touch add up to the flow over both; over the same period they are parts."""
        _same(self, other, when=False)
        if not isinstance(other, Flow):
            raise NotComparable("A flow is added to a flow.")
        if (self.period_from, self.period_to) == (other.period_from, other.period_to):
            return Flow(self.value + other.value, self.unit, self.period_from, self.period_to)
        first, second = sorted((self, other), key=lambda flow: flow.period_from)
        if (second.period_from - first.period_to).days != 1:
            raise NotComparable("Flows are added over the same period, or over periods that follow one another.")
        return Flow(self.value + other.value, self.unit, first.period_from, second.period_to)

    def __lt__(self, other: "Quantity") -> bool:
        _same(self, other, when=False)
        return self.value < other.value

    def __le__(self, other: "Quantity") -> bool:
        _same(self, other, when=False)
        return self.value <= other.value


Quantity = Union[Stock, Flow]  # noqa: UP007 -- evaluated before the classes above know each other


def _same(one: Quantity, other: Quantity, *, when: bool) -> None:
    if type(one) is not type(other):
        raise NotComparable(f"A {one.nature} cannot be set against a {other.nature}.")
    if one.unit != other.unit:
        raise NotComparable(f"{one.unit} cannot be set against {other.unit}.")
    if when and isinstance(one, Stock) and isinstance(other, Stock) and one.as_of != other.as_of:
        raise NotComparable("Stocks of different days do not add up.")
