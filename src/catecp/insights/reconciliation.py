"""Our figures and the claims of others side by side: where they agree, where they do not, and which claims do not add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from catecp.events.models import Event
from catecp.insights.figures.compute import Figure, all_figures, figure
from catecp.insights.figures.registry import UnknownFigure
from catecp.insights.models import Claim
from catecp.insights.queries import claims_of

AGREES, DIFFERS, ALONE = "agrees", "differs", "alone"


@dataclass(frozen=True)
class Beside:
    """A claim with the figure of ours it stands beside, if we have one."""

    claim: Claim
    ours: Figure | None

    @property
    def state(self) -> str:
        if self.ours is None:
            return ALONE
        value = Decimal(self.ours.value)
        agrees = value >= self.claim.value if self.claim.is_at_least else value == self.claim.value
        return AGREES if agrees else DIFFERS


@dataclass(frozen=True)
class Sum:
    """A claimed total with the claimed parts of it."""

    whole: Claim
    parts: Sequence[Claim]

    @property
    def found(self) -> Decimal:
        return sum((part.value for part in self.parts), Decimal(0))

    @property
    def adds_up(self) -> bool:
        return self.found == self.whole.value

    @property
    def missing(self) -> Decimal:
        return self.whole.value - self.found


@dataclass(frozen=True)
class Reconciliation:
    """What the panel beside a report shows."""

    beside: list[Beside]
    sums: list[Sum]

    @property
    def open_sums(self) -> list[tuple[Sum, Figure | None]]:
        """Claimed totals that their parts miss, with our figure for the name."""
        ours = {row.claim.pk: row.ours for row in self.beside}
        return [(row, ours.get(row.whole.pk)) for row in self.sums if not row.adds_up]

    def differing(self, metric: str) -> list[Claim]:
        """Claims beside this figure or its parts that say something else."""
        return [row.claim for row in self.beside if row.state == DIFFERS and row.claim.metric == metric]

    @property
    def disagreements(self) -> int:
        return sum(row.state == DIFFERS for row in self.beside) + sum(not row.adds_up for row in self.sums)


def reconcile(event: Event) -> Reconciliation:
    """All claims of the event against its figures as they are now."""
    claims = list(claims_of(event))
    ours = all_figures(event)
    beside = [Beside(claim, _figure_for(claim, event, ours)) for claim in claims]
    return Reconciliation(beside=beside, sums=claimed_sums(claims))


def claimed_sums(claims: Sequence[Claim]) -> list[Sum]:
    """Claimed totals with their parts, each by the source that states them."""
    by_source = {(claim.source, claim.key): claim for claim in claims}
    wholes = dict.fromkeys((claim.source, claim.part_of) for claim in claims if claim.part_of)
    return [
        Sum(by_source[key], [claim for claim in claims if (claim.source, claim.part_of) == key])
        for key in wholes
        if key in by_source
    ]


def _figure_for(claim: Claim, event: Event, ours: dict[str, Figure]) -> Figure | None:
    if not claim.metric:
        return None
    name = f"{claim.metric}:{claim.metric_part}" if claim.metric_part else claim.metric
    if name in ours:
        return ours[name]
    try:
        return figure(event, name)
    except UnknownFigure:
        return None
