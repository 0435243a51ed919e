"""Gaps written with asterisks, as H5P does: "The *sun/Sun:a star* shines." Pure."""

import html
import re
from collections.abc import Iterator
from typing import Any

_GAP = re.compile(r"\*([^*]+)\*")
BLANK = "______"


def gaps_of(text: str) -> list[tuple[str, list[str], str]]:
    """For each gap: the text with that gap as a line and the others filled, its accepted answers, its hint."""
    found = []
    gaps = list(_GAP.finditer(text))
    for gap in gaps:
        inside = html.unescape(gap[1])
        stated, _colon, hint = inside.partition(":")
        answers = [answer.strip() for answer in re.split(r"(?<!\\)/", stated) if answer.strip()]
        found.append((_shown(text, gap), answers, hint.strip()))
    return found


def _shown(text: str, asked: re.Match[str]) -> str:
    def filled(match: re.Match[str]) -> str:
        return BLANK if match.start() == asked.start() else match[1].partition(":")[0].partition("/")[0]

    return _GAP.sub(filled, text)


def words_in(value: Any, depth: int = 0) -> Iterator[str]:
    """Every text of a content that learners may read, in order: what stands under keys that hold words."""
    if depth > 20:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str):
                if key in {
                    "text",
                    "question",
                    "title",
                    "description",
                    "taskDescription",
                    "introduction",
                    "label",
                    "summary",
                    "answer",
                    "body",
                }:
                    yield inner
            elif key not in {
                "l10n",
                "UI",
                "override",
                "behaviour",
                "overallFeedback",
                "metadata",
                "i18n",
                "a11y",
                "currentFillerText",
            }:
                yield from words_in(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value[:500]:
            yield from words_in(inner, depth + 1)
