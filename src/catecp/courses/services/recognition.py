"""An institution compares a course with a module of its own and decides; a decision is never changed, a new one is made."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.courses.credit_rules import credits_for
from catecp.courses.enums import AdoptionState, MappingDecision
from catecp.courses.facts_adoption import MappingDecided as MappingDecidedFact
from catecp.courses.facts_adoption import MappingOpened
from catecp.courses.models import Adoption, CreditMapping, Passport, Version
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.translated import Translated
from catecp.network.models import Institution
from catecp.network.queries.canonical import canonical_of, family_ids


class DecidedAlready(Refused):
    """A decision stands as it was made."""


class ReasonsMissing(Refused):
    """A decision without reasons helps nobody."""


class CreditsMissing(Refused):
    """Recognising means granting credits."""


@dataclass(frozen=True)
class MappingGiven:
    module_title: Translated
    hours: Decimal
    hours_per_credit: Decimal
    module_code: str = ""
    rule_source: str = ""


@dataclass(frozen=True)
class MappingDecided:
    """`outcomes`: [{"course", "module", "match": full, partial or none, "note"}]"""

    decision: str
    reasons: Translated
    decided_by_name: str
    credits: Decimal | None = None
    conditions: Translated = field(default_factory=Translated)
    valid_until: date | None = None
    is_shared: bool = False
    outcomes: list[dict[str, Any]] = field(default_factory=list)


@transaction.atomic
def open_mapping(
    *,
    version: Version,
    institution: Institution,
    given: MappingGiven,
    at: datetime,
    by: User | None,
    precedent: CreditMapping | None = None,
) -> CreditMapping:
    """Begin a comparison: the outcomes of the passport stand in the table, each to be matched."""
    institution = canonical_of(institution)
    passport = Passport.objects.filter(version=version).first()
    outcomes = [str(Translated.from_json(row.get("text", ""))) for row in passport.outcomes] if passport else []
    adoption = Adoption.objects.filter(
        course=version.course_id, institution__in=family_ids(institution), state=AdoptionState.CONFIRMED
    ).first()
    mapping = CreditMapping.objects.create(
        version=version,
        institution=institution,
        adoption=adoption,
        module_title=given.module_title,
        module_code=given.module_code,
        hours=given.hours,
        hours_per_credit=given.hours_per_credit,
        rule_source=given.rule_source,
        credits=credits_for(given.hours, given.hours_per_credit),
        outcomes=[{"course": text, "module": "", "match": "full", "note": ""} for text in outcomes],
        precedent=precedent,
        created_at=at,
    )
    fact = MappingOpened(mapping_id=mapping.pk, version_id=version.pk, institution_id=institution.pk)
    ledger.record(fact, by=by, at=at)
    return mapping


@transaction.atomic
def decide_mapping(*, mapping: CreditMapping, given: MappingDecided, at: datetime, by: User | None) -> CreditMapping:
    """The decision with its reasons. Recognised in full or in part grants credits; refused grants none."""
    mapping = CreditMapping.objects.select_for_update().get(pk=mapping.pk)
    if mapping.decision != MappingDecision.OPEN:
        raise DecidedAlready(_("This comparison is decided. Compare anew when the course or the module has changed."))
    if not given.reasons:
        raise ReasonsMissing(_("Say why: others will search for this decision and read the reasons."))
    is_refused = given.decision == MappingDecision.REFUSED
    if not is_refused and not given.credits:
        raise CreditsMissing(_("Say how many credits are granted."))
    mapping.decision, mapping.credits = given.decision, Decimal(0) if is_refused else given.credits
    mapping.reasons, mapping.conditions, mapping.outcomes = given.reasons, given.conditions, given.outcomes
    mapping.is_shared, mapping.valid_until = given.is_shared, given.valid_until
    mapping.decided_by, mapping.decided_by_name, mapping.decided_at = (by.pk if by else None), given.decided_by_name, at
    mapping.save()
    fact = MappingDecidedFact(mapping_id=mapping.pk, decision=mapping.decision, is_shared=mapping.is_shared)
    ledger.record(fact, by=by, at=at)
    return mapping
