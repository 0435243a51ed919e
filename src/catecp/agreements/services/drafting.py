"""Planning agreements: what they are about, who the parties are, in which order they are signed."""

import dataclasses
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import Person, User
from catecp.agreements.facts import AgreementCancelled, AgreementEdited, AgreementMoved, AgreementPlanned, AgreementReinstated
from catecp.agreements.models import Agreement, AgreementKind, AgreementState, Party
from catecp.events.models import Event
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line, clean_text
from catecp.kernel.translated import Translated
from catecp.network.models import Institution
from catecp.network.searchable import search_text


class TooFewParties(Refused):
    """An agreement ties at least two different institutions."""


class SignatoryMissing(Refused):
    """A signed agreement says who signed for each party."""


class NotPlanned(Refused):
    """Only an agreement that is planned can be cancelled or moved."""


class EndsBeforeSigned(Refused):
    """An agreement ends after it was signed."""


@dataclasses.dataclass(frozen=True)
class PartyGiven:
    """One party as typed: the institution and who signs for it."""

    institution: Institution
    signatory_name: str = ""
    signatory_post: str = ""
    signatory: Person | None = None


@dataclasses.dataclass(frozen=True)
class AgreementGiven:
    """An agreement as typed."""

    parties: Sequence[PartyGiven]
    kind: str = AgreementKind.MOU
    title: Translated = dataclasses.field(default_factory=Translated)
    field: Translated = dataclasses.field(default_factory=Translated)
    ends_on: date | None = None
    remark: str = ""


@transaction.atomic
def plan_agreement(*, event: Event | None, given: AgreementGiven, at: datetime, by: User | None) -> Agreement:
    """Enter an agreement; at an event it goes to the end of the order of signing day."""
    _check_parties(given.parties)
    last = (
        Agreement.objects.filter(event=event).order_by("-position").values_list("position", flat=True).first() if event else None
    )
    agreement = Agreement(event=event, position=(last or 0) + 1, created_at=at)
    _fill(agreement, given)
    _set_parties(agreement, given.parties)
    ids = [party.institution.pk for party in given.parties]
    ledger.record(AgreementPlanned(agreement_id=agreement.pk, event_id=agreement.event_id, institution_ids=ids), by=by, at=at)
    return agreement


@transaction.atomic
def edit_agreement(*, agreement: Agreement, given: AgreementGiven, at: datetime, by: User) -> Agreement:
    """Change what was entered. A signed agreement keeps what a signed one needs."""
    agreement = locked(agreement)
    _check_parties(given.parties)
    if agreement.state == AgreementState.SIGNED:
        check_signatories(given.parties)
    if agreement.signed_on and given.ends_on and given.ends_on <= agreement.signed_on:
        raise EndsBeforeSigned(_("The agreement ends before it was signed. Correct its last day."))
    _fill(agreement, given)
    _set_parties(agreement, given.parties)
    ledger.record(AgreementEdited(agreement_id=agreement.pk, event_id=agreement.event_id), by=by, at=at)
    return agreement


@transaction.atomic
def cancel_agreement(*, agreement: Agreement, reason: str, at: datetime, by: User) -> Agreement:
    """It will not be signed; it leaves the order and keeps its record. Cancelling again changes nothing."""
    agreement = locked(agreement)
    if agreement.state == AgreementState.CANCELLED:
        return agreement
    if agreement.state == AgreementState.SIGNED:
        raise NotPlanned(_("This agreement is signed. Undo the signature first if that was a mistake."))
    agreement.state = AgreementState.CANCELLED
    agreement.save(update_fields=["state"])
    fact = AgreementCancelled(agreement_id=agreement.pk, event_id=agreement.event_id, reason=clean_line(reason))
    ledger.record(fact, by=by, at=at)
    return agreement


@transaction.atomic
def reinstate_agreement(*, agreement: Agreement, at: datetime, by: User) -> Agreement:
    """A cancelled agreement is planned again, at its old place in the order."""
    agreement = locked(agreement)
    if agreement.state == AgreementState.CANCELLED:
        agreement.state = AgreementState.PLANNED
        agreement.save(update_fields=["state"])
        ledger.record(AgreementReinstated(agreement_id=agreement.pk, event_id=agreement.event_id), by=by, at=at)
    return agreement


@transaction.atomic
def move_agreement(*, agreement: Agreement, places: int, at: datetime, by: User) -> Agreement:
    """Move it in the order of signing day: -1 is one earlier, 1 one later; past either end it stays there."""
    order = list(
        Agreement.objects.select_for_update()
        .filter(event=agreement.event_id)
        .exclude(state=AgreementState.CANCELLED)
        .order_by("position", "pk")
    )
    was = next((number for number, row in enumerate(order) if row.pk == agreement.pk), None)
    if was is None or agreement.event_id is None:
        raise NotPlanned(_("This agreement is not in the order of signing day. Open the page again."))
    now = max(0, min(len(order) - 1, was + places))
    order.insert(now, order.pop(was))
    for position, row in enumerate(order, start=1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
    if now != was:
        fact = AgreementMoved(agreement_id=agreement.pk, event_id=agreement.event_id, position=now + 1)
        ledger.record(fact, by=by, at=at)
    return order[now]


def locked(agreement: Agreement) -> Agreement:
    """The row as it is now, locked for this transaction."""
    return Agreement.objects.select_for_update().get(pk=agreement.pk)


def check_signatories(parties: Sequence[PartyGiven | Party]) -> None:
    missing = [str(party.institution) for party in parties if not (party.signatory_name or party.signatory)]
    if missing:
        words = _("Who signs for %(institution)s? Enter the name, then mark the agreement as signed.")
        raise SignatoryMissing(words % {"institution": missing[0]})


def _check_parties(parties: Sequence[PartyGiven]) -> None:
    if len({kept_id(party.institution) for party in parties}) < 2:
        raise TooFewParties(_("An agreement ties at least two different institutions. Add the other party."))
    if len({kept_id(party.institution) for party in parties}) < len(parties):
        raise TooFewParties(_("One institution stands twice among the parties. Take one of the two lines out."))


def kept_id(institution: Institution) -> int:
    """The institution's id, merges followed."""
    return institution.merged_into_id or institution.pk


def _fill(agreement: Agreement, given: AgreementGiven) -> None:
    agreement.kind = AgreementKind(given.kind)
    agreement.title, agreement.field = given.title, given.field
    agreement.ends_on, agreement.remark = given.ends_on, clean_text(given.remark, longest=2_000)
    agreement.search_text = search_text([*given.title.texts.values(), *given.field.texts.values()])
    agreement.save()


def _set_parties(agreement: Agreement, parties: Sequence[PartyGiven]) -> None:
    agreement.parties.all().delete()
    Party.objects.bulk_create(
        Party(
            agreement=agreement,
            institution=party.institution,
            signatory=party.signatory,
            signatory_name=clean_line(party.signatory_name),
            signatory_post=clean_line(party.signatory_post),
            position=position,
        )
        for position, party in enumerate(parties, start=1)
    )
