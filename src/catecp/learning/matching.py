"""Are two learners one person? Pure: what is known of both in, a judgement with its rule and its reasons out.

Only proof makes two people one without anybody deciding. A name, a number on a list or an unproved address makes a case for
staff; a shared phone in the hand makes nothing, because families and classes share phones.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product

from catecp.learning.enums import IdentityKind
from catecp.network.person_names import NameLikeness, compare_names

_PROOF = frozenset({IdentityKind.PHONE, IdentityKind.EMAIL, IdentityKind.ACCOUNT, IdentityKind.SUBJECT})
_ADDRESSES = frozenset({IdentityKind.PHONE, IdentityKind.EMAIL})
# How much a likeness of names says, from 0 to 1. Names in two scripts say nothing either way.
_SAYS = {
    NameLikeness.SAME: 1.0,
    NameLikeness.PART: 0.7,
    NameLikeness.CLOSE: 0.7,
    NameLikeness.OTHER_SCRIPT: 0.5,
    NameLikeness.NAMESAKE: 0.0,
    NameLikeness.DIFFERENT: 0.0,
}


class Outcome(StrEnum):
    SAME = "same"  # merged by the rule
    CANDIDATE = "candidate"  # somebody decides
    APART = "apart"


@dataclass(frozen=True)
class Shown:
    """One identity as a learner has it."""

    kind: str
    issuer: str
    value: str
    is_verified: bool = False


@dataclass(frozen=True)
class Known:
    """What is known of one learner. `numbers` are (institution id, student number); names in any script."""

    names: tuple[str, ...] = ()
    shown: frozenset[Shown] = frozenset()
    numbers: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True)
class Judgement:
    """The answer: the rule that gave it, how sure from 0 to 1, and what spoke for it."""

    outcome: Outcome
    rule: str = ""
    score: float = 0.0
    evidence: dict[str, str] = field(default_factory=dict)


APART = Judgement(Outcome.APART)


def judge(one: Known, other: Known) -> Judgement:
    """Compare two learners. The first rule that applies answers."""
    names = likeness(one.names, other.names)
    shared = {(shown.kind, shown.issuer, shown.value) for shown in one.shown} & {
        (shown.kind, shown.issuer, shown.value) for shown in other.shown
    }
    proved = {(shown.kind, shown.issuer, shown.value) for shown in one.shown if shown.is_verified} & {
        (shown.kind, shown.issuer, shown.value) for shown in other.shown if shown.is_verified
    }
    for kind, issuer, value in sorted(proved):
        if kind in _PROOF:
            return Judgement(Outcome.SAME, f"verified_{kind}", 1.0, _said(kind, issuer, value, names))
    says = _SAYS[names] if names else 0.4
    for kind, issuer, value in sorted(shared):
        if kind in _ADDRESSES and says > 0:
            return Judgement(Outcome.CANDIDATE, f"same_{kind}", 0.5 + 0.4 * says, _said(kind, issuer, value, names))
    if (one.numbers & other.numbers) and says >= 0.5:
        institution, number = min(one.numbers & other.numbers)
        return Judgement(Outcome.CANDIDATE, "name_and_number", 0.4 + 0.4 * says, _said("number", str(institution), number, names))
    return APART


def line_means(line: Known, learner: Known) -> Judgement:
    """Does a line of a list mean this learner? An address or number and the same name: yes. An address alone: somebody decides.

    A list is written by an office, so it is trusted more than a stranger who types an address, and less than a proof.
    """
    found = judge(line, learner)
    names = likeness(line.names, learner.names)
    if found.outcome is Outcome.CANDIDATE and names == NameLikeness.SAME:
        return Judgement(Outcome.SAME, found.rule, found.score, found.evidence)
    if found.outcome is Outcome.CANDIDATE and names is None and found.rule != "name_and_number":
        return Judgement(Outcome.SAME, found.rule, found.score, found.evidence)
    return found


def likeness(names: tuple[str, ...], others: tuple[str, ...]) -> NameLikeness | None:
    """The best of all pairs, romanised and in their own script; None when one has no name. A namesake anywhere is another person."""
    found = [compare_names(left, right) for left, right in product(filter(None, names), filter(None, others))]
    if not found:
        return None
    if NameLikeness.NAMESAKE in found:
        return NameLikeness.NAMESAKE
    # Two names in one script that differ are not saved by a pair in two scripts.
    if NameLikeness.DIFFERENT in found and not {NameLikeness.SAME, NameLikeness.PART, NameLikeness.CLOSE} & set(found):
        return NameLikeness.DIFFERENT
    return max(found, key=lambda likeness: _SAYS[likeness])


def _said(kind: str, issuer: str, value: str, names: NameLikeness | None) -> dict[str, str]:
    """Evidence without the address itself: a case is read by more people than may see addresses."""
    hidden = value if kind == "number" else f"…{value[-3:]}"
    return {"kind": kind, "issuer": issuer, "value": hidden, "names": str(names or "")}
