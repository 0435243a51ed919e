"""Who is met: one function by which every way of joining and every list finds the learner, or meets a new one."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from catecp.accounts.models import Person
from catecp.kernel import ledger
from catecp.learning.facts import LearnerJoined
from catecp.learning.models import Identity, Learner
from catecp.places.models import Country, Region


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

    `value` is normalised by the caller. An identity shown again by somebody who proved it becomes verified.
    """
    found = Identity.objects.select_for_update().select_related("learner").filter(kind=kind, issuer=issuer, value=value).first()
    if found is not None:
        if met.verified_at and not found.verified_at:
            found.verified_at = met.verified_at
            found.save(update_fields=["verified_at"])
        return found
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
