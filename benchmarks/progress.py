"""Phones hand in what their learners did: how many events a second, beside the database's own commits, and is one lost under kill -9?

    python benchmarks/progress.py                 8 phones, batches of 25 events, SQLite, and PostgreSQL where it is installed
    python benchmarks/progress.py --kill          the server is killed with -9 halfway and started again two seconds later
    python benchmarks/progress.py --quick --json

Each phone is a process's thread with a connection of its own; it sends the next batch when the last one is acknowledged, and after a
cut it sends the unacknowledged batch again, as the page's script does. Afterwards every acknowledged event must be in the database
exactly once, without a gap, and every answer must have become exactly one attempt. Beside it: plain one-row inserts in the same run.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import machine
from server import PYTHON, ROOT, Server, free_port, our_environment
from survey_burst import kill_and_come_back, percentiles

sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tools import postgres  # noqa: E402 -- found through the path above


@dataclass
class Phone:
    """One learner's phone. `acknowledged` is the highest number the server said it holds."""

    cookie: str
    enrolment: str
    device: str
    acknowledged: int = 0
    sent: int = 0
    retries: int = 0
    wrong: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)  # ms from sending to the receipt, of batches that came through at once

    def batch(self, size: int) -> bytes:
        """The events after the last acknowledged: always the same content under the same number."""
        start = datetime(2026, 3, 1, tzinfo=UTC)
        events = []
        for seq in range(self.acknowledged + 1, self.acknowledged + size + 1):
            at = (start + timedelta(seconds=10 * seq)).isoformat()
            kind, block, body = ("done", "u1", {}) if seq % 5 == 0 else ("answered", f"q{seq % 7}", {"answer": "ab"[seq % 2]})
            events.append({"seq": seq, "kind": kind, "enrolment": self.enrolment, "block": block, "at": at, "body": body})
        self.sent = self.acknowledged + size
        return json.dumps({"device": self.device, "sent_at": start.isoformat(), "events": events}).encode()

    def run(self, *, port: int, size: int, ends_at: float) -> None:
        connection = None
        headers = {"Content-Type": "application/json", "Cookie": f"catecp_learner={self.cookie}"}
        while time.monotonic() < ends_at:
            started = time.perf_counter()
            try:
                connection = connection or HTTPConnection("127.0.0.1", port, timeout=20)
                connection.request("POST", "/learn/sync/", self.batch(size), headers)
                response = connection.getresponse()
                content = response.read()
            except (OSError, HTTPException):
                connection = None
                self.retries += 1
                time.sleep(0.25)
                continue
            if response.status != 200:
                self.wrong.append(f"{response.status} {content[:80]!r}")
                time.sleep(0.25)
                continue
            self.times.append((time.perf_counter() - started) * 1000)
            self.acknowledged = json.loads(content)["highest"]


def inside(step: str, environment: dict[str, str], *arguments: str) -> dict:
    """Run a step of progress_inside.py with the program's settings; it prints JSON."""
    command = [PYTHON, str(Path(__file__).with_name("progress_inside.py")), step, *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def run(*, database: str, url: str, phones: int, size: int, seconds: float, kill: bool) -> dict:
    with tempfile.TemporaryDirectory(prefix="catecp-progress-") as folder:
        port = free_port()
        environment = our_environment(data=folder, port=port, database=url)
        subprocess.run([PYTHON, "manage.py", "migrate", "--verbosity", "0"], env=environment, cwd=ROOT, check=True)
        made = [Phone(**row) for row in inside("prepare", environment, str(phones))["phones"]]
        limit = inside("limit", environment)
        server = Server(environment, port)
        server.start()
        try:
            took = _play(made, server=server, port=port, size=size, seconds=seconds, kill=kill)
        finally:
            server.kill()
        stored = inside("check", environment)
    return summary(database, made, stored, took=took, size=size, limit=limit, kill=kill)


def _play(phones: list[Phone], *, server: Server, port: int, size: int, seconds: float, kill: bool) -> float:
    """Seconds it took, without the time the server was away."""
    killer = threading.Timer(seconds / 2, kill_and_come_back, [server]) if kill else None
    if killer:
        killer.start()
    started = time.monotonic()
    threads = [
        threading.Thread(target=phone.run, kwargs={"port": port, "size": size, "ends_at": started + seconds}) for phone in phones
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if killer:
        killer.join()
    return time.monotonic() - started


def summary(database: str, phones: list[Phone], stored: dict, *, took: float, size: int, limit: dict, kill: bool) -> dict:
    """`lost`: acknowledged and not in the database. `beyond`: in the database though no phone had sent it."""
    held = stored["devices"]
    acknowledged = sum(phone.acknowledged for phone in phones)
    lost = sum(max(0, phone.acknowledged - held.get(phone.device, {}).get("events", 0)) for phone in phones)
    beyond = sum(max(0, held.get(phone.device, {}).get("highest", 0) - phone.sent) for phone in phones)
    gaps = sum(device["highest"] != device["events"] for device in held.values())
    times = [one for phone in phones for one in phone.times]
    return {
        "database": database,
        "killed_halfway": kill,
        "phones": len(phones),
        "events_a_batch": size,
        "seconds": round(took, 1),
        "acknowledged": acknowledged,
        "stored": stored["events"],
        "lost": lost,
        "beyond": beyond,
        "gaps": gaps,
        "answers": stored["answers"],
        "attempts": stored["attempts"],
        "retries": sum(phone.retries for phone in phones),
        "refused": sum(len(phone.wrong) for phone in phones),
        "events_per_second": round(acknowledged / took),
        "batches_per_second": round(len(times) / took, 1),
        "batch_ms": percentiles(times),
        "limit": limit,
    }


def is_sound(figures: dict) -> bool:
    clean = not any(figures[name] for name in ("lost", "beyond", "gaps", "refused"))
    return clean and figures["acknowledged"] > 0 and figures["answers"] == figures["attempts"]


def show(figures: dict) -> None:
    print(f"\n{figures['database']}: {figures['phones']} phones, {figures['events_a_batch']} events a batch, {figures['seconds']} s"
          + (", server killed with -9 halfway" if figures["killed_halfway"] else ""))  # fmt: skip
    for name in ("acknowledged", "stored", "lost", "gaps", "answers", "attempts", "retries", "refused"):
        print(f"  {name:<14}{figures[name]:>8}")
    times, limit = figures["batch_ms"], figures["limit"]
    print(f"  {figures['events_per_second']} events and {figures['batches_per_second']} batches a second")
    print(f"  a batch p50 {times['p50']} ms, p95 {times['p95']} ms")
    print(f"  limit of the database: {limit['per_second']} durable one-row commits a second, {limit['threads']} at once")
    print("  sound" if is_sound(figures) else "  NOT SOUND")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phones", type=int, default=8)
    parser.add_argument("--events", type=int, default=25, help="in a batch")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--quick", action="store_true", help="8 seconds")
    parser.add_argument("--kill", action="store_true", help="kill the server with -9 halfway")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    seconds = 8 if options.quick else options.seconds
    print(machine.described(), file=sys.stderr if options.json else sys.stdout, flush=True)
    wanted = ["sqlite", "postgresql"] if options.database == "both" else [options.database]
    found = []
    for database in wanted:
        given = os.environ.get("CATECP_BENCH_DATABASE_URL", "")
        if database == "postgresql" and not given and not postgres.binaries():
            print("\npostgresql: not installed here", file=sys.stderr)
            continue
        is_ours = database == "postgresql" and not given
        with (
            postgres.server(is_durable=True)
            if is_ours
            else contextlib.nullcontext(given if database == "postgresql" else "") as url
        ):
            found.append(
                run(database=database, url=url, phones=options.phones, size=options.events, seconds=seconds, kill=options.kill)
            )
        if not options.json:
            show(found[-1])
    if options.json:
        print(json.dumps(found, indent=1))
    return 0 if all(is_sound(figures) for figures in found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
