"""Names of people: the same one in other order, case, accents or script, and a namesake told apart by an initial."""

import re
from dataclasses import dataclass
from enum import StrEnum

from catecp.network.spelling import MARKS, clean, edit_distance, fold, is_han, is_latin

_WORD = re.compile(rf"(?:[^\W\d_]|[{MARKS}])+(?:['\u2019\-](?:[^\W\d_]|[{MARKS}])+)*\.?")
# Written before (or, in some countries, as part of) a name. Longest first where one begins another.
_TITLES = (
    r"h\.?\s*e|his excellency|her excellency|ass(?:oc|t)\.?\s*prof(?:\.?\s*dr)?|prof\.?\s*dr"
    r"|(?:associate |assistant )?professor|prof|doctor|dr|mr|mrs|ms|miss|mdm|madam|tuan|puan|bapak|ibu|lok chumteav|khun"
    r"|mme|engr|atty|dato|datuk"
)
_TITLE_PATTERN = re.compile(rf"^(?:(?:{_TITLES})(?:\.|\s)\s*)+", re.IGNORECASE)
_TITLES_AFTER = re.compile(r"(?:,\s*(?:ph\.?\s?d|m\.?\s?sc|m\.?\s?a|mba|m\.?\s?ed|ed\.?\s?d|b\.?\s?sc)\.?)+$", re.IGNORECASE)
_HAN_TITLES = re.compile(r"(先生|女士|小姐|教授|副教授|博士|院长|副院长|校长|副校长|老师|主任|书记|处长|部长)$")
_LOCAL_TITLES = re.compile(r"^(นางสาว|นาย|นาง|ดร\.|ผศ\.|รศ\.|ศ\.|ឯកឧត្តម|លោកស្រី|លោកជំទាវ|លោក|កញ្ញា|បណ្ឌិត|Ông|Bà|ThS\.|TS\.|PGS\.)\s*")


class NameLikeness(StrEnum):
    """What two names of people say about being one person."""

    SAME = "same"  # the same words in any order, case or grouping
    NAMESAKE = "namesake"  # the same but for an initial at the end: how lists tell two people of one name apart
    PART = "part"  # one is the other with names left out
    CLOSE = "close"  # a slip of the pen away
    OTHER_SCRIPT = "other_script"  # cannot be compared
    DIFFERENT = "different"


@dataclass(frozen=True)
class SplitName:
    """A typed name without the titles that stood around it."""

    title: str
    name: str


def without_title(typed: str) -> SplitName:
    """Separate "Dr. LI Xiaoyan", "李晓燕教授" or "LI Xiaoyan, PhD" into title and name."""
    text = clean(typed)
    before = _TITLE_PATTERN.match(text) or _LOCAL_TITLES.match(text)
    title = before[0].strip() if before else ""
    rest = text[len(before[0]) :] if before else text
    for pattern in (_TITLES_AFTER, _HAN_TITLES):
        after = pattern.search(rest)
        if after and len(rest) - len(after[0]) >= 2:
            title = f"{title} {after[0].strip(' ,')}".strip()
            rest = rest[: after.start()]
    rest = clean(rest).strip(" ,")
    return SplitName(title, rest) if rest else SplitName("", text)


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded, without titles, commas and hyphens inside words."""
    folded = fold(without_title(name).name.replace(",", " "))
    if is_han(folded):
        folded = "".join(folded.split())
    return tuple(re.sub(r"['\u2019\-.]", "", word) for word in _WORD.findall(folded))


def name_key(name: str) -> str:
    """Return a key equal for every order, case and accent of the same words. Empty for an empty name."""
    words = name_words(name)
    if words:
        return " ".join(sorted(words))
    return "".join(fold(name).split())


def compare_names(left: str, right: str) -> NameLikeness:
    """Say how two typed names of people relate."""
    words_left, words_right = name_words(left), name_words(right)
    if not words_left or not words_right:
        return _compare_unspaced(left, right)
    if is_latin("".join(words_left)) != is_latin("".join(words_right)):
        return NameLikeness.OTHER_SCRIPT
    if sorted(words_left) == sorted(words_right) or _turned(words_left) & _turned(words_right):
        return NameLikeness.SAME
    initials_left, initials_right = _last_initial(words_left), _last_initial(words_right)
    if initials_left != initials_right and sorted(_without_initial(words_left)) == sorted(_without_initial(words_right)):
        return NameLikeness.NAMESAKE
    if _is_part(words_left, words_right):
        return NameLikeness.PART
    return NameLikeness.CLOSE if _is_slip(words_left, words_right) else NameLikeness.DIFFERENT


def _compare_unspaced(left: str, right: str) -> NameLikeness:
    same = "".join(fold(left).split()) == "".join(fold(right).split())
    return NameLikeness.SAME if same and left.strip() else NameLikeness.DIFFERENT


def _turned(words: tuple[str, ...]) -> set[str]:
    """Return the words run together, begun at each of them: "LI Xiao Yan" and "Xiaoyan LI" share one."""
    return {"".join(words[i:] + words[:i]) for i in range(len(words))}


def _last_initial(words: tuple[str, ...]) -> str:
    return words[-1] if len(words) > 1 and len(words[-1]) == 1 else ""


def _without_initial(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[:-1] if _last_initial(words) else words


def _is_part(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    shorter, longer = sorted((set(left), set(right)), key=len)
    if shorter < longer and len(shorter) >= 2:
        return True
    # "LI X." for "LI Xiaoyan": every short word begins one of the other name.
    return len(left) == len(right) and any(len(word) == 1 for word in left + right) and all(
        a.startswith(b) or b.startswith(a) for a, b in zip(left, right, strict=True)
    )  # fmt: skip


def _is_slip(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    together_left, together_right = "".join(sorted(left)), "".join(sorted(right))
    shortest = min(len(together_left), len(together_right))
    straight = edit_distance("".join(left), "".join(right), at_most=2)
    allowed = 2 if shortest >= 12 else 1 if shortest >= 6 else 0
    return allowed > 0 and min(straight, edit_distance(together_left, together_right, at_most=2)) <= allowed
