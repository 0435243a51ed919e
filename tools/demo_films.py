"""The frames of the demo courses' films, drawn: a second in, an SVG of 640 × 480 out. Pure."""

import math

_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480" viewBox="0 0 640 480" font-family="Noto Sans, sans-serif">'
)


def _between(value: float, low: float = 0.0, high: float = 1.0) -> float:
    return min(max(value, low), high)


def needle_meter(value: float, *, x: float = 0, y: float = 0) -> str:
    """A needle meter with a range of 20; the needle turns from -50 to 50 degrees."""
    marks = []
    for step in range(21):
        angle, is_long = math.radians(-50 + 5 * step), step % 5 == 0
        (sx, sy), (ex, ey) = [(200 + r * math.sin(angle), 210 - r * math.cos(angle)) for r in (150 if is_long else 160, 172)]
        marks.append(f'<path d="M{sx:.1f} {sy:.1f}L{ex:.1f} {ey:.1f}" stroke="#111" stroke-width="{4 if is_long else 2}"/>')
        if is_long:
            tx, ty = 200 + 190 * math.sin(angle), 216 - 190 * math.cos(angle)
            marks.append(f'<text x="{tx:.1f}" y="{ty:.1f}" font-size="20" text-anchor="middle">{step}</text>')
    angle = math.radians(-50 + 5 * value)
    nx, ny = 200 + 165 * math.sin(angle), 210 - 165 * math.cos(angle)
    return f"""<g transform="translate({x} {y})">
      <rect x="6" y="2" width="388" height="236" rx="14" fill="#f7f4e8" stroke="#333" stroke-width="5"/>
      {"".join(marks)}<path d="M200 210L{nx:.1f} {ny:.1f}" stroke="#b3261e" stroke-width="4"/><circle cx="200" cy="210" r="12" fill="#333"/>
      <text x="200" y="150" font-size="26" text-anchor="middle">V</text></g>"""


def scale() -> str:
    """The still picture of the needle at 12."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="240" font-family="Noto Sans, sans-serif">{needle_meter(12)}</svg>'


def placing_leads(second: float) -> str:
    """Leads plugged, black tip down, red tip down, tips exchanged (from second 9)."""
    if second < 9:
        value, black, red = 12 * _between((second - 7.2) / 0.6), _between((second - 3) / 1.2), _between((second - 6) / 1.2)
        tips = _tip(300, "#111", black, 270) + _tip(460, "#b3261e", red, 330)
    else:
        value, red = (0, 0.55) if second >= 10.8 else (-1.6, 1) if second >= 9.6 else (0, 0.6)
        tips = _tip(300, "#b3261e", red, 330) + _tip(460, "#111", 1, 270)
    return f"""{_HEAD}<rect width="640" height="480" fill="#fff"/>{needle_meter(value, x=100, y=4)}
      <circle cx="270" cy="262" r="10" fill="#111"/><circle cx="330" cy="262" r="10" fill="#b3261e"/>
      <text x="236" y="270" font-size="18" text-anchor="end">COM</text><text x="352" y="270" font-size="18">20 V</text>
      <rect x="250" y="414" width="260" height="64" rx="6" fill="#3b6ea5"/><rect x="286" y="398" width="28" height="18" fill="#888"/>
      <rect x="446" y="398" width="28" height="18" fill="#888"/><g fill="#fff" text-anchor="middle"><text x="300" y="456" font-size="34">−</text>
      <text x="460" y="456" font-size="34">+</text><text x="380" y="456" font-size="22">12 V</text></g>{tips}</svg>"""


def _tip(x: float, color: str, down: float, socket: float) -> str:
    y = 316 + 46 * down
    return f"""<path d="M{socket} 262C{socket} 330 {x} 270 {x} {y - 16}" fill="none" stroke="{color}" stroke-width="5"/>
      <rect x="{x - 7}" y="{y - 18}" width="14" height="38" rx="4" fill="{color}"/>
      <path d="M{x} {y + 20}V{y + 36}" stroke="#666" stroke-width="4"/>"""


def plume(second: float) -> str:
    """Welding smoke: no hood, hood too far (from second 4), hood near (from second 8)."""
    hood = None if second < 4 else 560 if second < 8 else 560 - 150 * _between(second - 8)
    near = 0.0 if hood is None else _between((560 - hood) / 150) * 0.9 + 0.1
    puffs = []
    for number in range(26):
        age = (number / 26 + second / 4) % 1
        wave = 16 * math.sin(number * 2.4 + age * 6)
        caught = near > 0.9 or (hood is not None and number % 6 == 0)
        if caught and hood is not None:
            px, py = 300 + (hood - 300) * _between(age * 1.6), 380 - 110 * _between(age * 1.6)
            fade = 0.5 if age < 0.6 else 0
        else:
            px, py, fade = 300 + wave * (0.3 + age), 380 - 350 * age, 0.5 * (1 - age * 0.5)
        puffs.append(
            f'<circle cx="{px:.0f}" cy="{py:.0f}" r="{10 + 22 * age * (1 - near * 0.5):.0f}" fill="#8d949b" opacity="{fade:.2f}"/>'
        )
    spark = 10 + 4 * math.sin(second * 25)
    mark = '<path d="M40 44l16 18l32 -40" fill="none" stroke="#2b7a3d" stroke-width="12"/>'
    if second < 8.8:
        mark = '<path d="M40 24l40 40M80 24l-40 40" stroke="#c62828" stroke-width="12"/>'
    duct = "" if hood is None else (
        f'<g transform="translate({hood} 270)"><path d="M-26 -34L-26 34L34 20V-20z" fill="#2b7a3d"/>'
        '<path d="M34 0H110V-260" fill="none" stroke="#2b7a3d" stroke-width="26"/></g>'
    )  # fmt: skip
    gauge = "" if second < 9 else (
        '<path d="M306 384L386 300" stroke="#0b5cad" stroke-width="3" stroke-dasharray="8 5"/>'
        '<text x="372" y="364" font-size="24" fill="#0b5cad">20–30 cm</text>'
    )  # fmt: skip
    return f"""{_HEAD}<rect width="640" height="480" fill="#fff"/>
      <circle cx="250" cy="130" r="50" fill="#1d2126"/><path d="M190 190Q250 150 310 190L326 330H174z" fill="#41597a"/>
      <path d="M262 250L296 372" stroke="#c98a3a" stroke-width="18" stroke-linecap="round"/>
      {"".join(puffs)}<circle cx="300" cy="384" r="{spark:.0f}" fill="#ffb300"/><circle cx="300" cy="384" r="5" fill="#fff"/>
      <rect x="150" y="394" width="320" height="20" fill="#555"/>{duct}{gauge}{mark}</svg>"""


def trunnion(second: float) -> str:
    """A cube on a round table under a tool: A tilts by 45° (seconds 4 to 6), C turns by 90° three times; the tool is up meanwhile."""
    tilt = 45 * _between((second - 4) / 2)
    turn = 90 * sum(_between((second - start) / 0.7) for start in (7.5, 9, 10.5))
    faces = [_face(corners, turn, tilt, colour) for corners, colour in _table_and_cube()]
    drawn = "".join(shape for _, shape in sorted(faces))
    is_moving = 3.5 <= second < 6.2 or any(start - 0.3 <= second < start + 0.8 for start in (7.5, 9, 10.5))
    tip = 100 if is_moving else 198
    tool = f'<path d="M296 0h48v{tip - 70}h-48z" fill="#555"/><path d="M308 {tip - 70}h24v70h-24z" fill="#d98200"/>'
    return f"""{_HEAD}<rect width="640" height="480" fill="#fff"/>{drawn}{tool}
      <g font-size="30" font-weight="bold"><text x="24" y="50" fill="#c62828">A {tilt:.0f}°</text>
      <text x="24" y="92" fill="#0b5cad">C {turn:.0f}°</text></g></svg>"""


def _table_and_cube() -> list[tuple[list[tuple[float, float, float]], str]]:
    """Faces in millimetres around the centre of rotation, with their colours; the cube's upper edges are bevelled."""
    disc = [(150 * math.cos(a), 150 * math.sin(a), -62) for a in (math.tau * step / 28 for step in range(28))]
    faces = [(disc, "#9aa4ad")]
    for quarter, colour in enumerate(("#8fb7da", "#a9d0a0", "#e6c27a", "#d9a0a0")):
        for points, shade in (
            ([(60, -60, -60), (60, 60, -60), (60, 60, 20), (60, -60, 20)], colour),
            ([(60, -60, 20), (60, 60, 20), (20, 20, 60), (20, -20, 60)], "#f4f1e6"),
        ):
            faces.append(([_turned(point, 90 * quarter) for point in points], shade))
    faces.append(([(20, -20, 60), (20, 20, 60), (-20, 20, 60), (-20, -20, 60)], "#dfe8f0"))
    return faces


def _turned(point: tuple[float, float, float], degrees: float) -> tuple[float, float, float]:
    x, y, z = point
    a = math.radians(degrees)
    return x * math.cos(a) - y * math.sin(a), x * math.sin(a) + y * math.cos(a), z


def _face(corners: list[tuple[float, float, float]], turn: float, tilt: float, colour: str) -> tuple[float, str]:
    """(depth, polygon) of a face after C, then A, seen from the front and 25° above; faces behind others come first."""
    a, view = math.radians(tilt), math.radians(25)
    flat, depth = [], 0.0
    for x, y, z in (_turned(corner, turn) for corner in corners):
        y, z = y * math.cos(a) - z * math.sin(a), y * math.sin(a) + z * math.cos(a)
        flat.append(f"{320 + 1.3 * x:.1f},{270 - 1.3 * (z * math.cos(view) + y * math.sin(view)):.1f}")
        depth += (z * math.sin(view) - y * math.cos(view)) / len(corners)
    is_table = len(corners) > 4
    edge = '" stroke="#333" stroke-width="3" stroke-linejoin="round"/>'
    return (-1000.0 if is_table else depth), f'<polygon points="{" ".join(flat)}" fill="{colour}{edge}'
