"""What differs between two states of a course: units, blocks and words. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from catecp.courses import content
from catecp.courses.content import BlockSource, Body, UnitSource
from catecp.languages.differences import Part, difference

_TAG = re.compile(r"</?(?:p|li|h3|h4|tr|ul|ol|table|tbody|thead|br|div|td|th|dt|dd)\b[^>]*>")
_ANY_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class BlockChange:
    """`what` is added, removed, changed or moved; `parts` are the words, removed ones where they stood."""

    key: str
    kind: str
    what: str
    unit: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class UnitChange:
    """`what` is added, removed, renamed or moved."""

    key: str
    what: str
    title: str
    before: str = ""


@dataclass(frozen=True)
class Comparison:
    units: tuple[UnitChange, ...] = ()
    blocks: tuple[BlockChange, ...] = ()
    same_blocks: int = 0

    def __bool__(self) -> bool:
        return bool(self.units or self.blocks)


@dataclass
class _Flat:
    titles: dict[str, str] = field(default_factory=dict)
    blocks: dict[str, tuple[str, BlockSource]] = field(default_factory=dict)  # {block key: (unit key, source)}


def words_of(kind: str, body: Body) -> str:
    """Everything a reader reads in the block, as plain lines."""
    return "\n".join(_plain(leaf.text) if leaf.is_html else leaf.text for leaf in content.leaves(kind, body))


def _plain(html: str) -> str:
    lines = (_ANY_TAG.sub("", line) for line in _TAG.sub("\n", html).split("\n"))
    return "\n".join(line.strip() for line in lines if line.strip())


def compared(before: Sequence[UnitSource], after: Sequence[UnitSource]) -> Comparison:
    """From `before` to `after`, in the reading order of `after`, what was removed last."""
    old, new = _flat(before), _flat(after)
    units = [*_unit_changes(old.titles, new.titles)]
    stayed = _in_order(list(old.blocks), list(new.blocks))
    blocks: list[BlockChange] = []
    same = 0
    for key, (unit, source) in new.blocks.items():
        title = new.titles[unit]
        if key not in old.blocks:
            parts = tuple(difference("", words_of(source.kind, source.body)))
            blocks.append(BlockChange(key, source.kind, "added", title, parts))
            continue
        was_in, was = old.blocks[key]
        if content.digest(was.kind, was.body) != content.digest(source.kind, source.body):
            parts = tuple(difference(words_of(was.kind, was.body), words_of(source.kind, source.body)))
            blocks.append(BlockChange(key, source.kind, "changed", title, parts))
        elif was_in != unit or key not in stayed:
            blocks.append(BlockChange(key, source.kind, "moved", title))
        else:
            same += 1
    for key, (unit, source) in old.blocks.items():
        if key not in new.blocks:
            parts = tuple(difference(words_of(source.kind, source.body), ""))
            blocks.append(BlockChange(key, source.kind, "removed", old.titles[unit], parts))
    return Comparison(tuple(units), tuple(blocks), same)


def _flat(units: Sequence[UnitSource]) -> _Flat:
    flat = _Flat()

    def walk(found: Sequence[UnitSource]) -> None:
        for unit in found:
            flat.titles[unit.key] = unit.title
            for block in unit.blocks:
                flat.blocks[block.key] = (unit.key, block)
            walk(unit.units)

    walk(units)
    return flat


def _unit_changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[UnitChange]:
    stayed = _in_order(list(old), list(new))
    found = []
    for key, title in new.items():
        if key not in old:
            found.append(UnitChange(key, "added", title))
        elif old[key] != title:
            found.append(UnitChange(key, "renamed", title, old[key]))
        elif key not in stayed:
            found.append(UnitChange(key, "moved", title))
    return [*found, *(UnitChange(key, "removed", title) for key, title in old.items() if key not in new)]


def _in_order(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The keys that kept their order; the fewest possible count as moved."""
    kept = [key for key in old if key in set(new)]
    matcher = SequenceMatcher(None, kept, [key for key in new if key in set(old)], autojunk=False)
    return {kept[place] for block in matcher.get_matching_blocks() for place in range(block.a, block.a + block.size)}
