"""The ideas of a survey's codebook: added, reworded, merged by a person."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.kernel import identifiers, ledger
from catecp.kernel.errors import Refused
from catecp.kernel.translated import Translated
from catecp.surveys.enums import CodebookKind
from catecp.surveys.facts import CodebookEdited
from catecp.surveys.models import Code, Survey


class CannotMerge(Refused):
    """Two ideas of different codebooks, or one with itself."""


@transaction.atomic
def add_code(*, survey: Survey, kind: str, label: Translated, by: User, at: datetime) -> Code:
    last = survey.codes.filter(kind=kind).aggregate(last=Max("position"))["last"]
    code = Code.objects.create(
        survey=survey,
        kind=CodebookKind(kind),
        key=_free_key(survey, kind, str(label)),
        label=label,
        position=0 if last is None else last + 1,
    )
    _record(code, "added", by=by, at=at)
    return code


@transaction.atomic
def edit_code(*, code: Code, label: Translated, phrases: Mapping[str, Sequence[str]], by: User, at: datetime) -> Code:
    """`phrases` by language tag; they decide what is suggested from now on."""
    code = Code.objects.select_for_update().get(pk=code.pk)
    code.label, code.phrases = label, {language: list(lines) for language, lines in phrases.items() if lines}
    code.save(update_fields=["label", "phrases"])
    _record(code, "changed", by=by, at=at)
    return code


@transaction.atomic
def merge_codes(*, code: Code, into: Code, by: User, at: datetime) -> Code:
    """Everything said under `code` moves under `into`, and so do its phrases. The row stays, pointing there."""
    code, into = (Code.objects.select_for_update().get(pk=pk) for pk in (code.pk, into.pk))
    if code.pk == into.pk or (code.survey_id, code.kind) != (into.survey_id, into.kind) or into.merged_into_id is not None:
        raise CannotMerge(_("Choose another idea of the same codebook."))
    code.statements.update(code=into)
    labels = {language: [text] for language, text in code.label.texts.items()}
    for added in (labels, code.phrases):
        for language, lines in added.items():
            into.phrases[language] = list(dict.fromkeys([*into.phrases.get(language, []), *lines]))
    into.save(update_fields=["phrases"])
    code.merged_into = into
    code.save(update_fields=["merged_into"])
    Code.objects.filter(merged_into=code).update(merged_into=into)
    _record(code, "merged", by=by, at=at)
    return into


def _free_key(survey: Survey, kind: str, label: str) -> str:
    key = slugify(label)[:30].strip("-")
    taken = survey.codes.filter(kind=kind, key=key).exists()
    return f"{key}-{identifiers.code(4).lower()}".strip("-") if taken or not key else key


def _record(code: Code, what: str, *, by: User, at: datetime) -> None:
    ledger.record(
        CodebookEdited(survey_id=code.survey_id, event_id=code.survey.event_id, what=what, code=code.public_id), by=by, at=at
    )
