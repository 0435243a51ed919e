"""A review: asked for a version as it stands, read by people from outside, decided with reasons.

Readers need no account: each gets a link of their own. Only the digest of its secret is kept, so the link stands in the message alone.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from catecp.accounts.models import Person
from catecp.courses.enums import ChecklistKind, ReviewState
from catecp.courses.facts import ReaderNamed, ReadingSubmitted, ReviewAsked, ReviewDecided
from catecp.courses.models import Block, Review, ReviewComment, Reviewer, Version
from catecp.courses.queries.drafts import fingerprint_of
from catecp.courses.queries.passport import checklist_in_force
from catecp.courses.rules import readings_suffice
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line, clean_text
from catecp.kernel.translated import Translated
from catecp.network.models import Institution
from catecp.network.queries.canonical import family_ids
from catecp.notices.services import Envelope, tell
from catecp.places.models import Country

VERDICTS = ("approve", "changes", "reject")
ANSWERS = ("yes", "partly", "no", "not_mine")
MOST_READERS, MOST_COMMENTS = 12, 500
DECISIONS = {ReviewState.APPROVED, ReviewState.CHANGES, ReviewState.REJECTED}


class UnfitReview(Refused):
    """It cannot be asked for, read or decided so."""


@dataclass(frozen=True)
class ReaderData:
    """A reader to be. Without an e-mail address the link is handed on by whoever named them."""

    name: str
    country: Country | None
    email: str = ""
    institution: Institution | None = None
    person: Person | None = None


@dataclass(frozen=True)
class Reading:
    """What a reader filled in: {item key: (answer, note)}, a verdict, a remark, and the language they wrote in."""

    answers: Mapping[str, tuple[str, str]]
    verdict: str = ""
    remark: str = ""
    language: str = "en"


@transaction.atomic
def ask_for_review(
    *, version: Version, receiving: Country | None, note: str, due_on: date | None, at: datetime, by: Any
) -> Review:
    """Bound to what stands in the version now, and to the checklist in force."""
    version = Version.objects.select_for_update().get(pk=version.pk)
    if not Block.objects.filter(version=version).exists():
        raise UnfitReview(_("The course has no content yet. Write a lesson first."))
    if Review.objects.filter(version=version, state=ReviewState.OPEN).exists():
        raise UnfitReview(_("A review of this version is under way already."))
    checklist = checklist_in_force(ChecklistKind.REVIEW)
    review = Review.objects.create(
        version=version,
        fingerprint=fingerprint_of(version),
        checklist=checklist.items if checklist else [],
        receiving_country=receiving,
        note=clean_text(note, longest=2_000),
        asked_by=getattr(by, "pk", None),
        asked_at=at,
        due_on=due_on,
    )
    ledger.record(ReviewAsked(review_id=review.pk, course_id=version.course_id), by=by, at=at)
    return review


@transaction.atomic
def name_reader(*, review: Review, data: ReaderData, at: datetime, by: Any) -> tuple[Reviewer, str]:
    """A reader, and the address of their link. With an e-mail address the link is on its way to them."""
    review = _open(review)
    owner = review.version.course.owner
    if data.institution is not None and data.institution.pk in family_ids(owner):
        raise UnfitReview(_("A reader comes from outside the institution that owns the course."))
    if review.reviewers.count() >= MOST_READERS:
        raise UnfitReview(_("At most %(most)s people read for one review.") % {"most": MOST_READERS})
    receiving = review.receiving_country_id
    reviewer = Reviewer.objects.create(
        review=review,
        person=data.person,
        name=clean_line(data.name),
        email=data.email,
        institution=data.institution,
        country=data.country,
        is_receiving=receiving is not None and data.country is not None and data.country.pk == receiving,
    )
    ledger.record(ReaderNamed(review_id=review.pk, reviewer_id=reviewer.pk), by=by, at=at)
    return reviewer, _send_link(reviewer, at=at, by=by)


@transaction.atomic
def renew_link(*, reviewer: Reviewer, at: datetime, by: Any) -> str:
    """A new link; the one before opens nothing any more."""
    _open(reviewer.review)
    return _send_link(reviewer, at=at, by=by)


def _send_link(reviewer: Reviewer, *, at: datetime, by: Any) -> str:
    secret = secrets.token_urlsafe(24)
    Reviewer.objects.filter(pk=reviewer.pk).update(token_digest=digest_of(secret))
    address = settings.SITE_ADDRESS + reverse("courses:read_by_link", args=[secret])
    if reviewer.email:
        tell(
            kind="courses.review_reading",
            to=reviewer.email,
            values={"name": reviewer.name, "course": str(reviewer.review.version.course.title), "address": address},
            envelope=Envelope(about=f"review:{reviewer.review_id}"),
            at=at,
            by=by,
        )
    return address


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def save_reading(*, reviewer: Reviewer, reading: Reading, submit: bool, at: datetime, by: Any = None) -> Reviewer:
    """Keep what the reader wrote; with `submit` it counts for the decision and does not change any more."""
    review = _open(reviewer.review)
    reviewer = Reviewer.objects.select_for_update().get(pk=reviewer.pk)
    if reviewer.submitted_at is not None:
        raise UnfitReview(_("Your reading is handed in already. Write a comment instead."))
    if submit and reading.verdict not in VERDICTS:
        raise UnfitReview(_("Say what you advise: approve, changes, or reject."))
    if submit and reading.verdict != "approve" and not reading.remark.strip():
        raise UnfitReview(_("Say in your remark what should change, so that the authors can act on it."))
    keys = {item["key"] for item in review.checklist}
    reviewer.answers = {
        key: {"verdict": answer, "note": clean_text(note, longest=2_000)}
        for key, (answer, note) in reading.answers.items()
        if key in keys and (answer in ANSWERS or note.strip())
    }
    missing = keys - {key for key, row in reviewer.answers.items() if row["verdict"] in ANSWERS}
    if submit and missing:
        raise UnfitReview(_("Answer every question, with “not for me to judge” where it is so."))
    reviewer.verdict = reading.verdict if reading.verdict in VERDICTS else ""
    reviewer.remark = clean_text(reading.remark, longest=8_000)
    reviewer.language = reading.language[:10]
    reviewer.submitted_at = at if submit else None
    reviewer.save(update_fields=["answers", "verdict", "remark", "language", "submitted_at"])
    if submit:
        fact = ReadingSubmitted(review_id=review.pk, reviewer_id=reviewer.pk, verdict=reviewer.verdict)
        ledger.record(fact, by=by, at=at)
    return reviewer


@transaction.atomic
def write_comment(
    *,
    review: Review,
    reviewer: Reviewer | None,
    name: str,
    block_key: str,
    text: str,
    language: str,
    at: datetime,
    by: Any = None,
) -> ReviewComment:
    """About a block, or (without a key) about the whole."""
    review = _open(review)
    text = clean_text(text, longest=4_000)
    if not text:
        raise UnfitReview(_("The comment is empty."))
    if block_key and not Block.objects.filter(version=review.version, key=block_key).exists():
        raise UnfitReview(_("This block is gone. Comment on the whole instead."))
    if review.comments.count() >= MOST_COMMENTS:
        raise UnfitReview(_("There are %(most)s comments already. Settle some first.") % {"most": MOST_COMMENTS})
    return ReviewComment.objects.create(
        review=review,
        reviewer=reviewer,
        author_name=clean_line(name),
        block_key=block_key,
        text=text,
        language=language[:10],
        written_by=getattr(by, "pk", None),
        written_at=at,
    )


@transaction.atomic
def settle_comment(*, comment: ReviewComment, settled: bool) -> None:
    ReviewComment.objects.filter(pk=comment.pk).update(is_settled=settled)


@transaction.atomic
def decide_review(*, review: Review, state: ReviewState, reasons: Translated, despite: str = "", at: datetime, by: Any) -> Review:
    """The decision with its reasons. While readings are missing, only with a reason why it cannot wait (`despite`)."""
    review = _open(review)
    if state not in DECISIONS:
        raise UnfitReview(_("Choose a decision."))
    if not reasons:
        raise UnfitReview(_("Give the reasons: the authors act on them."))
    enough = readings_suffice(review)
    despite = clean_text(despite, longest=1_000)
    if not enough and not despite:
        raise UnfitReview(_("%(why)s Wait for them, or say why it cannot wait.") % {"why": enough.reason})
    if state == ReviewState.APPROVED and fingerprint_of(review.version) != review.fingerprint:
        raise UnfitReview(_("The course changed since the readers got it. Ask for a new review of what stands there now."))
    if not enough:
        reasons = reasons.with_text(reasons.original, f"{reasons[reasons.original]}\n\n{despite}")
    review.state, review.reasons = state, reasons
    review.decided_by, review.decided_at = by.pk, at
    review.save(update_fields=["state", "reasons", "decided_by", "decided_at"])
    ledger.record(ReviewDecided(review_id=review.pk, course_id=review.version.course_id, state=state), by=by, at=at)
    return review


@transaction.atomic
def cancel_review(*, review: Review, at: datetime, by: Any) -> Review:
    review = _open(review)
    review.state, review.decided_by, review.decided_at = ReviewState.CANCELLED, by.pk, at
    review.save(update_fields=["state", "decided_by", "decided_at"])
    ledger.record(ReviewDecided(review_id=review.pk, course_id=review.version.course_id, state=review.state), by=by, at=at)
    return review


@transaction.atomic
def note_opened(*, reviewer: Reviewer, at: datetime) -> None:
    Reviewer.objects.filter(pk=reviewer.pk, opened_at=None).update(opened_at=at)


def _open(review: Review) -> Review:
    review = Review.objects.select_for_update(of=("self",)).select_related("version__course__owner").get(pk=review.pk)
    if review.state != ReviewState.OPEN:
        raise UnfitReview(_("This review is over: %(state)s.") % {"state": review.get_state_display()})
    return review
