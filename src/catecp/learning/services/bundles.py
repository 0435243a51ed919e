"""Results of a classroom bundle come back: checked by their seal, then taken as any other events.

The file is described in docs/guides/classroom-bundle.md. Taking it twice changes nothing.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.learning.bundle.making import MEDIA, cost_of, languages_for
from catecp.learning.facts import BundleMade, ResultsTaken
from catecp.learning.models import Bundle, ClassEntry, StudyClass
from catecp.learning.rules import may_open_class
from catecp.learning.services.intake import BUNDLE, Receipt, take_batch
from catecp.learning.services.joining import enrol_in_class, identity_of_entry
from catecp.learning.sync_events import MOST_EVENTS, Sent, SentBatch, Unreadable, canonical, device_key, read_events

FORMAT = "catecp-results-1"
MOST_BYTES = 20_000_000
MOST_SEATS = 2_000
MOST_EVENTS_A_SEAT = 20_000


class ResultsRefused(Refused):
    """The file is refused whole, and nothing of it was kept."""


class BundleRefused(Refused):
    """No bundle is made; the sentence says why."""


@dataclass(frozen=True)
class SeatReport:
    """What came of one seat. `problem` says why nothing (or not all) of it was taken."""

    name: str
    kept: int = 0
    repeated: int = 0
    oddities: int = 0
    problem: str = ""
    is_new: bool = False  # the name was not on the list and was added


@dataclass(frozen=True)
class ResultsReport:
    bundle: Bundle
    seats: Sequence[SeatReport]

    @property
    def kept(self) -> int:
        return sum(seat.kept for seat in self.seats)

    @property
    def repeated(self) -> int:
        return sum(seat.repeated for seat in self.seats)

    @property
    def refused(self) -> int:
        return sum(bool(seat.problem) for seat in self.seats)


@transaction.atomic
def make_bundle(*, study_class: StudyClass, languages: Sequence[str], media: str, at: datetime, by: Any) -> Bundle:
    """A bundle with a key of its own; its files are written whenever it is downloaded, with the class list of that moment."""
    verdict = may_open_class(study_class)
    if not verdict:
        raise BundleRefused(str(verdict.reason))
    wanted = [tag for tag in languages_for(study_class) if tag in languages]
    if not wanted or media not in MEDIA:
        raise BundleRefused(_("Choose at least one language of the course, and how its films go along."))
    bundle = Bundle.objects.create(
        version=study_class.offering.version,
        study_class=study_class,
        languages=wanted,
        media=media,
        key=secrets.token_hex(32),
        size=cost_of(study_class).of(languages=len(wanted), media=media),
        made_by=getattr(by, "pk", None),
        made_at=at,
    )
    ledger.record(BundleMade(bundle_id=bundle.pk, class_id=study_class.pk), by=by, at=at)
    return bundle


def seal(file: Mapping[str, Any], key: str) -> str:
    """The signature a results file must carry: HMAC-SHA-256 (hex) over its canonical JSON without `signature`."""
    signed = {name: value for name, value in file.items() if name != "signature"}
    text = canonical(signed).encode("utf-8", "surrogatepass")
    return hmac.new(bytes.fromhex(key), text, hashlib.sha256).hexdigest()


def take_results(*, content: bytes, study_class: StudyClass, at: datetime, by: Any) -> ResultsReport:
    """Take the results of a bundle of this class. Each seat is kept or refused on its own; a file that is not sealed is refused whole."""
    file = _read(content)
    bundle = Bundle.objects.filter(public_id=str(file.get("bundle", ""))[:12]).select_related("study_class").first()
    if bundle is None or bundle.study_class_id != study_class.pk:
        raise ResultsRefused(
            _("These results belong to another class, or to a bundle that was not made here. Nothing was taken.")
        )
    if not constant_time_compare(seal(file, bundle.key), str(file.get("signature", ""))):
        reason = _(
            "The seal of this file does not fit: it was changed on the way, or not made by this class's bundle. Nothing was taken."
        )
        raise ResultsRefused(reason)
    verdict = may_open_class(study_class)
    if not verdict:
        raise ResultsRefused(str(verdict.reason))
    report = ResultsReport(bundle, [_take_seat(seat, bundle, study_class, at) for seat in _seats(file)])
    _note(report, at, by)
    return report


def _read(content: bytes) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        raise ResultsRefused(_("This file is larger than %(limit)s MB; results are not.") % {"limit": MOST_BYTES // 1_000_000})
    try:
        file = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        file = None
    if not isinstance(file, dict) or file.get("format") != FORMAT:
        raise ResultsRefused(_("This is no file of results. It is called catecp-results-….json, and comes from the bundle."))
    return file


def _seats(file: Mapping[str, Any]) -> list[Any]:
    seats = file.get("seats")
    if not isinstance(seats, list) or len(seats) > MOST_SEATS:
        raise ResultsRefused(_("The file holds more seats than a class has."))
    return seats


def _take_seat(seat: Any, bundle: Bundle, study_class: StudyClass, at: datetime) -> SeatReport:
    name = ""
    try:
        if not isinstance(seat, dict):
            raise Unreadable("A seat is a JSON object.")
        name = clean_line(str(seat.get("name") or seat.get("entry") or ""))
        key, events = device_key(seat.get("key")), _events(seat.get("events"))
        return _keep_seat(key=key, events=events, said=seat, bundle=bundle, study_class=study_class, at=at)
    except Unreadable as problem:
        return SeatReport(name or "?", problem=str(problem))
    except Refused as refusal:
        return SeatReport(name or "?", problem=str(refusal))


def _events(said: Any) -> tuple[Sent, ...]:
    """The seat's events; what they are about is the seat's own enrolment, whatever they say."""
    if isinstance(said, list):
        said = [{**row, "enrolment": ""} if isinstance(row, dict) else row for row in said]
    return read_events(said, most=MOST_EVENTS_A_SEAT)


@transaction.atomic
def _keep_seat(
    *, key: str, events: Sequence[Sent], said: Mapping[str, Any], bundle: Bundle, study_class: StudyClass, at: datetime
) -> SeatReport:
    """One learner's events, all in one transaction."""
    entry, is_new = _entry(study_class, said)
    identity = identity_of_entry(entry, source=f"bundle:{bundle.pk}", at=at)
    ClassEntry.objects.filter(pk=entry.pk, learner=None).update(learner=identity.learner)
    enrolment = enrol_in_class(entry=entry, identity=identity, at=at)
    receipts: list[Receipt] = []
    for start in range(0, len(events), MOST_EVENTS):
        batch = SentBatch(key, events[start : start + MOST_EVENTS])
        receipts.append(
            take_batch(learner=identity.learner, batch=batch, at=at, route=BUNDLE, enrolment=enrolment, bundle=bundle)
        )
    missing = bool(events) and receipts[-1].highest < events[-1].seq
    return SeatReport(
        entry.name,
        kept=sum(receipt.kept for receipt in receipts),
        repeated=sum(receipt.repeated for receipt in receipts),
        oddities=sum(len(receipt.oddities) for receipt in receipts),
        problem=_("Steps are missing in between; what comes after them was not taken.") if missing else "",
        is_new=is_new,
    )


def _entry(study_class: StudyClass, said: Mapping[str, Any]) -> tuple[ClassEntry, bool]:
    """The line of the list a seat is about: by its id, else by its name; a name nobody knows is added."""
    entries = ClassEntry.objects.select_related("study_class__institution", "study_class__offering").filter(
        study_class=study_class
    )
    told = clean_line(str(said.get("entry") or ""))
    if told.isascii() and told.isdigit() and len(told) < 19 and (found := entries.filter(pk=int(told)).first()):
        return found, False
    name = clean_line(str(said.get("name") or ("" if told.isdigit() else told)))
    if not name:
        raise Unreadable(_("This seat has no name and is not on the list."))
    same = list(entries.filter(name__iexact=name, removed_at=None)[:2])
    if len(same) == 1:
        return same[0], False
    if same:
        raise Unreadable(_("Two people on the list have this name; the file does not say which."))
    added = ClassEntry.objects.create(study_class=study_class, name=name, position=entries.count())
    return added, True


@transaction.atomic
def _note(report: ResultsReport, at: datetime, by: Any) -> None:
    Bundle.objects.filter(pk=report.bundle.pk).update(returned_at=at)
    fact = ResultsTaken(bundle_id=report.bundle.pk, kept=report.kept, repeated=report.repeated, refused=report.refused)
    ledger.record(fact, by=by, at=at)
