"""What must hold of a translation before it is kept: its marks, its length, the words of the trade. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catecp.languages.segmentation import lost_marks
from catecp.languages.term_finder import Word, finder_for, folded

LONGEST = 20_000  # characters of one translated segment
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:\s[^>]*)?(/?)>")
_ANY_TAG = re.compile(r"<[^>]+>")
_ALONE = {"br", "img", "hr"}


@dataclass(frozen=True)
class TermWords:
    """A term in the two languages at hand: what it is called in the source, and what translations must call it (any of `targets`)."""

    key: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True)
class MissingTerm:
    key: str
    source: str
    targets: tuple[str, ...]


def mark_problems(source: str, target: str) -> list[str | Promise]:
    """Marks lost or made up, not well nested, or a stray “<” that could grow into one."""
    lost = [mark for mark in lost_marks(source, target) if not mark.lstrip("+").startswith("&")]
    problems: list[str | Promise] = [
        _("This mark does not stand in the original: %(mark)s") % {"mark": mark[1:]}
        if mark.startswith("+")
        else _("This mark is missing: %(mark)s") % {"mark": mark}
        for mark in lost
    ]
    if not problems and not _is_nested(target):
        problems.append(_("The marks are not in a possible order: what is opened must be closed again."))
    if "<" in _ANY_TAG.sub("", target) and "<" not in _ANY_TAG.sub("", source):
        problems.append(_("A single “<” would break the text. Write “&lt;” or use words."))
    return problems


def _is_nested(text: str) -> bool:
    opened: list[str] = []
    for closing, name, alone in _TAG.findall(text):
        if name in _ALONE or alone:
            continue
        if not closing:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened


def length_problem(source: str, target: str) -> str | Promise:
    """Empty when the length is plausible. Machines that lost the thread write pages."""
    if not _ANY_TAG.sub("", target).strip() and _ANY_TAG.sub("", source).strip():
        return _("It is empty.")
    if len(target) > min(LONGEST, 6 * len(source) + 120):
        return _("It is far longer than the original.")
    return ""


def terms_in(source: str, language: str, terms: Iterable[TermWords]) -> list[TermWords]:
    """The terms whose words stand in the source, in reading order."""
    by_key = {term.key: term for term in terms}
    words = tuple(Word(term.key, text) for term in by_key.values() for text in term.sources)
    keys = dict.fromkeys(found.key for found in finder_for(language, words).found(_ANY_TAG.sub(_blanks, source)))
    return [by_key[key] for key in keys]


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match.group())


def missing_terms(source: str, target: str, *, language: str, terms: Iterable[TermWords]) -> list[MissingTerm]:
    """Terms of the source whose word in the target language stands nowhere in the target. Terms without such a word are not asked for."""
    said = folded(_ANY_TAG.sub("", target))
    return [
        MissingTerm(term.key, term.sources[0], term.targets)
        for term in terms_in(source, language, terms)
        if term.targets and not any(folded(word) in said for word in term.targets)
    ]


def problems_of(
    source: str, target: str, *, language: str, terms: Iterable[TermWords], waived: Mapping[str, str]
) -> list[str | Promise]:
    """Everything that is wrong with a translation, for a machine's draft or a file: marks, length, then terms that nobody waived."""
    found = mark_problems(source, target)
    if problem := length_problem(source, target):
        found.append(problem)
    return [
        *found,
        *term_sentences(item for item in missing_terms(source, target, language=language, terms=terms) if item.key not in waived),
    ]


def term_sentences(missing: Iterable[MissingTerm]) -> list[str | Promise]:
    return [
        _("The glossary calls “%(source)s” “%(target)s”; that word is missing.")
        % {"source": item.source, "target": " / ".join(item.targets)}
        for item in missing
    ]
