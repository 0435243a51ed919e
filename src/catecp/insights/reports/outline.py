"""The sections a report of an event starts with, in the order readers of such reports know: see decision 0012."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from catecp.events.enums import SessionKind
from catecp.events.models import Event
from catecp.events.queries.programme import sessions_of
from catecp.insights.models import Report, ReportSection
from catecp.kernel.translated import Translated

BEFORE = ("summary", "participants", "remarks", "visits")
AFTER = ("survey", "calls", "contacts", "agreements", "closing")
KINDS = (*BEFORE, "session", *AFTER, "text")


@cache
def default_text() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "default_text.yaml").read_text(encoding="utf-8"))


def first_sections(*, report: Report, event: Event) -> list[ReportSection]:
    """Unsaved sections: the fixed ones, and one for each session of talks."""
    sections = [_section(report, kind, {}) for kind in BEFORE]
    for session in sessions_of(event):
        if session.kind == SessionKind.TALKS:
            section = _section(report, "session", {"session": session.public_id})
            titles = {tag: _session_title(tag, session.number, text) for tag, text in session.title.texts.items()}
            section.heading = Translated(texts=titles, original=session.title.original)
            sections.append(section)
    sections += [_section(report, kind, {}) for kind in AFTER]
    for position, section in enumerate(sections, start=1):
        section.position = position * 10
    return sections


def _session_title(tag: str, number: str, title: str) -> str:
    """“Session I: …” as each language writes it; without a number only the title."""
    word = default_text()["session"]["heading"].get(tag, "")
    return default_text()["session_title"].get(tag, "{title}").format(word=word, number=number, title=title) if number else title


def _section(report: Report, kind: str, settings: dict[str, str]) -> ReportSection:
    words = default_text()[kind]
    body = {tag: text.strip() for tag, text in words["body"].items() if text.strip()}
    return ReportSection(
        report=report,
        kind=kind,
        heading=Translated(texts=words["heading"], original="en"),
        body=Translated(texts=body, original="en"),
        settings=settings,
        position=0,
    )
