"""The passport of a draft, and what a course is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.courses.facts import PassportChanged
from catecp.courses.fingerprint import passport_digest
from catecp.courses.models import Course, Edit, Passport, Version
from catecp.courses.services.authoring import locked_draft
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.translated import Translated

FIELDS = (
    "field", "licence", "rights_holder", "rights_note", "level_national", "level_aqrf", "hours", "hours_practical", "outcomes",
    "equipment", "safety", "prerequisites", "assessment", "accessibility", "support", "rules",
)  # fmt: skip


class PassportChangedMeanwhile(Refused):
    """Somebody else saved the passport first."""


@dataclass(frozen=True)
class PassportText:
    """What an author filled in. `values` are fields of `Passport`; `seen` is the digest of the passport they started from."""

    title: Translated
    summary: Translated
    values: Mapping[str, Any]
    seen: str


@transaction.atomic
def change_passport(*, version: Version, said: PassportText, at: datetime, by: Any) -> Passport:
    """Write the passport of a draft. Refused when it changed since the author opened it."""
    version = locked_draft(version)
    passport = Passport.objects.select_for_update().get(version=version)
    before = passport_digest(passport)
    if said.seen and said.seen != before:
        raise PassportChangedMeanwhile(
            _(
                "Somebody else changed the passport while you wrote. Your text is still in the form below; look at theirs, then save again."
            )
        )
    for name in FIELDS:
        if name in said.values:
            setattr(passport, name, said.values[name])
    passport.save()
    Course.objects.filter(pk=version.course_id).update(title=said.title, summary=said.summary)
    changed = {"digest": passport_digest(passport), "before": before}
    Edit.objects.create(version=version, what="passport", detail=changed, edited_by=getattr(by, "pk", None), edited_at=at)
    ledger.record(PassportChanged(course_id=version.course_id, version_id=version.pk), by=by, at=at)
    return passport
