from types import SimpleNamespace

from tests.access import Access


def build(world):
    world.figure_names = SimpleNamespace(whole="participants", parts="participants.by_group")


_EVENT = {"slug": "event.slug"}
ROWS = [
    Access("insights:numbers", {"*": 200}),
    Access("insights:event_numbers", {"*": 200}, kwargs=_EVENT),
    Access("insights:figure", {"*": 200}, kwargs={**_EVENT, "name": "figure_names.whole"}),
    Access("insights:breakdown", {"*": 200}, kwargs={**_EVENT, "name": "figure_names.parts"}),
]
