"""The demo network in a folder of its own: made once per run, in CATECP_BENCHMARK_DATA when that is set, gone afterwards."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from server import PYTHON, ROOT, our_environment


@contextlib.contextmanager
def demo_folder() -> Iterator[Path]:
    """Yields the data folder: the workshop just over, static files collected."""
    given = os.environ.get("CATECP_BENCHMARK_DATA", "")
    with contextlib.nullcontext(given) if given else tempfile.TemporaryDirectory(prefix="catecp-benchmark-") as folder:
        print("preparing the demo network", file=sys.stderr, flush=True)
        environment = our_environment(data=folder, port=8000, CATECP_DEMO="1")
        command = [PYTHON, "manage.py", "prepare_demo"]
        subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        yield Path(folder)
