"""Quantities: numbers with what they count, what kind they are, and how exact they claim to be."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from catecp.insights.reconcile.dates import dates_in
from catecp.insights.reconcile.numerals import Numeral, numerals_in
from catecp.insights.reconcile.words import HANZI_NOUNS, MEASURES, PARTICIPLES, STOPS, is_plural, noun_class, singular

COUNT, PERCENT, MONEY, YEAR, DURATION, CODE, OTHER = "count", "percent", "money", "year", "duration", "code", "other"
EXACT, AT_LEAST, AT_MOST, ABOUT = "exact", "at_least", "at_most", "about"

_HIDDEN = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\w+|\+\d[\d ()-]{6,}\d|\b\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?\b|hrs?\b"
    r"|h\b)|\b\d{1,2}:\d{2}(?::\d{2})?\b"
    r"|\b\d{1,4}/\d{1,2}/\d{2,4}\b|\b\d+(?:\.\d+){2,}\b|\bCOVID-?\s?19\b|\b(?:[A-Z]+-?\d[\w.-]*|\d+[A-Z]+\w*)\b"
    r"|\b\d{1,2}\s*[ap]\.?m\b|\[\d+\]|\b\d+(?:st|nd|rd|th)\b|\b(?:19|20)\d\d\s*[-–/]\s*(?:19|20)?\d\d\b|第\s*[\d一二三四五六七八九十百]+"
)
_LABELS = re.compile(
    r"(?:\b(?:phase|session|table|figure|fig|chapter|section|part|annex|appendix|article|clause|level"
    r"|grade|class|room|hall|floor|batch"
    r"|version|industry|iso|no|nos|number|page|p|step|stage|day|week|module|unit|question|q|item|group"
    r"|panel|goal|sdg|priority|row"
    r"|line|form|note|lot|route|road|street|st|building|block|box|zone|bus|track|objective|pillar|component|topic|lesson|quarter"
    r"|option|web|education|tvet|society|vision|agenda|top|type|round|season|covid|gate|platform|tier|category|model|paper|case)"
    r"\.?\s*|#\s*)$",
    re.IGNORECASE,
)
_BEFORE = (
    (AT_LEAST, re.compile(
        r"(?:\bover|\bmore than|\bat least|\babove|\bexceed(?:s|ed|ing)|\bno fewer than|\bno less than|\bnot less than"
        r"|\bupwards of"
        r"|\bin excess of|\bsurpass(?:ed|ing)|>|超过|逾|至少|不少于|突破)\s*(?:the\s+)?(?:a total of\s+)?$", re.I)),
    (AT_MOST, re.compile(r"(?:\bup to|\bat most|\bfewer than|\bless than|\bunder|\bbelow|\bnot more than|\bno more than|\bmaximum of"
        r"|<"
                         r"|不超过|最多|少于)\s*$", re.I)),
    (ABOUT, re.compile(r"(?:\bnearly|\balmost|\babout|\baround|\bapproximately|\bapprox\.?|\bsome|\broughly|\bclose to|\bcirca"
        r"|\bca\.?|~|≈"
                       r"|\bestimated|近|约|大约|将近|大概)\s*$", re.I)),
)  # fmt: skip
_TOTAL_BEFORE = re.compile(
    r"(?:\btotal(?:l?ing|led)?(?:\s+(?:number|attendance|enrol?ment|of|is|was|were|to))*|\bin (?:total"
    r"|all),?(?:\s+there (?:were|are))?|\baltogether,?"
    r"|\boverall,?|[共总]计?有?|合计|总数为?|一共|总共|共有)\s*[:：]?\s*$",
    re.IGNORECASE,
)
_TOTAL_AFTER = re.compile(r"^[^.;,]{0,40}?\b(?:in total|in all|altogether|overall)\b", re.IGNORECASE)
_EXTRA = re.compile(
    r"(?:\b(?:another|additional|further|extra|other|remaining|rest of the|last|next|past|previous|first"
    r"|new)\s*|另外?有?|新增|其余|剩余)$",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"^\s*(?:%|％|‰|percent\b|per\s?cent\b|pct\b|percentage points?\b|pp\b|个百分点)", re.IGNORECASE)
_MONEY_BEFORE = re.compile(r"(?:[$€£¥៛฿₫₱]|\b(?:USD|RMB|CNY|EUR|THB|KHR|VND|IDR|MYR|PHP|SGD|LAK|MMK|US\$|RM|Rp)\.?)\s*$")
_MONEY_AFTER = re.compile(
    r"^\s*(?:[€£¥$៛฿]|(?:USD|RMB|CNY|EUR|yuan|dollars?|US dollars?|euros?|baht|riel|dong|ringgit|pesos?"
    r"|kip|kyat|rupiah)\b|[万亿]?元)",
    re.I,
)
_UNIT = re.compile(
    r"^\s*(?:[kKMGT]i?B|[kMG]?bps|ms|s|sec|min|mins|hrs?|h|[ckm]?m|km|m²|sqm|sq\.? ?m|k?g|t|ha|[kMG]?Hz"
    r"|[kMG]?Wh?|°C|V|rpm|px|pt|fold|times|x|×)(?![\w])"
)
_FRACTION = re.compile(r"^\s*(?:third|thirds|quarter|quarters|fifth|fifths|half|halves|tenths?)\b", re.IGNORECASE)
_PHRASE = re.compile(r"[A-Za-zÀ-ỹ’'./&-]+|,\s+(?=[a-z]+(?:,|\s+and)\s)|[(][A-Za-z-]+[)]")
_HANZI_TAIL = re.compile(
    r"^\s*(?:余|多|来)?\s*(个国家|个月|小时|分钟|人次|人民币|[人名位所家国份项门场次个条天日年周届种套支间篇期问题点类分元级号])?([一-鿿]{0,8})"
)
_LIST_MARKER = re.compile(r"^\s*[(（]?\s*$")


@dataclass(frozen=True)
class Quantity:
    """A number at [start, end) of a sentence; the words of what it counts end at `phrase_end`.

    `noun` is the head noun in singular ("participant", "" when none follows), `noun_class` the kind of thing ("people"),
    `phrase` the words between ("Chinese participants"), `accuracy` how exact it claims to be, `is_total` whether the sentence
    calls it a total, `is_extra` whether it is said to be further, other or remaining ones.
    """

    value: int | float
    start: int
    end: int
    text: str
    kind: str
    noun: str = ""
    noun_class: str = ""
    phrase: str = ""
    phrase_end: int = 0
    accuracy: str = EXACT
    decimals: int = 0
    is_total: bool = False
    is_extra: bool = False
    form: str = "digits"

    @property
    def exact(self) -> bool:
        return self.accuracy == EXACT


@lru_cache(maxsize=20000)
def quantities_in(text: str) -> tuple[Quantity, ...]:
    """The quantities of one sentence in order; dates, times, codes, addresses and ordinals are left out."""
    if not re.search(r"\d|[一二三四五六七八九十两百千万]|[A-Za-z]", text):
        return ()
    hidden = sorted([match.span() for match in _HIDDEN.finditer(text)] + [(span.start, span.end) for span in dates_in(text)])
    starts = [start for start, _ in hidden]
    found = []
    for numeral in numerals_in(text):
        at = bisect_left(starts, numeral.end)
        if any(start < numeral.end and end > numeral.start for start, end in hidden[max(0, at - 6) : at]):
            continue
        quantity = _quantity(text, numeral)
        if quantity is not None:
            found.append(quantity)
    return tuple(found)


def _quantity(text: str, numeral: Numeral) -> Quantity | None:
    before, after = text[max(0, numeral.start - 60) : numeral.start], text[numeral.end : numeral.end + 120]
    kind = _kind(before, after, numeral)
    if kind is None:
        return None
    noun, phrase, length, family = ("", "", 0, "")
    if kind == COUNT:
        noun, phrase, length, family = _counted(text, numeral, after)
        kind = DURATION if family == "time" else COUNT
    accuracy, before = _accuracy(before, after)
    return Quantity(
        value=_thousands(text, numeral, family), start=numeral.start, end=numeral.end, text=text[numeral.start : numeral.end], kind=kind,
        noun=noun, noun_class=family, phrase=phrase, phrase_end=numeral.end + length, accuracy=accuracy, decimals=numeral.decimals,
        is_total=bool(_TOTAL_BEFORE.search(before) or (kind == COUNT and _TOTAL_AFTER.match(after))),
        is_extra=bool(_EXTRA.search(before)) or phrase.lower().startswith(("more ", "other ", "additional ", "new ")), form=numeral.form,
    )  # fmt: skip


def _thousands(text: str, numeral: Numeral, family: str) -> int | float:
    """'1.250 people' in a text that writes thousands with a point is 1250: nobody counts a fraction of a person."""
    if (
        numeral.decimals == 3
        and family in ("people", "institutions")
        and re.fullmatch(r"\d{1,3}\.\d{3}", text[numeral.start : numeral.end])
    ):
        return int(text[numeral.start : numeral.end].replace(".", ""))
    return numeral.value


def _kind(before: str, after: str, numeral: Numeral) -> str | None:
    if _PERCENT.match(after) or before.endswith("百分之"):
        return PERCENT
    if _MONEY_BEFORE.search(before) or _MONEY_AFTER.match(after):
        return MONEY
    if _UNIT.match(after) or _FRACTION.match(after) or re.match(r"^\s*(?:个百分点|倍|成)", after):
        return OTHER
    if numeral.form == "hanzi":
        return COUNT if re.match(r"\s*(?:余|多)?[人名位所家个份项门场次条天届种套支间篇期问题点大类轮方部]", after) else None
    if re.search(r"[A-Za-z]-?$|[_/]$", before) or re.match(r"[A-Za-z_]", after):
        return CODE
    if re.search(r"[-–]$", before) and re.search(r"\d\s*[-–]$", before):
        return OTHER
    if re.match(r"\s*[-–]\s*\d", after):
        return OTHER
    if numeral.form == "digits" and _is_year(before, after, numeral):
        return YEAR
    if (
        numeral.form == "digits"
        and _LABELS.search(before)
        and not re.search(r"\b(?:part|total number|top)\s*$", before, re.IGNORECASE)
    ):
        return CODE
    if numeral.form == "words" and re.search(
        r"\b(?:phase|session|part|step|day|chapter|stage|panel|unit|module)\s+$", before, re.IGNORECASE
    ):
        return CODE
    if re.match(r"-[A-Za-z]", after):
        return CODE
    if numeral.form == "words" and numeral.value == 1:
        return (
            COUNT
            if re.match(r"\s+[A-Za-z]", after) and not re.match(r"\s+(?:of|another|such|or|can|must|should)\b", after)
            else None
        )
    return COUNT


def _is_year(before: str, after: str, numeral: Numeral) -> bool:
    if not 1900 <= numeral.value <= 2100 or numeral.decimals or numeral.end - numeral.start != 4:
        return False
    if re.match(r"\s*年", after):
        return True
    if re.search(
        r"\b(?:in|of|since|by|from|until|to|and|during|for|year|after|before|through|early|late|mid|than|with"
        r"|entire|whole)[\s-]+(?:the\s+)?$",
        before,
        re.I,
    ):
        return True
    word = re.match(r"\s+([A-Za-z]+)", after)
    return not (word and is_plural(word[1]) and noun_class(singular(word[1])) in ("people", "institutions"))


def _accuracy(before: str, after: str) -> tuple[str, str]:
    for accuracy, pattern in _BEFORE:
        if match := pattern.search(before):
            return accuracy, before[: match.start()]
    if re.match(r"\s*(?:\+(?!\s*\d)|余|多[人名位所家个份项门场次]|or more\b|plus\b)", after):
        return AT_LEAST, before
    if re.match(r"\s*(?:or so\b|左右|上下)", after):
        return ABOUT, before
    return EXACT, before


def _counted(text: str, numeral: Numeral, after: str) -> tuple[str, str, int, str]:
    """(head noun, phrase, length of the phrase in characters, class) of the words after a number."""
    if re.match(r"\s*(?:余|多|来)?\s*[一-鿿]", after):
        return _counted_hanzi(after)
    words: list[tuple[str, int]] = []
    opening = re.match(r"\s*(?:\+|\([^()]{1,12}\))?\s*", after)
    position = opening.end() if opening else 0
    while len(words) < 7 and (match := re.compile(r"\s*([A-Za-zÀ-ỹ][A-Za-zÀ-ỹ’'./&-]*)").match(after, position)):
        word = match[1].rstrip(".")
        if word.lower() in STOPS and not (word.lower() in PARTICIPLES and _noun_follows(after, match.end())):
            break
        words.append((word, match.start(1) + len(word)))
        position = match.end()
        if match[1] != word or word.endswith("’"):
            break
    for order, (word, end) in enumerate(words):
        head = word.split("/")[0]
        if not is_plural(head):
            continue
        following = words[order + 1][0] if order + 1 < len(words) else ""
        if (
            following
            and is_plural(following.split("/")[0])
            and order + 2 == len(words)
            and noun_class(singular(following)) != singular(following)
        ):
            continue
        noun = singular(head.rsplit("-", 1)[-1])
        return noun, after[:end].strip(), end, noun_class(noun)
    for word, end in words if numeral.value == 1 else ():
        noun = singular(word.split("/")[0])
        if noun_class(noun) != noun:
            return noun, after[:end].strip(), end, noun_class(noun)
    end = words[-1][1] if words else 0
    return "", after[:end].strip(), end, ""


def _noun_follows(after: str, position: int) -> bool:
    words = re.findall(r"[A-Za-z-]+", after[position : position + 40])[:2]
    return any(is_plural(word) and word.lower() not in STOPS for word in words)


def _counted_hanzi(after: str) -> tuple[str, str, int, str]:
    match = _HANZI_TAIL.match(after)
    if not match:
        return "", "", 0, ""
    measure, rest = match[1] or "", match[2]
    noun = next((name for name in sorted(HANZI_NOUNS, key=len, reverse=True) if name in rest), "")
    family = MEASURES.get(measure, "")
    if measure in ("个", "") and noun:
        family = HANZI_NOUNS[noun]
    end = match.end(1) if measure else 0
    return noun or measure, after[: match.end()].strip(), end, family
