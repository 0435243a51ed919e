from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class MessageDrafted(Fact):
    kind = "notices.message.drafted"
    about = "message_id"
    message_id: int
    notice: str


@dataclass(frozen=True)
class MessageEdited(Fact):
    kind = "notices.message.edited"
    about = "message_id"
    message_id: int


@dataclass(frozen=True)
class MessageQueued(Fact):
    kind = "notices.message.queued"
    about = "message_id"
    message_id: int


@dataclass(frozen=True)
class DraftsQueued(Fact):
    kind = "notices.drafts.queued"
    about = "subject"
    subject: str
    count: int


@dataclass(frozen=True)
class MessageDiscarded(Fact):
    kind = "notices.message.discarded"
    about = "message_id"
    message_id: int
    notice: str


@dataclass(frozen=True)
class NoticesChosen(Fact):
    kind = "notices.choice.made"
    about = "person_id"
    person_id: int
    off: tuple[str, ...]
