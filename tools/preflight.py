"""Says in one sentence what would stop a start: a port that is taken, a data folder that cannot be written, a full disk.

Usage: python tools/preflight.py [--port]   Exits with 3 after saying so. Uses nothing outside the standard library.
"""

import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPACE_NEEDED = 200_000_000  # bytes: the demo's database, static files and fonts are about 60 MB


def problem_of_port(host: str, port: str) -> str | None:
    """Why the address cannot be listened on; None when it can."""
    if not port.isdigit() or not 1 <= int(port) <= 65535:
        return f"CATECP_PORT is {port!r}; write a whole number from 1 to 65535."
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except PermissionError:
            return f"Port {port} belongs to the system; choose one above 1023: CATECP_PORT=8001"
        except OSError as error:
            return (
                f"Port {port} on {host} cannot be used ({error.strerror}). Stop what uses it, or choose another: CATECP_PORT=8001"
            )
    return None


def problem_of_data(folder: Path) -> str | None:
    """Why the data folder cannot be used; None when it can. Makes the folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return f"The data folder {folder} cannot be written ({error.strerror}). Choose another: CATECP_DATA=/path/of/a/folder"
    free = shutil.disk_usage(folder).free
    if free < SPACE_NEEDED:
        return (
            f"The disk of {folder} has {free // 1_000_000} MB left; {SPACE_NEEDED // 1_000_000} MB are needed. "
            "Make room, or choose another place: CATECP_DATA=/path/of/a/folder"
        )
    return None


def check(*, port: bool) -> None:
    problem = problem_of_data(Path(os.environ.get("CATECP_DATA") or ROOT / "var").expanduser().resolve())
    if problem is None and port:
        problem = problem_of_port(os.environ.get("CATECP_BIND") or "127.0.0.1", os.environ.get("CATECP_PORT") or "8000")
    if problem:
        print(f"\n{problem}\n", file=sys.stderr)
        raise SystemExit(3)


if __name__ == "__main__":
    check(port="--port" in sys.argv[1:])
