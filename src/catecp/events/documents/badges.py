"""Badges as PDF: one A6 badge a page, or sheets of labels; pure, from plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from catecp.events.enums import Category
from catecp.kernel.qr import qr_svg
from catecp.kernel.typeset import engine

# Each role has its words on the band; the colour only helps from afar.
TONES = {
    Category.PARTICIPANT: "accent",
    Category.SPEAKER: "warm",
    Category.GUEST: "gold",
    Category.ORGANISER: "ink",
    Category.INTERPRETER: "ink-2",
    Category.MEDIA: "ink-2",
    Category.SUPPORT: "ink-2",
}


@dataclass(frozen=True, slots=True)
class Badge:
    """One person's badge. `name` is romanised; `original_name` in the person's script, empty if it is the same."""

    name: str
    code: str
    role: str
    original_name: str = ""
    institution: str = ""
    country: str = ""
    tone: str = "accent"
    scan_address: str = ""
    personal_address: str = ""  # the person's own link, on the back; empty for none


@dataclass(frozen=True, slots=True)
class BadgeEvent:
    """What every badge of an event shares; `notes` fill the back: (("Wi-Fi", "network … password …"), …), none for no back."""

    name: str
    dates: str
    place: str
    language: str = "en"
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """A sheet of labels on A4; lengths in millimetres, gaps between labels."""

    name: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap_x: float = 0
    gap_y: float = 0

    @property
    def per_sheet(self) -> int:
        """How many labels one sheet holds."""
        return self.columns * self.rows


LABEL_SHEETS = {
    sheet.name: sheet
    for sheet in (
        LabelSheet("L7165", columns=2, rows=4, width=99.1, height=67.7, left=4.65, top=13.1, gap_x=2.5),
        LabelSheet("L7163", columns=2, rows=7, width=99.1, height=38.1, left=4.65, top=15.15, gap_x=2.5),
        LabelSheet("90x55", columns=2, rows=5, width=90, height=55, left=15, top=11),
    )
}


def render_badges(badges: Sequence[Badge], *, event: BadgeEvent, at: datetime) -> bytes:
    """A6 pages, one badge each, in order; with notes or a personal link fronts are followed by backs, for both sides."""
    data = {**_event_data(event), "badges": [_badge_data(badge) for badge in badges]}
    return engine.pdf(template="events/documents/badges.typ", data=data, at=at)


def render_labels(
    badges: Sequence[Badge], *, event: BadgeEvent, sheet: LabelSheet, at: datetime, skip: int = 0, cut_marks: bool = True
) -> bytes:
    """A4 sheets of labels; `skip` leaves the first places of a sheet begun earlier empty, else ValueError."""
    if not 0 <= skip < sheet.per_sheet:
        raise ValueError(f"skip must be from 0 to {sheet.per_sheet - 1}")
    geometry = {name: getattr(sheet, name) for name in ("columns", "rows", "width", "height", "left", "top", "gap_x", "gap_y")}
    data = {
        **_event_data(event),
        "badges": [_badge_data(badge) for badge in badges],
        "sheet": geometry,
        "skip": skip,
        "cut_marks": cut_marks,
    }
    return engine.pdf(template="events/documents/labels.typ", data=data, at=at)


def readable_code(code: str) -> str:
    """'7K4MQ2XD' -> '7K4M Q2XD': groups of four are read aloud and typed without slips."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _event_data(event: BadgeEvent) -> dict[str, Any]:
    with translation.override(event.language):
        title = _("Badges: %(event)s") % {"event": event.name}
        alt = _("QR code of the badge")
        own = {
            "title": _("On your own phone"),
            "text": _("Survey, calls and contacts, without an account. This code is yours alone: show it to nobody."),
            "alt": _("QR code of your personal link"),
        }
    return {
        "language": event.language,
        "title": title,
        "event": {"name": event.name, "dates": event.dates, "place": event.place},
        "notes": [list(note) for note in event.notes],
        "qr_alt": alt,
        "own": own,
    }


def _badge_data(badge: Badge) -> dict[str, Any]:
    return {
        "name": badge.name,
        "original_name": "" if badge.original_name == badge.name else badge.original_name,
        "institution": badge.institution,
        "country": badge.country,
        "role": badge.role,
        "tone": badge.tone,
        "code": readable_code(badge.code),
        "svg": qr_svg(badge.scan_address or badge.code, quiet_zone=0),
        "personal_svg": qr_svg(badge.personal_address, quiet_zone=0) if badge.personal_address else "",
    }
