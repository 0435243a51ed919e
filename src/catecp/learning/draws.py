"""Drawing and shuffling that a phone without network repeats exactly: the seed is kept, the algorithm is small and the same everywhere.

Pure. `seed_of` is FNV-1a (32 bit) over the UTF-8 bytes of "seed:key"; 0 becomes 0x9E3779B9. `Dice` is xorshift32 (13, 17, 5) on
unsigned 32-bit numbers; a number below n is the next state modulo n. `shuffled` is Fisher and Yates from the last place down. In
JavaScript each step is the same with `>>> 0` after it, and `Math.imul(hash, 16777619) >>> 0` for the product.
"""

from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")
_MASK = 0xFFFFFFFF
_NOT_ZERO = 0x9E3779B9


def seed_of(seed: int, key: str) -> int:
    """The start of the dice for one use (a unit's pool, a question's options) of an enrolment's seed."""
    found = 0x811C9DC5
    for byte in f"{seed}:{key}".encode():
        found = ((found ^ byte) * 16777619) & _MASK
    return found or _NOT_ZERO


def seed_of_entry(pk: int) -> int:
    """The seed of whoever takes this line of a class list: the same in every bundle and in the enrolment made from it."""
    return seed_of(0, f"entry:{pk}")


class Dice:
    def __init__(self, state: int) -> None:
        self.state = (state & _MASK) or _NOT_ZERO

    def below(self, size: int) -> int:
        """A number from 0 to size - 1."""
        state = self.state
        state ^= (state << 13) & _MASK
        state ^= state >> 17
        state ^= (state << 5) & _MASK
        self.state = state
        return state % size


def shuffled(things: Sequence[Thing], *, seed: int, key: str) -> list[Thing]:
    """The things in an order that this seed always gives."""
    dice, result = Dice(seed_of(seed, key)), list(things)
    for place in range(len(result) - 1, 0, -1):
        other = dice.below(place + 1)
        result[place], result[other] = result[other], result[place]
    return result


def drawn(things: Sequence[Thing], count: int, *, seed: int, key: str) -> list[Thing]:
    """`count` of the things, in the order they came in; all of them when there are no more than that."""
    if count <= 0 or count >= len(things):
        return list(things)
    places = sorted(shuffled(range(len(things)), seed=seed, key=key)[:count])
    return [things[place] for place in places]
