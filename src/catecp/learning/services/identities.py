"""Who is met: one function by which every way of joining and every list finds the learner, or meets a new one."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import Person
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.learning.contact_values import NotAValue, normalised
from catecp.learning.enums import IdentityKind
from catecp.learning.facts import LearnerJoined
from catecp.learning.facts_reach import IdentityAdded
from catecp.learning.matching import Judgement, Outcome, Shown, judge
from catecp.learning.models import ClaimCase, Identity, Learner, LearnerMerge
from catecp.learning.queries.identities import known_of, told_apart
from catecp.learning.services.merging import merge_learners, open_case
from catecp.places.models import Country, Region


class UnreadableValue(Refused):
    """What was typed is no phone number or address."""


@dataclass(frozen=True)
class Met:
    """What was said about a learner when they were met. Used for a new learner, never to overwrite what is known."""

    name: str = ""
    original_name: str = ""
    language: str = ""
    country: Country | None = None
    region: Region | None = None
    person: Person | None = None
    is_minor: bool | None = None
    is_invented: bool = False
    source: str = ""  # how we came to know: "join", "roster:3", "bundle:7"
    verified_at: datetime | None = None


@dataclass(frozen=True)
class Added:
    """What came of one more identity: whose it is now; the merge it proved, or the case somebody has to decide."""

    identity: Identity
    merge: LearnerMerge | None = None
    case: ClaimCase | None = None


@transaction.atomic
def learner_for(
    *,
    kind: str,
    issuer: str = "",
    value: str,
    met: Met = Met(),
    at: datetime,
    by: object | None = None,  # noqa: B008 -- frozen
) -> Identity:
    """The identity of that value with its learner; made, with a new learner who is their own root, when it was never shown before.

    The value is normalised here (phones by the learner's country). An identity shown again by somebody who proved it becomes verified.
    """
    value = spelled(kind, value, country=met.country)
    found = _held(kind, issuer, value)
    if found is not None:
        return _verified(found, met.verified_at)
    learner = Learner.objects.create(
        name=met.name,
        original_name=met.original_name,
        language=met.language,
        country=met.country,
        region=met.region,
        person=met.person,
        is_minor=met.is_minor,
        is_invented=met.is_invented,
        created_at=at,
    )
    learner.root = learner
    learner.save(update_fields=["root"])
    identity = Identity.objects.create(
        learner=learner, kind=kind, issuer=issuer, value=value, source=met.source, verified_at=met.verified_at, created_at=at
    )
    ledger.record(LearnerJoined(learner_id=learner.pk, identity_kind=kind), by=by, at=at)  # type: ignore[arg-type]  # -- any actor
    return identity


@transaction.atomic
def add_identity(
    *,
    learner: Learner,
    kind: str,
    issuer: str = "",
    value: str,
    verified_at: datetime | None = None,
    source: str = "",
    at: datetime,
    by: object | None = None,
) -> Added:
    """This is also that learner. When somebody else shows it already: one person if both proved it, else a case to decide.

    A device is never a reason: whoever held it first keeps it.
    """
    value = spelled(kind, value, country=learner.country)
    found = _held(kind, issuer, value)
    if found is None:
        identity = Identity.objects.create(
            learner=learner, kind=kind, issuer=issuer, value=value, source=source, verified_at=verified_at, created_at=at
        )
        ledger.record(IdentityAdded(learner_id=learner.pk, identity_kind=kind), by=by, at=at)  # type: ignore[arg-type]  # -- any actor
        return Added(identity)
    if found.learner.root_id == Learner.objects.values_list("root_id", flat=True).get(pk=learner.pk):
        return Added(_verified(found, verified_at))
    if kind == IdentityKind.DEVICE:
        return Added(found)
    return _both(found, learner, Shown(kind, issuer, value, verified_at is not None), at=at, by=by)


def _both(found: Identity, learner: Learner, shown: Shown, *, at: datetime, by: object | None) -> Added:
    """Two learners show the same: merge, open a case, or neither."""
    known = known_of([learner.pk, found.learner_id])
    mine = known[learner.pk]
    judgement = judge(type(mine)(mine.names, mine.shown | {shown}, mine.numbers), known[found.learner_id])
    is_proof = judgement.outcome is Outcome.SAME and not told_apart(learner, found.learner)
    if is_proof:
        merge = merge_learners(kept=found.learner, absorbed=learner, rule=judgement.rule, at=at, by=by)
        return Added(found, merge=merge)
    if judgement.outcome is Outcome.APART:
        judgement = Judgement(Outcome.CANDIDATE, f"same_{shown.kind}", 0.3, {"kind": shown.kind, "names": "different"})
    return Added(found, case=open_case(one=found.learner, other=learner, judgement=judgement, institution=None, at=at))


@transaction.atomic
def claim_identity(*, learner: Learner, identity: Identity, at: datetime, by: object | None = None) -> LearnerMerge | None:
    """ "That is me too": the learner proved the identity of another row by its code. None when it was theirs already."""
    _verified(identity, at)
    roots = set(Learner.objects.filter(pk__in=[learner.pk, identity.learner_id]).values_list("root_id", flat=True))
    if len(roots) == 1:
        return None
    return merge_learners(kept=identity.learner, absorbed=learner, rule="claim", at=at, by=by)


def spelled(kind: str, value: str, *, country: Country | None = None) -> str:
    """The normalised value; refuses what cannot be one, in words for the person who typed it."""
    try:
        return normalised(kind, value, country=country.code if country else "")
    except NotAValue as error:
        if kind == IdentityKind.PHONE:
            words = _("This is no phone number we can read. Write it with + and the country's code, for example +855 12 345 678.")
        elif kind == IdentityKind.EMAIL:
            words = _("This is no e-mail address. It looks like name@example.org.")
        else:
            words = _("This number or name is empty or too long.")
        raise UnreadableValue(words) from error


def _held(kind: str, issuer: str, value: str) -> Identity | None:
    rows = Identity.objects.select_for_update(of=("self",)).select_related("learner")
    return rows.filter(kind=kind, issuer=issuer, value=value).first()


def _verified(identity: Identity, verified_at: datetime | None) -> Identity:
    if verified_at and not identity.verified_at:
        identity.verified_at = verified_at
        identity.save(update_fields=["verified_at"])
    return identity
