"""What happens to invitation letters, in the past tense."""

from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class LetterWordingSaved(Fact):
    kind = "events.letter_wording.saved"
    about = "event_id"
    event_id: int


@dataclass(frozen=True)
class LetterIssued(Fact):
    """`sha256` is of the file as issued."""

    kind = "events.letter.issued"
    about = "letter_id"
    letter_id: int
    event_id: int
    registration_id: int
    number: str
    sha256: str


@dataclass(frozen=True)
class LetterWithdrawn(Fact):
    kind = "events.letter.withdrawn"
    about = "letter_id"
    letter_id: int
    event_id: int


@dataclass(frozen=True)
class LetterPosted(Fact):
    """The letter went into the outbox; whether it arrived stands there."""

    kind = "events.letter.posted"
    about = "letter_id"
    letter_id: int
    event_id: int
    message_id: int
