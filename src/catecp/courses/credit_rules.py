"""Hours and credits. The examples are ours, gathered from published frameworks, and bind nobody: each institution enters its own rule.

No regional rule binds vocational colleges; recognition is agreed between institutions.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Example:
    """So many hours of what counts as one credit there. Not checked against the law in force."""

    where: str | Promise
    hours: Decimal
    of_what: str | Promise


EXAMPLES = (
    Example(_("China, vocational colleges"), Decimal(16), _("hours of teaching (16 to 18 is common)")),
    Example(_("Malaysia, qualifications framework"), Decimal(40), _("hours of all learning")),
    Example(_("Indonesia, one SKS"), Decimal(45), _("hours of all learning in a semester")),
    Example(_("Viet Nam, one tín chỉ"), Decimal(50), _("hours of all learning")),
    Example(_("Thailand, diploma, theory"), Decimal(18), _("hours of teaching; practice 36")),
    Example(_("Philippines, one lecture unit"), Decimal(18), _("hours of teaching; laboratory 54")),
    Example(_("Europe, one ECTS"), Decimal(25), _("hours of all learning (25 to 30)")),
)


def credits_for(hours: Decimal, hours_per_credit: Decimal) -> Decimal:
    """To one tenth, halves up: 24 hours at 16 for one credit are 1.5."""
    return (hours / hours_per_credit).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
