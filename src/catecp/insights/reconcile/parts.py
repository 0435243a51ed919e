"""Reading the parts of a whole out of running text: '60 from China, 40 from Laos and 20 from Viet Nam'."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from catecp.insights.reconcile.places import places_in
from catecp.insights.reconcile.quantities import COUNT, PERCENT, Quantity
from catecp.insights.reconcile.words import COUNTRIES, INSTITUTIONS, PEOPLE, PEOPLE_GENERIC

ORIGIN, GENDER, MODE, SCALE, ROLE, PLAIN = "origin", "gender", "mode", "scale", "role", "plain"

_SEPARATOR = re.compile(
    r"\s*[,;，；、]\s*(?!\d{3}\b(?<=\d,\d{3}))(?:(?:and|or|with|plus)\s+)?|\s+(?:and|plus|as well as|&|with)\s+"
    r"|\s*(?:以及|和|及)\s*(?=[^，。；、]{0,14}\d)|\s*\+\s*(?=\d)"
)
_FILLER = re.compile(
    r"^\W*(?:(?:and|with|the|an?|another|other|plus|also|while|some|nearly|about|around|approximately"
    r"|almost|over|more than|at least|roughly"
    r"|up to|a total of|total of|as many as|as well as|further|additional|remaining|rest|of the|them|there"
    r"|were|was|are|is|both|only|just|then"
    r"|followed by|finally|respectively|joined by|accompanied by|came|come|others|约|近|超过|其余|其他|另|另外|还有|共|有|为)\W*)*$",
    re.IGNORECASE,
)
_NESTED = re.compile(
    r"\b(?:including|includes|of wh(?:om|ich)|among (?:them|whom|which)|such as|compared|versus|respectively)\b|其中|包括",
    re.IGNORECASE,
)
_RESIDUAL = re.compile(
    r"\b(?:remaining|the rest|rest of|others?|elsewhere|remainder|unspecified|unknown|unclassified|not (?:stated"
    r"|given|known))\b|其余|其他|剩余|其它",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:several|many|others|some|a few|few|a number of|numerous|various|etc|and so on|among others"
    r"|and more|a handful|dozens|most)\b|等|若干|部分",
    re.IGNORECASE,
)
_GENDER = (
    ("woman", re.compile(r"\b(?:wom[ae]n|females?|girls?|ladies)\b|女", re.IGNORECASE)),
    ("man", re.compile(r"\b(?:m[ae]n|males?|boys?|gentlemen)\b|男", re.IGNORECASE)),
)
_MODE = (
    ("online", re.compile(r"\b(?:online|on-line|virtual(?:ly)?|remote(?:ly)?|zoom)\b|线上", re.IGNORECASE)),
    ("onsite", re.compile(r"\b(?:in[- ]person|on-?site|face[- ]to[- ]face|offline|physical(?:ly)?)\b|线下|现场", re.IGNORECASE)),
)
_SCALE = re.compile(
    r"\b(?:(?:very |highly |somewhat |fully |strongly |extremely |completely |partly |not |dis)?(?:satisfied"
    r"|agreed?|useful|relevant|good|poor|fair|excellent"
    r"|average|neutral|undecided|unsure|no opinion|dissatisfied|disagreed?)|yes|no|unsatisfied|don't know)\b"
    r"|(?:非常|很|比较|较|不太|很不|不)?(?:满意|同意)|一般|中立",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:signed|discussed|visited|agreed|held|gave|presented|took place|will|led by|opened|closed|stayed|lasted)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Part:
    """One stated part: its value, what it is called, along which line it divides and under which key ("origin", "China")."""

    quantity: Quantity
    label: str
    dimension: str
    key: str
    residual: bool = False
    label_first: bool = False
    percent: Quantity | None = None
    others: tuple[Quantity, ...] = ()

    @property
    def value(self) -> int | float:
        return self.quantity.value


@dataclass(frozen=True)
class Run:
    """Consecutive parts at [start, end) of a text; `is_open` when parts without a number are mentioned too."""

    parts: tuple[Part, ...]
    start: int
    end: int
    is_open: bool = False
    complete: bool = True

    @property
    def values(self) -> list[int | float]:
        return [part.value for part in self.parts]

    @property
    def dimensions(self) -> set[str]:
        return {part.dimension for part in self.parts}

    @property
    def noun_class(self) -> str:
        """What the parts count, '' when none of them says."""
        return next((part.quantity.noun_class for part in self.parts if part.quantity.noun_class), "")

    @property
    def distinct(self) -> bool:
        keys = [part.key for part in self.parts]
        return all(keys) and len(set(keys)) == len(keys)


@lru_cache(maxsize=20000)
def closing_bracket(text: str, opening: int) -> int:
    """The position of the bracket that closes the one at `opening`, or the end of the text."""
    depth = 0
    for position in range(opening, len(text)):
        depth += text[position] in "(（["
        depth -= text[position] in ")）]"
        if depth == 0:
            return position
    return len(text)


def segments_of(text: str, start: int, end: int, separator: re.Pattern[str] = _SEPARATOR) -> list[tuple[int, int]]:
    """[start, end) cut at the separators (commas, semicolons, 'and', 'with', '+') that stand outside brackets."""
    depth, cuts, position = 0, [], start
    depths = []
    for char in text[start:end]:
        depth += char in "(（["
        depths.append(depth)
        depth -= char in ")）]"
    for match in separator.finditer(text, start, end):
        if depths[match.start() - start] > 0 or re.match(r"\d,\d{3}", text[match.start() - 1 : match.start() + 4]):
            continue
        cuts.append((position, match.start()))
        position = match.end()
    cuts.append((position, end))
    return [(left, right) for left, right in cuts if text[left:right].strip()]


def read_run(text: str, quantities: tuple[Quantity, ...], start: int, end: int, kind: str = COUNT) -> Run | None:
    """The first run of at least one part in [start, end) of a text; None when there is none."""
    parts: list[Part] = []
    first, last, is_open, silent = start, start, False, 0
    complete = True
    for left, right in segments_of(text, start, end):
        segment = text[left:right]
        part = _part(text, quantities, left, right, kind)
        if parts and _NESTED.search(segment[:30]):
            complete = False
            break
        if part is None and not parts:
            continue
        if part is None:
            silent += 1
            is_open = is_open or bool(_OPEN.search(segment))
            if silent > 3 or _VERB.search(segment):
                break
            continue
        if parts and not _fits(parts, part):
            complete = False
            break
        first = left if not parts else first
        parts.append(part)
        last, silent = right, 0
        is_open = is_open or bool(re.search(r"\beach\b|\bper\b|各", segment))
    return Run(tuple(parts), first, last, is_open, complete) if parts else None


def _fits(parts: list[Part], part: Part) -> bool:
    family = next((known.quantity.noun_class for known in parts if known.quantity.noun_class), "")
    return not (family and part.quantity.noun_class and family != part.quantity.noun_class)


def _part(text: str, quantities: tuple[Quantity, ...], left: int, right: int, kind: str) -> Part | None:
    inside = [quantity for quantity in quantities if left <= quantity.start < right and quantity.kind in (COUNT, PERCENT, kind)]
    counted = [quantity for quantity in inside if quantity.kind == kind]
    if not counted:
        return None
    main = counted[0]
    before = text[left : main.start]
    after_end = min([right, *[other.start for other in inside if other.start > main.start]])
    percent = next(
        (other for other in inside if other.kind == PERCENT and kind == COUNT and other.start - main.phrase_end <= 50), None
    )
    others = tuple(other for other in counted[1:])
    residual = bool(_RESIDUAL.search(before) or _RESIDUAL.search(text[main.end : after_end]))
    if _FILLER.match(before):
        label = text[main.end : after_end].strip(" (（%")
        return _described(Part(main, label, "", "", residual, False, percent, others))
    if kind == COUNT and main.noun and not re.match(r"[一-鿿]", main.noun) and main.noun_class not in ("people", "institutions"):
        return None
    label = before.strip(" (（:：–—-=")
    if (
        not label
        or len(label.split()) > 7
        or re.search(r"\b(?:in|on|at|by|for|to|the|a|than|between|within)$|\b(?:is|are|were|was|has|have)\b", label)
    ):
        return None if kind == COUNT else _percent_label(main, label, residual)
    return _described(Part(main, label, "", "", residual, True, percent, others))


def _percent_label(main: Quantity, label: str, residual: bool) -> Part | None:
    if not label or len(label.split()) > 9:
        return None
    return _described(Part(main, label, "", "", residual, True))


def _described(part: Part) -> Part:
    dimension, key = dimension_of(part.label, part.quantity)
    return replace(part, dimension=dimension, key=key)


def dimension_of(label: str, quantity: Quantity) -> tuple[str, str]:
    """(line of division, key on it) of a part by its words: ('origin', 'China'), ('gender', 'woman'), ('role', 'student') …"""
    for dimension, table in ((GENDER, _GENDER), (MODE, _MODE)):
        for key, pattern in table:
            if pattern.search(label[:60]):
                return dimension, key
    noun = quantity.noun
    role = noun if noun in PEOPLE - PEOPLE_GENERIC and noun in PEOPLE else ""
    named = places_in(label)
    if named and not role:
        return ORIGIN, named[0]
    if named and role:
        return ORIGIN, f"{named[0]} {role}"
    if re.match(r"^\W*(?:\w+\s+){0,3}from\b", label):
        return ORIGIN, label.partition("from")[2].strip().lower()
    if match := _SCALE.search(label):
        return SCALE, match.group().lower()
    if role:
        return ROLE, quantity.phrase.lower()
    if noun and (noun in INSTITUTIONS or noun in COUNTRIES):
        return ROLE, quantity.phrase.lower()
    return PLAIN, re.sub(r"\W+", " ", label).strip().lower()
