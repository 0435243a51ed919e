"""Who is who: what is known of learners, cases waiting, merges made; and who may see that."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from catecp.accounts.models import Scope
from catecp.accounts.queries import Actor, scope_ids
from catecp.accounts.roles import Permission
from catecp.learning.enums import IdentityKind
from catecp.learning.matching import Known, Shown
from catecp.learning.models import ClaimCase, Identity, Learner, LearnerMerge, Standing, StudyClass
from catecp.network.models import Institution


def known_of(learner_ids: Iterable[int]) -> dict[int, Known]:
    """What is known of each learner: of the row alone, not of the others of the same person. Four queries at most."""
    ids = set(learner_ids)
    shown: dict[int, set[Shown]] = defaultdict(set)
    lists: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for row in Identity.objects.filter(learner_id__in=ids):
        shown[row.learner_id].add(Shown(row.kind, row.issuer, row.value, row.verified_at is not None))
        if row.kind == IdentityKind.CLASS_LIST:
            lists[row.learner_id].add((row.issuer, row.value))
    issuers = {issuer for pairs in lists.values() for issuer, _number in pairs}
    institution_of = dict(StudyClass.objects.filter(public_id__in=issuers).values_list("public_id", "institution_id"))
    offices = {issuer.removeprefix("institution:"): issuer for issuer in issuers if issuer.startswith("institution:")}
    for public_id, pk in Institution.objects.filter(public_id__in=offices).values_list("public_id", "pk"):
        institution_of[offices[public_id]] = pk
    known = {}
    for learner in Learner.objects.filter(pk__in=ids):
        numbers = {(institution_of[issuer], number) for issuer, number in lists[learner.pk] if issuer in institution_of}
        names = tuple(name for name in (learner.name, learner.original_name) if name)
        known[learner.pk] = Known(names, frozenset(shown[learner.pk]), frozenset(numbers))
    return known


def is_learner(learner: Learner, said: object) -> bool:
    """Whether a phone that names its learner means this one (or another row of the same person). One that names nobody does."""
    if said in (None, "", learner.public_id):
        return True
    return isinstance(said, str) and Learner.objects.filter(public_id=said[:12], root_id=learner.root_id or learner.pk).exists()


def told_apart(one: Learner, other: Learner) -> bool:
    """Whether somebody decided that these two rows are two people."""
    first, second = sorted((one.pk, other.pk))
    return ClaimCase.objects.filter(first_id=first, second_id=second, outcome="different").exists()


def identities_of_person(learner: Learner) -> QuerySet[Identity]:
    """All identities of the person this row belongs to."""
    return Identity.objects.filter(learner__root_id=learner.root_id).select_related("learner").order_by("created_at", "pk")


def merges_of_person(learner: Learner) -> QuerySet[LearnerMerge]:
    """Every merge, live or undone, that concerns a row of this person."""
    rows = Learner.objects.filter(root_id=learner.root_id).values("pk")
    found = LearnerMerge.objects.filter(Q(kept__in=rows) | Q(absorbed__in=rows))
    return found.select_related("kept", "absorbed").order_by("-merged_at", "-pk")


def cases_visible_to(actor: Actor) -> QuerySet[ClaimCase]:
    """Cases this reader may decide: of the institutions they teach at, all for who manages channels."""
    cases = ClaimCase.objects.select_related("first", "second", "institution").order_by("-score", "pk")
    if scope_ids(actor, Permission.MANAGE_CHANNELS, Scope.INSTITUTION) is None:
        return cases
    taught = scope_ids(actor, Permission.TEACH, Scope.INSTITUTION)
    return cases if taught is None else cases.filter(institution_id__in=taught)


def merges_visible_to(actor: Actor) -> QuerySet[LearnerMerge]:
    """Merges this reader may undo: of people learning at institutions they teach at, all for who manages channels."""
    merges = LearnerMerge.objects.select_related("kept", "absorbed").order_by("-merged_at", "-pk")
    if scope_ids(actor, Permission.MANAGE_CHANNELS, Scope.INSTITUTION) is None:
        return merges
    taught = scope_ids(actor, Permission.TEACH, Scope.INSTITUTION) or set()
    learners = Standing.objects.filter(counted_institution_id__in=taught).order_by().values("learner_id")
    return merges.filter(kept_id__in=learners, absorbed_id__in=learners)
