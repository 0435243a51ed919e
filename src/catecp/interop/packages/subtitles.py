"""Subtitles as they come: WebVTT, SubRip, and the JSON of Open edX. Pure."""

import html
import json
import re
from typing import Any

_TIME = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})\s*-->\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})")
_TAG = re.compile(r"<[^>]*>|\{\\[^}]*\}")
MOST_CUES = 5_000
Cue = dict[str, Any]


def cues_of(text: str) -> list[Cue]:
    """[{"start", "end" in seconds, "text"}] of a VTT or SRT file, in order; what is not a cue is passed over."""
    if text.lstrip("\ufeff \n").startswith("{"):
        return _cues_of_json(text)
    found: list[Cue] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    place = 0
    while place < len(lines) and len(found) < MOST_CUES:
        match = _TIME.search(lines[place])
        place += 1
        if not match:
            continue
        said = []
        while place < len(lines) and lines[place].strip() and not _TIME.search(lines[place]):
            said.append(lines[place])
            place += 1
        spoken = " ".join(html.unescape(_TAG.sub("", " ".join(said))).split())
        if spoken:
            found.append({"start": _seconds(match.groups()[:4]), "end": _seconds(match.groups()[4:]), "text": spoken})
    return found


def _cues_of_json(text: str) -> list[Cue]:
    """Open edX keeps {"start": [ms], "end": [ms], "text": [line]}."""
    try:
        kept = json.loads(text)
        rows = zip(kept["start"], kept["end"], kept["text"], strict=False)
        found = [{"start": start / 1000, "end": end / 1000, "text": " ".join(str(said).split())} for start, end, said in rows]
    except (ValueError, KeyError, TypeError):
        return []
    return [cue for cue in found if cue["text"]][:MOST_CUES]


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = parts
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + int((thousandths or "0").ljust(3, "0")) / 1000
