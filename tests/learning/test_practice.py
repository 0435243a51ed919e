from datetime import UTC, datetime, timedelta

import pytest

from catecp.learning.models import Learner, PracticeCard
from catecp.learning.practice import Grade, in_words, next_dues, reviewed
from catecp.learning.queries.practice import Deck, deck_counts, next_term
from catecp.learning.services.practice import NotInTheDeck, grade_card, learner_of_account
from tests.factories.accounts import UserFactory
from tests.factories.languages import make_term
from tests.factories.learning import LearnerFactory

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DECK = Deck("zh-hans", "km", "welding")


@pytest.fixture
def terms(db):
    make_term("only-chinese", zh_hans="焊渣")
    make_term("other-field", field="cnc", zh_hans="车床", km="ម៉ាស៊ីនក្រឡឹង")
    return [
        make_term(key, zh_hans=word, km=f"ខ្មែរ {word}", en=key)
        for key, word in [("arc", "电弧"), ("flux", "焊剂"), ("slag", "熔渣")]
    ]


def answer(learner, term, grade=Grade.GOOD, *, seen=0, at=AT):
    return grade_card(learner=learner, deck=DECK, term=term, grade=grade, seen=seen, at=at)


def test_reviewed_brings_a_known_word_back_later_each_time_and_a_forgotten_one_soon():
    memory, at, waits = {}, AT, []
    for _number in range(6):
        memory, due = reviewed(memory, Grade.GOOD, at=at)
        waits.append(due - at)
        at = due

    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=10)
    assert waits[-1] > timedelta(days=30)
    assert reviewed(memory, Grade.AGAIN, at=at)[1] - at == timedelta(minutes=10)


def test_next_dues_say_what_each_answer_will_really_do():
    memory, due = reviewed({}, Grade.EASY, at=AT)

    dues = next_dues(memory, at=due)

    assert dues[Grade.AGAIN] < dues[Grade.HARD] < dues[Grade.GOOD] < dues[Grade.EASY]
    assert dues[Grade.HARD] == reviewed(memory, Grade.HARD, at=due)[1]


def test_no_word_stays_away_longer_than_a_year():
    memory, at = {}, AT
    for _number in range(15):
        memory, due = reviewed(memory, Grade.EASY, at=at)
        assert due - at <= timedelta(days=365)
        at = due


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(seconds=5), "in 1 minute"),
        (timedelta(minutes=10), "in 10 minutes"),
        (timedelta(hours=3), "in 3 hours"),
        (timedelta(days=1), "in 1 day"),
        (timedelta(days=45), "in 45 days"),
        (timedelta(days=91), "in 3 months"),
    ],
)
def test_in_words(wait, words):
    assert in_words(wait) == words


def test_next_term_gives_what_is_due_before_what_is_new_and_only_words_of_both_languages(terms):
    learner = LearnerFactory()
    assert next_term(learner, DECK, at=AT)[0] == terms[0]

    answer(learner, terms[0])
    later = AT + timedelta(minutes=11)

    assert next_term(learner, DECK, at=AT) == (terms[1], None)
    assert next_term(learner, DECK, at=later)[0] == terms[0]
    assert deck_counts(learner, DECK, at=later).due == 1
    assert (deck_counts(learner, DECK, at=AT).total, deck_counts(learner, DECK, at=AT).new) == (3, 2)
    with pytest.raises(NotInTheDeck):
        answer(learner, make_term("english-only", en="x"))


def test_the_same_answer_sent_twice_counts_once(terms):
    learner = LearnerFactory()

    first = answer(learner, terms[0])
    second = answer(learner, terms[0], Grade.EASY)

    assert (PracticeCard.objects.count(), second.reviews, second.due_at) == (1, 1, first.due_at)


def test_a_forgotten_word_is_a_lapse(terms):
    learner = LearnerFactory()
    answer(learner, terms[0], Grade.AGAIN)

    card = answer(learner, terms[0], Grade.AGAIN, seen=1)

    assert (card.reviews, card.lapses) == (2, 1)


def test_cards_belong_to_the_human_being_whichever_row_began_them(terms):
    root = LearnerFactory()
    same = LearnerFactory(root=root)
    same = Learner.objects.get(pk=same.pk)

    answer(same, terms[0])

    assert deck_counts(root, DECK, at=AT).known == deck_counts(same, DECK, at=AT).known == 1


def test_an_account_becomes_a_learner_at_the_first_answer_only(terms, signed_in):
    user = UserFactory()
    client = signed_in(user)

    assert client.get("/learn/practice/card/?shown=zh-hans&asked=km").status_code == 200
    assert Learner.objects.count() == 0
    client.post("/learn/practice/grade/", {"shown": "zh-hans", "asked": "km", "term": "arc", "grade": "3", "seen": "0"})

    assert Learner.objects.get().person == user.person
    assert learner_of_account(person=user.person, at=AT) == Learner.objects.get()
    assert PracticeCard.objects.get().term.key == "arc"


def test_a_sitting_ends_after_ten_and_says_when_the_next_word_is_due(terms, signed_in):
    client = signed_in(UserFactory())
    address, data = "/learn/practice/", {"shown": "zh-hans", "asked": "km", "field": "welding", "seen": "0"}
    for term in terms:
        client.post(f"{address}grade/", {**data, "term": term.key, "grade": "4"})

    page = client.get(f"{address}card/?shown=zh-hans&asked=km&field=welding&done=3").content.decode()

    assert "You practised 3 words." in page
    assert "The next one is due in 8 days." in page
    assert "Another ten" not in page


def test_a_visitor_is_asked_to_join_and_keeps_nothing(terms, client):
    assert "join your class" in client.get("/learn/practice/").content.decode()
    assert client.get("/learn/practice/card/").status_code == 302
    assert client.post("/learn/practice/grade/", {"term": "arc", "grade": "3"}).status_code == 302
    assert PracticeCard.objects.count() == 0


@pytest.mark.parametrize("query", ["shown=xx", "field=nothing", "asked=%00"])
def test_unknown_languages_and_fields_are_not_found(db, client, query):
    assert client.get(f"/learn/practice/?{query}").status_code == 404
