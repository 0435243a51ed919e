from catecp.events.services.importing import bring_workbook
from tests.access import Access
from tests.factories.events import NOON

EVENT = {"slug": "event.slug"}
BATCH = {**EVENT, "public_id": "import_batch.public_id"}
RUNS_IT = {"visitor": 302, "coordinator": 200, "*": 403}
CHANGES_IT = {"visitor|coordinator": 302, "*": 403}

ROWS = [
    Access("events:imports", RUNS_IT, kwargs=EVENT),
    Access("events:import_upload", CHANGES_IT, method="post", kwargs=EVENT),
    Access("events:import_batch", RUNS_IT, kwargs=BATCH),
    Access("events:import_columns", CHANGES_IT, method="post", kwargs=BATCH),
    Access("events:import_decisions", CHANGES_IT, method="post", kwargs=BATCH),
    Access("events:import_suggestions", CHANGES_IT, method="post", kwargs=BATCH),
    Access("events:import_apply", CHANGES_IT, method="post", kwargs=BATCH),
    Access("events:import_discard", CHANGES_IT, method="post", kwargs=BATCH),
]


def build(world) -> None:
    content = b"Name,E-mail\nLI Hua,li.hua@example.org\n"
    world.import_batch = bring_workbook(event=world.event, file_name="people.csv", content=content, by=None, at=NOON)
