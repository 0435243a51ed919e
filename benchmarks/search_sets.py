"""The sets of benchmarks/search through search-eval: now, and each held-out set at the commit where it was first tried.

    python benchmarks/search_sets.py [--first]

The first run of a set is the only one that says what to expect of texts nobody here has seen.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import machine
from server import PYTHON, ROOT

SETS = ("queries", "held_out", "second", "third")
FIRST_TRIED = {"second": "3e87c97", "third": "fa7e2cd"}  # before anything was mended after it


def evaluated(name: str, folder: Path) -> str:
    with tempfile.TemporaryDirectory(prefix="catecp-sets-") as data:
        command = [PYTHON, "manage.py", "search_eval", str(ROOT / f"benchmarks/search/{name}.json")]
        environment = {
            **os.environ,
            "CATECP_DATA": data,
            "CATECP_SECRET_KEY": "only-for-benchmarks",
            "PYTHONPATH": str(folder / "src"),
        }
        return subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def first_run(name: str, commit: str) -> str:
    with tempfile.TemporaryDirectory(prefix="catecp-first-") as folder:
        tree = Path(folder) / "tree"
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(tree), commit], cwd=ROOT, check=True)
        try:
            return evaluated(name, tree)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=ROOT, check=True)


def main() -> int:
    print(machine.described())
    if sys.argv[1:] == ["--first"]:
        for name, commit in FIRST_TRIED.items():
            print(f"\n{name}, first run at {commit}\n{first_run(name, commit)}", end="")
        return 0
    for name in SETS:
        print(f"\n{name}\n{evaluated(name, ROOT)}", end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
