"""Runs the web server and the worker side by side, starts again what falls over, and stops both together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv" / "bin" / "python")


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
        "warning",
        "--respawn-failed-workers",
        "config.wsgi:application",
    ]


def worker_command() -> list[str]:
    return [PYTHON, str(ROOT / "manage.py"), "work"]


def run(commands: dict[str, list[str]]) -> int:
    """Run until a signal comes; a process that ends by itself is started again, at most once a second."""
    running = {name: subprocess.Popen(command, env=environment(), cwd=ROOT) for name, command in commands.items()}
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: asked.append(received))
    while not asked:
        time.sleep(0.5)
        for name, process in running.items():
            if process.poll() is not None and not asked:
                print(f"{name} ended with {process.returncode}; starting it again", file=sys.stderr)
                time.sleep(1)
                running[name] = subprocess.Popen(commands[name], env=environment(), cwd=ROOT)
    for process in running.values():
        process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + 10
    for process in running.values():
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
    return 0


if __name__ == "__main__":
    wanted = {"web": web_command(), "worker": worker_command()}
    names = sys.argv[1:] or list(wanted)
    raise SystemExit(run({name: wanted[name] for name in names}))
