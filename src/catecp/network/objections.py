"""What speaks against merging two institutions, as higher modules know it: two parties of one agreement are two.

The directory does not know agreements. A higher module registers what it knows when the program starts; the comparison shows it
and the merge is refused.
"""

from collections.abc import Callable

Objection = Callable[[frozenset[int], frozenset[int]], list[str]]
_objections: list[Objection] = []


def objects_to_merging(objection: Objection) -> Objection:
    """Register a question: given all row ids of either side, sentences that say why the two are not one."""
    if objection not in _objections:
        _objections.append(objection)
    return objection


def objections(one: frozenset[int], other: frozenset[int]) -> list[str]:
    """Everything that speaks against, in the reader's language; empty when nothing does."""
    return [sentence for objection in _objections for sentence in objection(one, other)]
