"""The queue of institutions as people wrote them: recognised at once when the name is known, else decided by a person."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.events.facts import AffiliationResolved
from catecp.events.models import Registration
from catecp.events.queries.people import affiliations_to_resolve
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.network.models import Institution
from catecp.network.queries.canonical import canonical_of
from catecp.network.searchable import fold


class NothingToResolve(Refused):
    """Nobody waits with this spelling any more."""


def institution_written(affiliation: str) -> Institution | None:
    """The one institution that has exactly this name, in any language or variant; None when none or several have it."""
    wanted = fold(affiliation)
    if not wanted:
        return None
    rows = Institution.objects.filter(search_text__contains=wanted).select_related("merged_into").order_by("pk")
    found = {canonical_of(row) for row in rows[:200] if wanted in row.search_text.split("\n")}
    return found.pop() if len(found) == 1 else None


@transaction.atomic
def resolve_affiliation(*, registration: Registration, institution: Institution | None, by: User, at: datetime) -> int:
    """Decide one spelling for everybody of the event who wrote it so; None says there is no institution. Returns how many it was."""
    waiting = affiliations_to_resolve(registration.event).filter(affiliation=registration.affiliation)
    rows = list(Registration.objects.select_for_update().filter(pk__in=[row.pk for row in waiting]).order_by("pk"))
    if not rows:
        raise NothingToResolve(_("Nobody waits with this spelling any more."))
    kept = canonical_of(institution) if institution else None
    for row in rows:
        row.institution, row.is_affiliation_open = kept, False
        row.save(update_fields=["institution", "is_affiliation_open"])
        fact = AffiliationResolved(registration_id=row.pk, event_id=row.event_id, institution_id=kept.pk if kept else None)
        ledger.record(fact, by=by, at=at)
    return len(rows)
