"""Personal codes: the right to answer once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.events.queries.people import confirmed_registrations
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.identifiers import code as new_code
from catecp.surveys.enums import Anonymity
from catecp.surveys.facts import CodesIssued
from catecp.surveys.models import AccessCode, Survey

CODE_LENGTH = 6  # 30 bits: of a thousand million codes, a few hundred are somebody's
MOST_SPARE = 5_000


class NoSpareCodes(Refused):
    """Spare codes were asked for where a code has to say whose it is."""


@transaction.atomic
def issue_codes(*, survey: Survey, by: User | None, at: datetime) -> int:
    """One code for every confirmed registration that has none yet. Returns how many were made."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    has_one = set(survey.access_codes.filter(registration__isnull=False).values_list("registration_id", flat=True))
    lacking = [registration for registration in confirmed_registrations(survey.event) if registration.pk not in has_one]
    codes = _fresh(survey, len(lacking))
    AccessCode.objects.bulk_create(
        AccessCode(survey=survey, registration=registration, code=code) for registration, code in zip(lacking, codes, strict=True)
    )
    if lacking:
        ledger.record(CodesIssued(survey_id=survey.pk, event_id=survey.event_id, number=len(lacking)), by=by, at=at)
    return len(lacking)


@transaction.atomic
def issue_spare_codes(*, survey: Survey, number: int, by: User | None, at: datetime) -> list[str]:
    """Codes for people who are on no list. Only anonymous surveys can have them: such a code names nobody."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.anonymity != Anonymity.ANONYMOUS:
        raise NoSpareCodes(_("Spare codes name nobody, so only an anonymous survey can have them. Register the person instead."))
    if not 1 <= number <= MOST_SPARE:
        raise NoSpareCodes(_("Ask for 1 to %(most)s spare codes.") % {"most": MOST_SPARE})
    codes = _fresh(survey, number)
    AccessCode.objects.bulk_create(AccessCode(survey=survey, code=code) for code in codes)
    ledger.record(CodesIssued(survey_id=survey.pk, event_id=survey.event_id, number=number), by=by, at=at)
    return codes


def _fresh(survey: Survey, number: int) -> list[str]:
    taken = set(survey.access_codes.values_list("code", flat=True))
    found: list[str] = []
    while len(found) < number:
        code = new_code(CODE_LENGTH)
        if code not in taken:
            taken.add(code)
            found.append(code)
    return found
