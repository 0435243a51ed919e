"""A PostgreSQL server for one command: made in a temporary folder, on a free port of this machine, gone afterwards.

Usage: python tools/postgres.py COMMAND …   runs COMMAND with DATABASE_URL set and exits with its code.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """The folder with pg_ctl and initdb, of the newest version installed; None without one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[4]))
    return found[-1].parent if found else None


def _as_owner(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root; Debian's package brings a user for it."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@contextmanager
def server(*, is_durable: bool = False) -> Iterator[str]:
    """Yields the DATABASE_URL of a fresh server, without fsync unless `is_durable`: it lives for one run."""
    folder = binaries()
    if folder is None:
        raise SystemExit("PostgreSQL is not installed: apt-get install postgresql")
    home = Path(tempfile.mkdtemp(prefix="catecp-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(home, pwd.getpwnam("postgres").pw_uid)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = str(home / "data")
    quiet = {"stdout": subprocess.DEVNULL, "cwd": "/"}
    durable = "on" if is_durable else "off"
    options = (
        f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home}"
        f" -c fsync={durable} -c full_page_writes={durable} -c max_connections=60"
    )
    try:
        subprocess.run(
            _as_owner([str(folder / "initdb"), "-D", data, "-U", "catecp", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]),
            check=True,
            **quiet,
        )
        subprocess.run(
            _as_owner([str(folder / "pg_ctl"), "-D", data, "-o", options, "-l", str(home / "log"), "-w", "start"]),
            check=True,
            **quiet,
        )
        yield f"postgresql://catecp@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            _as_owner([str(folder / "pg_ctl"), "-D", data, "-m", "immediate", "stop"]),
            check=False,
            stderr=subprocess.DEVNULL,
            **quiet,
        )
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    with server() as address:
        code = subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": address}, check=False).returncode
    raise SystemExit(code)
