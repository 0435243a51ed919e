"""Reference and policy data of courses: fields, and what is asked of a course. What a coordinator changed is never overwritten."""

import csv
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from catecp.courses import passport
from catecp.courses.enums import ChecklistKind
from catecp.courses.facts import ChecklistChanged
from catecp.courses.models import Checklist, Field
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.kernel.translated import Translated

DATA = Path(__file__).parent.parent / "data"
MOST_ITEMS = 60
MOST_POINTS = 100


class UnfitPolicy(Refused):
    """The list cannot be followed."""


@transaction.atomic
def load_fields() -> int:
    """Add the fields that are missing; returns how many were."""
    with (DATA / "fields.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = set(Field.objects.values_list("key", flat=True))
    new = [
        Field(
            key=row["key"],
            name=Translated(texts={"en": row["en"], "zh-hans": row["zh-hans"]}),
            cn_code=row["cn_code"],
            isced_code=row["isced_code"],
            position=position,
        )
        for position, row in enumerate(rows)
        if row["key"] not in known
    ]
    Field.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def load_checklists(*, at: datetime) -> int:
    """The default policies of each kind, where there is none yet. Returns how many were added."""
    data = yaml.safe_load((DATA / "checklists.yaml").read_text(encoding="utf-8"))
    added = 0
    for kind in ChecklistKind.values:
        if not Checklist.objects.filter(kind=kind).exists():
            name, items = Translated.from_json(data[kind]["name"]), data[kind]["items"]
            Checklist.objects.create(kind=kind, name=name, items=items, is_default=True, created_at=at)
            added += 1
    return added


@transaction.atomic
def set_checklist(*, kind: str, name: Translated, items: Sequence[Mapping[str, Any]], at: datetime, by: Any) -> Checklist:
    """A new version of the policy. The ones before stay; reviews keep the one they began with."""
    cleaned = [_item(item, kind) for item in items]
    if not cleaned or len(cleaned) > MOST_ITEMS:
        raise UnfitPolicy(_("The list needs between 1 and %(most)s items.") % {"most": MOST_ITEMS})
    if len({item["key"] for item in cleaned}) < len(cleaned):
        raise UnfitPolicy(_("Two items have the same key. Give each a key of its own."))
    if kind == ChecklistKind.PASSPORT and not sum(item["points"] for item in cleaned):
        raise UnfitPolicy(_("No item has points, so no course could ever be ready. Give points."))
    checklist = Checklist.objects.create(kind=kind, name=name, items=cleaned, created_by=by.pk, created_at=at)
    ledger.record(ChecklistChanged(checklist_id=checklist.pk, policy=kind), by=by, at=at)
    return checklist


def _item(item: Mapping[str, Any], kind: str) -> dict[str, Any]:
    key = clean_line(str(item.get("key", "")), longest=40)
    text = Translated.from_json(item.get("text"))
    points = int(item.get("points") or 0)
    test = str(item.get("test") or "")
    if not key or not text:
        raise UnfitPolicy(_("Every item needs a key and a text."))
    if not 0 <= points <= MOST_POINTS:
        raise UnfitPolicy(_("Points are between 0 and %(most)s.") % {"most": MOST_POINTS})
    if kind == ChecklistKind.PASSPORT and test not in passport.TESTS:
        raise UnfitPolicy(_("Nothing is known by the test “%(test)s”. Choose one of the list.") % {"test": test})
    return {"key": key, "text": text.to_json(), "points": points, "test": test}
