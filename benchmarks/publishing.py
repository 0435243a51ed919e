"""A course of 5,000 blocks: seconds to write, publish, copy to a draft and change one sentence, beside the database's own bulk insert.

    python benchmarks/publishing.py                     SQLite, and PostgreSQL where it is installed
    python benchmarks/publishing.py --quick             500 blocks
    python benchmarks/publishing.py --database sqlite --json

Every step is one service, in one transaction that is committed durably. Beside it, in the same run: as many rows of as many
bytes as the first writing made, put into a plain table with the driver's own bulk insert. No step may take ten seconds, and the
changed sentence must be outdated exactly once in each of the twelve languages it was translated into.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import machine
from server import PYTHON, ROOT, our_environment
from survey_burst import databases

sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tools import postgres  # noqa: E402 -- found through the path above

LIMIT_SECONDS = 10
BLOCKS = 5_000


def run(*, database: str, url: str, blocks: int) -> dict:
    with tempfile.TemporaryDirectory(prefix="catecp-publishing-") as folder:
        environment = our_environment(data=folder, port=8000, database=url)
        subprocess.run([PYTHON, "manage.py", "migrate", "--verbosity", "0"], env=environment, cwd=ROOT, check=True)
        command = [PYTHON, str(Path(__file__).with_name("publishing_inside.py")), str(blocks)]
        done = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return {"database": database, **json.loads(done.stdout.splitlines()[-1])}


def problems(found: dict) -> list[str]:
    """What makes the run unsound."""
    wrong = [f"{row['what']}: {row['seconds']:.1f} s" for row in found["steps"] if row["seconds"] > LIMIT_SECONDS]
    if found["outdated"] != dict.fromkeys(found["outdated"], 1) or not found["outdated"]:
        wrong.append(f"outdated by one changed sentence: {found['outdated']}")
    if found["published"] != found["blocks"] or found["copied"] != found["blocks"]:
        wrong.append(f"{found['published']} blocks published and {found['copied']} copied of {found['blocks']}")
    return wrong


def show(found: dict) -> None:
    print(
        f"\n{found['database']}: {found['blocks']:,} blocks, {found['units']:,} lessons and chapters, {found['sentences']:,} sentences"
    )
    print(f"{'seconds':<58}{'clock':>8}{'CPU':>8}{'queries':>9}")
    for row in found["steps"]:
        print(f"{row['what']:<58}{row['seconds']:>8.2f}{row['cpu']:>8.2f}{row['queries']:>9,}")
    plain = found["plain"]
    print(f"beside it: {plain['rows']:,} rows, {plain['bytes'] / 1e6:.1f} MB, by the driver's bulk insert, {plain['seconds']:.2f} s"
          f" (CPU {plain['cpu']:.2f}); limit {LIMIT_SECONDS} s a step")  # fmt: skip
    print("  sound" if not problems(found) else "  NOT SOUND: " + "; ".join(problems(found)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the blocks")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    print(machine.described(), file=sys.stderr if options.json else sys.stdout, flush=True)
    found = []
    for database in databases(options.database):
        given = os.environ.get("CATECP_BENCH_DATABASE_URL", "")
        is_ours = database == "postgresql" and not given
        with (
            postgres.server(is_durable=True)
            if is_ours
            else contextlib.nullcontext(given if database == "postgresql" else "") as url
        ):
            found.append(run(database=database, url=url, blocks=BLOCKS // 10 if options.quick else BLOCKS))
        if not options.json:
            show(found[-1])
    if options.json:
        print(json.dumps(found, indent=1))
    return 1 if any(problems(row) for row in found) else 0


if __name__ == "__main__":
    raise SystemExit(main())
