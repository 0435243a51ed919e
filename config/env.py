"""The only reader of the environment: typed, with one helpful error for everything that is wrong."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name)
    if not value:
        return default
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; write 1 or 0.")


def number(name: str, default: int, *, low: int = 0, high: int = 1_000_000) -> int:
    value = text(name)
    if not value:
        return default
    if not value.isdigit() or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number from {low} to {high}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def host_of(name: str) -> str:
    """The host in an address; a helpful error when it is not one."""
    parts = urlsplit(text(name))
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured(f"{name} is {text(name)!r}; write an address such as https://content.example.org")
    return parts.hostname


def folder(name: str, default: Path) -> Path:
    return Path(text(name) or default).expanduser().resolve()


def database(url: str, sqlite_folder: Path) -> dict:
    """Django's settings for `DATABASE_URL`: postgresql://user:password@host:port/name, sqlite:///path, or nothing (SQLite)."""
    parts = urlsplit(url)
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"options": "-c lock_timeout=10s -c statement_timeout=60s"},
        }
    if url and parts.scheme != "sqlite":
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:// or sqlite:///")
    path = Path(unquote(parts.path)) if url else sqlite_folder / "catecp.sqlite3"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            # A writer waits its turn instead of failing; an answer that was acknowledged is on the disk (synchronous=FULL).
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000;",
        },
    }


def secret_key(data: Path) -> str:
    """`CATECP_SECRET_KEY`, else a key made once and kept in the data folder, readable by its owner only."""
    given = text("CATECP_SECRET_KEY")
    if given:
        return given
    kept = data / "secret-key"
    if not kept.exists():
        data.mkdir(parents=True, exist_ok=True)
        # Whole before it has its name: of two processes that start together neither may read half a key.
        with tempfile.NamedTemporaryFile("w", dir=data, prefix="secret-key-") as made:
            made.write(os.urandom(48).hex())
            made.flush()
            with suppress(FileExistsError):
                os.link(made.name, kept)
    return kept.read_text()
