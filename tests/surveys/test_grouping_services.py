import pytest

from catecp.kernel.models import LedgerEntry
from catecp.kernel.translated import written
from catecp.surveys.models import Code, Statement
from catecp.surveys.queries.codebook import board
from catecp.surveys.queries.results import people_by_code, statements_not_grouped, texts_unread
from catecp.surveys.services.authoring import create_workshop_survey
from catecp.surveys.services.codebook import CannotMerge, add_code, edit_code, merge_codes
from catecp.surveys.services.grouping import (
    CannotGroup,
    assign_statements,
    confirm_suggestions,
    read_texts,
    set_aside,
    split_statement,
    suggest_again,
)
from tests.factories.events import NOON, EventFactory
from tests.factories.surveys import AnswerFactory, CodeFactory, ResponseFactory

pytestmark = pytest.mark.django_db

SAID = [
    ("en", "Budget constraints; language barriers"),
    ("km", "ខ្វះថវិកា"),
    ("zh-hans", "经费不足、语言障碍"),
    ("en", "Not enough budget. Budget constraints again"),
    ("en", "Our holidays differ"),
]


@pytest.fixture
def survey():
    survey = create_workshop_survey(event=EventFactory(), languages=["en", "km"], by=None, at=NOON)
    question = survey.questions.get(codebook="challenges")
    for language, text in SAID:
        AnswerFactory(response=ResponseFactory(survey=survey, language=language), question=question, text=text)
    return survey


@pytest.fixture
def read(survey, coordinator):
    read_texts(survey=survey, by=coordinator, at=NOON)
    return survey


def ids(**where):
    return list(Statement.objects.filter(**where).values_list("public_id", flat=True))


def code(survey, key):
    return survey.codes.get(kind="challenges", key=key)


def test_reading_cuts_every_text_once_and_suggests(survey, coordinator):
    assert texts_unread(survey) == 5

    first = read_texts(survey=survey, by=coordinator, at=NOON)
    second = read_texts(survey=survey, by=coordinator, at=NOON)

    assert (first, second, texts_unread(survey)) == (8, 0, 0)
    found = {
        statement.text: (statement.language, statement.state, statement.code and statement.code.key)
        for statement in Statement.objects.all()
    }
    assert found == {
        "Budget constraints": ("en", "suggested", "budget"),
        "language barriers": ("en", "suggested", "language"),
        "ខ្វះថវិកា": ("km", "suggested", "budget"),
        "经费不足": ("zh-hans", "suggested", "budget"),
        "语言障碍": ("zh-hans", "suggested", "language"),
        "Not enough budget": ("en", "suggested", "budget"),
        "Budget constraints again": ("en", "suggested", "budget"),
        "Our holidays differ": ("en", "open", None),
    }


def test_a_suggestion_counts_nobody_until_a_person_confirms(read, coordinator):
    before = people_by_code(read, "challenges")

    number = confirm_suggestions(survey=read, statements=ids(code=code(read, "budget")), by=coordinator, at=NOON)

    after = people_by_code(read, "challenges")
    assert (before, number) == ([], 5)
    assert [(share.code.key, share.people, share.answered) for share in after] == [("budget", 4, 5)]


def test_every_statement_is_in_exactly_one_place(read, coordinator):
    confirm_suggestions(survey=read, statements=ids(code=code(read, "budget")), by=coordinator, at=NOON)
    set_aside(survey=read, statements=ids(text="Our holidays differ"), by=coordinator, at=NOON)

    shown = board(read, "challenges")

    placed = sum(len(group.confirmed) + len(group.suggested) for group in shown.groups) + len(shown.open) + len(shown.also_said)
    assert (placed, shown.total, shown.wrote) == (8, 8, 5)
    assert [statement.text for statement in shown.also_said] == ["Our holidays differ"]
    assert statements_not_grouped(read, "challenges").count() == 3


def test_statements_move_between_ideas_and_ideas_of_elsewhere_are_refused(read, coordinator):
    wrong = ids(text="Our holidays differ")

    assign_statements(survey=read, statements=wrong, code=code(read, "staff"), by=coordinator, at=NOON)

    assert Statement.objects.get(text="Our holidays differ").code.key == "staff"
    with pytest.raises(CannotGroup):
        assign_statements(survey=read, statements=wrong, code=CodeFactory(), by=coordinator, at=NOON)


def test_merging_moves_what_was_said_and_the_phrases(read, coordinator):
    budget, facilities = code(read, "budget"), code(read, "facilities")
    confirm_suggestions(survey=read, statements=ids(code=budget), by=coordinator, at=NOON)

    merge_codes(code=budget, into=facilities, by=coordinator, at=NOON)

    assert [(share.code.key, share.people) for share in people_by_code(read, "challenges")] == [("facilities", 4)]
    assert "lack of funding" in Code.objects.get(pk=facilities.pk).phrases["en"]
    assert Code.objects.get(pk=budget.pk).merged_into == facilities
    with pytest.raises(CannotMerge):
        merge_codes(code=facilities, into=facilities, by=coordinator, at=NOON)


def test_splitting_keeps_the_words_and_the_person(read, coordinator):
    statement = Statement.objects.get(text="Budget constraints again")

    parts = split_statement(statement=statement, parts=["Budget constraints", "again"], by=coordinator, at=NOON)

    assert [(part.text, part.answer_id) for part in parts] == [
        ("Budget constraints", statement.answer_id),
        ("again", statement.answer_id),
    ]
    with pytest.raises(CannotGroup):
        split_statement(statement=parts[0], parts=["Budget", "lost a word"], by=coordinator, at=NOON)
    with pytest.raises(CannotGroup):
        split_statement(statement=parts[0], parts=["Budget constraints"], by=coordinator, at=NOON)


def test_a_new_idea_and_its_phrases_change_what_is_suggested(read, coordinator):
    calendar = add_code(survey=read, kind="challenges", label=written("Different calendars"), by=coordinator, at=NOON)
    edit_code(code=calendar, label=calendar.label, phrases={"en": ["holidays differ"]}, by=coordinator, at=NOON)

    suggest_again(survey=read, kind="challenges", by=coordinator, at=NOON)

    statement = Statement.objects.get(text="Our holidays differ")
    assert (statement.state, statement.code) == ("suggested", calendar)


def test_the_codebook_learns_from_what_a_person_confirmed(read, coordinator):
    assign_statements(survey=read, statements=ids(text="Our holidays differ"), code=code(read, "staff"), by=coordinator, at=NOON)
    question = read.questions.get(codebook="challenges")
    AnswerFactory(response=ResponseFactory(survey=read), question=question, text="holidays differ")

    read_texts(survey=read, by=coordinator, at=NOON)

    assert Statement.objects.get(text="holidays differ").code.key == "staff"


def test_what_a_person_decided_stays_when_suggestions_are_made_again(read, coordinator):
    assign_statements(survey=read, statements=ids(text="Budget constraints"), code=code(read, "staff"), by=coordinator, at=NOON)
    set_aside(survey=read, statements=ids(text="language barriers"), by=coordinator, at=NOON)

    suggest_again(survey=read, kind="challenges", by=coordinator, at=NOON)

    assert Statement.objects.get(text="Budget constraints").code.key == "staff"
    assert Statement.objects.get(text="language barriers").state == "also_said"


def test_the_ledger_says_what_was_grouped_without_what_was_said(read, coordinator):
    confirm_suggestions(survey=read, statements=ids(code=code(read, "budget")), by=coordinator, at=NOON)

    bodies = [entry.body for entry in LedgerEntry.objects.filter(kind="surveys.statements.grouped").order_by("pk")]
    assert [(body["how"], body["number"]) for body in bodies] == [("read", 8), ("confirmed", 5)]
    assert set(bodies[0]) == {"survey_id", "event_id", "how", "number"}


def test_the_board_needs_the_same_queries_for_few_and_many(read, coordinator, django_assert_num_queries):
    question = read.questions.get(codebook="challenges")
    for _ in range(30):
        AnswerFactory(response=ResponseFactory(survey=read), question=question, text="No money")
    read_texts(survey=read, by=coordinator, at=NOON)

    with django_assert_num_queries(3):
        board(read, "challenges")
