"""Takeaways: one point taken from a session, in the words and the language of who noted it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.events.facts import TakeawayNoted, TakeawayRemoved
from catecp.events.models import Session, Takeaway, Talk
from catecp.events.services.events import swap_neighbours
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.kernel.translated import Translated

LONGEST = 1000


class NotATakeaway(Refused):
    """A takeaway is a sentence about this session."""


@transaction.atomic
def note_takeaway(*, session: Session, text: Translated, talk: Talk | None = None, by: User | None, at: datetime) -> Takeaway:
    """Behind the others. The same words twice in one session are one takeaway."""
    _check(session, text, talk)
    rows = list(Takeaway.objects.select_for_update().filter(session=session))
    words = clean_line(str(text), longest=LONGEST).casefold()
    if any(words in {each.casefold() for each in row.text.texts.values()} for row in rows):
        raise NotATakeaway(_("This takeaway is noted already."))
    takeaway = Takeaway.objects.create(
        session=session, talk=talk, text=text, position=len(rows), noted_by=by.pk if by else None, noted_at=at
    )
    ledger.record(_noted(takeaway), by=by, at=at)
    return takeaway


@transaction.atomic
def change_takeaway(*, takeaway: Takeaway, text: Translated, talk: Talk | None, by: User, at: datetime) -> Takeaway:
    takeaway = Takeaway.objects.select_for_update().select_related("session").get(pk=takeaway.pk)
    _check(takeaway.session, text, talk)
    takeaway.text, takeaway.talk = text, talk
    takeaway.save(update_fields=["text", "talk"])
    ledger.record(_noted(takeaway), by=by, at=at)
    return takeaway


@transaction.atomic
def move_takeaway(*, takeaway: Takeaway, up: bool, by: User, at: datetime) -> None:
    rows = list(Takeaway.objects.select_for_update().filter(session=takeaway.session_id).order_by("position", "pk"))
    swap_neighbours(rows, next(row for row in rows if row.pk == takeaway.pk), up=up)
    ledger.record(_noted(takeaway), by=by, at=at)


@transaction.atomic
def remove_takeaway(*, takeaway: Takeaway, by: User, at: datetime) -> None:
    fact = TakeawayRemoved(takeaway_id=takeaway.pk, session_id=takeaway.session_id, event_id=takeaway.session.event_id)
    takeaway.delete()
    ledger.record(fact, by=by, at=at)


def _check(session: Session, text: Translated, talk: Talk | None) -> None:
    if not text:
        raise NotATakeaway(_("Write the takeaway down first."))
    if talk is not None and talk.session_id != session.pk:
        raise NotATakeaway(_("This talk belongs to another session."))


def _noted(takeaway: Takeaway) -> TakeawayNoted:
    return TakeawayNoted(takeaway_id=takeaway.pk, session_id=takeaway.session_id, event_id=takeaway.session.event_id)
