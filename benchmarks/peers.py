"""Peers to stand beside: pretalx and Kolibri as PyPI gives them, each in an environment of its own outside the repository.

Environments are kept in $XDG_CACHE_HOME/catecp-benchmarks; data is made anew for each run. A peer that cannot be installed or
started is not left out silently: `Unavailable` carries the reason for the table.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from server import Server, free_port

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "catecp-benchmarks"
INSTALL_SECONDS, STEP_SECONDS = 600, 300
ADMINISTRATOR = ("benchmark@localhost.example", "only-for-this-benchmark-7")


KOLIBRI = "0.19.5"
CHANNEL = Path(__file__).with_name("kolibri_channel.py")
FIRST, AFTER = "lesson in a browser", "the next one"  # pages that are only visited


class Unavailable(Exception):
    """The peer cannot stand beside us on this machine; the message says why."""


@dataclass(frozen=True)
class Peer:
    """A running peer: its name with version, how it is served, and its pages by name."""

    name: str
    served_by: str
    server: Server
    pages: dict[str, str]


def installed(name: str, *packages: str) -> Path:
    """The `bin` folder of the environment with `packages`, installed the first time."""
    folder = CACHE / name
    mark = folder / "installed.txt"
    wanted = "\n".join(packages)
    if not (mark.exists() and mark.read_text() == wanted):
        print(f"installing {name} from PyPI into {folder}", file=sys.stderr, flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        environment = dict(os.environ)
        _step([sys.executable, "-m", "venv", str(folder)], environment, seconds=INSTALL_SECONDS)
        pip = [str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", *packages]
        _step(pip, environment, seconds=INSTALL_SECONDS)
        mark.write_text(wanted)
    return folder / "bin"


def version(programs: Path, name: str) -> str:
    code = f"from importlib.metadata import version; print(version({name!r}))"
    return subprocess.run([str(programs / "python"), "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def pretalx(folder: Path) -> Peer:
    """Its own demo conference of some sixty proposals, two gunicorn processes of sixteen threads each, on SQLite."""
    programs = installed("pretalx", "pretalx", "gunicorn", "faker", "freezegun")
    port = free_port()
    environment = {
        **_without_ours(),
        "PRETALX_DATA_DIR": str(folder),
        "PRETALX_FILESYSTEM_MEDIA": str(folder / "media"),
        "PRETALX_FILESYSTEM_LOGS": str(folder / "logs"),
        "PRETALX_FILESYSTEM_STATIC": str(folder / "static"),
        "PRETALX_DB_TYPE": "sqlite3",
        "PRETALX_DB_NAME": str(folder / "db.sqlite3"),
        "PRETALX_DEBUG": "false",
        "PRETALX_SITE_URL": f"http://127.0.0.1:{port}",
        "PRETALX_INIT_ORGANISER_NAME": "Benchmark",
        "PRETALX_INIT_ORGANISER_SLUG": "benchmark",
        "DJANGO_SUPERUSER_EMAIL": ADMINISTRATOR[0],
        "DJANGO_SUPERUSER_PASSWORD": ADMINISTRATOR[1],
    }
    python = str(programs / "python")
    for step in ("migrate -v 0", "collectstatic --noinput -v 0", "init --noinput", "create_test_event --seed 1"):
        _step([python, "-m", "pretalx", *step.split()], environment, folder=folder)
    command = [python, "-m", "gunicorn", "pretalx.wsgi", "--workers", "2", "--threads", "16", "--bind", f"127.0.0.1:{port}"]
    server = Server(environment, port, command=command, ready="/orga/login/", folder=folder, log=folder / "log")
    pages = {
        "front page": "/",
        "sign-in": "/orga/login/",
        "event page": "/democon/",
        "schedule": "/democon/schedule/",
        "list of talks": "/democon/talk/",
    }
    return _started(Peer(f"pretalx {version(programs, 'pretalx')}", "gunicorn, 2 processes of 16 threads, SQLite", server, pages))


def kolibri(folder: Path, lessons: Path | None = None) -> Peer:
    """One facility as `kolibri start` serves it: without channels, or with the lessons of a JSON file (see kolibri_channel.py)."""
    programs = installed("kolibri", f"kolibri=={KOLIBRI}")
    port = free_port()
    environment = {**_without_ours(), "KOLIBRI_HOME": str(folder), "KOLIBRI_ZEROCONF": "false", "KOLIBRI_DISABLE_PING": "true"}
    given = ["--facility", "Benchmark", "--preset", "nonformal", "--language_id", "en", "--noinput"]
    account = ["--superusername", "benchmark", "--superuserpassword", ADMINISTRATOR[1]]
    _step([str(programs / "kolibri"), "manage", "provisiondevice", *given, *account], environment, folder=folder)
    pages = {"sign-in (app shell)": "/en/auth/"}
    if lessons is not None:
        said = _step([str(programs / "kolibri"), "manage", "shell", "-c", CHANNEL.read_text()],
                     {**environment, "CATECP_LESSONS": str(lessons)}, folder=folder)  # fmt: skip
        made = json.loads(said[said.rindex('{"channel"') :].splitlines()[0])
        first, after = (lesson["id"] for lesson in made["lessons"][:2])
        pages = {
            "app shell": "/en/learn/",
            "lesson from the API": f"/api/content/contentnode/{first}/",
            "lesson's stored file": made["lessons"][0]["file"],
            FIRST: f"/en/learn/#/topics/c/{first}",
            AFTER: f"/en/learn/#/topics/c/{after}",
        }
    command = [str(programs / "kolibri"), "start", "--foreground", "--port", str(port)]
    server = Server(environment, port, command=command, ready="/en/auth/", folder=folder, log=folder / "log")
    return _started(Peer(f"Kolibri {version(programs, 'kolibri')}", "its own server, 1 process, SQLite", server, pages))


PEERS = {"pretalx": pretalx, "kolibri": kolibri}


def _started(peer: Peer) -> Peer:
    try:
        peer.server.start(patience=120)
    except SystemExit as reason:
        raise Unavailable(f"{peer.name} did not start: {reason}") from reason
    return peer


def _without_ours() -> dict[str, str]:
    """The environment without our own program's path and settings."""
    ours = ("PYTHONPATH", "DJANGO_SETTINGS_MODULE", "DATABASE_URL", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if name not in ours and not name.startswith("CATECP_")}


def _step(command: list[str], environment: dict[str, str], *, folder: Path | None = None, seconds: int = STEP_SECONDS) -> str:
    """Its output. Raises `Unavailable` with what it said last."""
    shown = [
        Path(word).name if word.startswith("/") else word for word in command if word != ADMINISTRATOR[1] and len(word) < 300
    ]
    words = " ".join(shown)
    try:
        done = subprocess.run(
            command, env=environment, cwd=folder, timeout=seconds, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as reason:
        raise Unavailable(f"“{words}” did not end well: {reason}") from reason
    if done.returncode:
        said = done.stdout.strip().splitlines()
        raise Unavailable(f"“{words}” ended with code {done.returncode}: {said[-1] if said else 'it said nothing'}")
    return done.stdout
