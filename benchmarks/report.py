"""How long do the report of the demo workshop, its figures and the check of a foreign report take?

    python benchmarks/report.py [--quick] [--json]

Everything is timed in one process on the demo database. Beside every figure stands a limit of the same run: the title alone
through the same PDF and Word engine, one plain SQL count, a page without figures, the reading of the file without the check.
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
    """Rows of {what, first_ms, median_ms, cpu_ms, limit, limit_cpu_ms, note} from report_inside.py."""
    with demo_folder() as data:
        command = [PYTHON, str(Path(__file__).with_name("report_inside.py")), str(rounds), str(data)]
        done = subprocess.run(
            command, env=our_environment(data=data, port=8000), cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
        )
    return json.loads(done.stdout.splitlines()[-1])


def show(rows: list[dict]) -> None:
    print(f"\n{'milliseconds':<34}{'first':>8}{'median':>9}{'CPU':>9}{'CPU beside':>12}  beside it, in the same run")
    for row in rows:
        times = f"{row['first_ms']:>8.0f}{row['median_ms']:>9.1f}{row['cpu_ms']:>9.1f}{row['limit_cpu_ms']:>12.2f}"
        print(f"{row['what']:<34}{times}  {row['limit']}")
        if row["note"]:
            print(f"  {row['note']}")
    print(
        "first: by the clock, with fonts and caches cold; median: by the clock, after it; CPU: median of the processor time of all threads"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="two rounds instead of five")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    print(machine.described(), file=sys.stderr if options.json else sys.stdout, flush=True)
    rows = measured(rounds=2 if options.quick else 5)
    if options.json:
        print(json.dumps(rows, indent=1))
    else:
        show(rows)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
