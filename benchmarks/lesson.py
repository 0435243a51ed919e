"""A lesson as a learner gets it: requests a second, processor time and bytes, beside Kolibri from PyPI with the same lessons, in one run.

    python benchmarks/lesson.py [--quick] [--without-peers] [--json]

Ours is served as in production, with the demo network in it and a learner's session. Kolibri gets the same lessons as HTML
archives in a channel, made from our pages. Both are up at once and are asked in turns, as in pages.py. Then Chromium with an
empty cache opens one lesson and after it the next, in each program. The limits are 60 KB of code on the first visit and 15 KB after it.
"""

import argparse
import contextlib
import dataclasses
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import first_visit
import machine
from demo import demo_folder
from pages import CONNECTIONS, Page, bare_answer, figures_of, measure
from peers import AFTER, FIRST, Peer, Unavailable, kolibri
from server import PYTHON, ROOT, Server, free_port, our_environment

FIRST_KB, AFTER_KB = 60, 15


@dataclasses.dataclass(frozen=True)
class Learner:
    """What lesson_inside.py prepared: a session's cookie, addresses by name, and the file that lists the lessons' archives."""

    cookie: str
    pages: dict[str, str]
    lessons: Path


@contextlib.contextmanager
def ours() -> Iterator[tuple[Peer, Peer, Learner]]:
    """The program, the bare answer of its web server, and a learner."""
    with demo_folder() as data, tempfile.TemporaryDirectory(prefix="catecp-lessons-") as folder:
        port = free_port()
        environment = our_environment(data=data, port=port)
        command = [PYTHON, str(Path(__file__).with_name("lesson_inside.py")), folder]
        done = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        said = json.loads(done.stdout.splitlines()[-1])
        learner = Learner(cookie=said["cookie"], pages=said["pages"], lessons=Path(folder) / "lessons.json")
        program = Peer("CATECP", "granian, 2 processes of 16 threads, SQLite", Server(environment, port), learner.pages)
        bare = bare_answer(free_port())
        try:
            program.server.start()
            bare.server.start()
            yield program, bare, learner
        finally:
            program.server.kill()
            bare.server.kill()


@contextlib.contextmanager
def peer(lessons: Path, *, wanted: bool) -> Iterator[tuple[list[Peer], dict[str, str]]]:
    """Kolibri, or why it is not here."""
    with tempfile.TemporaryDirectory(prefix="catecp-peers-", ignore_cleanup_errors=True) as folder:
        if not wanted:
            yield [], {"Kolibri": "left out, as asked"}
            return
        try:
            found = kolibri(Path(folder), lessons)
        except Unavailable as reason:
            yield [], {"Kolibri": str(reason)}
            return
        try:
            yield [found], {}
        finally:
            found.server.kill()


def visit(found: list[Peer], learner: Learner) -> list[dict]:
    """One row a program: {program, first, after}, each a Visit as a dict; `trouble` says why there is none."""
    rows = []
    with first_visit.browser() as opened:
        for program in found:
            row: dict = {"program": program.name, "first": None, "after": None, "trouble": ""}
            rows.append(row)
            if opened is None:
                row["trouble"] = "chromium is not installed"
                continue
            name, _equals, value = learner.cookie.partition("=")
            cookies = [{"name": name, "value": value, "url": program.server.address}] if program.pages is learner.pages else []
            addresses = [program.server.address + program.pages[page] for page in (FIRST, AFTER)]
            try:
                first, after = first_visit.visits(opened, addresses, cookies=cookies)
            except first_visit.Error as reason:
                row["trouble"] = str(reason).splitlines()[0]
                continue
            row["first"], row["after"] = dataclasses.asdict(first), dataclasses.asdict(after)
    return rows


def problems(figures: dict) -> list[str]:
    """What makes the run unsound: a page of ours that failed, or more bytes than the limit."""
    wrong = [f"{row['page']}: {row['trouble'] or row['failed']}" for row in figures["pages"]
             if row["program"] == "CATECP" and (row["failed"] or row["trouble"])]  # fmt: skip
    for row in figures["visits"]:
        if row["program"] == "CATECP" and row["first"]:
            sizes = (row["first"]["code_bytes"], row["after"]["code_bytes"])
            wrong += [f"{size:,} bytes of code, limit {limit} KB" for size, limit in zip(sizes, (FIRST_KB, AFTER_KB), strict=True)
                      if size > limit * 1000]  # fmt: skip
    return wrong


def show(figures: dict) -> None:
    print(f"\n{'':<38}{'a second':>9}{'CPU ms':>8}{'p50 ms':>8}{'p95 ms':>8}")
    for row in figures["pages"]:
        name = f"{row['program']}: {row['page']}"
        line = f"{name:<38}{row['per_second']:>9.1f}{row['cpu_ms'] or 0:>8.2f}{row['p50_ms']:>8.1f}{row['p95_ms']:>8.1f}"
        print(line + (f"  {row['failed']} failed" if row["failed"] else "") + (f"  {row['trouble']}" if row["trouble"] else ""))
    print(
        f"{CONNECTIONS} connections kept open; CPU: of the server's processes, a request; medians of {figures['rounds']} rounds in turns"
    )
    print(f"\n{'bytes over the wire, Chromium':<38}{'requests':>9}{'code KB':>9}{'gzip KB':>9}{'all KB':>9}")
    for row in figures["visits"]:
        for what, name in (("first", FIRST), ("after", AFTER)):
            if row[what]:
                sizes = (row[what]["code_bytes"], row[what]["gzipped_bytes"], row[what]["all_bytes"])
                title = f"{row['program']}: {name}"
                print(f"{title:<38}{row[what]['requests']:>9}" + "".join(f"{size / 1000:>9.1f}" for size in sizes))
        if row["trouble"]:
            print(f"{row['program']}: NOT MEASURED. {row['trouble']}")
    print(
        "code: HTML, CSS and JS as sent, headers included; gzip: had a proxy gzipped all of it; all: with pictures, fonts and data"
    )
    for program in figures["programs"]:
        print(f"{program['name']}: {program['served_by']}; {program['memory_mb']} MB of memory after the rounds")
    for name, reason in figures["missing"].items():
        print(f"{name}: NOT MEASURED. {reason}")
    print("  sound" if not problems(figures) else "  NOT SOUND: " + "; ".join(problems(figures)))


def measured(*, rounds: int, seconds: float, with_peers: bool) -> dict:
    with ours() as (program, bare, learner), peer(learner.lessons, wanted=with_peers) as (others, missing):
        visits = visit([program, *others], learner)
        found = [Page(one, name, path, learner.cookie if one is program else "")
                 for one in (program, bare, *others) for name, path in one.pages.items() if name not in (FIRST, AFTER)]  # fmt: skip
        measure(found, rounds=rounds, seconds=seconds)
        programs = [{"name": one.name, "served_by": one.served_by, "memory_mb": round(one.server.memory_mb())}
                    for one in (program, bare, *others)]  # fmt: skip
    pages = [{name: value for name, value in figures_of(page).items() if name != "visit"} for page in found]
    return {"rounds": rounds, "seconds": seconds, "programs": programs, "pages": pages, "visits": visits, "missing": missing}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one round of a second a page")
    parser.add_argument("--without-peers", action="store_true", help="installs nothing from PyPI")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    print(machine.described(), file=sys.stderr if options.json else sys.stdout, flush=True)
    rounds, seconds = (1, 1.0) if options.quick else (3, 3.0)
    figures = measured(rounds=rounds, seconds=seconds, with_peers=not options.without_peers)
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        show(figures)
    return 1 if problems(figures) else 0


if __name__ == "__main__":
    raise SystemExit(main())
