"""Where and when figures were measured: printed above every table, since a time without its machine says nothing."""

import os
import platform
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def described() -> str:
    """One line: day, version, processor, cores, memory, and how busy the machine was."""
    load = os.getloadavg()[0]
    cores = os.cpu_count()
    parts = [
        time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        f"commit {_commit()}",
        f"{_processor()}, {cores} cores, {_memory_gb():.0f} GB",
        f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}",
        f"load before {load:.1f}",
    ]
    return " · ".join(parts)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return " ".join(line.partition(":")[2].split())
    return platform.machine()


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _commit() -> str:
    found = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"
