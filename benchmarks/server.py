"""A web server of a benchmark: started in a process group of its own, waited for, measured, ended."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv" / "bin" / "python")
OUR_COMMAND = [PYTHON, "-c", "from tools.processes import web_command; import os; c = web_command(); os.execv(c[0], c)"]
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def our_environment(*, data: str | Path, port: int, database: str = "", **more: str) -> dict[str, str]:
    """The settings of the program for a benchmark: a data folder of its own, SQLite in it unless `database` is given."""
    return {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "CATECP_DATA": str(data),
        "CATECP_PORT": str(port),
        "CATECP_SECRET_KEY": "only-for-benchmarks",
        "CATECP_LOG_LEVEL": "ERROR",
        "DATABASE_URL": database,
        **more,
    }


class Server:
    """`ready` is the path asked until it answers at all; without `command` it is the program's own web process."""

    def __init__(
        self,
        environment: dict[str, str],
        port: int,
        *,
        command: list[str] | None = None,
        ready: str = "/healthz",
        folder: Path = ROOT,
        log: Path | None = None,
    ) -> None:
        self.environment, self.port, self.folder, self.log = environment, port, folder, log
        self.command, self.ready = command or OUR_COMMAND, ready
        self.process: subprocess.Popen | None = None

    def start(self, *, patience: float = 60) -> None:
        """Raises `SystemExit` with the reason when it does not answer within `patience` seconds."""
        with open(self.log or os.devnull, "ab") as output:
            self.process = subprocess.Popen(
                self.command, env=self.environment, cwd=self.folder, start_new_session=True, stdout=output, stderr=output
            )
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(self.address + self.ready, timeout=10):
                return
            time.sleep(0.2)
        code = self.process.poll()
        self.kill()
        raise SystemExit(
            f"ended with code {code}" if code is not None else f"The server did not answer within {patience:.0f} seconds."
        )

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def cpu_seconds(self) -> float:
        """User and system time so far of all its processes, from /proc."""
        assert self.process is not None
        return sum(_ticks(pid) for pid in _group(self.process.pid)) / TICKS_PER_SECOND

    def memory_mb(self) -> float:
        """Proportional set size of all its processes: shared pages are counted once."""
        assert self.process is not None
        return sum(_pss_kb(pid) for pid in _group(self.process.pid)) / 1024


def _group(leader: int) -> list[int]:
    """The processes of the group, the leader's session included."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                if int(_after_name(entry)[3]) == leader:
                    found.append(int(entry.name))
    return found


def _after_name(folder: Path) -> list[str]:
    """The fields of /proc/<pid>/stat after the name, which may hold blanks: state, parent, group, session, …"""
    return (folder / "stat").read_text().rpartition(")")[2].split()


def _ticks(pid: int) -> int:
    try:
        fields = _after_name(Path("/proc") / str(pid))
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def _pss_kb(pid: int) -> int:
    try:
        text = (Path("/proc") / str(pid) / "smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)
