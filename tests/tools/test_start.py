"""The tools that start the program, run as a shell runs them."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SUPERVISE = (
    "import sys; sys.path.insert(0, sys.argv[1]); import processes\n"
    "child = 'import os, sys, time; open(sys.argv[1], \"w\").write(str(os.getpid())); time.sleep(60)'\n"
    "sys.exit(processes.run({'child': [sys.executable, '-c', child, sys.argv[2]]}))\n"
)


def preflight(*arguments: str, **settings: str) -> subprocess.CompletedProcess:
    command = [sys.executable, str(ROOT / "tools" / "preflight.py"), *arguments]
    return subprocess.run(command, env={**os.environ, **settings}, capture_output=True, text=True, check=False)


def test_preflight_names_another_port_when_the_port_is_taken(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])

        result = preflight("--port", CATECP_DATA=str(tmp_path), CATECP_PORT=port, CATECP_BIND="127.0.0.1")

    assert result.returncode == 3
    assert result.stderr.strip() == (
        f"Port {port} on 127.0.0.1 cannot be used (Address already in use). "
        "Stop what uses it, or choose another: CATECP_PORT=8001"
    )


def test_preflight_names_the_setting_when_the_data_folder_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")

    result = preflight(CATECP_DATA=str(tmp_path / "taken"))

    assert result.returncode == 3
    assert result.stderr.strip() == (
        f"The data folder {tmp_path}/taken cannot be written (File exists). Choose another: CATECP_DATA=/path/of/a/folder"
    )


def test_preflight_makes_the_data_folder_and_is_silent_when_all_is_well(tmp_path: Path) -> None:
    result = preflight(CATECP_DATA=str(tmp_path / "new" / "folder"))

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert list((tmp_path / "new" / "folder").iterdir()) == []


def child_after(supervisor: subprocess.Popen, note: Path) -> int:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if note.exists() and note.read_text():
            return int(note.read_text())
        time.sleep(0.05)
    supervisor.kill()
    raise AssertionError("the child did not start")


def is_gone(pid: int) -> bool:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def supervisor_of(note: Path) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", SUPERVISE, str(ROOT / "tools"), str(note)])


def test_supervisor_stops_its_processes_when_it_is_interrupted(tmp_path: Path) -> None:
    supervisor = supervisor_of(tmp_path / "pid")
    child = child_after(supervisor, tmp_path / "pid")

    supervisor.send_signal(signal.SIGINT)

    assert supervisor.wait(timeout=15) == 0
    assert is_gone(child)


def test_supervisor_leaves_no_process_behind_when_it_is_killed(tmp_path: Path) -> None:
    supervisor = supervisor_of(tmp_path / "pid")
    child = child_after(supervisor, tmp_path / "pid")

    supervisor.kill()
    supervisor.wait(timeout=15)

    assert is_gone(child)


def test_supervisor_starts_a_process_again_when_it_falls_over(tmp_path: Path) -> None:
    supervisor = supervisor_of(tmp_path / "pid")
    first = child_after(supervisor, tmp_path / "pid")
    (tmp_path / "pid").unlink()

    os.kill(first, signal.SIGKILL)

    second = child_after(supervisor, tmp_path / "pid")
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(timeout=15) == 0
    assert second != first
