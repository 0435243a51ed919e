"""A classroom bundle of a demo course, and the copy for one phone: seconds and bytes, beside a plain ZIP of the same files in the same run.

    python benchmarks/bundle.py [--quick] [--json]

Each of our own courses is bundled for its class in English, and in all its languages, with every film and sound. The plain
ZIP packs the very same bytes with zipfile, so what is left between the two is the rendering of pages and the reading of rows.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import machine
from demo import demo_folder
from server import PYTHON, ROOT, our_environment


def measured(*, rounds: int) -> list[dict]:
    """Rows of bundle_inside.py."""
    with demo_folder() as data:
        command = [PYTHON, str(Path(__file__).with_name("bundle_inside.py")), str(rounds)]
        environment = our_environment(data=data, port=8000)
        done = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def problems(rows: list[dict]) -> list[str]:
    """What makes the run unsound: an archive that is damaged, or made differently the second time."""
    return [f"{row['course']}, {row['what']}: {row['trouble']}" for row in rows if row["trouble"]]


def show(rows: list[dict]) -> None:
    print(f"\n{'':<58}{'lessons':>8}{'files':>7}{'seconds':>9}{'CPU':>7}{'MB':>8}{'plain s':>9}{'CPU':>7}{'MB':>8}")
    for row in rows:
        name = f"{row['course'][:36]}, {row['what']}"
        print(f"{name:<58}{row['lessons']:>8}{row['files']:>7}{row['seconds']:>9.2f}{row['cpu']:>7.2f}{row['bytes'] / 1e6:>8.2f}"
              f"{row['plain_seconds']:>9.2f}{row['plain_cpu']:>7.2f}{row['plain_bytes'] / 1e6:>8.2f}")  # fmt: skip
    print("plain: the same files, packed by zipfile; medians of the rounds; lessons are counted in each language")
    print("  sound" if not problems(rows) else "  NOT SOUND: " + "; ".join(problems(rows)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one round instead of three")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    print(machine.described(), file=sys.stderr if options.json else sys.stdout, flush=True)
    rows = measured(rounds=1 if options.quick else 3)
    if options.json:
        print(json.dumps(rows, indent=1))
    else:
        show(rows)
    return 1 if problems(rows) else 0


if __name__ == "__main__":
    raise SystemExit(main())
