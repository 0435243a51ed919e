"""Whom do the lines of a list mean? The same answers for the dry run and for the taking, a batch of lines at a time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from catecp.learning.enums import IdentityKind
from catecp.learning.matching import Judgement, Known, Outcome, Shown, judge, line_means
from catecp.learning.models import Identity, StudyClass
from catecp.learning.queries.identities import known_of
from catecp.learning.roster.lines import Line, Shape

Key = tuple[str, str, str]
_SURE = (IdentityKind.SUBJECT, IdentityKind.CLASS_LIST)  # the list's own keys: the same one is the same person


@dataclass(frozen=True)
class Decision:
    """What a line means: a learner we know, the same as an earlier line, or somebody new; or it is left out."""

    line: Line
    outcome: str  # new, matched, repeated, left_out
    learner_id: int | None = None
    earlier: int | None = None  # the number of the line it repeats
    reason: str = ""
    cases: tuple[tuple[int, Judgement], ...] = ()  # learners it may be, for somebody to decide


@dataclass
class Matcher:
    """Goes through a list from its first line to its last. What it remembers of a line is its keys and its number."""

    shape: Shape
    source: str  # "roster:3"; identities that carry it came from this very list
    _seen: dict[int, int] = field(default_factory=dict)  # hash of an identity -> number of the line that had it first
    _names: dict[int, int] = field(default_factory=dict)  # line -> hash of its name

    def decide(self, lines: Sequence[Line]) -> list[Decision]:
        held = self._held(lines)
        known = known_of({identity.learner_id for identity in held.values()})
        entries = self._class_entries(lines)
        found = []
        for line in lines:
            decision = self._decide(line, held, known, entries)
            found.append(decision)
            if decision.outcome != "left_out":
                self._remember(line, decision)
        return found

    def _held(self, lines: Iterable[Line]) -> dict[Key, Identity]:
        """Identities we know of these lines: one query for each kind."""
        wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
        for line in lines:
            for one in line.shown:
                wanted[one.kind, one.issuer].add(one.value)
        held: dict[Key, Identity] = {}
        for (kind, issuer), values in wanted.items():
            for row in Identity.objects.filter(kind=kind, issuer=issuer, value__in=values):
                held[kind, issuer, row.value] = row
        return held

    def _class_entries(self, lines: Iterable[Line]) -> dict[str, list[int]]:
        """Learners who took a name with the same number in a class of the institution: {number: learner ids}."""
        numbers = {one.value for line in lines for one in line.shown if one.kind == IdentityKind.CLASS_LIST}
        if not numbers or not self.shape.institution_id:
            return {}
        classes = StudyClass.objects.filter(institution_id=self.shape.institution_id).values("public_id")
        rows = Identity.objects.filter(kind=IdentityKind.CLASS_LIST, issuer__in=classes, value__in=numbers)
        found: dict[str, list[int]] = defaultdict(list)
        for number, learner in rows.values_list("value", "learner_id"):
            found[number].append(learner)
        return found

    def _decide(self, line: Line, held: dict[Key, Identity], known: dict[int, Known], entries: dict[str, list[int]]) -> Decision:
        if not line.shown:
            return Decision(line, "left_out", reason=line.problems[-1] if line.problems else "")
        earlier = self._earlier(line)
        if earlier is not None:
            return Decision(line, "repeated", earlier=earlier, reason=_("the same as row %(row)s") % {"row": earlier})
        learner, cases = self._meant(line, held, known)
        if learner is not None:
            identity = next(held[key] for key in _keys(line) if key in held and held[key].learner_id == learner)
            outcome = "repeated" if identity.source == self.source else "matched"
            reason = _("known by %(what)s") % {"what": identity.get_kind_display()} if outcome == "matched" else ""
            return Decision(line, outcome, learner_id=learner, reason=reason, cases=tuple(cases))
        cases += self._by_number(line, entries)
        return Decision(line, "new", cases=tuple(cases))

    def _earlier(self, line: Line) -> int | None:
        for one in line.shown:
            number = self._seen.get(hash((one.kind, one.issuer, one.value)))
            if number is not None and (one.kind in _SURE or self._names.get(number) == hash(_folded(line))):
                return number
        return None

    def _meant(
        self, line: Line, held: dict[Key, Identity], known: dict[int, Known]
    ) -> tuple[int | None, list[tuple[int, Judgement]]]:
        """The learner a line means, and those it may mean. The list's own account or number settles it; an address needs the name."""
        meant: int | None = None
        cases: list[tuple[int, Judgement]] = []
        mine = line.known(self.shape)
        for one in line.shown:
            identity = held.get((one.kind, one.issuer, one.value))
            if identity is None or identity.learner_id == meant:
                continue
            if one.kind in _SURE and meant is None:
                meant = identity.learner_id
                continue
            judgement = line_means(mine, known[identity.learner_id])
            if judgement.outcome is Outcome.SAME and meant is None:
                meant = identity.learner_id
            elif judgement.outcome is not Outcome.APART:
                cases.append((identity.learner_id, judgement))
        return meant, cases

    def _by_number(self, line: Line, entries: dict[str, list[int]]) -> list[tuple[int, Judgement]]:
        learners = [pk for one in line.shown if one.kind == IdentityKind.CLASS_LIST for pk in entries.get(one.value, ())]
        if not learners:
            return []
        mine = line.known(self.shape)
        judged = [(pk, judge(mine, other)) for pk, other in known_of(learners).items()]
        return [(pk, judgement) for pk, judgement in judged if judgement.outcome is not Outcome.APART]

    def _remember(self, line: Line, decision: Decision) -> None:
        first = decision.earlier or line.number
        for one in line.shown:
            self._seen.setdefault(hash((one.kind, one.issuer, one.value)), first)
        self._names.setdefault(first, hash(_folded(line)))


def free_identities(line: Line, held: set[Key]) -> list[Shown]:
    """Identities of a line that nobody holds yet."""
    return [one for one in line.shown if (one.kind, one.issuer, one.value) not in held]


def _keys(line: Line) -> list[Key]:
    return [(one.kind, one.issuer, one.value) for one in line.shown]


def _folded(line: Line) -> str:
    return " ".join(sorted(line.name.casefold().split()))
