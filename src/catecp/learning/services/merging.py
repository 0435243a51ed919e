"""Two rows, one person: merging by pointer and undoing it, without moving a row.

Who is one person is decided by the live merges alone: each says "this row and that row", and people are what hangs together.
`root` is that answer kept for counting. Undoing a merge, in whatever order, replays the live ones of the rows concerned.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.learning.facts_reach import CaseDecided, LearnerMergeUndone, LearnersMerged
from catecp.learning.matching import Judgement
from catecp.learning.models import ClaimCase, Learner, LearnerMerge
from catecp.learning.services.counting import counting
from catecp.network.models import Institution


class SameLearner(Refused):
    """A row cannot be merged with itself."""


class AlreadyUndone(Refused):
    """The merge was undone before."""


class AlreadyDecided(Refused):
    """Somebody decided the case before."""


@transaction.atomic
def merge_learners(
    *, kept: Learner, absorbed: Learner, rule: str, reason: str = "", at: datetime, by: object | None
) -> LearnerMerge:
    """From now on both rows, and whoever was one person with either, count as one person: the one `kept` belongs to.

    Two rows that are one person already get the merge too: it is one more reason, and holds when another is undone. The rows
    given are kept as given (not their roots), so that undoing another merge splits people where the evidence ends.
    """
    if kept.pk == absorbed.pk:
        raise SameLearner(_("These are one and the same learner. Choose two."))
    with counting([kept.pk, absorbed.pk]) as members:
        roots = dict(Learner.objects.filter(pk__in=members).values_list("pk", "root_id"))
        moved = sorted(pk for pk, root in roots.items() if root == roots[absorbed.pk] != roots[kept.pk])
        Learner.objects.filter(pk__in=moved).update(root_id=roots[kept.pk])
        merge = LearnerMerge.objects.create(
            kept=kept,
            absorbed=absorbed,
            repointed=moved,
            rule=rule,
            reason=clean_line(reason),
            merged_at=at,
            merged_by=getattr(by, "pk", None),
        )
    fact = LearnersMerged(merge_id=merge.pk, kept_id=kept.pk, absorbed_id=absorbed.pk, rule=rule)
    ledger.record(fact, by=by, at=at)  # type: ignore[arg-type]  # -- any actor
    return merge


@transaction.atomic
def undo_merge(*, merge: LearnerMerge, reason: str = "", at: datetime, by: object | None) -> LearnerMerge:
    """As if the merge had never been made; merges made later stay, as far as they stand without it."""
    with counting([merge.kept_id, merge.absorbed_id]) as members:
        merge = LearnerMerge.objects.select_for_update().get(pk=merge.pk)
        if merge.undone_at is not None:
            raise AlreadyUndone(_("This merge was undone before."))
        merge.undone_at, merge.undone_by, merge.undone_reason = at, getattr(by, "pk", None), clean_line(reason)
        merge.save(update_fields=["undone_at", "undone_by", "undone_reason"])
        live = LearnerMerge.objects.filter(kept_id__in=members, undone_at=None).order_by("pk")
        _point(members, roots_from(members, live.values_list("kept_id", "absorbed_id")))
    fact = LearnerMergeUndone(merge_id=merge.pk, kept_id=merge.kept_id, absorbed_id=merge.absorbed_id)
    ledger.record(fact, by=by, at=at)  # type: ignore[arg-type]  # -- any actor
    return merge


def roots_from(members: Iterable[int], merges: Iterable[tuple[int, int]]) -> dict[int, int]:
    """{row: its root} after these live merges (kept, absorbed) in the order they were made. Pure."""
    root = {pk: pk for pk in members}
    groups = {pk: [pk] for pk in root}
    for kept, absorbed in merges:
        into, out = root[kept], root[absorbed]
        if into == out:
            continue
        for pk in groups.pop(out):
            root[pk] = into
            groups[into].append(pk)
    return root


def _point(members: frozenset[int], roots: dict[int, int]) -> None:
    rows = [row for row in Learner.objects.filter(pk__in=members) if row.root_id != roots[row.pk]]
    for row in rows:
        row.root_id = roots[row.pk]
    Learner.objects.bulk_update(rows, ["root"], batch_size=500)


@transaction.atomic
def open_case(*, one: Learner, other: Learner, judgement: Judgement, institution: Institution | None, at: datetime) -> ClaimCase:
    """Somebody has to decide whether these are one person. A pair has one case; a decided one is not opened again."""
    first, second = sorted((one, other), key=lambda learner: learner.pk)
    case, _is_new = ClaimCase.objects.get_or_create(
        first=first,
        second=second,
        defaults={
            "rule": judgement.rule,
            "score": judgement.score,
            "evidence": judgement.evidence,
            "institution": institution,
            "opened_at": at,
        },
    )
    return case


@transaction.atomic
def decide_case(*, case: ClaimCase, are_same: bool, at: datetime, by: object) -> ClaimCase:
    """One person, or two. Two stays said: no rule merges them afterwards without somebody deciding."""
    case = ClaimCase.objects.select_for_update().select_related("first", "second").get(pk=case.pk)
    if case.outcome:
        raise AlreadyDecided(_("Somebody decided this case before you. Open the list again."))
    case.outcome = "same" if are_same else "different"
    case.decided_at, case.decided_by = at, getattr(by, "pk", None)
    case.save(update_fields=["outcome", "decided_at", "decided_by"])
    if are_same:
        merge_learners(kept=case.first, absorbed=case.second, rule="by_hand", reason=case.rule, at=at, by=by)
    ledger.record(CaseDecided(case_id=case.pk, outcome=case.outcome), by=by, at=at)  # type: ignore[arg-type]  # -- any actor
    return case
