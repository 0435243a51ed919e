"""Releasing a programme: it is frozen with what changed, and from then on it is what everybody sees."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.events import programme
from catecp.events.facts import ProgrammeReleased
from catecp.events.models import Event, ProgrammeRelease
from catecp.events.programme_changes import changes_between
from catecp.events.queries.programme import draft_programme, latest_release
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.translated import Translated


class NothingToRelease(Refused):
    """The draft is empty, or the same as what is out."""


@transaction.atomic
def release_programme(*, event: Event, note: Translated, by: User | None, at: datetime) -> ProgrammeRelease:
    """The next version. Versions are numbered without gaps from 1."""
    Event.objects.select_for_update().get(pk=event.pk)
    draft, last = draft_programme(event), latest_release(event)
    if not draft:
        raise NothingToRelease(_("The programme has no session yet."))
    changes = changes_between(programme.from_json(last.content), draft) if last else []
    if last is not None and programme.to_json(draft) == last.content:
        raise NothingToRelease(_("Nothing has changed since version %(number)s.") % {"number": last.number})
    number = last.number + 1 if last else 1
    release = ProgrammeRelease.objects.create(
        event=event,
        number=number,
        content=programme.to_json(draft),
        changes=changes,
        note=note,
        released_at=at,
        released_by=by.pk if by else None,
    )
    ledger.record(ProgrammeReleased(event_id=event.pk, release_id=release.pk, number=number), by=by, at=at)
    return release
