"""What the register says to lower modules."""

from django.utils.translation import gettext as _

from catecp.agreements.models import AgreementState
from catecp.agreements.queries import agreements_between
from catecp.network.objections import objects_to_merging


@objects_to_merging
def agreements_tie_them(one: frozenset[int], other: frozenset[int]) -> list[str]:
    """Who agrees with each other is two."""
    standing = agreements_between(one, other).exclude(state=AgreementState.CANCELLED)
    words = _("Both are parties of the agreement “%(agreement)s”, so they are two institutions. Correct the agreement first.")
    return [words % {"agreement": agreement.title or agreement.get_kind_display()} for agreement in standing[:1]]
