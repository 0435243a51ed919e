"""Catalogue and search at 10,000 courses in thirteen languages: recall, precision and time, beside a naive scan of the same texts.

    python benchmarks/catalogue.py [--quick] [--database sqlite|postgresql|both] [--json]

Courses are made of the sentences of benchmarks/search/queries.json, three each, drawn with a seed; so it is known which courses
every query of that file must find. The naive scan is `icontains` over title and text: no index, no words, no typos.
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

sys.path.insert(0, str(ROOT))
from tools import postgres  # noqa: E402 -- found through the path above


def measured(database: str, *, courses: int, every: int) -> dict:
    opened = contextlib.nullcontext("") if database == "sqlite" else postgres.server()
    with tempfile.TemporaryDirectory(prefix="catecp-catalogue-") as data, opened as address:
        environment = {**our_environment(data=Path(data), port=8000), "DATABASE_URL": address}
        subprocess.run([PYTHON, "manage.py", "migrate", "--verbosity", "0"], env=environment, cwd=ROOT, check=True)
        command = [PYTHON, str(Path(__file__).with_name("catalogue_inside.py")), str(courses), str(every)]
        done = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def show(database: str, found: dict) -> None:
    print(f"\n{database}: {found['courses']:,} courses, {found['documents']:,} texts, indexed in {found['index_s']:.0f} s")
    print(
        f"{'':<10}{'recall %':>9}{'precision %':>12}{'p50 ms':>8}{'p95 ms':>8}   naive scan: {'recall %':>9}{'precision %':>12}{'p50 ms':>8}"
    )
    for row in found["languages"]:
        ours, naive = row["ours"], row["naive"]
        print(
            f"{row['language']:<10}{ours['recall']:>9.1f}{ours['precision']:>12.1f}{ours['p50']:>8.0f}{ours['p95']:>8.0f}"
            f"               {naive['recall']:>9.1f}{naive['precision']:>12.1f}{naive['p50']:>8.0f}"
        )
    for name, times in found["pages"].items():
        print(f"page, {name:<28} p50 {times['p50']:>5.0f} ms   p95 {times['p95']:>5.0f} ms   {times['queries']} queries")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="1,000 courses and every fifth query")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    print(machine.described(), file=sys.stderr if options.json else sys.stdout, flush=True)
    both = ["sqlite", "postgresql"] if postgres.binaries() else ["sqlite"]
    results = {}
    for database in both if options.database == "both" else [options.database]:
        results[database] = measured(database, courses=1_000 if options.quick else 10_000, every=5 if options.quick else 1)
        if not options.json:
            show(database, results[database])
    if options.json:
        print(json.dumps(results, indent=1))
    worst = min(min(row["ours"]["recall"], row["ours"]["precision"]) for found in results.values() for row in found["languages"])
    return 0 if worst >= 90 else 1


if __name__ == "__main__":
    raise SystemExit(main())
