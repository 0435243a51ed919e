"""Draws the scale and the film of this course. Run in this folder; needs vl_convert and ffmpeg (imageio_ffmpeg)."""

import math
import subprocess
import tempfile
from pathlib import Path

import imageio_ffmpeg
import vl_convert

FRAMES_PER_SECOND = 8
SECONDS = 12


def needle_meter(value: float, x: float = 0, y: float = 0) -> str:
    """A needle meter with a range of 20; the needle turns from -50 to 50 degrees."""
    marks = []
    for step in range(21):
        angle = math.radians(-50 + 5 * step)
        inner = 150 if step % 5 == 0 else 160
        (sx, sy), (ex, ey) = [(200 + r * math.sin(angle), 210 - r * math.cos(angle)) for r in (inner, 172)]
        marks.append(f'<path d="M{sx:.1f} {sy:.1f}L{ex:.1f} {ey:.1f}" stroke="#111" stroke-width="{4 if step % 5 == 0 else 2}"/>')
        if step % 5 == 0:
            tx, ty = 200 + 190 * math.sin(angle), 216 - 190 * math.cos(angle)
            marks.append(f'<text x="{tx:.1f}" y="{ty:.1f}" font-size="20" text-anchor="middle">{step}</text>')
    angle = math.radians(-50 + 5 * value)
    nx, ny = 200 + 165 * math.sin(angle), 210 - 165 * math.cos(angle)
    return f"""<g transform="translate({x} {y})"><rect x="6" y="2" width="388" height="236" rx="14" fill="#f7f4e8" stroke="#333" stroke-width="5"/>
      {"".join(marks)}<path d="M200 210L{nx:.1f} {ny:.1f}" stroke="#b3261e" stroke-width="4"/><circle cx="200" cy="210" r="12" fill="#333"/>
      <text x="200" y="150" font-size="26" text-anchor="middle">V</text></g>"""


def frame(second: float) -> str:
    """The film at a second: leads plugged, black tip down, red tip down, tips exchanged."""
    black, red = min(max((second - 3) / 1.2, 0), 1), min(max((second - 6) / 1.2, 0), 1)
    swapped = second >= 9
    value = 12 * min(max((second - 7.2) / 0.6, 0), 1)
    if swapped:
        gone = second >= 10.8
        value, red, black = (0, 0.55, 1) if gone else (-1.6, 1, 1) if second >= 9.6 else (0, 0.6, 1)
    left, right = ((300, "#111", black), (460, "#b3261e", red)) if not swapped else ((300, "#b3261e", red), (460, "#111", black))
    tips = "".join(tip(x, color, down, start) for (x, color, down), start in zip((left, right), (270, 330), strict=True))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480" viewBox="0 0 640 480" font-family="Noto Sans, sans-serif">
      <rect width="640" height="480" fill="#fff"/>{needle_meter(value, 100, 4)}
      <circle cx="270" cy="262" r="10" fill="#111"/><circle cx="330" cy="262" r="10" fill="#b3261e"/>
      <text x="236" y="270" font-size="18" text-anchor="end">COM</text><text x="352" y="270" font-size="18">20 V</text>
      <rect x="250" y="414" width="260" height="64" rx="6" fill="#3b6ea5"/><rect x="286" y="398" width="28" height="18" fill="#888"/>
      <rect x="446" y="398" width="28" height="18" fill="#888"/><text x="300" y="456" font-size="34" fill="#fff" text-anchor="middle">−</text>
      <text x="460" y="456" font-size="34" fill="#fff" text-anchor="middle">+</text><text x="380" y="456" font-size="22" fill="#fff"
      text-anchor="middle">12 V</text>{tips}</svg>"""


def tip(x: float, color: str, down: float, start: float) -> str:
    y = 316 + 46 * down
    socket = start if color == "#111" and start == 270 else 330 if color != "#111" else 270
    return f"""<path d="M{socket} 262C{socket} 330 {x} 270 {x} {y - 16}" fill="none" stroke="{color}" stroke-width="5"/>
      <rect x="{x - 7}" y="{y - 18}" width="14" height="38" rx="4" fill="{color}"/><path d="M{x} {y + 20}V{y + 36}" stroke="#666" stroke-width="4"/>"""


def film(target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number in range(SECONDS * FRAMES_PER_SECOND):
            Path(folder, f"{number:04}.png").write_bytes(vl_convert.svg_to_png(frame(number / FRAMES_PER_SECOND)))
        command = [
            imageio_ffmpeg.get_ffmpeg_exe(),
            "-y",
            "-v",
            "error",
            "-framerate",
            str(FRAMES_PER_SECOND),
            "-i",
            f"{folder}/%04d.png",
        ]
        subprocess.run(
            [*command, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "28", "-movflags", "+faststart", str(target)], check=True
        )


def beeps(target: Path) -> None:
    """Steady, broken and clicking tones of 2 kHz, with a second of silence between."""
    tone = "if(lt(t,2),1,if(between(t,3,5),lt(mod(t,0.35),0.16),between(t,6,6.04)))"
    source = f"aevalsrc='0.3*sin(2*PI*2000*t)*{tone}':d=8:s=16000"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-v", "error", "-f", "lavfi", "-i", source]
    subprocess.run([*command, "-c:a", "libopus", "-b:a", "24k", str(target)], check=True)


if __name__ == "__main__":
    Path("scale.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="240" font-family="Noto Sans, sans-serif">{needle_meter(12)}</svg>'
    )
    film(Path("../needle.mp4"))
    beeps(Path("../beeps.ogg"))
