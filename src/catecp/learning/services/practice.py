"""A learner answers a card. Ticks of practice are no ledger facts: only the learner's own memory changes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import Person
from catecp.kernel.errors import Refused
from catecp.languages.models import Term
from catecp.learning.enums import IdentityKind
from catecp.learning.models import Learner, PracticeCard
from catecp.learning.practice import Grade, reviewed
from catecp.learning.queries.practice import Deck, cards_by_term, terms_of
from catecp.learning.services.identities import Met, learner_for


class NotInTheDeck(Refused):
    """The term has no word in both languages."""


@transaction.atomic
def grade_card(*, learner: Learner, deck: Deck, term: Term, grade: Grade, seen: int, at: datetime) -> PracticeCard:
    """Keep how well the word was known. `seen` is the number of reviews the page was made at: the same answer sent twice counts once."""
    Learner.objects.select_for_update().get(pk=learner.root_id or learner.pk)
    if not terms_of(deck).filter(pk=term.pk).exists():
        raise NotInTheDeck(_("This word is not in the deck any more. Go on with the next one."))
    card = cards_by_term(learner, deck, term) or PracticeCard(
        learner_id=learner.root_id or learner.pk, term=term, shown=deck.shown, asked=deck.asked
    )
    if card.reviews != seen:
        return card
    card.memory, card.due_at = reviewed(card.memory, grade, at=at)
    card.lapses += grade == Grade.AGAIN and seen > 0
    card.reviews += 1
    card.save()
    return card


@transaction.atomic
def learner_of_account(*, person: Person, at: datetime) -> Learner:
    """Somebody with an account begins to practise: they are a learner now."""
    known = Learner.objects.filter(person=person).order_by("pk").first()
    if known is not None:
        return known
    met = Met(name=person.name, person=person, source="practice", verified_at=at, is_invented=person.is_invented)
    return learner_for(kind=IdentityKind.ACCOUNT, value=person.public_id, met=met, at=at).learner
