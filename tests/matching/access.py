from catecp.events.participant_session import key_of
from tests.access import Access
from tests.factories.matching import SwapFactory

SWAP = {"public_id": "swap.public_id"}
OF_THE_TWO = {"participant|speaker": 302, "*": 404}

ROWS = [
    Access("matching:badge", {"participant|speaker": 302, "*": 200}, kwargs={"code": "speaker_registration.badge_code"}),
    Access("matching:me", {"*": 200}),
    Access("matching:leave", {"*": 302}, method="post"),
    Access("matching:enter", {"*": 302}, kwargs={"key": "participant_key"}),
    Access("matching:find", {"*": 302}),
    Access("matching:counts", {"visitor": 302, "coordinator": 200, "*": 403}, kwargs={"slug": "event.slug"}),
    Access("matching:swap", {"participant|speaker": 200, "*": 404}, kwargs=SWAP),
    Access("matching:accept", OF_THE_TWO, method="post", kwargs=SWAP),
    Access("matching:decline", OF_THE_TWO, method="post", kwargs=SWAP),
    Access("matching:change", OF_THE_TWO, method="post", kwargs=SWAP),
    Access("matching:withdraw", OF_THE_TWO, method="post", kwargs=SWAP),
    Access("matching:met", OF_THE_TWO, method="post", kwargs=SWAP),
    Access("matching:follow_up", OF_THE_TWO, method="post", kwargs=SWAP),
    Access("matching:card", {"*": 404}, kwargs=SWAP),  # nothing is shown before both consented
]


def build(world) -> None:
    world.participant_key = key_of(world.registration)
    world.swap = SwapFactory(event=world.event, asker=world.participant.person, asked=world.speaker.person)
