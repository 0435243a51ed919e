from catecp.interop.playing.origin import Ticket, signed
from tests.access import Access

ROWS = [
    Access("interop:play", {"*": 404}, kwargs={"enrolment": "event.slug", "block": "event.slug"}),  # nobody here is a learner
    Access("interop:player", {"*": 404}, kwargs={"ticket": "own_ticket"}),  # refused in the origin of the page itself
    Access("interop:package_file", {"*": 404}, kwargs={"ticket": "own_ticket", "path": "event.slug"}),
]


def build(world) -> None:
    world.own_ticket = signed(Ticket("0" * 64, "html", "index.html", "http://testserver"))
