"""The signed paper as a private file."""

from datetime import datetime

from django.db import transaction

from catecp.accounts.models import User
from catecp.agreements.facts import ScanAttached, ScanWithdrawn
from catecp.agreements.models import Agreement
from catecp.agreements.services.drafting import locked
from catecp.files.services import media_type_of_scan, store_document, withdraw_document
from catecp.kernel import ledger


@transaction.atomic
def attach_scan(*, agreement: Agreement, name: str, content: bytes, at: datetime, by: User) -> Agreement:
    """Keep a PDF, PNG or JPEG of the signed paper; an earlier one is withdrawn. Refuses what only pretends to be one."""
    agreement = locked(agreement)
    media_type = media_type_of_scan(name, content)
    document = store_document(name=name, media_type=media_type, content=content, at=at, by=by)
    if agreement.scan is not None:
        withdraw_document(document=agreement.scan, at=at, by=by)
    agreement.scan = document
    agreement.save(update_fields=["scan"])
    ledger.record(ScanAttached(agreement_id=agreement.pk, document_id=document.pk), by=by, at=at)
    return agreement


@transaction.atomic
def withdraw_scan(*, agreement: Agreement, at: datetime, by: User) -> Agreement:
    """The scan is no longer handed out. Withdrawing again changes nothing."""
    agreement = locked(agreement)
    if agreement.scan is None:
        return agreement
    document = agreement.scan
    withdraw_document(document=document, at=at, by=by)
    agreement.scan = None
    agreement.save(update_fields=["scan"])
    ledger.record(ScanWithdrawn(agreement_id=agreement.pk, document_id=document.pk), by=by, at=at)
    return agreement
