"""Figures by name in a text: `{{participants}}`, `{{participants.by_group:china}}`. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAME = re.compile(r"\{\{\s*([a-z0-9_.]+(?::[A-Za-z0-9_.\-]+)?)\s*\}\}")


@dataclass(frozen=True)
class Words:
    """Text between figures."""

    text: str


@dataclass(frozen=True)
class Name:
    """A figure called by its name."""

    name: str


def parse(text: str) -> Iterator[Words | Name]:
    """The pieces of one paragraph in order. Anything in braces that is not a well-formed name stays text, for the linter to see."""
    position = 0
    for match in _NAME.finditer(text):
        if match.start() > position:
            yield Words(text[position : match.start()])
        yield Name(match.group(1))
        position = match.end()
    if position < len(text):
        yield Words(text[position:])


def names_in(text: str) -> list[str]:
    """The figures a text uses, each once, in order."""
    return list(dict.fromkeys(piece.name for piece in parse(text) if isinstance(piece, Name)))


def paragraphs(text: str) -> list[str]:
    """A body is paragraphs parted by empty lines; a line that begins with “- ” is an item of a list."""
    blocks: list[str] = []
    for raw in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in raw.split("\n") if line.strip()]
        if lines and all(line.startswith("- ") for line in lines):
            blocks.append("\n".join(lines))
        else:
            blocks.extend(_split_items(lines))
    return [block for block in blocks if block]


def _split_items(lines: list[str]) -> list[str]:
    """Prose lines join into one paragraph; items that follow stay a list of their own."""
    found: list[list[str]] = []
    for line in lines:
        is_item = line.startswith("- ")
        if found and found[-1][0].startswith("- ") == is_item:
            found[-1].append(line)
        else:
            found.append([line])
    return ["\n".join(group) if group[0].startswith("- ") else " ".join(group) for group in found]
