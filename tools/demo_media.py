"""Makes the pictures, films and sounds of the demo's courses from their sources. Only needed when a drawing changes.

Usage: python tools/demo_media.py [SLUG…]   Needs vl_convert, pillow and ffmpeg (imageio-ffmpeg); speech needs Debian's espeak-ng.
"""

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import vl_convert
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import demo_films  # noqa: E402 -- found by the path set above

COURSES = Path(__file__).resolve().parent.parent / "src/catecp/web/demo/courses"
FRAMES_PER_SECOND = 8
FILMS: dict[str, tuple[Callable[[float], str], int]] = {  # course/film: frame at a second, seconds
    "reading-a-multimeter/needle": (demo_films.placing_leads, 12),
    "welding-shop-safety/plume": (demo_films.plume, 12),
    "five-axis-cnc-basics/trunnion": (demo_films.trunnion, 12),
}
TONES = {  # course/sound: a signal over t in seconds, seconds
    "reading-a-multimeter/beeps": (
        "0.3*sin(2*PI*2000*t)*if(lt(t,2),1,if(between(t,3,5),lt(mod(t,0.35),0.16),between(t,6,6.04)))",
        7,
    ),
    "water-quality-sensors/alarm": (
        "0.3*if(lt(t,6),sin(2*PI*880*t)*lt(mod(t,2),0.3),sin(2*PI*1760*t)*lt(t,12)*lt(mod(t,0.2),0.1)*lt(mod(t,1),0.6))",
        13,
    ),
}
SPEECH = {  # course/sound: Chinese phrases, spoken one after the other by a machine
    "welding-shop-safety/calls": ["停!", "着火了!", "快关气瓶!", "切断电源!"],
    "automotive-chinese/tones": ["车", "油", "水", "换"],
    "automotive-chinese/complaints": ["打不着火", "刹车有异响", "空调不制冷", "漏油"],
}


def picture(source: Path) -> None:
    """An SVG as PNG of few colours beside its folder."""
    drawn = Image.open(io.BytesIO(vl_convert.svg_to_png(source.read_text(encoding="utf-8"), scale=1.25))).convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    paper.alpha_composite(drawn)
    colours = paper.convert("RGB").quantize(48, dither=Image.Dither.NONE)
    colours.save(source.parent.parent / f"{source.stem}.png", optimize=True)


def ffmpeg(*arguments: str) -> None:
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-v", "error", *arguments], check=True)


def film(target: Path, frame: Callable[[float], str], seconds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number in range(seconds * FRAMES_PER_SECOND):
            Path(folder, f"{number:04}.png").write_bytes(vl_convert.svg_to_png(frame(number / FRAMES_PER_SECOND)))
        shape = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "28", "-movflags", "+faststart")
        ffmpeg("-framerate", str(FRAMES_PER_SECOND), "-i", f"{folder}/%04d.png", *shape, str(target))


def speech(target: Path, phrases: list[str]) -> None:
    """Each phrase twice, slowly, with a pause; Opus at 24 kbit/s."""
    with tempfile.TemporaryDirectory() as folder:
        said = [phrase for phrase in phrases for _ in range(2)]
        for number, phrase in enumerate(said):
            subprocess.run(["espeak-ng", "-v", "cmn", "-s", "115", "-w", f"{folder}/{number}.wav", phrase], check=True)
        sounds = [part for number in range(len(said)) for part in ("-i", f"{folder}/{number}.wav")]
        parts = "".join(f"[{number}]apad=pad_dur=0.9[p{number}];" for number in range(len(said)))
        joined = parts + "".join(f"[p{number}]" for number in range(len(said))) + f"concat=n={len(said)}:v=0:a=1"
        ffmpeg(*sounds, "-filter_complex", joined, "-c:a", "libopus", "-b:a", "24k", str(target))


def make(slug: str) -> None:
    media = COURSES / slug / "media"
    if slug == "reading-a-multimeter":
        (media / "src/scale.svg").write_text(demo_films.scale(), encoding="utf-8")
    for source in sorted((media / "src").glob("*.svg")):
        picture(source)
    for name, (frame, seconds) in FILMS.items():
        if name.startswith(f"{slug}/"):
            film(COURSES / slug / f"media/{name.split('/')[1]}.mp4", frame, seconds)
    for name, (signal, seconds) in TONES.items():
        if name.startswith(f"{slug}/"):
            target = media / f"{name.split('/')[1]}.ogg"
            ffmpeg("-f", "lavfi", "-i", f"aevalsrc='{signal}':d={seconds}:s=16000", "-c:a", "libopus", "-b:a", "24k", str(target))
    for name, phrases in SPEECH.items():
        if name.startswith(f"{slug}/"):
            speech(media / f"{name.split('/')[1]}.ogg", phrases)


if __name__ == "__main__":
    for slug in sys.argv[1:] or sorted(path.name for path in COURSES.iterdir() if path.is_dir()):
        make(slug)
