"""The secret key of an installation that was given none."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASK = "import pathlib, sys; sys.path.insert(0, sys.argv[1]); from config import env; print(env.secret_key(pathlib.Path(sys.argv[2])))"


def ask(folder: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", ASK, str(ROOT), str(folder)], env={"PATH": "/usr/bin:/bin"}, stdout=subprocess.PIPE, text=True
    )


def test_secret_key_is_one_whole_key_when_processes_start_together(tmp_path: Path) -> None:
    processes = [ask(tmp_path / "new") for _ in range(6)]

    keys = {process.communicate(timeout=30)[0].strip() for process in processes}

    assert [len(key) for key in keys] == [96]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret-key"]
    assert (tmp_path / "new" / "secret-key").stat().st_mode & 0o777 == 0o600
