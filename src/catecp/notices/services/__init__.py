from catecp.notices.services.delivery import send_due
from catecp.notices.services.messages import (
    AlreadyHandedOn,
    Envelope,
    NoAddress,
    NothingToSend,
    choose_notices,
    discard_message,
    draft_message,
    edit_message,
    queue_drafts,
    queue_message,
    retry_message,
    tell,
)

__all__ = [
    "AlreadyHandedOn",
    "Envelope",
    "NoAddress",
    "NothingToSend",
    "choose_notices",
    "discard_message",
    "draft_message",
    "edit_message",
    "queue_drafts",
    "queue_message",
    "retry_message",
    "send_due",
    "tell",
]
