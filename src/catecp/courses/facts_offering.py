"""What happens to channels and offerings."""

from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class ChannelMade(Fact):
    kind = "courses.channel.made"
    about = "channel_id"
    channel_id: int
    channel_kind: str


@dataclass(frozen=True)
class ChannelChanged(Fact):
    kind = "courses.channel.changed"
    about = "channel_id"
    channel_id: int


@dataclass(frozen=True)
class OfferingOpened(Fact):
    kind = "courses.offering.opened"
    about = "offering_id"
    offering_id: int
    version_id: int
    channel_id: int


@dataclass(frozen=True)
class OfferingChanged(Fact):
    kind = "courses.offering.changed"
    about = "offering_id"
    offering_id: int
