"""What happens around workbooks of registrations, in the past tense. Ids and plain values only."""

from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class WorkbookBrought(Fact):
    kind = "events.workbook.brought"
    about = "batch_id"
    batch_id: int
    event_id: int


@dataclass(frozen=True)
class WorkbookImported(Fact):
    """`done` counts rows by what became of them."""

    kind = "events.workbook.imported"
    about = "batch_id"
    batch_id: int
    event_id: int
    done: dict[str, int]


@dataclass(frozen=True)
class WorkbookDiscarded(Fact):
    kind = "events.workbook.discarded"
    about = "batch_id"
    batch_id: int
    event_id: int
