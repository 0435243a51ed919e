"""What happens at the door, in the past tense."""

from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class CheckpointCreated(Fact):
    kind = "events.checkpoint.created"
    about = "checkpoint_id"
    checkpoint_id: int
    event_id: int


@dataclass(frozen=True)
class CheckpointRenamed(Fact):
    kind = "events.checkpoint.renamed"
    about = "checkpoint_id"
    checkpoint_id: int
    event_id: int


@dataclass(frozen=True)
class DeviceRegistered(Fact):
    kind = "events.device.registered"
    about = "device_id"
    device_id: int
    event_id: int


@dataclass(frozen=True)
class DeviceWithdrawn(Fact):
    kind = "events.device.withdrawn"
    about = "device_id"
    device_id: int
    event_id: int


@dataclass(frozen=True)
class DeviceReinstated(Fact):
    kind = "events.device.reinstated"
    about = "device_id"
    device_id: int
    event_id: int


@dataclass(frozen=True)
class ScansReceived(Fact):
    """`number` scans of one device were new; a batch sent again records nothing."""

    kind = "events.scans.received"
    about = "device_id"
    device_id: int
    event_id: int
    number: int
