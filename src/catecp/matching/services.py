"""Contact exchange. Nothing of either person is shown to the other before both consented, and either can end it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import Person, User
from catecp.events.models import Registration
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_text
from catecp.languages.tags import language_by_script
from catecp.matching import queries, rules
from catecp.matching.enums import Field, Standing
from catecp.matching.facts import (
    ContactAsked,
    ContactChanged,
    ContactDeclined,
    ContactsExchanged,
    ContactWithdrawn,
    FollowUpDone,
    FollowUpPlanned,
    MeetingConfirmed,
    MeetingSaid,
)
from catecp.matching.models import CodeMiss, ContactSwap, FollowUp

FOLLOW_UP_AFTER = timedelta(days=14)


class NotBetweenThese(Refused):
    """These two cannot exchange contacts."""


class WasDeclined(Refused):
    """Who was declined does not ask again."""


class NotOpen(Refused):
    """The exchange is not in the state this needs."""


def _known(fields: Iterable[str]) -> list[str]:
    chosen = set(fields)
    return [field.value for field in Field if field.value in chosen]


@transaction.atomic
def ask_for_contact(
    *, asker: Registration, asked: Registration, fields: Iterable[str], at: datetime, by: User | None
) -> ContactSwap:
    """Ask, sharing `fields`. When the other has asked already, this is the answer and both see each other.

    Asking again changes what is shared. Who was declined cannot ask again; who declined can, and that counts as consent. After a
    withdrawal everything begins anew: both must consent again.
    """
    verdict = rules.may_ask_for_contact(asker, asked)
    if not verdict:
        raise NotBetweenThese(str(verdict.reason))
    # Both rows are locked in one order, so that two people who scan each other at the same moment make one exchange.
    list(Registration.objects.select_for_update().filter(pk__in=[asker.pk, asked.pk]).order_by("pk"))
    swap = queries.swap_between(asker.event, asker.person, asked.person)
    if swap is None:
        swap = ContactSwap.objects.create(
            event=asker.event,
            asker=asker.person,
            asked=asked.person,
            asker_fields=_known(fields),
            requested_at=at,
        )
        ledger.record(ContactAsked(swap_id=swap.pk, event_id=swap.event_id), by=by, at=at)
        return swap
    return _ask_again(swap, person=asker.person, fields=_known(fields), at=at, by=by)


def _ask_again(swap: ContactSwap, *, person: Person, fields: list[str], at: datetime, by: User | None) -> ContactSwap:
    state = queries.standing(swap, person)
    i_asked = swap.asker_id == person.pk
    if state == Standing.DECLINED and i_asked:
        raise WasDeclined(_("Your request was declined. You can only wait to be asked."))
    if state in {Standing.WAITING, Standing.SHARED}:
        return change_fields(swap=swap, person=person, fields=fields, at=at, by=by)
    if state in {Standing.ASKED_ME, Standing.DECLINED}:
        swap.asked_fields, swap.accepted_at, swap.declined_at = fields, at, None
        fact: ContactAsked | ContactsExchanged = ContactsExchanged(swap_id=swap.pk, event_id=swap.event_id)
    else:
        _begin_anew(swap, person=person, fields=fields, at=at)
        fact = ContactAsked(swap_id=swap.pk, event_id=swap.event_id)
    swap.save()
    ledger.record(fact, by=by, at=at)
    return swap


def _begin_anew(swap: ContactSwap, *, person: Person, fields: list[str], at: datetime) -> None:
    if swap.asker_id != person.pk:
        swap.asker, swap.asked = swap.asked, swap.asker
        swap.asker_met_at, swap.asked_met_at = swap.asked_met_at, swap.asker_met_at
    swap.asker_fields, swap.asked_fields = fields, []
    swap.requested_at, swap.accepted_at, swap.declined_at = at, None, None
    swap.asker_withdrew_at = swap.asked_withdrew_at = None


def _locked(swap: ContactSwap, person: Person, *wanted: Standing) -> ContactSwap:
    swap = queries.swaps_of(person).select_for_update(of=("self",)).get(pk=swap.pk)
    if queries.standing(swap, person) not in wanted:
        raise NotOpen(_("This exchange has changed meanwhile. Look at it again."))
    return swap


@transaction.atomic
def accept_swap(*, swap: ContactSwap, person: Person, fields: Iterable[str], at: datetime, by: User | None) -> ContactSwap:
    """The one who was asked consents, with the fields they choose: now each sees the other's."""
    swap = _locked(swap, person, Standing.ASKED_ME)
    swap.asked_fields, swap.accepted_at = _known(fields), at
    swap.save(update_fields=["asked_fields", "accepted_at"])
    ledger.record(ContactsExchanged(swap_id=swap.pk, event_id=swap.event_id), by=by, at=at)
    return swap


@transaction.atomic
def decline_swap(*, swap: ContactSwap, person: Person, at: datetime, by: User | None) -> ContactSwap:
    swap = _locked(swap, person, Standing.ASKED_ME)
    swap.declined_at = at
    swap.save(update_fields=["declined_at"])
    ledger.record(ContactDeclined(swap_id=swap.pk, event_id=swap.event_id), by=by, at=at)
    return swap


@transaction.atomic
def change_fields(*, swap: ContactSwap, person: Person, fields: Iterable[str], at: datetime, by: User | None) -> ContactSwap:
    """Share more or less than before; the other sees it at once."""
    swap = _locked(swap, person, Standing.WAITING, Standing.SHARED)
    mine = "asker_fields" if swap.asker_id == person.pk else "asked_fields"
    setattr(swap, mine, _known(fields))
    swap.save(update_fields=[mine])
    ledger.record(ContactChanged(swap_id=swap.pk, event_id=swap.event_id), by=by, at=at)
    return swap


@transaction.atomic
def withdraw_from_swap(*, swap: ContactSwap, person: Person, at: datetime, by: User | None) -> ContactSwap:
    """Either ends the exchange, or takes back a request: from now on neither page nor card shows anything of either."""
    swap = _locked(swap, person, Standing.WAITING, Standing.SHARED)
    mine = "asker_withdrew_at" if swap.asker_id == person.pk else "asked_withdrew_at"
    setattr(swap, mine, at)
    swap.save(update_fields=[mine])
    ledger.record(ContactWithdrawn(swap_id=swap.pk, event_id=swap.event_id), by=by, at=at)
    return swap


@transaction.atomic
def say_we_met(*, swap: ContactSwap, person: Person, at: datetime, by: User | None) -> ContactSwap:
    """When both have said it, a follow-up is there, due in two weeks. Saying it again changes nothing."""
    swap = _locked(swap, person, Standing.SHARED)
    mine = "asker_met_at" if swap.asker_id == person.pk else "asked_met_at"
    if getattr(swap, mine) is not None:
        return swap
    setattr(swap, mine, at)
    swap.save(update_fields=[mine])
    ledger.record(MeetingSaid(swap_id=swap.pk, event_id=swap.event_id), by=by, at=at)
    if swap.asker_met_at and swap.asked_met_at:
        due = at.date() + FOLLOW_UP_AFTER
        follow_up, _is_new = FollowUp.objects.get_or_create(swap=swap, defaults={"created_at": at, "due_on": due})
        ledger.record(MeetingConfirmed(swap_id=swap.pk, event_id=swap.event_id, follow_up_id=follow_up.pk), by=by, at=at)
    return swap


@transaction.atomic
def plan_follow_up(
    *, follow_up: FollowUp, person: Person, note: str, due_on: date | None, at: datetime, by: User | None
) -> FollowUp:
    """What the two will take further and by when. Either may write it."""
    _locked(follow_up.swap, person, Standing.SHARED)
    follow_up = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    follow_up.note = clean_text(note, longest=2000)
    follow_up.language = language_by_script(follow_up.note, otherwise="en")
    follow_up.due_on = due_on
    follow_up.save(update_fields=["note", "language", "due_on"])
    ledger.record(FollowUpPlanned(follow_up_id=follow_up.pk), by=by, at=at)
    return follow_up


@transaction.atomic
def finish_follow_up(*, follow_up: FollowUp, person: Person, at: datetime, by: User | None) -> FollowUp:
    _locked(follow_up.swap, person, Standing.SHARED)
    follow_up = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if follow_up.done_at is None:
        follow_up.done_at = at
        follow_up.save(update_fields=["done_at"])
        ledger.record(FollowUpDone(follow_up_id=follow_up.pk), by=by, at=at)
    return follow_up


@transaction.atomic
def note_code_miss(*, person: Person, at: datetime) -> None:
    """Counted against guessing; what was older than a day is forgotten. Not a fact: nothing happened."""
    CodeMiss.objects.filter(person=person, missed_at__lt=at - timedelta(days=1)).delete()
    CodeMiss.objects.create(person=person, missed_at=at)
