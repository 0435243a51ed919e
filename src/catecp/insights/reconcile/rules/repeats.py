"""A paragraph, an item or a long sentence that stands twice, word for word or nearly so."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from catecp.insights.reconcile.document import TABLE, Document
from catecp.insights.reconcile.findings import Finding, Quote

_APPARATUS = re.compile(
    r"^\W*(?:note|notes|source|sources|remark|table|figure|photo|image|copyright|©|tel|phone|e-?mail|address"
    r"|website|注|资料来源|来源|数据来源|n\s*=)(?:\b|\s|\d)",
    re.IGNORECASE,
)
_SHORTEST_WORDS = 8
_SHORTEST_NEAR = 14
_NEARNESS = 0.9
_MOST_COMPARED = 4000
_RUNNING_HEAD = 3  # what stands so often is a header, a footer or a form, not a slip


def check(document: Document) -> list[Finding]:
    """Findings `repeated_text`, one per repeated passage."""
    blocks = [
        (position, block.text) for position, block in enumerate(document.blocks)
        if block.kind != TABLE and not _APPARATUS.match(block.text) and len(_words(block.text)) >= _SHORTEST_WORDS
        and not block.text[:1].islower()  # a fragment of a table cell or of a broken line, not a passage
    ]  # fmt: skip
    findings: list[Finding] = []
    seen: dict[tuple[str, ...], int] = {}
    times = Counter(tuple(_words(text)) for _position, text in blocks)
    for position, text in blocks:
        key = tuple(_words(text))
        if times[key] >= _RUNNING_HEAD:
            continue
        if key in seen:
            findings.append(_finding(document, seen[key], position, exact=True))
        else:
            seen[key] = position
    findings.extend(_near(document, [(position, key) for key, position in seen.items()]))
    findings.extend(_sentences(document, {finding.position for finding in findings}))
    return findings


def _words(text: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+", text.casefold())
    return [
        piece
        for word in words
        for piece in (list(word) if re.match(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u4e00-\u9fff]", word) else [word])
    ]


def _near(document: Document, passages: list[tuple[int, tuple[str, ...]]]) -> Iterator[Finding]:
    """Pairs that share nearly all words; a different name or number makes them two statements."""
    long = sorted((passage for passage in passages if len(passage[1]) >= _SHORTEST_NEAR), key=lambda passage: len(passage[1]))[
        :_MOST_COMPARED
    ]
    index: dict[tuple[str, ...], list[int]] = {}
    pairs: dict[tuple[int, int], int] = {}
    for order, (_, words) in enumerate(long):
        for shingle in {words[at : at + 4] for at in range(len(words) - 3)}:
            members = index.setdefault(shingle, [])
            if len(members) < 12:
                for other in members:
                    pairs[(other, order)] = pairs.get((other, order), 0) + 1
                members.append(order)
    for (left, right), shared in pairs.items():
        first, second = long[left], long[right]
        if len(first[1]) < 0.85 * len(second[1]) or shared * 2 < len(second[1]):
            continue
        matcher = SequenceMatcher(None, first[1], second[1], autojunk=False)
        if matcher.ratio() >= _NEARNESS and not _different_things(document, first, second, matcher):
            yield _finding(document, *sorted((first[0], second[0])), exact=False)


def _different_things(
    document: Document, first: tuple[int, tuple[str, ...]], second: tuple[int, tuple[str, ...]], matcher: SequenceMatcher[str]
) -> bool:
    """Whether the words that differ include a number or a name, or swap one content word for another."""
    changed = set()
    for kind, left, left_end, right, right_end in matcher.get_opcodes():
        if kind == "replace":
            return True
        if kind != "equal":
            changed |= set(first[1][left:left_end]) | set(second[1][right:right_end])
    texts = document.blocks[first[0]].text + " . " + document.blocks[second[0]].text
    names = {name.casefold() for name in re.findall(r"(?<=[a-z,;] )[A-Z][\w’'-]*|\d+", texts)}
    return bool(changed & (names | {"not", "no", "never"})) or any(word.isdigit() for word in changed)


def _sentences(document: Document, known: set[int]) -> Iterator[Finding]:
    """A long sentence twice in one paragraph or in neighbouring ones."""
    seen: dict[tuple[str, ...], tuple[int, str]] = {}
    for sentence in document.sentences:
        key = tuple(_words(sentence.text))
        if len(key) < 12 or _APPARATUS.match(sentence.text):
            continue
        whole = len(document.by_block[sentence.block]) == 1
        if key in seen:
            at, _ = seen[key]
            if sentence.block - at <= 3 and not (whole and len(document.by_block[at]) == 1) and sentence.block not in known:
                quotes = (Quote(sentence.text, document.blocks[at].where), Quote(sentence.text, sentence.where))
                yield Finding("repeated_text", "The same sentence stands twice.", (), quotes, at)
        seen[key] = (sentence.block, sentence.text)


def _finding(document: Document, first: int, second: int, *, exact: bool) -> Finding:
    quotes = tuple(Quote(document.blocks[at].text, document.blocks[at].where) for at in (first, second))
    what = "The same passage stands twice" if exact else "Nearly the same passage stands twice"
    return Finding("repeated_text", f"{what} ({quotes[0].where} and {quotes[1].where}).", (), quotes, first)
