"""Words inside sentences without spaces: Thai, Lao, Khmer, Burmese, Chinese. Pure.

A run of such a script is cut into clusters (a letter with everything that hangs on it; a syllable in Burmese), and the cheapest way
through the word list gives its words: that is why 市长 is not found in 南京市|长江|大桥. Words nested in a longer one count too, when what
is left of it are words as well: 教育 in 职业教育, but not Thai ลม in กลม.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from catecp.languages.searching.wordlists import words_of

_SCRIPTS = {
    "Thai": ("฀-๏๚-๿", "[เ-ไ]?[ก-ฮ][ัิ-ฺ็-๎]*[ะาำๅ]?|."),
    "Laoo": ("຀-໏໚-໿", "[ເ-ໄ]?[ກ-ຮໜໝ][ັິ-ຼ່-໎]*[ະາຳຽ]?|."),
    "Khmr": ("ក-៓ៜ៝", "[ក-ឳ](?:្[ក-ឳ]|[ា-៑៓៝])*|."),
    "Mymr": ("က-ဿၐ-႟ꩠ-ꩿ", "[က-ဪဿ](?:[ါ-္်-ှ]|(?<=္)[က-အ]|[က-အ](?=့?်|္))*|."),
    "Hans": ("㐀-䶿一-鿿豈-﫿", "."),
}
_RUNS = re.compile("|".join(f"(?P<{script}>[{letters}]+)" for script, (letters, _) in _SCRIPTS.items()))
_CLUSTERS = {script: re.compile(cluster, re.DOTALL) for script, (_, cluster) in _SCRIPTS.items()}
LONGEST_WORD = 12  # clusters
LONGEST_RUN = 400  # clusters looked at together; longer runs are cut
_NEVER = 1 << 60
_ENDINGS = {"เกอร์", "เตอร์", "เซอร์", "เลอร์", "เวอร์", "เดอร์", "เบอร์"}
_UNKNOWN = 300  # what a cluster costs that no word covers
_SINGLE = 45  # added for a known word of one cluster in lists without frequencies: such words hide in longer ones


@dataclass(frozen=True)
class Piece:
    """A word of a run, or a cluster that no word covers.

    `parts` are the words nested in it; `seams` are the places (in clusters) where two of them meet, both of several clusters.
    """

    text: str
    is_known: bool
    clusters: int
    parts: tuple[str, ...] = ()
    seams: tuple[int, ...] = ()


def runs(text: str) -> Iterator[tuple[str, str]]:
    """(script, run) for every stretch of an unspaced script in a normalised text."""
    for match in _RUNS.finditer(text):
        yield match.lastgroup or "", match[0]


def without_runs(text: str) -> str:
    """The text with a space for each unspaced stretch: what is left has spaces of its own."""
    return _RUNS.sub(" ", text)


def clusters(run: str, script: str) -> list[str]:
    return _CLUSTERS[script].findall(run)


def segment(run: str, script: str) -> list[Piece]:
    """The words of a run, in order; joining their texts gives the run."""
    parts = clusters(run, script)
    return [
        piece
        for start in range(0, len(parts), LONGEST_RUN)
        for piece in _segment_once(tuple(parts[start : start + LONGEST_RUN]), script)
    ]


@lru_cache(maxsize=4096)
def _segment_once(parts: tuple[str, ...], script: str) -> tuple[Piece, ...]:
    words = words_of(script)
    best: list[tuple[int, int]] = [(0, 0)] + [(_NEVER, 0)] * len(parts)  # (cost, start of the last word) up to each cluster
    for start in range(len(parts)):
        cost_so_far = best[start][0]
        word = ""
        for end in range(start + 1, min(len(parts), start + LONGEST_WORD) + 1):
            word += parts[end - 1]
            cost = _cost(word, end - start, words, script)
            if cost is not None and cost_so_far + cost < best[end][0]:
                best[end] = (cost_so_far + cost, start)
    cuts = [len(parts)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][1])
    cuts.reverse()
    spans = list(zip(cuts, cuts[1:], strict=False))
    for number in range(len(spans) - 1, 0, -1):
        start, end = spans[number]
        if "".join(parts[start:end]) in _ENDINGS:  # เบรก|เกอร์ is one loan word
            spans[number - 1 : number + 1] = [(spans[number - 1][0], end)]
    return tuple(_piece(parts[start:end], words, script) for start, end in spans)


def _cost(word: str, length: int, words: dict[str, int], script: str) -> int | None:
    cost = words.get(word)
    if cost is None:
        return _UNKNOWN if length == 1 else None
    return cost + _SINGLE if length == 1 and script != "Hans" else cost


def _piece(parts: tuple[str, ...], words: dict[str, int], script: str) -> Piece:
    text = "".join(parts)
    if len(parts) == 1:
        return Piece(text, text in words, 1)
    split = _split(parts, words, script)
    nested = {"".join(inside) for inside in _nested(parts, split, words, script)}
    return Piece(text, text in words, len(parts), tuple(sorted(nested)), tuple(_seams(split)))


def _seams(split: list[tuple[str, ...]]) -> Iterator[int]:
    place = 0
    for one, other in zip(split, split[1:], strict=False):
        place += len(one)
        if len(one) > 1 and len(other) > 1:
            yield place


def _nested(
    parts: tuple[str, ...], split: list[tuple[str, ...]], words: dict[str, int], script: str
) -> Iterator[tuple[str, ...]]:
    """The words that a compound is made of.

    Chinese: to the last character, each of which is a word or the root of one. Elsewhere one level deep, and mostly without those of
    a single cluster, which stand in many words by chance: Thai ตา in ตาราง.
    """
    if script == "Hans":
        for inside in split or [(character,) for character in parts]:
            yield inside
            yield from _nested(inside, _split(inside, words, script), words, script) if len(inside) > 1 else ()
        return
    for inside in split:
        if len(inside) > 1 or len(inside[0]) > 2 or _stands_out(inside, split, script):
            yield inside


def _stands_out(single: tuple[str, ...], split: list[tuple[str, ...]], script: str) -> bool:
    """A short syllable is a word beside longer words (Khmer ដៃ in ស្រោមដៃ); in Thai and Lao behind them only (ລ້ຽງປາ).

    In Burmese, also when it comes first (ရေ in ရေပေး).
    """
    if script == "Mymr" and single is split[0]:
        return True
    is_placed = script in {"Khmr", "Mymr"} or single is split[-1]
    return is_placed and all(len(other) > 1 for other in split if other is not single)


def _split(parts: tuple[str, ...], words: dict[str, int], script: str) -> list[tuple[str, ...]]:
    """The cheapest way to make a word of two or more known ones; empty when there is none."""
    best: list[tuple[int, int]] = [(0, 0)] + [(_NEVER, 0)] * len(parts)
    for end in range(1, len(parts) + 1):
        for start in range(end):
            word = "".join(parts[start:end])
            if word not in words or end - start == len(parts) or _is_fragment(word, script):
                continue
            cost = best[start][0] + (_cost(word, end - start, words, script) or 0)
            if cost < best[end][0]:
                best[end] = (cost, start)
    if best[-1][0] >= _NEVER:
        return []
    found: list[tuple[str, ...]] = []
    end = len(parts)
    while end:
        start = best[end][1]
        found.insert(0, parts[start:end])
        end = start
    return found


def _is_fragment(word: str, script: str) -> bool:
    """A bare consonant (Khmer ដែ|ក, Burmese အ|လုပ်) or the ending of a loan word: not a word nested in a longer one."""
    return (len(word) == 1 and script != "Hans") or word in _ENDINGS
