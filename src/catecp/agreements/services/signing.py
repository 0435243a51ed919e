"""Signing day: an agreement counts from the moment it is marked as signed."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.agreements.facts import AgreementSigned, SignatureUndone
from catecp.agreements.models import Agreement, AgreementState
from catecp.agreements.services.drafting import TooFewParties, check_signatories, kept_id, locked
from catecp.events.models import Event
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line

AROUND_THE_EVENT = timedelta(days=31)
EARLIEST = date(1950, 1, 1)


class AgreementIsCancelled(Refused):
    """A cancelled agreement is not signed."""


class SignedOnImpossibleDay(Refused):
    """The day of signature lies in the future, long ago, or far from the event."""


class TooLateToUndo(Refused):
    """A signature can be taken back on the day it was entered."""


class ReasonMissing(Refused):
    """Taking a signature back needs a reason."""


@transaction.atomic
def sign_agreement(*, agreement: Agreement, on: date | None = None, at: datetime, by: User | None) -> Agreement:
    """The agreement was signed: today, or on the day `on`. Saying it again changes nothing.

    Needs two different institutions (merges followed), a name for each signature, and a day that can be true.
    """
    agreement = locked(agreement)
    if agreement.state == AgreementState.SIGNED:
        return agreement
    if agreement.state == AgreementState.CANCELLED:
        raise AgreementIsCancelled(_("This agreement was cancelled. Take it up again first."))
    parties = list(agreement.parties.select_related("institution", "signatory"))
    if len({kept_id(party.institution) for party in parties}) < 2:
        raise TooFewParties(_("An agreement ties at least two different institutions. Add the other party."))
    check_signatories(parties)
    day = on or local_day(agreement, at)
    _check_day(agreement, day, today=local_day(agreement, at))
    agreement.state, agreement.signed_on, agreement.signed_at = AgreementState.SIGNED, day, at
    agreement.save(update_fields=["state", "signed_on", "signed_at"])
    ids = [party.institution_id for party in parties]
    ledger.record(AgreementSigned(agreement_id=agreement.pk, event_id=agreement.event_id, institution_ids=ids), by=by, at=at)
    return agreement


@transaction.atomic
def undo_signature(*, agreement: Agreement, reason: str, at: datetime, by: User) -> Agreement:
    """It was marked by mistake: possible until the end of the day on which it was marked, with a reason."""
    agreement = locked(agreement)
    if agreement.state != AgreementState.SIGNED:
        return agreement
    if not clean_line(reason):
        raise ReasonMissing(_("Say why the signature is taken back."))
    if agreement.signed_at is None or local_day(agreement, agreement.signed_at) != local_day(agreement, at):
        raise TooLateToUndo(_("A signature can be taken back on the day it was entered. Now it is part of the record."))
    agreement.state, agreement.signed_on, agreement.signed_at = AgreementState.PLANNED, None, None
    agreement.save(update_fields=["state", "signed_on", "signed_at"])
    fact = SignatureUndone(agreement_id=agreement.pk, event_id=agreement.event_id, reason=clean_line(reason))
    ledger.record(fact, by=by, at=at)
    return agreement


def local_day(agreement: Agreement, at: datetime) -> date:
    """The day it is at the event, or in UTC without one."""
    return at.astimezone(ZoneInfo(agreement.event.time_zone if agreement.event else "UTC")).date()


def is_near(event: Event, day: date) -> bool:
    """Whether an agreement of this event can have been signed on that day: within a month of it."""
    return event.starts_on - AROUND_THE_EVENT <= day <= event.ends_on + AROUND_THE_EVENT


def _check_day(agreement: Agreement, day: date, *, today: date) -> None:
    if day > today:
        raise SignedOnImpossibleDay(_("The day of signature lies in the future. Choose today or an earlier day."))
    if day < EARLIEST:
        raise SignedOnImpossibleDay(_("The day of signature lies too far back. Check the year."))
    if agreement.event and not is_near(agreement.event, day):
        words = _("Agreements of this event are signed within a month of it; %(day)s is too far away. Check the date.")
        raise SignedOnImpossibleDay(words % {"day": day.isoformat()})
    if agreement.ends_on and agreement.ends_on <= day:
        raise SignedOnImpossibleDay(_("The agreement would end before it is signed. Correct its last day."))
