from tests.access import Access
from tests.factories.events import CheckpointFactory, DeviceFactory

EVENT = {"slug": "event.slug"}
AT_THE_DOOR = {"visitor": 302, "door_staff|coordinator": 200, "*": 403}
RUNS_IT = {"visitor": 302, "coordinator": 200, "*": 403}
CHANGES_IT = {"visitor|coordinator": 302, "*": 403}

ROWS = [
    Access("events:checkin", AT_THE_DOOR, kwargs=EVENT),
    Access("events:checkin_worker", {"*": 200}, kwargs=EVENT),
    Access("events:checkin_list", {"*": 401}, kwargs=EVENT),
    Access("events:checkin_scans", {"*": 401}, method="post", kwargs=EVENT, json=True),
    Access("events:checkin_device", {"visitor": 302, "door_staff|coordinator": 201, "*": 403}, method="post", kwargs=EVENT),
    Access("events:checkin_by_hand", AT_THE_DOOR, kwargs=EVENT),
    Access("events:checkin_overview", RUNS_IT, kwargs=EVENT),
    Access("events:checkin_checkpoint", CHANGES_IT, method="post", kwargs=EVENT, data={"name": "Back door"}),
    Access(
        "events:checkin_checkpoint_name",
        CHANGES_IT,
        method="post",
        kwargs={**EVENT, "public_id": "checkpoint.public_id"},
        data={"name": "Front door"},
    ),
    Access("events:checkin_device_state", CHANGES_IT, method="post", kwargs={**EVENT, "public_id": "device.public_id"}),
]


def build(world) -> None:
    world.checkpoint = CheckpointFactory(event=world.event)
    world.device = DeviceFactory(event=world.event)
