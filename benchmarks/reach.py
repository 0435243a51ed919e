"""The reach page over 400,000 learners, 1.2 million enrolments and 10 million events: how long, does it grow, is every cell right?

    python benchmarks/reach.py                     SQLite, and PostgreSQL where it is installed
    python benchmarks/reach.py --quick             a twentieth of it
    python benchmarks/reach.py --database sqlite --json

Pages are timed with one million events and again with ten, in process with the whole program around them but without the web
server, for a visitor and for a coordinator. Beside them, in the same run, stands the exact recount of every cell by SQL, which must
find no cell that differs after enrolments, progress, certificates, merges and undoings went through the services.
"""

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import machine
from server import PYTHON, ROOT, our_environment
from survey_burst import databases

sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tools import postgres  # noqa: E402 -- found through the path above

LIMIT_MS = 200
PEOPLE, FIRST_EVENTS, ALL_EVENTS = 400_000, 1_200_000, 10_000_000


def run(*, database: str, url: str, people: int, first_events: int, all_events: int) -> dict:
    with tempfile.TemporaryDirectory(prefix="catecp-reach-") as folder:
        environment = our_environment(data=folder, port=8000, database=url)
        environment["PYTHONPATH"] += f":{Path(__file__).parent}"
        environment["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
        subprocess.run([PYTHON, "manage.py", "migrate", "--verbosity", "0"], env=environment, cwd=ROOT, check=True)
        command = [PYTHON, str(Path(__file__).with_name("reach_inside.py")), str(people), str(first_events), str(all_events)]
        done = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return {"database": database, **json.loads(done.stdout.splitlines()[-1])}


def problems(found: dict) -> list[str]:
    """What makes the run unsound: a wrong cell, or (in a full run) a page over the limit."""
    wrong = [f"{found['recount']['different']} cells differ from the recount"] if found["recount"]["different"] else []
    wrong += [f"{name}: {kept} in the cells, {hand} by hand" for name, (kept, hand) in found["by_hand"].items() if kept != hand]
    return wrong + [f"{page['page']}: {page['p50_ms']:.0f} ms" for page in found["pages"][1] if page["p50_ms"] > LIMIT_MS]


def show(found: dict) -> None:
    first, everything = found["events"]
    print(f"\n{found['database']}: {found['learners']:,} learners who are {found['people']:,} people, {found['enrolments']:,} enrolments,"
          f" {everything:,} events; {found['cells']:,} cells")  # fmt: skip
    print(f"{'milliseconds':<44}{f'{first:,} events':>18}{'p95':>8}{f'{everything:,} events':>20}{'p95':>8}{'KB':>6}")
    for before, after in zip(*found["pages"], strict=True):
        print(f"{before['page']:<44}{before['p50_ms']:>18.1f}{before['p95_ms']:>8.1f}{after['p50_ms']:>20.1f}{after['p95_ms']:>8.1f}"
              f"{after['kb']:>6.0f}")  # fmt: skip
    happened, recount = found["happened"], found["recount"]
    print(
        f"exact recount of every cell beside it: {recount['seconds']:.1f} s, {recount['cells']:,} cells, {recount['different']} differ"
    )
    print(f"rebuilding all cells: {found['rebuild_seconds']:.1f} s; making the rows: {found['seed_seconds']:.0f} s")
    print(
        f"through the services: {happened['batched_per_second']:,} enrolments a second in batches of 200, {happened['single_ms']:.1f} ms one by"
        f" one; {happened['merges']} merges, {happened['undone']} undone;"
        f" {happened['folded']:,} appended rows folded in {happened['fold_seconds']:.1f} s"
    )
    print(
        "by hand (cells, count of distinct people): "
        + "; ".join(f"{name} {pair[0]:,}, {pair[1]:,}" for name, pair in found["by_hand"].items())
    )
    print("  sound" if not problems(found) else "  NOT SOUND: " + "; ".join(problems(found)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a twentieth of the rows")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    share = 20 if options.quick else 1
    print(machine.described(), file=sys.stderr if options.json else sys.stdout, flush=True)
    found = []
    for database in databases(options.database):
        opened = contextlib.nullcontext("") if database == "sqlite" else postgres.server()
        with opened as url:
            found.append(
                run(
                    database=database, url=url, people=PEOPLE // share, first_events=FIRST_EVENTS // share, all_events=ALL_EVENTS // share,
                )
            )  # fmt: skip
        if not options.json:
            show(found[-1])
            sys.stdout.flush()
    if options.json:
        print(json.dumps(found, indent=1))
    return 1 if any(problems(row) for row in found) else 0


if __name__ == "__main__":
    raise SystemExit(main())
