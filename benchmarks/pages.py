"""Requests a second, processor time of a request and bytes of a first visit: our pages, pretalx and Kolibri, in one run.

    python benchmarks/pages.py [--quick] [--without-peers] [--json]

All servers run at the same time on this machine and are asked in turns, round after round, by one client over the same number of open
connections, so a busy moment of the machine meets all of them. The bare answer is a page of ours without the program: a
kilobyte from the same web server, which no page can beat here. First visits are made by Chromium with an empty cache.
"""

import argparse
import contextlib
import dataclasses
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import first_visit
import machine
from demo import demo_folder
from load import Load, fetch, press
from peers import PEERS, Peer, Unavailable
from server import PYTHON, Server, free_port, our_environment
from survey_burst import inside

CONNECTIONS = 8


@dataclasses.dataclass
class Page:
    """One address and what its rounds gave."""

    peer: Peer
    name: str
    path: str
    cookie: str = ""
    per_second: list[float] = dataclasses.field(default_factory=list)
    cpu_ms: list[float] = dataclasses.field(default_factory=list)
    times: list[float] = dataclasses.field(default_factory=list)
    failed: int = 0
    visit: first_visit.Visit | None = None
    trouble: str = ""


@contextlib.contextmanager
def ours() -> Iterator[list[Peer]]:
    """The program on the demo network with a survey open beside the closed one, and the bare answer of its web server."""
    with demo_folder() as data:
        port, bare_port = free_port(), free_port()
        environment = our_environment(data=data, port=port)
        slug = inside("prepare", environment, "10")["slug"]
        pages = {
            "front page": "/",
            "sign-in": "/account/login/",
            "event page": "/events/china-sea-2025/",
            "figure page": "/numbers/china-sea-2025/figure/participants/",
            "survey page": f"/s/{slug}/",
        }
        served = "granian, 2 processes of 16 threads, SQLite"
        program = Peer("CATECP", served, Server(environment, port), pages)
        bare = bare_answer(bare_port)
        try:
            for peer in (program, bare):
                peer.server.start()
            yield [program, bare]
        finally:
            for peer in (program, bare):
                peer.server.kill()


def bare_answer(port: int) -> Peer:
    return Peer("bare answer", "the same granian, 1 KB, no program", _bare_server(port), {"limit": "/"})


def _bare_server(port: int) -> Server:
    command = [PYTHON, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2",
               "--blocking-threads", "16", "--no-ws", "--log-level", "warning", "bare:application"]  # fmt: skip
    return Server(our_environment(data="/nonexistent", port=port), port, command=command, ready="/", folder=Path(__file__).parent)


@contextlib.contextmanager
def peers(wanted: list[str]) -> Iterator[tuple[list[Peer], dict[str, str]]]:
    """Those that could be started, and for the others the reason."""
    running: list[Peer] = []
    missing: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="catecp-peers-", ignore_cleanup_errors=True) as folder:
        try:
            for name in wanted:
                place = Path(folder) / name
                place.mkdir()
                print(f"preparing {name}", file=sys.stderr, flush=True)
                try:
                    running.append(PEERS[name](place))
                except Unavailable as reason:
                    missing[name] = str(reason)
            yield running, missing
        finally:
            for peer in running:
                peer.server.kill()


def measure(found: list[Page], *, rounds: int, seconds: float) -> None:
    """Warm every page up, then ask all of them in turns."""
    for page in found:
        status, _headers, _body = fetch(page.peer.server.port, page.path, page.cookie)
        if status != 200:
            page.trouble = f"answered {status} instead of 200"
        else:
            _press(page, seconds=min(1.0, seconds))
    for number in range(rounds):
        print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
        for page in found:
            if not page.trouble:
                _one_round(page, seconds=seconds)


def _one_round(page: Page, *, seconds: float) -> None:
    before = page.peer.server.cpu_seconds()
    load = _press(page, seconds=seconds)
    used = page.peer.server.cpu_seconds() - before
    page.failed += load.failed
    page.times += load.times
    page.per_second.append(load.per_second)
    if load.times:
        page.cpu_ms.append(used * 1000 / len(load.times))


def _press(page: Page, *, seconds: float) -> Load:
    return press(page.peer.server.port, page.path, connections=CONNECTIONS, seconds=seconds, cookie=page.cookie)


def visit_all(found: list[Page]) -> str:
    """Fill in the first visits; returns why there are none."""
    with first_visit.browser() as opened:
        if opened is None:
            return "First visits were not measured: chromium is not installed."
        for page in found:
            if page.peer.name == "bare answer" or page.trouble:
                continue
            try:
                page.visit = first_visit.first_visit(opened, page.peer.server.address + page.path)
            except first_visit.Error as reason:
                page.trouble = f"not loaded by the browser: {str(reason).splitlines()[0]}"
    return ""


def figures_of(page: Page) -> dict:
    times = page.times
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    return {
        "program": page.peer.name,
        "page": page.name,
        "path": page.path,
        "per_second": round(statistics.median(page.per_second), 1) if page.per_second else 0.0,
        "cpu_ms": round(statistics.median(page.cpu_ms), 2) if page.cpu_ms else None,
        "p50_ms": round(cuts[49], 1),
        "p95_ms": round(cuts[94], 1),
        "answers": len(times),
        "failed": page.failed,
        "trouble": page.trouble,
        "visit": dataclasses.asdict(page.visit) if page.visit else None,
    }


def show(figures: dict) -> None:
    print(
        f"\n{'':<34}{'a second':>9}{'CPU ms':>8}{'p50 ms':>8}{'p95 ms':>8}{'requests':>10}{'code KB':>9}{'gzip KB':>9}{'all KB':>8}"
    )
    for row in figures["pages"]:
        visit, name = row["visit"], f"{row['program']}: {row['page']}"
        line = f"{name:<34}{row['per_second']:>9.1f}{row['cpu_ms'] or 0:>8.2f}{row['p50_ms']:>8.1f}{row['p95_ms']:>8.1f}"
        if visit:
            sizes = (visit["code_bytes"], visit["gzipped_bytes"], visit["all_bytes"])
            line += f"{visit['requests']:>10}" + "".join(
                f"{size / 1000:>{width}.0f}" for size, width in zip(sizes, (9, 9, 8), strict=True)
            )
        print(line + (f"  {row['failed']} failed" if row["failed"] else "") + (f"  {row['trouble']}" if row["trouble"] else ""))
    print(
        f"\n{CONNECTIONS} connections kept open; CPU: of the server's processes, a request; medians of {figures['rounds']} rounds in turns"
    )
    print(
        "first visit by Chromium, cold: requests; HTML+CSS+JS as sent; the same had a proxy gzipped all; everything with fonts and data"
    )
    for program in figures["programs"]:
        print(f"{program['name']}: {program['served_by']}; {program['memory_mb']} MB of memory after the rounds")
    for name, reason in figures["missing"].items():
        print(f"{name}: NOT MEASURED. {reason}")
    if figures["no_browser"]:
        print(figures["no_browser"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one round of a second a page")
    parser.add_argument("--without-peers", action="store_true", help="installs nothing from PyPI")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    print(machine.described(), file=sys.stderr if options.json else sys.stdout, flush=True)
    rounds, seconds = (1, 1.0) if options.quick else (3, 3.0)
    with ours() as own, peers([] if options.without_peers else list(PEERS)) as (others, missing):
        found = [Page(peer, name, path) for peer in (*own, *others) for name, path in peer.pages.items()]
        no_browser = visit_all(found)
        measure(found, rounds=rounds, seconds=seconds)
        programs = [
            {"name": peer.name, "served_by": peer.served_by, "memory_mb": round(peer.server.memory_mb())}
            for peer in (*own, *others)
        ]
    figures = {"rounds": rounds, "seconds": seconds, "programs": programs, "pages": [figures_of(page) for page in found],
               "missing": missing, "no_browser": no_browser}  # fmt: skip
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        show(figures)
    return 0 if not any(row["failed"] or row["trouble"] for row in figures["pages"] if row["program"] == "CATECP") else 1


if __name__ == "__main__":
    raise SystemExit(main())
