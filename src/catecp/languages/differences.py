"""What changed between two wordings of a sentence, word by word; letter by letter in scripts without spaces. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKENS = re.compile(r"<[^>]+>|[A-Za-z0-9\u00c0-\u024f\u1ea0-\u1eff\u0400-\u04ff'’-]+|\s+|.", re.DOTALL)
_LONGEST = 4_000  # characters; beyond it the whole text counts as changed, so that no page waits


@dataclass(frozen=True)
class Part:
    """A run of text; `kind` is same, added or removed."""

    kind: str
    text: str


def difference(before: str, after: str) -> list[Part]:
    """Runs of `after` with what was removed from `before` standing where it was."""
    if len(before) > _LONGEST or len(after) > _LONGEST:
        return [Part("removed", before), Part("added", after)]
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    parts: list[Part] = []
    for kind, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        removed, added = "".join(old[from_old:to_old]), "".join(new[from_new:to_new])
        if kind == "equal":
            parts.append(Part("same", added))
            continue
        if removed:
            parts.append(Part("removed", removed))
        if added:
            parts.append(Part("added", added))
    return parts
