"""Two thousand phones answer a survey within a minute. Is an answer lost, and how long does a person wait?

    python benchmarks/survey_burst.py                  SQLite, and PostgreSQL where it is installed
    python benchmarks/survey_burst.py --kill           the server is killed with -9 halfway and started again two seconds later
    python benchmarks/survey_burst.py --database sqlite --answers 500 --seconds 15 --json

Starts the real server on a fresh data folder and a load process of its own. Each phone loads the page, fills it in and sends it at a
random moment; it retries as the page's script does (time-out, doubling wait with jitter), and every tenth phone sends its answer five
times. Afterwards every acknowledged answer must be in the database exactly once, with exactly one burnt code each. Beside the
figures stands what the database itself can do in the same run: plain one-row inserts, each committed durably.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import machine
from server import PYTHON, ROOT, Server, free_port, our_environment

sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tools import postgres  # noqa: E402 -- found through the path above

PHONE_TIMEOUT = 20.0
SERVER_DOWN_SECONDS = 2.0
LANGUAGES = ["en", "zh-hans", "km", "th", "vi", "id", "ms", "lo", "my", "fil", "pt", "tet", "ru"]


@dataclass
class Result:
    """Times in milliseconds. `waits` run from pressing the button to the thanks, retries included; `posts` are single requests."""

    acknowledged: set[int] = field(default_factory=set)
    waits: list[float] = field(default_factory=list)
    posts: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    retries: int = 0
    receipts_differ: int = 0
    gave_up: int = 0


async def request(port: int, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
    """One request on a connection of its own, as each phone has one."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nAccept: application/json\r\nAccept-Encoding: gzip\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        await writer.drain()
        answer = await reader.read()
    finally:
        writer.close()
    head_bytes, _, content = answer.partition(b"\r\n\r\n")
    if not head_bytes.startswith(b"HTTP/1."):
        raise ConnectionError("no answer")
    return int(head_bytes.split(b" ", 2)[1]), content


async def phone(number: int, *, port: int, slug: str, code: str, seconds: float, result: Result) -> None:
    chance = random.Random(number)
    await asyncio.sleep(chance.random() * seconds)
    language = chance.choice(LANGUAGES)
    await load_page(port, f"/s/{slug}/?lang={language}", result)
    chosen = chance.sample(["exchange", "digital-ai", "teacher-training", "green", "internships", "research"], 3)
    form = [("client", f"{number:032x}"), ("code", code), ("lang", language), ("r", str(number % 11)), ("q2", f"phone {number}")]
    body = urlencode([*form, *(("q1", key) for key in chosen)]).encode()
    pressed = time.perf_counter()
    receipts = {await send_until_thanked(port, f"/s/{slug}/", body, chance, result) for _ in range(5 if number % 10 == 0 else 1)}
    if None in receipts:
        result.gave_up += 1
        return
    result.acknowledged.add(number)
    result.waits.append((time.perf_counter() - pressed) * 1000)
    result.receipts_differ += len(receipts) > 1


async def load_page(port: int, path: str, result: Result) -> None:
    for _attempt in range(8):
        started = time.perf_counter()
        try:
            status, _content = await asyncio.wait_for(request(port, "GET", path), PHONE_TIMEOUT)
        except (OSError, TimeoutError):
            status = 0
        if status == 200:
            result.pages.append((time.perf_counter() - started) * 1000)
            return
        await asyncio.sleep(1 + random.random())


async def send_until_thanked(port: int, path: str, body: bytes, chance: random.Random, result: Result) -> str | None:
    """The receipt; None when the phone was refused, which no phone here should be."""
    for attempt in range(1, 12):
        started = time.perf_counter()
        try:
            status, content = await asyncio.wait_for(request(port, "POST", path, body), PHONE_TIMEOUT)
        except (OSError, TimeoutError):
            status, content = 0, b""
        if status == 200:
            result.posts.append((time.perf_counter() - started) * 1000)
            return json.loads(content)["receipt"]
        if status in {403, 404, 409, 422}:
            print("refused:", status, content[:200], file=sys.stderr)
            return None
        result.retries += 1
        await asyncio.sleep(min(30.0, 2.0**attempt) * (0.5 + chance.random()))
    return None


async def burst(*, port: int, slug: str, codes: list[str], seconds: float) -> Result:
    result = Result()
    await asyncio.gather(
        *(phone(number, port=port, slug=slug, code=code, seconds=seconds, result=result) for number, code in enumerate(codes))
    )
    return result


def kill_and_come_back(server: Server) -> None:
    server.kill()
    time.sleep(SERVER_DOWN_SECONDS)
    server.start()


def inside(step: str, environment: dict[str, str], *arguments: str) -> dict:
    """Run a step of survey_burst_inside.py with the program's settings; it prints JSON."""
    command = [PYTHON, str(Path(__file__).with_name("survey_burst_inside.py")), step, *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def run(*, database: str, url: str, answers: int, seconds: float, kill: bool) -> dict:
    with tempfile.TemporaryDirectory(prefix="catecp-burst-") as folder:
        port = free_port()
        environment = our_environment(data=folder, port=port, database=url)
        subprocess.run([PYTHON, "manage.py", "migrate", "--verbosity", "0"], env=environment, cwd=ROOT, check=True)
        survey = inside("prepare", environment, str(answers))
        limit = inside("limit", environment)
        server = Server(environment, port)
        server.start()
        try:
            killer = threading.Timer(seconds / 2, kill_and_come_back, [server]) if kill else None
            if killer:
                killer.start()
            started = time.perf_counter()
            result = asyncio.run(burst(port=port, slug=survey["slug"], codes=survey["codes"], seconds=seconds))
            took = time.perf_counter() - started
            if killer:
                killer.join()
        finally:
            server.kill()
        stored = inside("check", environment)
        return summary(database=database, answers=answers, took=took, result=result, stored=stored, limit=limit, kill=kill)


def summary(*, database: str, answers: int, took: float, result: Result, stored: dict, limit: dict, kill: bool) -> dict:
    texts = [int(text.removeprefix("phone ")) for text in stored["texts"]]
    return {
        "database": database,
        "answers": answers,
        "killed_halfway": kill,
        "took_seconds": round(took, 1),
        "acknowledged": len(result.acknowledged),
        "stored": len(texts),
        "lost": len(result.acknowledged - set(texts)),
        "stored_twice": len(texts) - len(set(texts)),
        "codes_burnt": stored["codes_burnt"],
        "receipts": stored["receipts"],
        "receipts_differ": result.receipts_differ,
        "gave_up": result.gave_up,
        "retries": result.retries,
        "page_ms": percentiles(result.pages),
        "post_ms": percentiles(result.posts),
        "wait_ms": percentiles(result.waits),
        "limit": limit,
    }


def percentiles(times: list[float]) -> dict[str, int]:
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    return {"p50": round(cuts[49]), "p95": round(cuts[94]), "p99": round(cuts[98]), "max": round(max(times, default=0))}


def is_sound(figures: dict) -> bool:
    everybody = {figures["answers"]}
    counts = {figures[name] for name in ("acknowledged", "stored", "codes_burnt", "receipts")}
    return counts == everybody and not any(figures[name] for name in ("lost", "stored_twice", "receipts_differ", "gave_up"))


def show(figures: dict) -> None:
    print(f"\n{figures['database']}: {figures['answers']} phones in {figures['took_seconds']} s"
          + (", server killed with -9 halfway" if figures["killed_halfway"] else ""))  # fmt: skip
    for name in ("acknowledged", "stored", "lost", "stored_twice", "codes_burnt", "retries", "gave_up"):
        print(f"  {name.replace('_', ' '):<14}{figures[name]:>8}")
    for name, what in (("page_ms", "page"), ("post_ms", "one request"), ("wait_ms", "press to thanks")):
        times = figures[name]
        print(
            f"  {what:<16} p50 {times['p50']:>6} ms   p95 {times['p95']:>6} ms   p99 {times['p99']:>6} ms   max {times['max']:>6} ms"
        )
    limit = figures["limit"]
    print(f"  limit of the database: {limit['per_second']} durable one-row commits a second, {limit['threads']} at once")
    print("  sound" if is_sound(figures) else "  NOT SOUND")


def databases(wanted: str) -> list[str]:
    if wanted != "both":
        return [wanted]
    return ["sqlite", "postgresql"] if os.environ.get("CATECP_BENCH_DATABASE_URL") or postgres.binaries() else ["sqlite"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--quick", action="store_true", help="300 answers in 10 seconds")
    parser.add_argument("--kill", action="store_true", help="kill the server with -9 halfway")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.quick:
        options.answers, options.seconds = 300, 10
    print(machine.described(), file=sys.stderr if options.json else sys.stdout, flush=True)
    found = []
    for database in databases(options.database):
        given = os.environ.get("CATECP_BENCH_DATABASE_URL", "")
        opened = (
            contextlib.nullcontext("")
            if database == "sqlite"
            else contextlib.nullcontext(given)
            if given
            else postgres.server(is_durable=True)
        )
        with opened as url:
            found.append(run(database=database, url=url, answers=options.answers, seconds=options.seconds, kill=options.kill))
        if not options.json:
            show(found[-1])
    if options.json:
        print(json.dumps(found, indent=1))
    return 0 if all(is_sound(figures) for figures in found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
