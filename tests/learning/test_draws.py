from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from catecp.learning.draws import Dice, drawn, seed_of, shuffled

SEEDS = st.integers(min_value=0, max_value=2**53)


def test_known_values_that_the_phone_must_give_too():
    dice = Dice(1)

    assert seed_of(7, "pool") == 0x6C706A7A
    assert [dice.below(2**32) for _ in range(3)] == [270369, 67634689, 2647435461]
    assert shuffled("abcdef", seed=7, key="k1") == list("beadcf")
    assert drawn("abcdefghij", 4, seed=42, key="u1") == list("bfgi")


@given(SEEDS, st.lists(st.integers(), unique=True, max_size=40))
def test_shuffling_loses_and_doubles_nothing_and_can_be_repeated(seed, things):
    once = shuffled(things, seed=seed, key="k")

    assert sorted(once) == sorted(things)
    assert once == shuffled(things, seed=seed, key="k")


@given(SEEDS, st.integers(min_value=1, max_value=20), st.integers(min_value=1, max_value=20))
def test_drawn_ones_keep_their_order(seed, size, count):
    found = drawn(list(range(size)), count, seed=seed, key="k")

    assert found == sorted(set(found))
    assert len(found) == min(size, count)


def test_every_question_of_a_pool_is_drawn_about_equally_often():
    counts = Counter(thing for seed in range(2_000) for thing in drawn(range(10), 3, seed=seed, key="unit"))

    assert {500 < counts[thing] < 700 for thing in range(10)} == {True}
