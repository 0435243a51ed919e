"""Runs the web server and the worker side by side, starts again what falls over, and stops both together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv" / "bin" / "python")
STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1  # linux/prctl.h


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "DJANGO_SETTINGS_MODULE": "config.settings"}


def web_command() -> list[str]:
    host = os.environ.get("CATECP_BIND", "127.0.0.1")
    return [
        PYTHON,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        os.environ.get("CATECP_PORT", "8000"),
        "--workers",
        os.environ.get("CATECP_WEB_PROCESSES", "2"),
        "--blocking-threads",
        os.environ.get("CATECP_WEB_THREADS", "16"),
        "--backlog",
        "2048",
        "--no-ws",
        "--log-level",
        "error",  # a warning only counts threads; they are many because each live page holds one while it waits
        "--respawn-failed-workers",
        "--workers-kill-timeout",
        "5",
        "config.wsgi:application",
    ]


def worker_command() -> list[str]:
    return [PYTHON, str(ROOT / "manage.py"), "work"]


def follow_parent() -> None:
    """In the child: end when this supervisor is killed outright. Linux only; elsewhere the child stays."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def begin(command: list[str]) -> subprocess.Popen:
    """A session of its own, so that Ctrl+C reaches only the supervisor, which then stops each process in order."""
    return subprocess.Popen(
        command,
        env=environment(),
        cwd=ROOT,
        start_new_session=True,
        preexec_fn=follow_parent,  # noqa: PLW1509 -- one system call; this process has no threads
    )


def run(commands: dict[str, list[str]]) -> int:
    """Run until a signal comes; a process that ends by itself is started again, at most once a second."""
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: asked.append(received))
    running = {name: begin(command) for name, command in commands.items()}
    while not asked:
        time.sleep(0.5)
        for name, process in running.items():
            if process.poll() is not None and not asked:
                print(f"{name} ended with {process.returncode}; starting it again", file=sys.stderr)
                time.sleep(1)
                running[name] = begin(commands[name])
    stop(list(running.values()))
    return 0


def stop(processes: list[subprocess.Popen]) -> None:
    """Ask all of them to end, wait ten seconds for all together, then end what is left of each, children included."""
    for process in processes:
        process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


if __name__ == "__main__":
    wanted = {"web": web_command(), "worker": worker_command()}
    names = sys.argv[1:] or list(wanted)
    raise SystemExit(run({name: wanted[name] for name in names}))
