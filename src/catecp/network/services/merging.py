"""Two rows, one institution: merging by pointer, undoing it exactly, and remembering what is not the same."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.network.facts import InstitutionsMerged, InstitutionsToldApart, MergeUndone, TellingApartUndone
from catecp.network.models import Institution, InstitutionMerge, ToldApart
from catecp.network.objections import objections
from catecp.network.queries.canonical import family_ids


class SameInstitution(Refused):
    """An institution cannot be merged with itself."""


class AlreadyMerged(Refused):
    """One of the two was merged already."""


class SpeaksAgainstMerging(Refused):
    """Something shows that these are two institutions."""


class MergeAlreadyUndone(Refused):
    """The merge was undone before."""


class LaterMergeFirst(Refused):
    """The one kept was merged itself later on; merges are undone from the last one back."""


@transaction.atomic
def merge_institutions(*, kept: Institution, absorbed: Institution, reason: str = "", at: datetime, by: User) -> InstitutionMerge:
    """From now on `absorbed` means `kept`. Nothing else moves: rows that pointed at `absorbed` still do.

    Rows merged into `absorbed` earlier are pointed at `kept`, so that a pointer is always one step long; the merge lists them.
    """
    if kept.pk == absorbed.pk:
        raise SameInstitution(_("These are one and the same entry. Choose two."))
    rows = {row.pk: row for row in Institution.objects.select_for_update().filter(pk__in=[kept.pk, absorbed.pk]).order_by("pk")}
    kept, absorbed = rows[kept.pk], rows[absorbed.pk]
    if kept.merged_into_id is not None or absorbed.merged_into_id is not None:
        raise AlreadyMerged(_("One of the two was merged meanwhile. Open the list of duplicates again."))
    against = objections(family_ids(kept), family_ids(absorbed))
    if against:
        raise SpeaksAgainstMerging(against[0])
    repointed = list(Institution.objects.filter(merged_into=absorbed).order_by("pk").values_list("pk", flat=True))
    Institution.objects.filter(pk__in=[*repointed, absorbed.pk]).update(merged_into=kept)
    merge = InstitutionMerge.objects.create(
        kept=kept, absorbed=absorbed, repointed=repointed, reason=clean_line(reason), merged_at=at, merged_by=by.pk
    )
    ledger.record(InstitutionsMerged(institution_id=kept.pk, absorbed_id=absorbed.pk, merge_id=merge.pk), by=by, at=at)
    return merge


@transaction.atomic
def undo_merge(*, merge: InstitutionMerge, at: datetime, by: User) -> InstitutionMerge:
    """Both institutions stand as they did before: the pointer goes, and rows flattened with it point at `absorbed` again."""
    merge = InstitutionMerge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        raise MergeAlreadyUndone(_("This merge was undone before; both institutions are in the directory."))
    kept = Institution.objects.select_for_update().get(pk=merge.kept_id)
    if kept.merged_into_id is not None:
        raise LaterMergeFirst(_("The institution kept was merged into another one later. Undo that merge first."))
    Institution.objects.filter(pk=merge.absorbed_id, merged_into=kept).update(merged_into=None)
    Institution.objects.filter(pk__in=merge.repointed, merged_into=kept).update(merged_into=merge.absorbed_id)
    merge.undone_at, merge.undone_by = at, by.pk
    merge.save(update_fields=["undone_at", "undone_by"])
    ledger.record(MergeUndone(institution_id=kept.pk, absorbed_id=merge.absorbed_id, merge_id=merge.pk), by=by, at=at)
    return merge


@transaction.atomic
def tell_apart(*, one: Institution, other: Institution, reason: str = "", at: datetime, by: User) -> ToldApart:
    """These two are not the same; they are not offered again. Saying it twice changes nothing."""
    if one.pk == other.pk:
        raise SameInstitution(_("These are one and the same entry. Choose two."))
    first, second = sorted((one, other), key=lambda row: row.pk)
    judged, is_new = ToldApart.objects.get_or_create(
        first=first, second=second, defaults={"reason": clean_line(reason), "decided_at": at, "decided_by": by.pk}
    )
    if is_new:
        ledger.record(InstitutionsToldApart(institution_id=first.pk, other_id=second.pk), by=by, at=at)
    return judged


@transaction.atomic
def undo_telling_apart(*, judged: ToldApart, at: datetime, by: User) -> None:
    """The two may be offered again."""
    fact = TellingApartUndone(institution_id=judged.first_id, other_id=judged.second_id)
    ToldApart.objects.filter(pk=judged.pk).delete()
    ledger.record(fact, by=by, at=at)
