"""Calls for collaboration and who is interested."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import Person, User
from catecp.events.models import Event
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_text
from catecp.kernel.translated import written
from catecp.languages.tags import LANGUAGES
from catecp.network.models import Institution
from catecp.opportunities import rules
from catecp.opportunities.facts import CallEdited, CallPosted, CallStateChanged, CallTranslated, InterestSaid, InterestWithdrawn
from catecp.opportunities.models import Call, CallKind, CallState, Interest

LONGEST = 600
MOST_AN_HOUR = 12


class CallIsEmpty(Refused):
    """A call says something."""


class TooManyCalls(Refused):
    """One person does not fill the board."""


class NotForYou(Refused):
    """The rules say who does this."""


@dataclass(frozen=True)
class CallText:
    """What the form says about a call. `language` is the tag the text is written in."""

    text: str
    language: str
    kind: str
    offers: bool
    closes_on: date | None = None


def _checked(said: CallText) -> CallText:
    text = clean_text(said.text, longest=LONGEST)
    if not text:
        raise CallIsEmpty(_("Write in a sentence or two what you offer or look for."))
    language = said.language if said.language in LANGUAGES else "en"
    kind = said.kind if said.kind in CallKind.values else CallKind.OTHER
    return CallText(text=text, language=language, kind=kind, offers=said.offers, closes_on=said.closes_on)


@transaction.atomic
def post_call(
    *,
    owner: Person,
    said: CallText,
    event: Event | None,
    institution: Institution | None,
    once_key: str,
    at: datetime,
    by: User | None,
) -> Call:
    """Put a call on the board. The form's own key makes posting it twice one call."""
    said = _checked(said)
    Person.objects.select_for_update().get(pk=owner.pk)  # one at a time per owner: the limit and the key hold
    key = f"{once_key[:32]}-{owner.pk}"[:40]
    there = Call.objects.filter(once_key=key).first()
    if there is not None:
        return there
    if Call.objects.filter(owner=owner, posted_at__gt=at - timedelta(hours=1)).count() >= MOST_AN_HOUR:
        raise TooManyCalls(_("You posted many calls within an hour. Edit one of them, or wait a little."))
    call = Call.objects.create(
        event=event,
        kind=said.kind,
        offers=said.offers,
        text=written(said.text, said.language),
        language=said.language,
        owner=owner,
        institution=institution,
        closes_on=said.closes_on,
        once_key=key,
        posted_at=at,
    )
    ledger.record(CallPosted(call_id=call.pk, event_id=event.pk if event else None), by=by, at=at)
    return call


@transaction.atomic
def edit_call(*, call: Call, said: CallText, person: Person, at: datetime, by: User | None) -> Call:
    """A changed text marks its translations outdated; a text in another language begins anew."""
    said = _checked(said)
    call = Call.objects.select_for_update().get(pk=call.pk)
    if not rules.may_edit_call(person, call):
        raise NotForYou(str(rules.may_edit_call(person, call).reason))
    same = call.text.original == said.language
    call.text = call.text.with_text(said.language, said.text) if same else written(said.text, said.language)
    call.language, call.kind, call.offers, call.closes_on = said.language, said.kind, said.offers, said.closes_on
    call.save(update_fields=["text", "language", "kind", "offers", "closes_on"])
    ledger.record(CallEdited(call_id=call.pk), by=by, at=at)
    return call


@transaction.atomic
def translate_call(*, call: Call, language: str, text: str, at: datetime, by: User) -> Call:
    """The same call in another language, for readers; the original stays beside it."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    text = clean_text(text, longest=LONGEST)
    if language not in LANGUAGES or language == call.text.original or not text:
        raise CallIsEmpty(_("Choose another language and write the text in it."))
    call.text = call.text.with_text(language, text)
    call.save(update_fields=["text"])
    ledger.record(CallTranslated(call_id=call.pk, language=language), by=by, at=at)
    return call


@transaction.atomic
def close_call(*, call: Call, person: Person, at: datetime, by: User | None) -> Call:
    """The owner has found somebody, or calls no more. The call stays as a record."""
    return _owner_sets(call, CallState.CLOSED, person=person, at=at, by=by)


@transaction.atomic
def reopen_call(*, call: Call, person: Person, at: datetime, by: User | None) -> Call:
    return _owner_sets(call, CallState.OPEN, person=person, at=at, by=by)


def _owner_sets(call: Call, state: CallState, *, person: Person, at: datetime, by: User | None) -> Call:
    call = Call.objects.select_for_update().get(pk=call.pk)
    if not rules.may_edit_call(person, call):
        raise NotForYou(str(rules.may_edit_call(person, call).reason))
    return _set_state(call, state, at=at, by=by)


@transaction.atomic
def hide_call(*, call: Call, at: datetime, by: User) -> Call:
    """Off the board and the lists; its owner and the coordinator still see it."""
    return _set_state(Call.objects.select_for_update().get(pk=call.pk), CallState.HIDDEN, at=at, by=by)


@transaction.atomic
def show_call(*, call: Call, at: datetime, by: User) -> Call:
    return _set_state(Call.objects.select_for_update().get(pk=call.pk), CallState.OPEN, at=at, by=by)


def _set_state(call: Call, state: CallState, *, at: datetime, by: User | None) -> Call:
    if call.state != state:
        call.state = state
        call.save(update_fields=["state"])
        ledger.record(CallStateChanged(call_id=call.pk, state=state), by=by, at=at)
    return call


@transaction.atomic
def say_interested(*, call: Call, person: Person, institution: Institution | None, at: datetime, by: User | None) -> Interest:
    """Saying it again changes nothing; after withdrawing it counts anew."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    verdict = rules.may_say_interested(person, call, on=at.date())
    if not verdict:
        raise NotForYou(str(verdict.reason))
    interest, is_new = Interest.objects.get_or_create(
        call=call, person=person, defaults={"said_at": at, "institution": institution}
    )
    if not is_new and interest.withdrawn_at is None:
        return interest
    if not is_new:
        interest.said_at, interest.withdrawn_at, interest.institution = at, None, institution
        interest.save(update_fields=["said_at", "withdrawn_at", "institution"])
    ledger.record(InterestSaid(call_id=call.pk, interest_id=interest.pk), by=by, at=at)
    return interest


@transaction.atomic
def withdraw_interest(*, call: Call, person: Person, at: datetime, by: User | None) -> None:
    """Also possible when the call is closed. Without an interest, nothing happens."""
    interest = Interest.objects.select_for_update().filter(call=call, person=person, withdrawn_at__isnull=True).first()
    if interest is not None:
        interest.withdrawn_at = at
        interest.save(update_fields=["withdrawn_at"])
        ledger.record(InterestWithdrawn(call_id=call.pk, interest_id=interest.pk), by=by, at=at)
