"""Which words a learner practises now."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from catecp.languages.models import Term, TermWord
from catecp.learning.models import Learner, PracticeCard

SITTING = 10  # cards


@dataclass(frozen=True)
class Deck:
    """Terms of a field (all fields when empty) from one language into another."""

    shown: str
    asked: str
    field: str = ""


@dataclass(frozen=True)
class DeckCounts:
    total: int
    known: int  # begun
    due: int
    next_due: datetime | None

    @property
    def new(self) -> int:
        return self.total - self.known


def terms_of(deck: Deck) -> QuerySet[Term]:
    """Terms that have a word in both languages."""
    found = Term.objects.filter(field=deck.field) if deck.field else Term.objects.all()
    for language in (deck.shown, deck.asked):
        found = found.filter(pk__in=TermWord.objects.filter(language=language, is_preferred=True).values("term"))
    return found.order_by("field", "key", "pk")


def cards_of(learner: Learner, deck: Deck) -> QuerySet[PracticeCard]:
    """Cards of this human being, whichever of their rows began them."""
    mine = Q(learner__root=learner.root_id or learner.pk or 0)  # an account that has not begun owns no cards
    cards = PracticeCard.objects.filter(mine, shown=deck.shown, asked=deck.asked, term__in=terms_of(deck).values("pk"))
    return cards.order_by("due_at", "pk")


def deck_counts(learner: Learner | None, deck: Deck, *, at: datetime) -> DeckCounts:
    total = terms_of(deck).count()
    if learner is None:
        return DeckCounts(total, 0, 0, None)
    dues = list(cards_of(learner, deck).values_list("due_at", flat=True))
    return DeckCounts(total, len(dues), sum(due <= at for due in dues), min(dues, default=None))


def next_term(learner: Learner, deck: Deck, *, at: datetime) -> tuple[Term, PracticeCard | None] | None:
    """The word to ask now: the one longest due, else the next new one; None when nothing is left for now."""
    card = cards_of(learner, deck).filter(due_at__lte=at).select_related("term").first()
    if card is not None:
        return card.term, card
    begun = cards_of(learner, deck).order_by().values("term")
    term = terms_of(deck).exclude(pk__in=begun).first()
    return (term, None) if term else None


def words_of(term: Term, language: str) -> list[TermWord]:
    return list(TermWord.objects.filter(term=term, language=language).select_related("audio").order_by("-is_preferred", "pk"))


def cards_by_term(learner: Learner, deck: Deck, term: Term) -> PracticeCard | None:
    return cards_of(learner, deck).filter(term=term).first()
