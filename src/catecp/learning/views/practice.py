"""Practising the words of a trade: choose languages and a field, ten cards a sitting, four answers."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from catecp.accounts.queries import person_of
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.languages.enums import TradeField
from catecp.languages.models import Term
from catecp.languages.tags import LANGUAGES
from catecp.learning.models import Learner
from catecp.learning.practice import GRADE_WORDS, Grade, in_words, next_dues
from catecp.learning.queries.practice import SITTING, Deck, deck_counts, next_term, words_of
from catecp.learning.services import practice as services
from catecp.learning.sessions import learner_of


def _deck(values: QueryDict) -> Deck:
    """As asked; else Chinese words asked in the page's language: the Chinese of the trade."""
    page = get_language() or "en"
    shown = values.get("shown") or "zh-hans"
    asked = values.get("asked") or (page if page in LANGUAGES and page != "zh-hans" else "en")
    field = values.get("field", "")
    if shown not in LANGUAGES or asked not in LANGUAGES or field not in ("", *TradeField.values):
        raise Http404
    return Deck(shown, asked, field)


def _query(deck: Deck, done: int = 0) -> str:
    return urlencode({"shown": deck.shown, "asked": deck.asked, "field": deck.field, "done": done})


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 10 else 0


@login_not_required
@require_GET
def practice(request: HttpRequest) -> HttpResponse:
    deck, learner, now = _deck(request.GET), learner_of(request), timezone.now()
    decks = []
    for value, label in [("", _("All fields")), *TradeField.choices]:
        one = Deck(deck.shown, deck.asked, value)
        counts = deck_counts(learner, one, at=now)
        if counts.total:
            wait = in_words(counts.next_due - now) if counts.next_due and not counts.due else ""
            decks.append({"label": label, "counts": counts, "query": _query(one), "wait": wait})
    context = {
        "deck": deck,
        "decks": decks,
        "languages": LANGUAGES.values(),
        "is_same": deck.shown == deck.asked,
        "may_practise": learner is not None or request.user.is_authenticated,
    }
    return render(request, "learning/practice.html", context)


@login_not_required
@require_GET
def card(request: HttpRequest) -> HttpResponse:
    deck, learner, now = _deck(request.GET), _learner(request), timezone.now()
    if learner is None:
        return redirect(f"{reverse('practice:practice')}?{_query(deck)}")
    done = _number(request.GET.get("done"))
    found = next_term(learner, deck, at=now) if done < SITTING else None
    if found is None:
        return _over(request, learner, deck, done)
    term, known = found
    dues = next_dues(known.memory if known else {}, at=now)
    context = {
        "deck": deck,
        "term": term,
        "front": words_of(term, deck.shown),
        "back": words_of(term, deck.asked),
        "seen": known.reviews if known else 0,
        "done": done,
        "number": done + 1,
        "sitting": SITTING,
        "grades": [(grade.value, GRADE_WORDS[grade], in_words(dues[grade] - now)) for grade in Grade],
    }
    return render(request, "learning/card.html", context)


def _learner(request: HttpRequest) -> Learner | None:
    """Who learns here, if known. Looking at a card makes nobody a learner."""
    learner = learner_of(request)
    if learner is None and (person := person_of(request.user)) is not None:
        return Learner(person=person)  # not kept: it owns no cards yet
    return learner


def _over(request: HttpRequest, learner: Learner, deck: Deck, done: int) -> HttpResponse:
    now = timezone.now()
    counts = deck_counts(learner, deck, at=now)
    wait = in_words(counts.next_due - now) if counts.next_due and counts.next_due > now else ""
    has_more = counts.due or counts.new
    context = {"deck": deck, "counts": counts, "done": done, "wait": wait, "query": _query(deck), "has_more": has_more}
    return render(request, "learning/practice_over.html", context)


@login_not_required
@require_POST
def grade(request: HttpRequest) -> HttpResponse:
    deck, done, now = _deck(request.POST), _number(request.POST.get("done")), timezone.now()
    learner, person = learner_of(request), person_of(request.user)
    if learner is None and person is not None:
        learner = services.learner_of_account(person=person, at=now)
    if learner is None:
        return redirect("practice:practice")
    term = get_object_or_404(Term, key=clean_line(request.POST.get("term", ""), longest=80))
    chosen = _number(request.POST.get("grade"))
    if chosen not in Grade.__members__.values():
        raise Http404
    try:
        seen = _number(request.POST.get("seen"))
        services.grade_card(learner=learner, deck=deck, term=term, grade=Grade(chosen), seen=seen, at=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('practice:card')}?{_query(deck, done + 1)}")
