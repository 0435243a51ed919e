"""Channels and offers."""

from tests.access import Access
from tests.factories.courses import ChannelFactory, OfferingFactory

CHANNEL = {"key": "channel.key"}
PUBLIC = {"*": 200}
COORDINATOR = {"visitor": 302, "coordinator": 200, "*": 403}

ROWS = [
    Access("channels:channels", PUBLIC),
    Access("channels:channel", PUBLIC, kwargs=CHANNEL),
    Access("channels:poster", PUBLIC, kwargs=CHANNEL),
    Access("channels:make", COORDINATOR),
    Access("channels:change", COORDINATOR, kwargs=CHANNEL),
    Access("channels:offer", COORDINATOR, kwargs=CHANNEL),
    Access(
        "channels:open_offer",
        {"visitor|coordinator": 302, "*": 403},
        method="post",
        kwargs={**CHANNEL, "public_id": "offered.public_id"},
    ),
]


def build(world) -> None:
    world.channel = ChannelFactory(key="a-channel")
    world.offered = OfferingFactory(version=world.course.published, channel=world.channel)
