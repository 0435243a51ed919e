import pytest

from catecp.learning.progress import Item, Mark, Rules, progress_of, rules_of

ITEMS = [
    Item("t1", "u1", "text"),
    Item("q1", "u1", "question", 1.0),
    Item("q2", "u2", "question", 3.0),
    Item("p1", "u2", "practical"),
]
DONE = Mark(is_done=True)


def test_nothing_done_is_nothing():
    found = progress_of(ITEMS, {}, Rules())

    assert (found.done, found.total, found.percent, found.score, found.is_completed) == (0, 4, 0, 0.0, False)


def test_points_weigh_and_lessons_wait_for_everything_but_practical_tasks():
    marks = {"t1": DONE, "q1": Mark(True, 0.0), "q2": Mark(True, 1.0)}

    found = progress_of(ITEMS, marks, Rules(practicals=0))

    assert found.score == pytest.approx(0.75)
    assert (found.lessons_done, found.lessons, found.percent) == (2, 2, 75)
    assert found.lessons_of == {"u1": (2, 2), "u2": (1, 2)}
    assert found.is_completed


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (Rules(), False),
        (Rules(practicals=0), True),
        (Rules(practicals=0, score_percent=75), True),
        (Rules(practicals=0, score_percent=76), False),
        (Rules(practicals=1), False),
    ],
)
def test_completed_when_every_rule_is_met(rules, expected):
    marks = {"t1": DONE, "q1": Mark(True, 0.0), "q2": Mark(True, 1.0)}

    assert progress_of(ITEMS, marks, rules).is_completed is expected


def test_marks_of_blocks_that_are_not_drawn_count_for_nothing():
    assert progress_of(ITEMS[:2], {"q2": Mark(True, 1.0)}, Rules()).done == 0


def test_an_empty_course_is_never_completed():
    assert progress_of([], {}, Rules()).is_completed is False


def test_percent_is_100_only_when_nothing_is_left():
    items = [Item(f"b{number}", "u", "text") for number in range(1_000)]

    assert progress_of(items, {item.key: DONE for item in items[:999]}, Rules()).percent == 99
    assert progress_of(items, {"b0": DONE}, Rules()).percent == 1


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, Rules(100, 0, -1)),
        ({"lessons_percent": 80, "score_percent": 60, "practicals": "all"}, Rules(80, 60, -1)),
        ({"practicals": "none"}, Rules(100, 0, 0)),
        ({"practicals": 2, "lessons_percent": 900, "score_percent": "x"}, Rules(100, 0, 2)),
    ],
)
def test_rules_are_read_from_the_passport(said, expected):
    assert rules_of(said) == expected


def test_a_lesson_of_nothing_but_practical_tasks_is_done_when_these_are():
    items = [Item("t1", "u1", "text"), Item("p1", "u2", "practical")]

    before, after = (progress_of(items, marks, Rules(practicals=0)) for marks in ({"t1": DONE}, {"t1": DONE, "p1": DONE}))

    assert [(found.lessons_done, found.is_completed) for found in (before, after)] == [(1, True), (2, True)]
