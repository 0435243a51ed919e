"""The shape every report is brought into before it is checked."""

from dataclasses import dataclass, field
from functools import cached_property

from catecp.insights.reconcile.quantities import Quantity, quantities_in
from catecp.insights.reconcile.sentences import split_sentences

MOST_QUANTITIES = 90  # more in one sentence is a dump of numbers, not something a person says
PARAGRAPH, ITEM, HEADING, TABLE = "paragraph", "item", "heading", "table"


@dataclass(frozen=True)
class Block:
    """One piece of a report in reading order.

    `marker` is the printed bullet or number of an item ("-", "3.", "b)"), `level` its depth from 0, `gap` whether an empty line
    stood before it, `rows` the cells of a table, `where` a label a person can look up ("paragraph 4", "table 2").
    """

    kind: str
    text: str
    where: str = ""
    marker: str = ""
    level: int = 0
    gap: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Sentence:
    """A sentence with the block it stands in (`block` is the position in the document)."""

    text: str
    block: int
    where: str
    kind: str
    first: bool = False

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        found = quantities_in(self.text)
        return found if len(found) <= MOST_QUANTITIES else ()

    def __hash__(self) -> int:
        return hash((self.text, self.block))


@dataclass(frozen=True)
class Document:
    """A whole report; `name` is the file's name for messages."""

    name: str
    blocks: tuple[Block, ...] = field(default_factory=tuple)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of all blocks except tables, in order."""
        found = []
        for position, block in enumerate(self.blocks):
            if block.kind == TABLE:
                continue
            for order, text in enumerate(split_sentences(block.text)):
                found.append(Sentence(text, position, block.where, block.kind, first=order == 0))
        return tuple(found)

    @cached_property
    def by_block(self) -> dict[int, tuple[Sentence, ...]]:
        """The sentences of each block by the block's position."""
        grouped: dict[int, list[Sentence]] = {}
        for sentence in self.sentences:
            grouped.setdefault(sentence.block, []).append(sentence)
        return {position: tuple(sentences) for position, sentences in grouped.items()}

    def __hash__(self) -> int:
        return id(self)
