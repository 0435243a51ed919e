"""Reviews: who sees which, and what waits."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from catecp.accounts.queries import Actor, holds, person_of
from catecp.accounts.roles import Permission
from catecp.courses.enums import ReviewState
from catecp.courses.models import Block, Review, ReviewComment, Reviewer
from catecp.kernel.translated import Translated
from catecp.network.queries.canonical import institutions_held


def reviews_visible_to(actor: Actor) -> QuerySet[Review]:
    """All for who leads reviews; those of their courses for authors. The newest first."""
    rows = Review.objects.select_related("version__course__owner", "version__course__body", "receiving_country")
    rows = rows.prefetch_related("reviewers__country", "reviewers__institution").order_by("-asked_at", "-pk")
    if holds(actor, Permission.MANAGE_NETWORK) or holds(actor, Permission.REVIEW_COURSE):
        return rows
    held = institutions_held(actor, Permission.WRITE_COURSE)
    return rows if held is None else rows.filter(version__course__owner__in=held)


def readings_of(actor: Actor) -> QuerySet[Reviewer]:
    """Readings of the person of this account, those still to hand in first."""
    person = person_of(actor)
    rows = Reviewer.objects.select_related("review__version__course__body", "review__receiving_country")
    return (rows.filter(person=person) if person else rows.none()).order_by("submitted_at", "-pk")


def readings_waiting_for(actor: Actor) -> QuerySet[Reviewer]:
    return readings_of(actor).filter(submitted_at=None, review__state=ReviewState.OPEN)


def reviewer_of_digest(digest: str) -> Reviewer | None:
    """The reader whose link has this digest."""
    rows = Reviewer.objects.select_related("review__version__course__body", "review__receiving_country")
    return rows.filter(token_digest=digest).first() if digest else None


@dataclass(frozen=True)
class AnsweredItem:
    """An item of the checklist with what each reader who handed in answered."""

    key: str
    text: Translated
    answers: tuple[tuple[Reviewer, str, str], ...]  # (reader, verdict, note)
    counts: Counter[str]


def answered(review: Review) -> list[AnsweredItem]:
    readers = [reader for reader in review.reviewers.all() if reader.submitted_at is not None]
    found = []
    for item in review.checklist:
        rows = tuple(
            (reader, reader.answers[item["key"]]["verdict"], reader.answers[item["key"]]["note"])
            for reader in readers
            if item["key"] in reader.answers
        )
        counts = Counter(verdict for _reader, verdict, _note in rows)
        found.append(AnsweredItem(item["key"], Translated.from_json(item["text"]), rows, counts))
    return found


def comments_of(review: Review) -> list[tuple[ReviewComment, Block | None]]:
    """Comments in order, each with the block it is about (None: the whole, or a block that is gone)."""
    comments = list(review.comments.order_by("written_at", "pk"))
    keys = {comment.block_key for comment in comments if comment.block_key}
    blocks = {block.key: block for block in Block.objects.filter(version=review.version, key__in=keys).select_related("unit")}
    return [(comment, blocks.get(comment.block_key)) for comment in comments]


def open_reviews_led_by(actor: Actor) -> QuerySet[Review]:
    """Reviews that wait for a decision of somebody like this actor."""
    if not (holds(actor, Permission.MANAGE_NETWORK) or holds(actor, Permission.REVIEW_COURSE)):
        return Review.objects.none()
    own = institutions_held(actor, Permission.WRITE_COURSE)
    rows = reviews_visible_to(actor).filter(state=ReviewState.OPEN)
    is_own = Q(version__course__owner__in=own) if own else Q(pk=None)
    return rows if holds(actor, Permission.MANAGE_NETWORK) else rows.exclude(is_own)
