"""Somebody else's numbers: stored with their source, never merged with ours."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.events.models import Event
from catecp.insights.facts import ClaimRecorded, ClaimRemoved
from catecp.insights.models import Claim
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.kernel.translated import Translated


class ClaimWithoutSource(Refused):
    """A number without a source is hearsay."""


@transaction.atomic
def record_claim(
    *,
    event: Event | None,
    key: str,
    value: Decimal,
    unit: str,
    source: str,
    source_on: date | None,
    at: datetime,
    by: Any,
    **more: Any,
) -> Claim:
    """Store a claim; the same key from the same source again replaces what it said before.

    Without an event it is a claim about the whole platform.
    `more`: metric, metric_part, part_of, is_at_least, nature (stock, flow, unstated), period, statement, note.
    """
    source = clean_line(source)
    if not source:
        raise ClaimWithoutSource(_("Say who states this number and where: a claim needs its source."))
    statement = Translated.from_json(more.pop("statement", ""))
    claim, _is_new = Claim.objects.update_or_create(
        event=event,
        key=key,
        source=source,
        defaults={"value": value, "unit": unit, "source_on": source_on, "recorded_at": at, "statement": statement, **more},
    )
    ledger.record(ClaimRecorded(claim_id=claim.pk, key=key), by=by, at=at)
    return claim


@transaction.atomic
def remove_claim(*, claim: Claim, at: datetime, by: Any) -> None:
    """Take a claim out; the ledger keeps that it was there."""
    fact = ClaimRemoved(claim_id=claim.pk, key=claim.key)
    claim.delete()
    ledger.record(fact, by=by, at=at)
