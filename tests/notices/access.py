from tests.access import Access
from tests.factories.notices import MessageFactory

_MINE = {"visitor": 302, "coordinator": 302, "*": 404}
_OF = {"public_id": "message.public_id"}
ROWS = [
    Access("notices:outbox", {"visitor": 302, "coordinator": 200, "*": 403}),
    Access("notices:send_drafts", {"visitor|coordinator": 302, "*": 403}, method="post", data={"about": "event:1"}),
    Access("notices:shown", {"*": 404}),
    Access("notices:choices", {"visitor": 302, "*": 200}),
    Access("notices:message", {"visitor": 302, "coordinator": 200, "*": 404}, kwargs=_OF),
    Access("notices:edit", {"visitor": 302, "coordinator": 200, "*": 404}, kwargs=_OF),
    Access("notices:send", _MINE, method="post", kwargs=_OF),
    Access("notices:retry", _MINE, method="post", kwargs={"public_id": "failed_message.public_id"}),
    Access("notices:discard", _MINE, method="post", kwargs=_OF),
]


def build(world) -> None:
    world.message = MessageFactory(about="event:1")
    world.failed_message = MessageFactory(state="failed")
