"""What a rule has to say about a report."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Number = int | float
ERROR, NOTE = "error", "note"


@dataclass(frozen=True)
class Quote:
    """Words of the report with the place where they stand."""

    text: str
    where: str


@dataclass(frozen=True)
class Finding:
    """One thing that does not reconcile.

    `rule` is a stable id, `what` an English sentence for people, `numbers` the values it is about (the stated one first, then the
    computed one, then the parts), `facts` the same as named values for a translated sentence, `position` the block it starts in.
    """

    rule: str
    what: str
    numbers: tuple[Number, ...]
    quotes: tuple[Quote, ...]
    position: int = 0
    severity: str = ERROR
    facts: Mapping[str, object] = field(default_factory=dict, compare=False)

    def as_json(self) -> dict[str, object]:
        """The shape printed by `check-figures --json`."""
        return {
            "rule": self.rule,
            "what": self.what,
            "numbers": list(self.numbers),
            "sentences": [quote.text for quote in self.quotes],
            "where": [quote.where for quote in self.quotes],
            "severity": self.severity,
        }


def plain(value: Number) -> str:
    """A number as people write it: 256672 -> '256,672', 12.50 -> '12.5'."""
    if isinstance(value, float) and not value.is_integer():
        return f"{round(value, 2):,}".rstrip("0").rstrip(".")
    return f"{int(value):,}"


def tidy(value: Number) -> Number:
    """The value as int where it is whole, else rounded to four places."""
    return int(value) if float(value).is_integer() else round(float(value), 4)
