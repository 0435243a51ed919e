import pytest

from catecp.learning.matching import Known, Outcome, Shown, judge, line_means

PHONE = Shown("phone", "", "+85512345678")
PROVED = Shown("phone", "", "+85512345678", is_verified=True)


def known(*names, shown=(), numbers=()) -> Known:
    return Known(tuple(names), frozenset(shown), frozenset(numbers))


@pytest.mark.parametrize(
    ("one", "other", "outcome", "rule"),
    [
        (known("Sok Dara", shown=[PROVED]), known("Dara", shown=[PROVED]), Outcome.SAME, "verified_phone"),
        (known("Sok Dara", shown=[PROVED]), known("Sok Dara", shown=[PHONE]), Outcome.CANDIDATE, "same_phone"),
        (known("Sok Dara", shown=[PHONE]), known("Chan Thida", shown=[PHONE]), Outcome.APART, ""),
        (known("Sok Dara", numbers=[(1, "17")]), known("DARA SOK", numbers=[(1, "17")]), Outcome.CANDIDATE, "name_and_number"),
        (known("Sok Dara", numbers=[(1, "17")]), known("សុខ ដារ៉ា", numbers=[(1, "17")]), Outcome.CANDIDATE, "name_and_number"),
        (known("Sok Dara", numbers=[(1, "17")]), known("Sok Dara", numbers=[(2, "17")]), Outcome.APART, ""),
        (known("Sok Dara A", numbers=[(1, "17")]), known("Sok Dara B", numbers=[(1, "17")]), Outcome.APART, ""),
        (known("Sok Dara"), known("Sok Dara"), Outcome.APART, ""),
        (
            known("Sok Dara", shown=[Shown("device", "", "d1", True)]),
            known("Sok Dara", shown=[Shown("device", "", "d1", True)]),
            Outcome.APART,
            "",
        ),
    ],
    ids=[
        "proved by both",
        "proved by one",
        "a family's phone",
        "name and number",
        "other script",
        "other institution",
        "namesakes",
        "name alone",
        "shared device",
    ],
)
def test_what_makes_one_person(one, other, outcome, rule):
    found = judge(one, other)

    assert (found.outcome, found.rule) == (outcome, rule)
    assert judge(other, one).outcome is outcome


def test_names_meet_in_either_script():
    one = known("Li Xiaoyan", "李晓燕", numbers=[(1, "17")])

    assert (
        judge(one, known("李晓燕", numbers=[(1, "17")])).score
        == judge(one, known("Xiaoyan LI", numbers=[(1, "17")])).score
        == 0.8
    )


def test_a_line_of_a_list_with_the_phone_and_the_name_is_that_learner():
    assert line_means(known("Sok Dara", shown=[PHONE]), known("Dara Sok", shown=[PROVED])).outcome is Outcome.SAME


def test_a_line_with_the_phone_and_another_name_is_not():
    assert line_means(known("Chan Thida", shown=[PHONE]), known("Dara Sok", shown=[PROVED])).outcome is Outcome.APART


def test_evidence_does_not_tell_the_address():
    found = judge(known("Sok Dara", shown=[PROVED]), known("Sok Dara", shown=[PHONE]))

    assert found.evidence == {"kind": "phone", "issuer": "", "value": "…678", "names": "same"}
