"""The tokens are one truth for page, print and chart, and both themes can be read."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from catecp.kernel.palette import PALETTE, PARTS

CSS = (Path(settings.ROOT) / "src/catecp/web/static/css/tokens.css").read_text(encoding="utf-8")
_VALUE = re.compile(r"--([\w-]+): (#[0-9a-f]{3,6})")


def _full(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(letter * 2 for letter in colour[1:])


def _tokens(block: str) -> dict[str, str]:
    return {name: _full(value) for name, value in _VALUE.findall(block)}


LIGHT = _tokens(CSS.split('[data-theme="light"] {')[1].split("}")[0])
DARK = _tokens(CSS.split('[data-theme="dark"] {')[1].split("}")[0])
DARK_BY_CHOICE_OF_THE_SYSTEM = _tokens(CSS.split("(prefers-color-scheme: dark) {")[1].split("}")[0])


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_print_and_chart_use_the_tokens_of_the_page():
    assert {name: LIGHT[name] for name in PALETTE} == PALETTE
    assert tuple(LIGHT[f"c{number}"] for number in range(1, 9)) == PARTS


def test_the_two_ways_into_the_dark_are_the_same():
    assert DARK_BY_CHOICE_OF_THE_SYSTEM == DARK


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *((ink, ground) for ink in ("ink", "ink-2", "accent") for ground in ("paper", "surface", "sunken")),
        ("ink-3", "paper"),
        ("ink-3", "surface"),
        ("on-accent", "accent"),
        ("on-accent", "accent-2"),
        *((tone, f"{tone}-soft") for tone in ("warm", "gold", "good", "bad", "accent")),
        *(("on-c", f"c{number}") for number in range(1, 9)),
    ],
)
def test_text_can_be_read_on_its_ground(theme, text, ground):
    assert contrast(theme[text], theme[ground]) >= 4.5
