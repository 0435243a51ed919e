"""The demo's registrations come through the real importer, every suggestion accepted."""

from datetime import UTC, datetime
from pathlib import Path

from catecp.accounts.models import User
from catecp.events import workbook
from catecp.events.models import Event
from catecp.events.services.importing import accept_suggestions, apply_import, bring_workbook

WORKBOOK = Path(workbook.__file__).parent.parent / "demo" / "workshop-2025-registrations.xlsx"
IMPORTED_AT = datetime(2025, 5, 10, 9, 0, tzinfo=UTC)


def import_registrations(event: Event, by: User) -> None:
    batch = bring_workbook(event=event, file_name=WORKBOOK.name, content=WORKBOOK.read_bytes(), by=by, at=IMPORTED_AT)
    batch = accept_suggestions(batch=batch)
    apply_import(batch=batch, by=by, at=IMPORTED_AT, are_invented=True)
