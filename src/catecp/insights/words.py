"""How figures and claims are said to a reader."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from catecp.insights.figures.compute import Figure
from catecp.insights.models import Claim


def number_text(value: Decimal | int) -> str:
    """As the reader's language groups it; without needless decimals."""
    exact = int(value) if value == int(value) else value
    return formats.number_format(exact, use_l10n=True, force_grouping=True)


def claim_lines(claims: Iterable[Claim]) -> list[dict]:
    """What a page prints beside our figure: the claim and its source."""
    return [{"text": claim_text(claim), "source": claim_source(claim)} for claim in claims]


def claim_value(claim: Claim) -> str:
    value = number_text(claim.value)
    return _("at least %(number)s") % {"number": value} if claim.is_at_least else value


def claim_subject(claim: Claim, ours: Figure | None) -> str:
    """What the claim is about: its sentence, else our figure's name, else its key."""
    if claim.statement:
        return str(claim.statement)
    if ours is None:
        return f"{claim.key} ({claim.unit})"
    return str(ours.title) if str(ours.label) == str(ours.title) else f"{ours.title}: {ours.label}"


def claim_text(claim: Claim) -> str:
    value = claim_value(claim)
    if claim.statement:
        return _("%(number)s %(unit)s: “%(statement)s”") % {"number": value, "unit": claim.unit, "statement": claim.statement}
    return _("%(number)s %(unit)s (%(key)s)") % {"number": value, "unit": claim.unit, "key": claim.key}


def claim_source(claim: Claim) -> str:
    if claim.source_on is None:
        return claim.source
    return _("%(source)s, %(day)s") % {"source": claim.source, "day": formats.date_format(claim.source_on)}


def reason_lines(figure: Figure) -> list[dict]:
    """What the figure left out, by reason, most first."""
    counts = Counter(figure.excluded.values())
    return [{"reason": figure.reasons.get(key, key), "count": count} for key, count in counts.most_common()]
