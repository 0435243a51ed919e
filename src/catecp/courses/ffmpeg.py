"""ffmpeg, asked carefully: a stranger's file is read from disk only, by the one demuxer its first bytes name, for a bounded time.

Playlists and lists of files (HLS, concat) are no demuxer of ours, so a file cannot make the server read another one or call out.
"""

import re
import subprocess  # noqa: S404 -- ffmpeg is a program; every argument is ours, none goes through a shell
from dataclasses import dataclass
from pathlib import Path

from imageio_ffmpeg import get_ffmpeg_exe

DEMUXERS = {
    "image/png": "png_pipe",
    "image/jpeg": "jpeg_pipe",
    "image/webp": "webp_pipe",
    "audio/mpeg": "mp3",
    "audio/mp4": "mov",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/webm": "matroska",
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "video/webm": "matroska",
}
MOST_PIXELS = 60_000_000  # of one picture: a larger one would fill the memory
LONGEST_SECONDS = 4 * 3600  # of a recording
PROBE_TIMEOUT, WORK_TIMEOUT = 20, 3600  # seconds of our time
LARGEST_BYTES = 2_000_000_000  # of one result
_DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)")
_SIZE = re.compile(r"Video: [^\n]*?,\s(\d{1,6})x(\d{1,6})")
_ROTATION = re.compile(r"rotation of (-?\d+(?:\.\d+)?) degrees")


class CannotRead(Exception):
    """The file is broken, too large to be decoded safely, or of a kind ffmpeg is not asked to read."""


@dataclass(frozen=True)
class Probe:
    """Width and height in pixels as shown (turned where the file says so); seconds; None where there is none."""

    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    has_picture: bool = False
    has_sound: bool = False


def probe(path: Path, media_type: str) -> Probe:
    """What the file says of itself. Raises CannotRead."""
    done = _run([*_input(path, media_type)], timeout=PROBE_TIMEOUT, check=False)
    said = done.stderr.decode("utf-8", "replace")
    size, duration, turned = _SIZE.search(said), _DURATION.search(said), _ROTATION.search(said)
    if "Stream #0" not in said:
        raise CannotRead("no stream")
    width, height = (int(size.group(1)), int(size.group(2))) if size else (None, None)
    if width and height and width * height > MOST_PIXELS:
        raise CannotRead("too many pixels")
    if media_type.startswith("image/") and not (width and height):
        raise CannotRead("it does not say how large it is, or is too large")
    if turned and round(abs(float(turned.group(1)))) in {90, 270}:
        width, height = height, width
    seconds = None
    if duration and not media_type.startswith("image/"):
        hours, minutes, rest = duration.groups()
        seconds = int(hours) * 3600 + int(minutes) * 60 + float(rest)
    return Probe(width, height, seconds, has_picture="Video: " in said, has_sound="Audio: " in said)


def make(path: Path, media_type: str, arguments: list[str], target: Path, *, before: list[str] | None = None) -> None:
    """Run with these output arguments into `target` (`before` stands before the input). Raises CannotRead."""
    bounds = ["-map_metadata", "-1", "-sn", "-dn", "-fs", str(LARGEST_BYTES), "-y"]
    done = _run(
        [*(before or []), *_input(path, media_type), "-t", str(LONGEST_SECONDS), *arguments, *bounds, str(target)],
        timeout=WORK_TIMEOUT,
    )
    if done.returncode or not target.exists() or not target.stat().st_size:
        raise CannotRead(done.stderr.decode("utf-8", "replace").strip()[-300:] or "nothing came out")


def _input(path: Path, media_type: str) -> list[str]:
    if media_type not in DEMUXERS:
        raise CannotRead("not a kind that is read")
    guards = ["-protocol_whitelist", "file", "-max_pixels", str(MOST_PIXELS)]
    return [*guards, "-f", DEMUXERS[media_type], "-i", str(path)]


def _run(arguments: list[str], *, timeout: int, check: bool = True) -> subprocess.CompletedProcess[bytes]:
    command = [
        get_ffmpeg_exe(),
        "-nostdin",
        "-hide_banner",
        "-threads",
        "2",
        *(["-loglevel", "error"] if check else []),
        *arguments,
    ]
    try:
        return subprocess.run(command, capture_output=True, timeout=timeout, check=False)  # noqa: S603 -- see the import
    except subprocess.TimeoutExpired as error:
        raise CannotRead("it took too long") from error
