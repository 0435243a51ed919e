from tests.access import Access
from tests.factories.opportunities import CallFactory

EVENT = {"slug": "event.slug"}
CALL = {"public_id": "call.public_id"}
COORDINATOR_DOES = {"visitor|coordinator": 302, "*": 403}

ROWS = [
    Access("opportunities:calls", {"*": 200}),
    Access("opportunities:post", {"visitor": 403, "*": 200}),
    Access("opportunities:board", {"*": 200}, kwargs=EVENT),
    Access("opportunities:board_live", {"*": 200}, kwargs=EVENT),
    Access("opportunities:call", {"*": 200}, kwargs=CALL),
    Access("opportunities:edit", {"participant": 200, "*": 403}, kwargs=CALL),
    Access("opportunities:interest", {"visitor|participant": 403, "*": 302}, method="post", kwargs=CALL),
    Access("opportunities:state", {"participant": 302, "*": 403}, method="post", kwargs=CALL),
    Access("opportunities:hide", COORDINATOR_DOES, method="post", kwargs=CALL),
    Access("opportunities:translate", COORDINATOR_DOES, method="post", kwargs=CALL, data={"language": "km", "text": "ការងារ"}),
]


def build(world) -> None:
    world.call = CallFactory(event=world.event, owner=world.participant.person, closes_on=None)
