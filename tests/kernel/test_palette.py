import re
from pathlib import Path

from catecp import web
from catecp.kernel.palette import PALETTE, PARTS

TOKENS = Path(web.__file__).parent / "static" / "css" / "tokens.css"


def light_tokens():
    light = TOKENS.read_text(encoding="utf-8").split("}")[0]
    found = re.findall(r"--([\w-]+):\s*#([0-9a-fA-F]{3,6})\b", light)
    return {name: "#" + (value if len(value) == 6 else "".join(sign * 2 for sign in value)).lower() for name, value in found}


def test_print_has_the_colours_of_the_screen():
    tokens = light_tokens()

    assert {name: tokens.get(name) for name in PALETTE} == PALETTE
    assert tuple(tokens.get(f"c{number}") for number in range(1, 9)) == PARTS
