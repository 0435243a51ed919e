"""Subtitles: WebVTT and SubRip read tolerantly and written exactly. Pure.

A cue is {"start", "end", "text"}, times in seconds. Reading forgives what real files have: a byte order mark, Windows line ends, commas
or points in times, missing hours or counters, styling marks and settings (dropped). What cannot be read is reported, not guessed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catecp.kernel.plaintext import clean_line

Cue = dict[str, Any]
LARGEST = 2_000_000  # bytes of a file
MOST_CUES = 5_000
LONGEST_TEXT = 600
_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMES = re.compile(rf"^\s*{_CLOCK}\s*-+>\s*{_CLOCK}(?:\s.*)?$")
_MARKS = re.compile(r"</?[a-zA-Z0-9.:\s][^>]*>|\{\\[^}]*\}|<\d[\d:.]*>")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&lrm;": "", "&rlm;": "", "&amp;": "&"}


class NotSubtitles(ValueError):
    """The file is no subtitle file, or too large to be one; the message is a translated sentence."""


@dataclass(frozen=True)
class Subtitles:
    """The cues in order of time, and what was left out or put right, with the line it concerns."""

    cues: list[Cue] = field(default_factory=list)
    remarks: list[dict[str, Any]] = field(default_factory=list)


def read(content: bytes) -> Subtitles:
    """Cues of a VTT or SRT file, whichever it is. Raises NotSubtitles."""
    if len(content) > LARGEST:
        raise NotSubtitles(_("This file is larger than 2 MB; subtitles are small. Choose the VTT or SRT file."))
    text = _decoded(content)
    if text is None or "\x00" in text:
        raise NotSubtitles(_("This is no text file. Choose a VTT or SRT file, saved as UTF-8."))
    cues, remarks = _cues(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    if not cues:
        raise NotSubtitles(_("No subtitle was found: each needs a line like 00:00:01.000 --> 00:00:04.000."))
    return Subtitles(sorted(cues, key=lambda cue: (cue["start"], cue["end"])), remarks)


def _decoded(content: bytes) -> str | None:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _cues(lines: list[str]) -> tuple[list[Cue], list[dict[str, Any]]]:
    cues: list[Cue] = []
    remarks: list[dict[str, Any]] = []
    starts = [number for number, line in enumerate(lines) if "-->" in line or "->" in line and _TIMES.match(line)]
    for place, number in enumerate(starts):
        times = _TIMES.match(lines[number])
        if times is None:
            _remark(remarks, number, lines[number], _("The times could not be read; this subtitle was left out."))
            continue
        end_of_text = starts[place + 1] if place + 1 < len(starts) else len(lines)
        text = _text_of(lines[number + 1 : end_of_text])
        start, end = _seconds(times.groups()[:4]), _seconds(times.groups()[4:])
        if not text:
            continue
        if end <= start:
            _remark(remarks, number, text, _("It ended before it began; it is shown for two seconds now."))
            end = start + 2
        if len(cues) >= MOST_CUES:
            _remark(remarks, number, text, _("Only the first 5,000 subtitles were kept."))
            break
        cues.append({"start": start, "end": end, "text": text})
    return cues, remarks


def _remark(remarks: list[dict[str, Any]], line: int, what: str, reason: str | Promise) -> None:
    if len(remarks) < 200:
        remarks.append({"number": line + 1, "what": clean_line(what, longest=120), "outcome": "changed", "reasons": [reason]})


def _text_of(lines: list[str]) -> str:
    """The lines up to the first empty one; the counter of the next cue does not belong to it."""
    kept: list[str] = []
    for line in lines:
        if not line.strip():
            break
        kept.append(line)
    text = _MARKS.sub("", " ".join(kept))
    for entity, letter in _ENTITIES.items():
        text = text.replace(entity, letter)
    return clean_line(text, longest=LONGEST_TEXT)


def _seconds(clock: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = clock
    return round(int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + float(f"0.{fraction or 0}"), 3)


def vtt(cues: Iterable[Cue]) -> str:
    """A WebVTT file. Text is escaped, so a cue can neither style nor script."""
    blocks = ["WEBVTT"]
    for cue in cues:
        text = str(cue["text"]).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        blocks.append(f"{_clock(cue['start'], '.')} --> {_clock(cue['end'], '.')}\n{_one_paragraph(text)}")
    return "\n\n".join(blocks) + "\n"


def srt(cues: Iterable[Cue]) -> str:
    """A SubRip file, counters from 1."""
    blocks = [
        f"{number}\n{_clock(cue['start'], ',')} --> {_clock(cue['end'], ',')}\n{_one_paragraph(str(cue['text']))}"
        for number, cue in enumerate(cues, start=1)
    ]
    return "\n\n".join(blocks) + "\n"


def _one_paragraph(text: str) -> str:
    """An empty line would end the cue, an arrow begin another."""
    return re.sub(r"\n\s*\n", "\n", text.replace("-->", "→")).strip()


def _clock(seconds: float, point: str) -> str:
    thousandths = round(max(0.0, float(seconds)) * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}{point}{rest % 1000:03d}"


def matched(originals: Sequence[tuple[float, float]], translated: Iterable[Cue]) -> dict[int, str]:
    """{number of the original: its words}: each translated cue goes to the original it overlaps longest; several join in order."""
    found: dict[int, list[str]] = {}
    for cue in translated:
        overlaps = [(min(end, cue["end"]) - max(start, cue["start"]), number) for number, (start, end) in enumerate(originals)]
        longest, number = max(overlaps, key=lambda pair: (pair[0], -pair[1]), default=(0.0, 0))
        if longest > 0:
            found.setdefault(number, []).append(str(cue["text"]))
    return {number: " ".join(texts) for number, texts in found.items()}
